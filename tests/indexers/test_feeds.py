"""Feeds of all formats: what an entry becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.errors import GoneError, PayloadError
from engine.vocabulary import Page, Post
from indexers.feeds.entries import Feed, add_entry, whole_address
from indexers.feeds.jsonfeed import read_json
from indexers.feeds.xml import read_xml
from indexers.gathering import Gathering
from tests.fakes import NOW

ANSWERS = Path(__file__).parent / "answers" / "feeds"
ADDRESS = "https://example.com/feed"
SEEN = int(datetime(2026, 5, 1, tzinfo=UTC).timestamp())


def read(body: bytes | str, **headers: str) -> Feed:
    content = body.encode() if isinstance(body, str) else body
    if content.lstrip().startswith(b"{"):
        return read_json(content, address=ADDRESS, now=NOW)
    return read_xml(content, address=ADDRESS, headers=headers, now=NOW)


def mapped(feed: Feed) -> Page:
    page = Gathering("feeds", now=NOW)
    for number, entry in enumerate(feed.entries, start=1):
        with page.one(f"entry {number}"):
            add_entry(page, entry, feed, seen_at=SEEN)
    return page.finish()


def recorded(name: str) -> Page:
    return mapped(read((ANSWERS / name).read_bytes()))


def rss(items: str, about: str = "<title>Grind</title><link>https://grind.example/</link>") -> str:
    spaces = " ".join(
        f'xmlns:{name}="{where}"'
        for name, where in {
            "dc": "http://purl.org/dc/elements/1.1/",
            "slash": "http://purl.org/rss/1.0/modules/slash/",
            "thr": "http://purl.org/syndication/thread/1.0",
            "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "media": "http://search.yahoo.com/mrss/",
            "odd": "https://odd.example/",
        }.items()
    )
    return f'<rss version="2.0" {spaces}><channel>{about}{items}</channel></rss>'


def item(**fields: str) -> str:
    fields = {"title": "Burrs", "pubDate": "Fri, 01 May 2026 10:00:00 GMT", **fields}
    return "<item>" + "".join(f"<{n}>{t}</{n.split()[0]}>" for n, t in fields.items()) + "</item>"


def only(items: str, **about: str) -> Post:
    (post,) = mapped(read(rss(items, **about))).posts
    return post


def test_an_entry_is_its_title_and_its_text() -> None:
    post = only(
        item(
            guid="https://grind.example/1",
            link="https://grind.example/burrs",
            description="&lt;p&gt;Flat &amp;amp; conical&lt;/p&gt;",
            category="Coffee Gear",
            **{"dc:creator": "Ana B", "slash:comments": "7"},
        )
    )
    assert post.text == "Burrs\n\nFlat & conical"
    assert (post.native_id, post.url) == ("https://grind.example/1", "https://grind.example/burrs")
    assert post.created_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert post.hashtags == ("coffeegear",)
    assert post.engagement.replies == 7
    assert post.engagement.likes is None
    assert post.creator_id == f"{ADDRESS}#ana-b"


def test_the_whole_text_is_preferred_and_a_title_that_begins_it_is_not_said_twice() -> None:
    body = "<content:encoded>&lt;p&gt;Burrs of steel, and why.&lt;/p&gt;</content:encoded>"
    about = "<title>Grind</title>"
    feed = rss(item(description="short").replace("</item>", body + "</item>"), about).replace(
        "<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    )
    (post,) = mapped(read(feed)).posts
    assert post.text == "Burrs of steel, and why."


def test_without_an_author_the_feed_is_the_creator() -> None:
    about = (
        "<title>Grind</title><link>https://www.grind.example/</link>"
        "<description>On coffee</description><language>en</language>"
    )
    page = mapped(read(rss(item() + item(title="b", author="Grind"), about)))
    (creator,) = page.creators
    assert (creator.native_id, creator.name, creator.bio) == (ADDRESS, "Grind", "On coffee")
    assert (creator.handle, creator.url) == ("grind.example", "https://www.grind.example/")
    assert creator.followers is None
    assert {post.lang for post in page.posts} == {"en"}


def test_an_address_of_an_author_is_not_kept() -> None:
    page = mapped(read(rss(item(author="ana@example.org (Ana B)"))))
    assert [creator.name for creator in page.creators] == ["Ana B"]
    assert "ana@example.org" not in repr(page)
    page = mapped(read(rss(item(author="ana@example.org"))))
    assert [creator.native_id for creator in page.creators] == [ADDRESS]


def test_an_id_that_is_no_address_holds_within_its_feed() -> None:
    assert only(item(guid="17")).native_id == "https://example.com/17"
    assert only(item(guid="a b c d e f g")).native_id.startswith(f"{ADDRESS}#")
    first, second = mapped(read(rss(item(title="a") + item(title="b")))).posts
    assert first.native_id != second.native_id
    assert only(item(title="a")).native_id == first.native_id


def test_a_name_and_password_in_an_address_are_not_kept() -> None:
    feed = read_xml(
        rss(item(guid="17")).encode(), address="https://ana:pw@e.org/f", headers={}, now=NOW
    )
    assert ":pw@" not in repr(mapped(feed))


@pytest.mark.parametrize("written", ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "2126-01-01"])
def test_a_broken_date_is_counted_and_the_entry_counts_from_when_it_was_seen(written: str) -> None:
    feed = read(rss(item(pubDate=written)))
    (post,) = mapped(feed).posts
    assert feed.unmapped == {"published: not a likely date": 1}
    assert post.created_at == datetime.fromtimestamp(SEEN, UTC)


@pytest.mark.parametrize(
    "written", ["2026-05-01T10:00:00Z", "Fri, 1 May 2026 12:00 +0200", "2026-05-01 10:00:00"]
)
def test_dates_in_many_forms_are_one_moment(written: str) -> None:
    assert only(item(pubDate=written)).created_at == datetime(2026, 5, 1, 10, tzinfo=UTC)


def test_views_replies_and_what_is_answered_are_read() -> None:
    media = '<media:community><media:statistics views="41"/></media:community>'
    thread = '<thr:in-reply-to ref="https://e.org/1"/><thr:total>2</thr:total>'
    post = only(item().replace("</item>", media + thread + "</item>"))
    assert (post.engagement.views, post.engagement.replies) == (41, 2)
    assert post.reply_to == "https://e.org/1"


def test_a_podcast_that_wants_to_be_left_out_of_directories_has_opted_out() -> None:
    about = "<title>Grind</title><itunes:block>yes</itunes:block>"
    page = mapped(read(rss(item(), about)))
    assert [creator.opt_outs for creator in page.creators] == [("itunes:block",)]
    assert [creator.opt_outs for creator in mapped(read(rss(item()))).creators] == [()]


def test_links_of_the_text_and_enclosures_are_whole() -> None:
    enclosure = '<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg" length="1"/>'
    post = only(
        item(link="https://e.org/a/", description='&lt;a href="b"&gt;more&lt;/a&gt;').replace(
            "</item>", enclosure + "</item>"
        )
    )
    assert post.links == ("https://e.org/a/b", "https://cdn.example/1.mp3")


def test_fields_that_are_not_known_are_counted() -> None:
    assert read(rss(item(**{"odd:mood": "good"}))).unmapped == {"odd_mood": 1}


def test_an_entry_without_words_costs_itself() -> None:
    page = mapped(read(rss(item(title="") + item(title="good"))))
    assert [post.text for post in page.posts] == ["good"]
    assert [problem.where for problem in page.problems] == ["entry 1"]


def test_a_feed_that_is_not_well_formed_is_read_and_said_to_be() -> None:
    feed = read(rss(item(title="Flat & conical <burrs") + item(title="b")))
    assert len(feed.entries) == 2
    assert any("not well-formed" in note for note in feed.notes)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("iso-8859-1", "iso-8859-1"), ("utf-16", "utf-16"), ("cp1251", "cp1251")],
)
def test_texts_in_any_encoding_are_read(encoding: str, declared: str) -> None:
    word = "кофе" if encoding == "cp1251" else "café"
    body = f'<?xml version="1.0" encoding="{declared}"?>' + rss(item(title=word))
    assert [post.text for post in mapped(read(body.encode(encoding))).posts] == [word]


def test_the_encoding_of_the_header_wins() -> None:
    body = rss(item(title="café")).encode("latin-1")
    feed = read(body, **{"content-type": "application/rss+xml; charset=iso-8859-1"})
    assert [entry.title for entry in feed.entries] == ["café"]


BOMB = "<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"


@pytest.mark.parametrize(
    "entity",
    [
        BOMB,
        "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY % a PUBLIC 'x' 'https://e.org/x'>",
        f"<!ENTITY a '{'a' * 1_000}'>",
        "<!ENTITY a '%b;'>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_could_blow_up_or_read_files_are_refused(entity: str, encoding: str) -> None:
    body = f'<?xml version="1.0"?><!DOCTYPE rss [{entity}]>' + rss(item(title="&a;"))
    with pytest.raises(PayloadError, match="entities"):
        read(body.encode(encoding))


def test_a_harmless_entity_is_read() -> None:
    body = "<!DOCTYPE rss [<!ENTITY nbsp '&#160;'>]>" + rss(item(title="a&nbsp;b"))
    assert [entry.title for entry in read(body).entries] == ["a\xa0b"]


@pytest.mark.parametrize("number", ["xD83D", "55357", "0", "x110000", "99999999999"])
def test_a_reference_to_no_character_is_passed_over(number: str) -> None:
    feed = read(rss(item(title=f"Flat &#{number}; &#233;") + item(title="b & c")))
    assert [" ".join(entry.title.split()) for entry in feed.entries] == ["Flat é", "b & c"]


def test_damage_that_the_parser_does_not_foresee_is_a_damaged_feed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UnicodeDecodeError("utf-8", b"\xc3", 0, 1, "invalid")

    monkeypatch.setattr("indexers.feeds.xml.feedparser.parse", fail)
    with pytest.raises(PayloadError, match="too damaged"):
        read(rss(item()))


def test_a_body_that_names_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(rss(item()))
    with pytest.raises(PayloadError, match="no feed"):
        read(str(path))


def test_a_web_page_is_no_feed_and_tells_where_its_feed_is() -> None:
    page = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        "</head><body>hi</body></html>"
    )
    with pytest.raises(PayloadError, match="no feed") as caught:
        read(page)
    assert caught.value.hint == "its feed may be /feed.xml"


@pytest.mark.parametrize(
    ("name", "n_posts", "n_creators", "n_problems"),
    [
        ("granary_feed_with_audio_video.rss.xml", 2, 1, 0),
        ("granary_feed_with_authors.rss.xml", 2, 2, 0),
        ("granary_attachments.feed.json", 0, 0, 1),
        ("feedparser_wellformed__rss__item_content_encoded.xml", 1, 1, 0),
        ("feedparser_wellformed__rss__item_dc_date_parsed.xml", 0, 0, 1),
        ("feedparser_wellformed__rss__item_guid_map_link.xml", 0, 0, 1),
        ("feedparser_wellformed__lang__entry_summary_xml_lang_inherit.xml", 1, 1, 0),
        ("feedparser_wellformed__atom10__entry_summary_inline_markup_2.xml", 1, 1, 0),
    ],
)
def test_recorded_feeds_give_what_was_counted_by_hand(
    name: str, n_posts: int, n_creators: int, n_problems: int
) -> None:
    page = recorded(name)
    assert (len(page.posts), len(page.creators), len(page.problems)) == (
        n_posts,
        n_creators,
        n_problems,
    )
    assert page.unmapped == {}


def test_recorded_texts_languages_and_dates() -> None:
    (post,) = recorded("feedparser_wellformed__lang__entry_summary_xml_lang_inherit.xml").posts
    assert (post.text, post.lang) == ("Example test", "en")
    (post,) = recorded("feedparser_wellformed__atom10__entry_summary_inline_markup_2.xml").posts
    assert post.text == "History of the <blink> tag"
    first, second = recorded("granary_feed_with_audio_video.rss.xml").posts
    assert first.text == "i'm ready to speak\n\nsome HTML"
    assert first.created_at == datetime(2012, 12, 4, 17, 58, 26, tzinfo=UTC)
    assert first.hashtags == ("atag",)
    assert second.links == ("http://a/vidjo.mov",)
    assert first.creator_id == ADDRESS  # itunes:author of the feed, not of its entries


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Grind",
 "home_page_url": "https://grind.example/", "description": "On coffee", "language": "en",
 "authors": [{"name": "Ana B", "url": "https://ana.example/"}],
 "next_url": "https://grind.example/feed?page=2", "_odd": 1, "items": [%s]}"""


def test_an_item_of_a_json_feed_is_read() -> None:
    feed = read(
        JSON_FEED
        % """{"id": 17, "url": "https://grind.example/17", "title": "A < B",
        "content_html": "<p>Flat &amp; conical</p>", "date_published": "2026-05-01T12:00:00+02:00",
        "tags": ["Espresso", "grinder"], "_extension": {"x": 1}, "mood": "good",
        "attachments": [{"url": "https://cdn.example/1.mp3", "mime_type": "audio/mpeg"}]}"""
    )
    page = mapped(feed)
    (post,) = page.posts
    assert post.text == "A < B\n\nFlat & conical"
    assert post.created_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert post.native_id == f"{ADDRESS}#17"
    assert post.hashtags == ("espresso", "grinder")
    assert post.links == ("https://cdn.example/1.mp3",)
    assert [(creator.name, creator.url) for creator in page.creators] == [
        ("Ana B", "https://ana.example/")
    ]
    assert feed.unmapped == {"mood": 1}
    assert feed.next_url == "https://grind.example/feed?page=2"


def test_an_item_of_version_one_has_one_author_and_plain_text() -> None:
    (entry,) = read(
        '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "a",'
        ' "content_text": "Burrs & <b>", "author": {"name": "Ana"}, "date_published": "soon"}]}'
    ).entries
    assert (entry.body, entry.is_html, entry.author, entry.moment) == (
        "Burrs & <b>",
        False,
        "Ana",
        None,
    )


def test_an_item_of_the_wrong_shape_costs_itself() -> None:
    feed = read((ANSWERS / "granary_invalid_content_fields.feed.json").read_bytes())
    assert feed.entries == ()
    assert list(feed.faults.values()) == ["content_html should be str or null, and is array"]


def test_what_is_no_json_feed_is_refused() -> None:
    with pytest.raises(PayloadError, match="version is missing"):
        read('{"items": []}')
    with pytest.raises(PayloadError, match="no JSON feed"):
        read('{"items": [')


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("example.com/feed", "https://example.com/feed"),
        (" https://Example.com ", "https://example.com/"),
        ("feed://example.com/a?b=c#d", "https://example.com/a?b=c"),
        ("feed:http://example.com/a", "http://example.com/a"),
    ],
)
def test_addresses_are_kept_in_one_form(written: str, whole: str) -> None:
    assert whole_address(written) == whole


@pytest.mark.parametrize("written", ["", "file:///etc/passwd", "two words", "ftp://e.org/x"])
def test_what_is_no_address_of_a_feed_says_so(written: str) -> None:
    with pytest.raises(GoneError, match="no address of a feed"):
        whole_address(written)

"""Events are verified, and become posts and creators."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.vocabulary import Creator, Engagement, Page, Post
from indexers.nostr.events import keep_post, native_profile
from indexers.nostr.names import npub, read_key, web_address
from indexers.nostr.signing import read_event
from indexers.pages import PageDraft
from indexers.values import RefusedError
from tests.fakes import NOW
from tests.indexers.nostr.relays import ANA, BO, START

RECORDED = Path(__file__).parents[1] / "answers" / "nostr" / "events.jsonl"
PARENT, ROOT = "a" * 64, "b" * 64


def page_of(*events: dict[str, Any]) -> Page:
    draft = PageDraft(now=NOW)
    for event in events:
        keep_post(draft, read_event(event))
    return draft.finish()


def post_of(content: str = "espresso", **fields: Any) -> Post:
    return page_of(ANA.event(content, **fields)).posts[0]


def test_every_value_of_a_note_arrives() -> None:
    event = ANA.event(
        "At https://shop.example/x #Espresso",
        tags=[("t", "Coffee"), ("e", PARENT, "", "reply"), ("r", "https://other.example/")],
    )
    (post,) = page_of(event).posts
    assert post == Post(
        source="nostr",
        native_id=event["id"],
        creator_id=ANA.pubkey,
        text="At https://shop.example/x #Espresso",
        created_at=post.created_at,
        url=web_address(event["id"]),
        engagement=Engagement(),
        hashtags=("coffee", "espresso"),
        links=("https://shop.example/x", "https://other.example/"),
        reply_to=PARENT,
    )
    assert post.created_at.timestamp() == START


def test_a_key_is_written_as_people_write_it() -> None:
    """The example of NIP-19."""
    pubkey = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"
    written = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg"
    assert npub(pubkey) == written
    assert read_key(written) == read_key(f"nostr:{written}") == read_key(pubkey) == pubkey


def test_a_profile_address_tells_the_key() -> None:
    """The example of NIP-19."""
    written = (
        "nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhytnc9e3k7mgpz4"
        "mhxue69uhkg6nzv9ejuumpv34kytnrdaksjlyr9p"
    )
    assert read_key(written) == "3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d"


@pytest.mark.parametrize(
    "wrong", ["", "ana", "npub1", "npub1qqqq", "ana@home.example", "nsec1" + "q" * 58]
)
def test_what_is_no_key_is_refused(wrong: str) -> None:
    with pytest.raises(RefusedError, match="no key of Nostr"):
        read_key(wrong)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"content": "other words"}, "its id is not that of what it says"),
        ({"created_at": START + 1}, "its id is not that of what it says"),
        ({"pubkey": BO.pubkey}, "its id is not that of what it says"),
        ({"sig": "00" * 64}, "its signature is not its author's"),
        ({"sig": "zz"}, "its signature is not its author's"),
        ({"id": "AA" * 32}, "its id or its author is not 32 bytes in hex"),
        ({"pubkey": "zz"}, "its id or its author is not 32 bytes in hex"),
        ({"tags": [["t", 5]]}, "should be str"),
        ({"tags": [["t"]] * 5_001}, "5,001 tags"),
        ({"content": "\ud800"}, "its text is not UTF-8"),
        ({"kind": None}, "kind should be int"),
    ],
)
def test_an_event_that_is_not_what_it_says_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read_event({**ANA.event("my words"), **change})


def test_a_true_event_signed_by_somebody_else_is_refused() -> None:
    mine, theirs = ANA.event("words"), BO.event("words")
    with pytest.raises(RefusedError, match="signature"):
        read_event({**mine, "sig": theirs["sig"]})


def test_signs_and_letters_of_all_kinds_keep_their_digest() -> None:
    content = 'é "quoted" \\ \n\r\t\b\f \u2028 \U0001f600 </script>'
    assert read_event(ANA.event(content)).content == content


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": 6}, "a repost"),
        ({"kind": 16}, "a repost"),
        ({"kind": 7}, "neither a note nor an article"),
        ({"tags": [("expiration", "9999999999")]}, "set to expire"),
    ],
)
def test_what_is_not_to_be_kept_is_counted(fields: dict[str, Any], reason: str) -> None:
    page = page_of(ANA.event("words", **fields))
    assert (page.posts, page.dropped) == ((), {reason: 1})


def test_an_article_is_known_by_its_address_so_that_an_edit_replaces_it() -> None:
    tags = [("d", "beans"), ("title", "On beans"), ("published_at", str(START - 60))]
    first = ANA.event("old words", kind=30023, tags=tags)
    second = ANA.event("new words", kind=30023, at=START + 60, tags=tags)
    posts = page_of(first, second).posts
    assert {post.native_id for post in posts} == {f"30023:{ANA.pubkey}:beans"}
    assert posts[1].text == "On beans\n\nnew words"
    assert {post.created_at.timestamp() for post in posts} == {START - 60}


@pytest.mark.parametrize(
    ("tags", "reply_to"),
    [
        ([], None),
        ([("e", PARENT)], PARENT),
        ([("e", ROOT), ("e", PARENT)], PARENT),
        ([("e", ROOT, "", "root"), ("e", PARENT, "", "reply")], PARENT),
        ([("e", ROOT, "", "root")], ROOT),
        ([("e", PARENT, "", "mention")], None),
        ([("e", "not an id")], None),
    ],
)
def test_a_reply_names_what_it_answers(tags: list[tuple[str, ...]], reply_to: str | None) -> None:
    assert post_of(tags=tags).reply_to == reply_to


def test_names_and_quotes_are_shown_as_a_reader_sees_them() -> None:
    person = f"nostr:{npub(BO.pubkey)}"
    post = post_of(f"with {person} nostr:note1{'q' * 58}")
    assert post.text == f"with @{npub(BO.pubkey)[:13]}"


def test_a_warning_stands_before_the_text() -> None:
    assert post_of("words", tags=[("content-warning", "spoiler")]).text == "spoiler\n\nwords"
    assert post_of("words", tags=[("content-warning",)]).text == "words"


def test_tags_nobody_knows_are_counted() -> None:
    page = page_of(ANA.event("words", tags=[("sparkle", "1"), ("t", "tea"), ()]))
    assert page.unmapped == {"tags.sparkle": 1}


def profile_of(content: str) -> Creator:
    draft = PageDraft(now=NOW)
    draft.add_creator(native_profile(read_event(ANA.event(content, kind=0)), draft), "nostr")
    return draft.finish().creators[0]


def test_every_value_of_a_profile_arrives() -> None:
    written = {"name": "ana", "display_name": "Ana A.", "about": "barista", "location": "Porto"}
    assert profile_of(json.dumps({**written, "nip05": "somebody@else.example"})) == Creator(
        source="nostr",
        native_id=ANA.pubkey,
        handle=npub(ANA.pubkey),
        name="Ana A.",
        bio="barista",
        url=f"https://njump.me/{npub(ANA.pubkey)}",
        location="Porto",
        measured_at=NOW,
        opt_outs=(),
    )


def test_a_profile_may_hold_anything() -> None:
    creator = profile_of('{"name": 5, "about": null, "bot": true, "display_name": " "}')
    assert (creator.name, creator.bio, creator.opt_outs) == (None, None, ("bot",))
    for broken in ("", "[]", "no json", "{"):
        with pytest.raises(RefusedError, match="no JSON"):
            profile_of(broken)


def test_recorded_events_are_all_read() -> None:
    """Ten events, counted by their kind in the names of the files they came in."""
    events = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    page = page_of(*events)
    assert len(page.posts) == 7
    assert page.dropped == {"neither a note nor an article": 3}
    assert (page.problems, page.unmapped) == ((), {})
    assert {post.text for post in page.posts} >= {"got tags", "hello world", "hello pk1"}
    (tagged,) = [post for post in page.posts if post.text == "got tags"]
    assert tagged.hashtags == ("test", "foo")
    (reply,) = [post for post in page.posts if post.text == "hello pk1"]
    assert reply.reply_to is not None
    assert reply.reply_to.startswith("46981a47")

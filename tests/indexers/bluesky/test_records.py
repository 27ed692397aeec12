"""What people wrote is read as their lexicon says, and what is wrong in it costs only itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.bluesky.records import POST, Written, author_of, read_record, web_address
from indexers.values import RefusedError

QUOTED = "at://did:plc:quoted/app.bsky.feed.post/3abc"


def read(record: dict[str, object]) -> tuple[Written, list[str]]:
    notes: list[str] = []
    return read_record(
        {"$type": POST, "createdAt": "2026-05-01T10:00:00Z", **record}, notes=notes
    ), (notes)


def facet(text: str, part: str, feature: dict[str, str]) -> dict[str, object]:
    """Return a facet of `part` of `text`, counted in UTF-8 bytes as the lexicon says."""
    start = len(text[: text.index(part)].encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(part.encode())},
        "features": [{"$type": "app.bsky.richtext.facet#x", **feature}],
    }


def test_hashtags_come_from_facets_and_from_beside_the_text() -> None:
    text = "🥖 bread #пекарня"
    written, notes = read(
        {
            "text": text,
            "facets": [facet(text, "#пекарня", {"tag": "пекарня"})],
            "tags": ["Sourdough"],
        }
    )
    assert list(written.hashtags) == ["пекарня", "Sourdough"]
    assert notes == []


def test_a_link_that_shows_its_beginning_is_shown_whole() -> None:
    text = "🥖🥖 see www.example.com/bre... and example.org/a…"
    long, other = "https://example.com/bread/sourdough", "https://example.org/abc"
    written, _ = read(
        {
            "text": text,
            "facets": [
                facet(text, "www.example.com/bre...", {"uri": long}),
                facet(text, "example.org/a…", {"uri": other}),
            ],
        }
    )
    assert written.text == f"🥖🥖 see {long} and {other}"
    assert list(written.links) == [long, other]


@pytest.mark.parametrize("part", ["read this...", "example.net/b...", "https://..."])
def test_words_that_lead_somewhere_stay_as_they_are(part: str) -> None:
    text = f"well: {part}"
    written, _ = read(
        {"text": text, "facets": [facet(text, part, {"uri": "https://example.com/bread"})]}
    )
    assert written.text == text
    assert list(written.links) == ["https://example.com/bread"]


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (3, 3), (8, 2), (0, 10_000)])
def test_places_that_are_none_change_nothing(first: int, last: int) -> None:
    text = "a.example/x... and more"
    places = {"byteStart": first, "byteEnd": last}
    link = {"uri": "https://a.example/xyz"}
    written, _ = read({"text": text, "facets": [{"index": places, "features": [link]}]})
    assert written.text == text


@given(st.text(max_size=30), st.integers(-5, 120), st.integers(-5, 120))
def test_no_place_in_a_text_breaks_it(text: str, first: int, last: int) -> None:
    places = {"byteStart": first, "byteEnd": last}
    link = {"uri": "https://a.example/xyz"}
    written, _ = read({"text": f"{text}…", "facets": [{"index": places, "features": [link]}] * 2})
    assert written.text.endswith("…") or "https://a.example/xyz" in written.text


def test_cards_and_quotes_are_links() -> None:
    card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://example.com/card"}}
    quote = {"$type": "app.bsky.embed.record", "record": {"uri": QUOTED, "cid": "c"}}
    both = {"$type": "app.bsky.embed.recordWithMedia", "media": card, "record": quote}
    address = "https://bsky.app/profile/did:plc:quoted/post/3abc"
    assert list(read({"text": "", "embed": card})[0].links) == ["https://example.com/card"]
    assert list(read({"text": "", "embed": quote})[0].links) == [address]
    assert list(read({"text": "", "embed": both})[0].links) == ["https://example.com/card", address]
    images = {"$type": "app.bsky.embed.images", "images": [{"alt": "a loaf", "image": {}}]}
    assert read({"text": "", "embed": images})[0].links == []


def test_replies_languages_and_labels_are_read() -> None:
    written, notes = read(
        {
            "text": "yes",
            "langs": ["und", "pt-BR", "en"],
            "reply": {"root": {"uri": QUOTED}, "parent": {"uri": QUOTED + "d"}},
            "labels": {"values": [{"val": "nudity"}, {"val": "gone", "neg": True}]},
        }
    )
    assert (written.lang, written.reply_to) == ("pt-BR", QUOTED + "d")
    assert written.labels == ("nudity",)
    assert notes == []


def test_what_is_not_as_declared_is_noted_and_costs_the_post_nothing() -> None:
    written, notes = read(
        {
            "text": "bread",
            "langs": "en",
            "tags": [None],
            "facets": [{"index": "?"}, 7],
            "labels": [3],
            "reply": {"parent": "above"},
            "embed": "card",
            "bridgyOriginalText": "<p>bread</p>",
        }
    )
    assert written == Written(
        text="bread", hashtags=[], links=[], lang=None, reply_to=None, labels=()
    )
    assert sorted(notes) == [
        "labels: not as declared",
        "record.bridgyOriginalText",
        "record.embed: not as declared",
        "record.facets: not as declared",
        "record.facets: not as declared",
        "record.langs: not as declared",
        "record.reply: not as declared",
        "record.tags: not as declared",
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"$type": "app.bsky.feed.like"}, "a app.bsky.feed.like, not a post"),
        ({"text": 7}, "record.text is no text"),
    ],
)
def test_another_record_is_no_post(record: dict[str, object], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read(record)


def test_a_post_is_known_by_its_address() -> None:
    assert author_of(QUOTED) == "did:plc:quoted"
    assert web_address("at://did:web:example.com/app.bsky.feed.post/self") == (
        "https://bsky.app/profile/did:web:example.com/post/self"
    )
    for strange in ("", "https://bsky.app/x", QUOTED.replace("post", "like"), QUOTED + "/x"):
        with pytest.raises(RefusedError, match="not the address of a post"):
            author_of(strange)

"""Native JSONL: what each bad record costs, what is understood, and the way there and back."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.text import clean, hashtags_in
from engine.vocabulary import Creator, Engagement, Page, Post
from indexers.files import lines
from indexers.files.native import NativeJsonl, to_native
from indexers.files.objects import parse_object
from indexers.values import RefusedError

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
RECORD: dict[str, Any] = {
    "source": "mastodon",
    "id": "1147",
    "text": "Good morning",
    "created_at": "2026-05-01T10:00:00Z",
    "creator": {"id": "77"},
}
POST = Post(
    source="mastodon",
    native_id="1147",
    creator_id="77",
    text="Good morning",
    created_at=datetime(2026, 5, 1, 10, tzinfo=UTC),
)
CREATOR = Creator(source="mastodon", native_id="77")
GOOD = json.dumps(RECORD).encode()


def read(content: bytes) -> Page:
    """Return the one page that `content` is."""
    (page,) = NativeJsonl().pages(io.BytesIO(content), now=NOW)
    return page


def line(**fields: Any) -> bytes:
    return json.dumps({**RECORD, **fields}).encode()


def by(**fields: Any) -> bytes:
    return line(creator={"id": "77", **fields})


def kept(content: bytes) -> Post:
    page = read(content)
    assert page.problems == ()
    return page.posts[0]


def test_required_fields_are_enough_and_the_rest_is_not_known() -> None:
    page = read(GOOD)
    assert page == Page(posts=(POST,), creators=(CREATOR,))


BAD = [
    (b'{"source": "mastodon"', "malformed JSON at character 22: Expecting ',' delimiter"),
    (b"not json", "malformed JSON at character 1: Expecting value"),
    (GOOD + b" trailing", "malformed JSON at character 1"),
    (b"[1, 2]", "the line is JSON, but not an object"),
    (b'"text"', "the line is JSON, but not an object"),
    (b'{"text": "\xff"}', "byte 11 of the line is not UTF-8"),
    (b'{"x":' * 3_000 + b"1" + b"}" * 3_000, "the JSON is nested too deeply"),
    (b"[" * 100_000, "the JSON is nested too deeply"),
    (line(likes=0).replace(b"0}", b"NaN}"), "NaN is not a number"),
    (GOOD.replace(b'"id"', b'"likes": NaN, "id"', 1), "NaN is not a number"),
    (GOOD.replace(b'"id"', b'"likes": -Infinity, "id"', 1), "-Infinity is not a number"),
    (
        GOOD.replace(b'"id"', b'"likes": ' + b"9" * 5_000 + b', "id"', 1),
        "a number has 5,000 digits",
    ),
    (
        GOOD.replace(b'"id"', b'"likes": 1e400, "id"', 1),
        "likes is inf, which is not a whole number",
    ),
    (GOOD.replace(b'"id"', b'"id": 1, "id"', 1), "the key 'id' stands twice"),
    (GOOD.replace(b'"id"', b'"id" : 1, "id"', 1), "the key 'id' stands twice"),
    (GOOD.replace(b'"77"', b'"77", "id": "78"'), "the key 'id' stands twice"),
    (GOOD.replace(b'"id"', b'"\\u0069d": 1, "id"', 1), "the key 'id' stands twice"),
    *[
        (
            json.dumps({k: v for k, v in RECORD.items() if k != name}).encode(),
            f"the required field {name} is missing",
        )
        for name in RECORD
    ],
    (line(creator={"handle": "ana"}), "the required field creator.id is missing"),
    (line(creator="ana"), "creator should be object, and is str"),
    (line(text=None), "text should be str, and is null"),
    (line(text=5), "text should be str, and is int"),
    (line(likes=[1]), "likes should be int or float or str or null, and is array"),
    (line(likes=True), "likes should be int or float or str or null, and is bool"),
    (by(verified="yes"), "creator.verified should be bool or null, and is str"),
    (line(hashtags=["a", 1]), "hashtags[1] should be str, and is int"),
    (line(likes="12k"), "likes is '12k', which is not a whole number"),
    (line(likes=""), "likes is '', which is not a whole number"),
    (line(likes=1.5), "likes is 1.5, which is not a whole number"),
    (line(likes=-1), "likes is -1: a count is never negative"),
    (line(likes="-1"), "likes is '-1', which is not a whole number"),
    (line(likes=2**53 + 1), "likes is 9007199254740993, more than any platform counts"),
    (line(likes=10**30), "more than any platform counts"),
    (by(followers=-5), "creator.followers is -5: a count is never negative"),
    (line(id=""), "id is empty"),
    (line(id=" \0"), "id is empty"),
    (line(source=""), "source is empty"),
    (line(id="x" * 513), "id has 513 characters; the limit is 512"),
    (by(handle="x" * 65_536), "creator.handle has 65,536 characters; the limit is 512"),
    (line(id=1.5), "id is the number 1.5, and not every digit of it is known"),
    (line(id=1e20), "id is the number 1e+20, and not every digit of it is known"),
    (line(id="5.70306E+17"), "id is '5.70306E+17': a spreadsheet has cut digits off"),
    (line(text="x" * 10_000_000), "text has 10,000,000 characters; the limit is 200,000"),
    (
        line(hashtags=[f"t{number}" for number in range(1_001)]),
        "the post has 1,001 hashtags; the limit is 1,000",
    ),
    (line(text=" ".join(f"#t{n}" for n in range(20_000))), "the post has 20,000 hashtags"),
    (line(hashtags=["x" * 141]), "a hashtag has 141 characters; the limit is 140"),
    (line(url="x" * 5_000), "url has 5,000 characters; the limit is 4,096"),
    (line(created_at="1970-01-01T00:00:00Z"), "created_at is 1970-01-01, before 1990"),
    (line(created_at=0), "created_at is 1970-01-01, before 1990"),
    (line(created_at="2999-01-01T00:00:00Z"), "created_at is 2999-01-01, which is in the future"),
    (line(created_at="9999-12-31T23:59:59-12:00"), "which is no time"),
    (line(created_at="0001-01-01T00:00:00+12:00"), "which is no time"),
    (line(created_at="yesterday"), "created_at is 'yesterday', which is no time"),
    (line(created_at=""), "created_at is '', which is no time"),
    (line(created_at=-1), "created_at is -1, which is no time since 1970"),
    (line(created_at=1e300), "created_at is 1e+300, which is no time since 1970"),
    (by(created_at="long ago"), "creator.created_at is 'long ago', which is no time"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_bad_record_costs_exactly_itself(bad: bytes, reason: str) -> None:
    page = read(GOOD + b"\n" + bad + b"\n" + line(id="after") + b"\n")
    assert [post.native_id for post in page.posts] == ["1147", "after"]
    (problem,) = page.problems
    assert problem.where == "line 2"
    assert reason in problem.reason
    assert len(problem.reason) < 200


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        (line(id=1147), "native_id", "1147"),
        (line(id=1147.0), "native_id", "1147"),
        (line(id=2**80), "native_id", str(2**80)),
        (line(text="a\0b\u2028c"), "text", "ab\u2028c"),
        (GOOD.replace(b"Good", b"a\0b"), "text", "ab morning"),
        (GOOD.replace(b"Good", b"\\ud83d!"), "text", "! morning"),
        (GOOD.replace(b"Good", b"\\ud83d\\ude00"), "text", "\U0001f600 morning"),
        (GOOD.replace(b"Good", "\u2028".encode()), "text", "\u2028 morning"),
        (GOOD.replace(b"Good", b'\\"id\\": 1, \\"id\\":'), "text", '"id": 1, "id": morning'),
        (line(text="e\u0301"), "text", "é"),
        (line(text=""), "text", ""),
        (line(text="x" * 200_000), "text", "x" * 200_000),
        (line(hashtags=["#Tea", "tea", "", " Ä "], text="#Coffee #TEA"), "hashtags",
         ("tea", "ä", "coffee")),
        (line(hashtags=None, text="#Coffee"), "hashtags", ("coffee",)),
        (line(links=["https://a.example/x"]), "links", ("https://a.example/x",)),
        (line(reply_to=12), "reply_to", "12"),
        (line(paid_label="Paid partnership"), "paid_label", "Paid partnership"),
        (line(likes="12", views=3.0, replies=0), "engagement",
         Engagement(likes=12, views=3, replies=0)),
        (line(likes="12.0", quotes=2**53), "engagement", Engagement(likes=12, quotes=2**53)),
    ],
)  # fmt: skip
def test_what_is_understood_is_read_as_meant(written: bytes, field: str, value: object) -> None:
    assert getattr(kept(written), field) == value


@pytest.mark.parametrize(
    "moment",
    [
        "2026-05-01T10:00:00Z",
        "2026-05-01T12:00:00+02:00",
        "2026-05-01 10:00:00+00:00",
        " 2026-05-01T10:00:00.000Z ",
        "20260501T100000Z",
        1777629600,
        1777629600.0,
        1777629600000,
        1777629600000000,
        "1777629600",
        "1777629600000",
    ],
)
def test_times_are_read_in_every_common_writing(moment: object) -> None:
    page = read(line(created_at=moment))
    assert page.posts[0].created_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert page.posts[0].created_at.tzinfo is UTC
    assert page.unmapped == {}


def test_a_time_without_a_zone_is_utc_and_counted() -> None:
    page = read(line(created_at="2026-05-01T10:00:00") + b"\n" + line(created_at="2026-05-01"))
    assert [post.created_at.hour for post in page.posts] == [10, 0]
    assert page.unmapped == {"created_at without a zone": 2}


def test_an_impossible_birthday_of_an_account_does_not_cost_the_post() -> None:
    page = read(by(created_at="1970-01-01T00:00:00Z"))
    assert page.posts == (POST,)
    assert page.creators == (CREATOR,)
    assert page.unmapped == {"creator.created_at before 1990 or in the future": 1}


def test_an_empty_hashtag_is_left_out_and_counted() -> None:
    assert read(line(hashtags=["#", "tea"])).unmapped == {"hashtags: an empty one": 1}


def test_a_creator_appears_once_on_a_page_for_each_thing_said_of_them() -> None:
    page = read(b"\n".join([by(followers=1), by(followers=1), by(followers=2), by(followers=1)]))
    assert [creator.followers for creator in page.creators] == [1, 2, 1]


def test_unknown_names_without_end_are_counted_together() -> None:
    strange = {f"field {number}": 1 for number in range(600)}
    page = read(line(**strange))
    assert sum(page.unmapped.values()) == 600
    assert page.unmapped["other fields"] == 100


def test_nested_unknown_fields_are_passed_over() -> None:
    page = read(line(media=[{"id": 1, "type": "photo"}], extra={"id": 2}))
    assert page.posts == (POST,)
    assert page.unmapped == {"media": 1, "extra": 1}


def test_a_line_without_end_is_passed_over_in_little_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 1 << 20)
    page = read(GOOD + b"\n" + b"x" * (5 << 20) + b"\n" + line(id="after"))
    assert [post.native_id for post in page.posts] == ["1147", "after"]
    assert [(p.where, p.reason) for p in page.problems] == [
        ("line 2", "the line is longer than 1 MiB")
    ]


def test_a_last_line_without_end_is_read_and_a_too_long_one_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 1 << 10)
    page = read(GOOD + b"\r\n" + b"x" * 1_025)
    assert page.posts == (POST,)
    assert page.problems[0].where == "line 2"


def test_objects_that_begin_after_a_hundred_lines_come_too_late() -> None:
    assert read(b"junk\n" * 99 + GOOD).posts == (POST,)
    with pytest.raises(InputError, match="none of its first 100 lines is a JSON object"):
        read(b"junk\n" * 100 + GOOD)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (json.dumps([[RECORD]], indent=1).encode(), "a native post is an object with source"),
        (b"<html>", "overheard formats"),
    ],
)
def test_the_hint_fits_the_mistake(content: bytes, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content)
    assert hint in str(caught.value.hint)


def test_a_first_record_that_is_broken_does_not_hide_the_format() -> None:
    assert NativeJsonl().recognises(b"{broken\n" + GOOD + b"\n")
    assert NativeJsonl().recognises(GOOD)
    assert not NativeJsonl().recognises(GOOD[:40])


shown_text = st.text(max_size=40).map(clean)
words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12).map(clean)
names = st.none() | shown_text
counts = st.none() | st.integers(0, 2**53)
moments = st.datetimes(datetime(1990, 1, 1), NOW.replace(tzinfo=None), timezones=st.just(UTC))  # noqa: DTZ001
tags = st.builds(str.casefold, words).map(clean).filter(bool)


@st.composite
def native_posts(draw: st.DrawFn) -> tuple[Post, Creator]:
    text = draw(shown_text | st.just("Love #VeganSkincare, \u2028 #tea"))
    source, creator_id = draw(words), draw(words)
    post = Post(
        source=source,
        native_id=draw(words),
        creator_id=creator_id,
        text=text,
        created_at=draw(moments),
        url=draw(names),
        lang=draw(names),
        engagement=Engagement(**{name: draw(counts) for name in Engagement.__dataclass_fields__}),
        hashtags=tuple(dict.fromkeys((*draw(st.lists(tags, max_size=3)), *hashtags_in(text)))),
        links=tuple(draw(st.lists(shown_text, max_size=2))),
        reply_to=draw(st.none() | words),
        paid_label=draw(names),
    )
    creator = Creator(
        source=source,
        native_id=creator_id,
        handle=draw(st.none() | words),
        name=draw(names),
        bio=draw(names),
        url=draw(names),
        followers=draw(counts),
        following=draw(counts),
        posts=draw(counts),
        location=draw(names),
        verified=draw(st.none() | st.booleans()),
        created_at=draw(st.none() | moments),
        measured_at=draw(st.none() | moments),
    )
    return post, creator


@given(native_posts(), st.booleans())
def test_any_post_and_creator_survive_the_native_format(
    pair: tuple[Post, Creator],
    ascii_only: bool,  # noqa: FBT001
) -> None:
    post, creator = pair
    written = json.dumps(to_native(post, creator), ensure_ascii=ascii_only)
    assert read(written.encode()) == Page(posts=(post,), creators=(creator,))


def test_a_post_alone_names_its_creator() -> None:
    assert to_native(POST)["creator"] == {"id": "77"} | dict.fromkeys(
        [
            "handle",
            "name",
            "bio",
            "url",
            "followers",
            "following",
            "posts",
            "location",
            "verified",
            "created_at",
            "measured_at",
            "opt_outs",
            "default_avatar",
        ]
    )


def test_a_post_is_not_written_under_another_name() -> None:
    with pytest.raises(ValueError, match="by 77, not 78"):
        to_native(POST, Creator(source="mastodon", native_id="78"))


def test_a_post_up_to_two_days_ahead_is_from_now() -> None:
    ahead = (NOW + timedelta(days=2)).isoformat()
    assert kept(line(created_at=ahead)).created_at == NOW


def test_a_key_twice_and_a_depth_without_end_are_found_inside_records() -> None:
    with pytest.raises(RefusedError, match="'b' stands twice"):
        parse_object(b'{"a":[{"b":1,"b":2}]}')
    deep = 600
    nested = parse_object(b'{"a":' + b"[" * deep + b"]" * deep + b"}")
    assert list(nested) == ["a"]
    assert parse_object(b'{"a":{"b":{"c":[{"d":1},2]}},"e":"x"}') == {
        "a": {"b": {"c": [{"d": 1}, 2]}}, "e": "x"
    }  # fmt: skip

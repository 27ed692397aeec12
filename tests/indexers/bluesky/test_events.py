"""What happens on the network is kept, changed and taken back as it happened."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.vocabulary import CreatorKey, Page, PostKey, Watch
from indexers.bluesky.events import DECLARATION, PROFILE, Hearing
from indexers.pages import MAX_PROBLEMS, MORE_PROBLEMS
from tests.indexers.bluesky.streams import START, account, at, commit, identity, said, unsaid

RECORDED = Path(__file__).parent.parent / "answers" / "bluesky" / "jetstream.jsonl"
ANA, BEN = "did:plc:ana", "did:plc:ben"
BREAD = Watch(words=("bread",))
NOW = START + timedelta(days=60)


def hear(*events: bytes, watch: Watch = BREAD, now: datetime = NOW) -> Page:
    hearing = Hearing(watch, now=lambda: now)
    for event in events:
        hearing.take(event)
    return hearing.finish()


def uri(did: str, rkey: str) -> str:
    return f"at://{did}/app.bsky.feed.post/{rkey}"


def test_recorded_events_are_heard_as_they_were() -> None:
    lines = RECORDED.read_bytes().splitlines()
    page = hear(*lines, watch=Watch(everything=True))
    assert len(lines) == 13
    assert [post.text for post in page.posts] == [
        "Try rye for a good loaf !!",
        "Has anyone baked this bread? A fine recipe\n\n"
        "https://www.example.com/26648/has-anyone-baked-this-bread/",
        "",
    ]
    reply, link, gif = page.posts
    assert (
        reply.reply_to == "at://did:plc:person10xxxxxxxxxxxxxxxx/app.bsky.feed.post/3mmojbrjwbs26"
    )
    assert reply.created_at == datetime(2026, 5, 25, 14, 23, 28, 757000, tzinfo=UTC)
    assert (link.lang, link.links) == (
        "en-US", ("https://www.example.com/26648/has-anyone-baked-this-bread/",)
    )  # fmt: skip
    assert gif.engagement.likes is None
    baker = next(creator for creator in page.creators if creator.name)
    assert (baker.name, baker.bio, baker.handle) == ("A Baker", "Rye, wheat and patience", None)
    assert page.deleted == (
        PostKey("bluesky", uri("did:plc:person02xxxxxxxxxxxxxxxx", "3mpt73z3ejc2p")),
    )
    assert page.cursor == "1783175888384849"
    assert (page.problems, page.unmapped, page.deleted_creators) == ((), {}, ())


def test_only_the_wanted_part_of_recorded_events_is_kept() -> None:
    page = hear(*RECORDED.read_bytes().splitlines(), watch=BREAD)
    (post,) = page.posts
    assert post.text.startswith("Has anyone baked this bread?")
    assert post.creator_id == "did:plc:person19xxxxxxxxxxxxxxxx"
    assert page.creators == ()  # no more is known of them
    assert page.cursor == "1783175888384849"


def test_a_post_that_is_taken_back_is_gone_and_one_made_again_is_there() -> None:
    made = said(ANA, 1, "bread")
    rkey = f"k{at(1)}"
    gone = PostKey("bluesky", uri(ANA, rkey))
    assert hear(made, unsaid(ANA, 2, rkey)).deleted == (gone,)
    again = hear(made, unsaid(ANA, 2, rkey), commit(ANA, 3, {"text": "new bread"}, rkey=rkey))
    assert again.posts[-1].text == "new bread"
    assert again.deleted == ()


def test_an_edit_is_the_new_text_and_one_that_is_no_longer_wanted_is_gone() -> None:
    rkey = f"k{at(1)}"
    edited = commit(ANA, 2, {"text": "rye bread"}, operation="update", rkey=rkey)
    page = hear(said(ANA, 1, "bread"), edited)
    assert [(post.native_id, post.text) for post in page.posts] == [
        (uri(ANA, rkey), "bread"), (uri(ANA, rkey), "rye bread")  # the later one stays
    ]  # fmt: skip
    dull = commit(ANA, 2, {"text": "nothing"}, operation="update", rkey=rkey)
    assert hear(dull).deleted == (PostKey("bluesky", uri(ANA, rkey)),)


@pytest.mark.parametrize("status", ["deleted", "takendown"])
def test_an_account_that_is_gone_goes_with_all_it_posted(status: str) -> None:
    page = hear(account(BEN, 1, status))
    assert page.deleted_creators == (CreatorKey("bluesky", BEN),)


@pytest.mark.parametrize("status", ["deactivated", "suspended", "desynchronized", None])
def test_an_account_that_may_come_back_stays(status: str | None) -> None:
    page = hear(said(ANA, 1, "bread"), account(ANA, 2, status), account(BEN, 2, status))
    assert page.deleted_creators == ()
    assert len(page.notes) == (1 if status else 0)
    assert all(note.startswith("1 creators heard of") for note in page.notes)


def test_declarations_of_anybody_are_opt_outs() -> None:
    def declared(did: str, second: float, hides: bool) -> bytes:  # noqa: FBT001
        record = {"hideFromAlgorithmicRecommendations": hides}
        return commit(did, second, record, collection=DECLARATION, rkey="self")

    withdrawn = commit(BEN, 3, None, operation="delete", collection=DECLARATION, rkey="self")
    page = hear(declared(ANA, 1, True), declared(BEN, 2, True), withdrawn)  # noqa: FBT003
    assert {creator.native_id: creator.opt_outs for creator in page.creators} == {
        ANA: ("hideFromAlgorithmicRecommendations",), BEN: ()
    }  # fmt: skip


def test_profiles_and_handles_are_kept_of_those_who_were_heard() -> None:
    record = {
        "displayName": "Ana", "description": "baker", "createdAt": "2025-01-01T00:00:00Z",
        "labels": {"values": [{"val": "!no-unauthenticated"}]},
    }  # fmt: skip
    page = hear(
        said(ANA, 1, "bread"),
        *(commit(did, 2, record, collection=PROFILE, rkey="self") for did in (ANA, BEN)),
    )
    (ana,) = page.creators
    assert (ana.native_id, ana.name, ana.bio) == (ANA, "Ana", "baker")
    assert ana.opt_outs == ("!no-unauthenticated",)
    both = hear(
        said(ANA, 1, "bread"),
        commit(ANA, 2, record, collection=PROFILE, rkey="self"),
        identity(ANA, 3, "ana.test"),
    )
    assert [(one.handle, one.name, one.bio) for one in both.creators] == [
        ("ana.test", "Ana", "baker")
    ]
    moved = hear(said(ANA, 1, "bread"), identity(ANA, 2, "ana.test"), identity(BEN, 2, "ben.test"))
    assert [creator.handle for creator in moved.creators] == ["ana.test"]
    assert hear(said(ANA, 1, "bread"), identity(ANA, 2, None)).creators == ()


@pytest.mark.parametrize(
    ("claimed", "seconds"),
    [("9999-01-01T00:00:00Z", 5), ("1970-01-01T00:00:00Z", 5), ("soon", 5), (None, 5)],
)
def test_an_impossible_time_is_that_of_the_event(claimed: str | None, seconds: float) -> None:
    page = hear(said(ANA, seconds, "bread", createdAt=claimed))
    assert page.posts[0].created_at == START + timedelta(seconds=seconds)


def test_posts_for_some_only_are_counted_and_left_out() -> None:
    labels = {"values": [{"val": "!no-unauthenticated"}]}
    page = hear(said(ANA, 1, "bread", labels=labels), said(BEN, 2, "other", labels=labels))
    assert (page.posts, page.dropped) == ((), {"for people who are logged in only": 1})


def test_fields_are_only_missed_where_a_post_is_kept() -> None:
    page = hear(said(ANA, 1, "bread", mood="fine"), said(ANA, 2, "other", mood="bad"))
    assert page.unmapped == {"record.mood": 1}


def test_an_event_that_cannot_be_read_costs_itself_and_is_named() -> None:
    good = said(ANA, 1, "bread")
    event = json.loads(good)
    strange = [
        b"", b"null", b"[1]", b"{", b'"text"', b"\xff", b"[" * 100_000,
        json.dumps({**event, "time_us": "soon"}).encode(),
        json.dumps({**event, "time_us": -1}).encode(),
        json.dumps({**event, "time_us": 1 << 62}).encode(),
        json.dumps({**event, "did": None}).encode(),
        json.dumps({**event, "commit": {**event["commit"], "record": "bread"}}).encode(),
        json.dumps({**event, "did": "ana"}).encode(),
    ]  # fmt: skip
    page = hear(good, *strange, said(ANA, 2, "more bread"))
    assert [post.text for post in page.posts] == ["bread", "more bread"]
    assert len(page.problems) == len(strange)
    assert page.problems[0].where == "an event after 2026-05-25T14:00:01+00:00"
    assert page.cursor == str(at(2))


def test_many_unreadable_events_are_counted() -> None:
    page = hear(*[b"{"] * (MAX_PROBLEMS + 20))
    assert len(page.problems) == MAX_PROBLEMS
    assert page.unmapped == {MORE_PROBLEMS: 20}
    assert page.cursor is None


def test_other_kinds_of_events_are_counted_by_name() -> None:
    event = json.dumps({"did": ANA, "time_us": at(1), "kind": "sync", "sync": {}}).encode()
    page = hear(event)
    assert page.unmapped == {"an event of the kind sync": 1}
    assert page.cursor == str(at(1))


def test_what_is_kept_in_mind_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexers.bluesky.events.MAX_HEARD", 3)
    hearing = Hearing(BREAD, now=lambda: NOW)
    for number in range(50):
        hearing.take(said(f"did:plc:p{number}", number, "bread"))
    assert list(hearing._heard) == ["did:plc:p47", "did:plc:p48", "did:plc:p49"]

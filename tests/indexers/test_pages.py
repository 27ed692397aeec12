"""The page that a mapper fills."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.vocabulary import CreatorKey, Page, PostKey, Problem
from indexers import pages
from indexers.pages import LeftOutError, PageDraft, strange_names
from indexers.records import NativeCreator, NativePost
from indexers.values import RefusedError

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def post(number: int = 1, **fields: object) -> NativePost:
    creator = fields.pop("creator", None) or NativeCreator(id="77", handle="ana")
    record = {"source": "x", "id": number, "text": "brew", "created_at": NOW.isoformat()}
    return NativePost(creator=creator, **(record | fields))  # type: ignore[arg-type]


def test_a_page_holds_what_was_put_on_it() -> None:
    draft = PageDraft(now=NOW)
    assert draft.is_empty
    draft.add(post())
    draft.leave_out(LeftOutError("a repost"))
    draft.leave_out("a repost")
    draft.refuse("line 2", RefusedError("no id"))
    draft.not_understood(["mood", "mood"])
    draft.delete(PostKey("x", "9"))
    draft.delete_creator(CreatorKey("x", "8"))
    draft.tell("a gap")
    draft.tell("a gap")
    assert not draft.is_empty
    page = draft.finish("cursor")
    assert [kept.native_id for kept in page.posts] == ["1"]
    assert [creator.handle for creator in page.creators] == ["ana"]
    assert page.dropped == {"a repost": 2}
    assert page.problems == (Problem(where="line 2", reason="no id"),)
    assert page.unmapped == {"mood": 2}
    assert (page.deleted, page.deleted_creators) == ((PostKey("x", "9"),), (CreatorKey("x", "8"),))
    assert (page.notes, page.cursor) == (("a gap",), "cursor")
    assert draft.is_empty
    assert draft.finish() == Page()


def test_a_creator_of_whom_only_the_id_is_known_is_no_profile() -> None:
    draft = PageDraft(now=NOW)
    draft.add(post(creator=NativeCreator(id="77")))
    page = draft.finish()
    assert page.creators == ()
    assert page.posts[0].creator_id == "77"


def test_a_creator_stands_once_on_a_page() -> None:
    draft = PageDraft(now=NOW)
    for number in (1, 2):
        draft.add(post(number))
    draft.add(post(3, creator=NativeCreator(id="77", handle="ana", followers=5)))
    (creator,) = draft.finish().creators
    assert creator.followers == 5


def test_a_post_that_cannot_be_kept_leaves_nothing_behind() -> None:
    draft = PageDraft(now=NOW)
    with pytest.raises(RefusedError, match="likes is -1"):
        draft.add(post(likes=-1))
    with pytest.raises(RefusedError, match=r"creator\.followers"):
        draft.add(post(creator=NativeCreator(id="77", followers=-1)))
    assert draft.is_empty


def test_no_post_is_later_than_now() -> None:
    draft = PageDraft(now=NOW)
    draft.add(post(created_at=(NOW + timedelta(hours=1)).isoformat()))
    assert draft.finish().posts[0].created_at == NOW


def test_a_page_is_full_after_enough_records_or_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_POSTS", 3)
    draft = PageDraft(now=NOW)
    draft.add(post())
    assert not draft.is_full
    draft.refuse("line 2", "no id")
    assert draft.is_full
    monkeypatch.setattr(pages, "PAGE_CHARACTERS", 4)
    draft.finish()
    draft.add(post(text="brews"))
    assert draft.is_full


def test_names_not_understood_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_NAMES", 2)
    draft = PageDraft(now=NOW)
    draft.not_understood(["a", "b", "c", "d", "a"])
    assert draft.finish().unmapped == {"a": 2, "b": 1, "other fields": 2}


def test_fields_that_hold_nothing_are_not_strange() -> None:
    record = {"id": 1, "mood": None, "tags": [], "note": "", "zero": 0}
    assert list(strange_names(record, frozenset(["id"]), "x.")) == ["x.zero"]


def test_what_only_an_earlier_profile_of_a_creator_says_is_kept() -> None:
    draft = PageDraft(now=NOW)
    draft.add_creator(NativeCreator(id="77", name="Ana", followers=5, opt_outs=["noindex"]), "x")
    draft.add_creator(NativeCreator(id="77", handle="ana", followers=6), "x")
    (creator,) = draft.finish().creators
    assert (creator.name, creator.handle, creator.followers) == ("Ana", "ana", 6)
    assert creator.opt_outs == ("noindex",)


def test_a_post_that_is_made_again_is_not_gone() -> None:
    draft = PageDraft(now=NOW)
    draft.delete(PostKey("x", "1"))
    draft.add(post(1))
    assert draft.finish().deleted == ()


def test_very_many_problems_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_PROBLEMS", 2)
    draft = PageDraft(now=NOW)
    for number in range(5):
        draft.refuse(f"line {number}", "no id")
    page = draft.finish()
    assert len(page.problems) == 2
    assert page.unmapped == {pages.MORE_PROBLEMS: 3}

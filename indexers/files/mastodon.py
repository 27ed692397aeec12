"""Statuses of Mastodon in files: its API's answers as tools store them, in lines or a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from engine.errors import InputError
from engine.protocols import Likeness
from engine.vocabulary import Page
from indexers.files.containers import Container, Found, look, records_in
from indexers.files.likeness import likeness, needed
from indexers.files.sureness import once_sure
from indexers.mastodon.accounts import is_account, keep_account
from indexers.mastodon.statuses import is_status, keep_status
from indexers.pages import PageDraft

SURE: Final = 0.95
_SHAPE = needed("id created_at content visibility account.acct")
# Under which names other answers hold statuses and accounts: searches, threads, notifications.
# Whom somebody talks to in private, or who follows them, is nobody's business.
_LISTS = ("statuses", "accounts", "ancestors", "descendants")
_SINGLE = ("status", "last_status")

Record = Mapping[str, object]


class MastodonJson:
    """The reader of what the API of Mastodon, and of servers like it, answers."""

    name = "mastodon"
    description = "posts and profiles of Mastodon, Pleroma, GoToSocial… as their API gives them"

    def recognises(self, head: bytes) -> float:
        """Return whether a record in `head` is surely a status, an account, or holds some."""
        sample = look(head)
        if sample.container is Container.TABLE:
            return 0.0
        return SURE if any(True for record in sample.records for _ in _within(record)) else 0.0

    def compare(self, head: bytes) -> Likeness:
        """Return which of the names of a status are in `head`."""
        return likeness(max(look(head).records, key=len, default={}), _SHAPE)

    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]:
        """Yield the posts and creators of `stream` in pages.

        Raises:
            InputError: none of the first records is a status or an account, or holds one.
        """
        draft = PageDraft(now=now)
        found = records_in(stream, note=lambda name: draft.not_understood([name]))
        for record in once_sure(found, _is_ours, refusal=_refusal):
            if record.fault:
                draft.refuse(record.place, record.fault)
            else:
                _add(record, draft)
            if draft.is_full:
                yield draft.finish()
        if not draft.is_empty:
            yield draft.finish()


def _add(record: Found, draft: PageDraft) -> None:
    """Put on the page what a record is or holds; one that is neither is told of."""
    is_empty = True
    for inside in _within(record.fields):
        is_empty = False
        if is_status(inside):
            keep_status(draft, inside, host=None, where=record.place)
        else:
            keep_account(draft, inside, host=None, where=record.place)
    if is_empty and not _is_empty_answer(record.fields):
        draft.refuse(record.place, "it is neither a status nor an account of Mastodon")


def _within(record: Record) -> Iterator[Record]:
    """Yield the statuses and accounts that a record is, or that an answer holds."""
    if is_status(record) or is_account(record):
        yield record
        return
    inside = [record.get(name) for name in _SINGLE]
    for name in () if "last_status" in record else _LISTS:
        found = record.get(name)
        inside += found if isinstance(found, list) else []
    for one in inside:
        if isinstance(one, dict) and (is_status(one) or is_account(one)):
            yield one


def _is_empty_answer(record: Record) -> bool:
    names = (*_LISTS, *_SINGLE)
    return any(name in record and record[name] in ([], None) for name in names)


def _is_ours(record: Found) -> bool:
    return not record.fault and any(True for _ in _within(record.fields))


def _refusal(held: Sequence[Found]) -> InputError:
    return InputError(
        f"these are no statuses of Mastodon: none of the first {len(held):,} records is one",
        hint="leave --format out to recognise it",
    )

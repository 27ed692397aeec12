"""Accounts by themselves, without a post of theirs."""

from __future__ import annotations

from collections.abc import Mapping

from indexers.mastodon.fields import unknown_in_account
from indexers.mastodon.profiles import native_creator, read_account
from indexers.mastodon.statuses import SOURCE
from indexers.pages import PageDraft
from indexers.values import RefusedError

_EVERY_ACCOUNT = {"id", "username", "acct", "note", "followers_count"}


def is_account(record: Mapping[str, object]) -> bool:
    """Return whether `record` has what every Account has, and nothing else has all of."""
    return record.keys() >= _EVERY_ACCOUNT


def keep_account(
    draft: PageDraft, record: Mapping[str, object], *, host: str | None, where: str
) -> None:
    """Put the creator of an Account on the page, or the reason why they are not.

    `host` is what the names of the people of the server that was asked end in, if it is known.
    """
    try:
        draft.add_creator(native_creator(read_account(record), host), SOURCE)
        draft.not_understood(unknown_in_account(record, "account."))
    except RefusedError as reason:
        draft.refuse(where, reason)

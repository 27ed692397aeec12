"""The book of outreach as tables, and what an entry of the do-not-contact list names."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import ConfigError
from engine.outreach.contacts import contacts_of, emails_of
from engine.outreach.listed import is_listed
from engine.outreach.mail import is_address
from engine.store import Store
from engine.store.outreach import (
    Barred,
    Entry,
    Status,
    barred,
    do_not_contact,
    standings,
    unbar,
)
from engine.vocabulary import Creator, CreatorKey

STANDING_HEADS = ("status", "source", "id", "handle", "since", "note", "do_not_contact")
BARRED_HEADS = ("kind", "entry", "handle", "since", "why")


def standing_rows(store: Store) -> list[tuple[str | None, ...]]:
    """Return how far we are with everybody we began with, by status, under `STANDING_HEADS`."""
    listed, order = do_not_contact(store), list(Status)
    rows: list[tuple[str | None, ...]] = []
    for one in sorted(
        standings(store).values(), key=lambda one: (order.index(one.status), one.key)
    ):
        creator = creator_of(one.key, store)
        is_barred = creator is not None and is_listed(creator, listed)
        rows.append(
            (
                *(one.status.value, *one.key, creator.handle if creator else None),
                *(f"{one.changed_at:%Y-%m-%d}", one.note, "yes" if is_barred else None),
            )
        )
    return rows


def barred_rows(store: Store) -> list[tuple[str | None, ...]]:
    """Return the do-not-contact list, oldest entries first, under `BARRED_HEADS`."""
    return [
        (one.kind.value, one.entry, _handle(one, store), f"{one.added_at:%Y-%m-%d}", one.why)
        for one in barred(store)
    ]


def creator_of(key: CreatorKey, store: Store) -> Creator | None:
    """Return a creator as last seen, None for who is not in the corpus."""
    id_ = store.creator_by_key(key)
    return None if id_ is None else store.creators([id_]).get(id_)


def _handle(entry: Entry, store: Store) -> str | None:
    source, _, native_id = entry.entry.partition(":")
    is_creator = entry.kind is Barred.CREATOR
    creator = creator_of(CreatorKey(source, native_id), store) if is_creator else None
    return creator.handle if creator else None


def entry_for(creator: Creator, store: Store) -> Entry | None:
    """Return the entry that names a creator: by identity, handle or an address of the bio."""
    return do_not_contact(store).entry_of(creator, emails_of(contacts_of(creator)))


def entry_of(who: str, store: Store) -> tuple[Barred, str]:
    """Return what an entry for `who` names: @handle, SOURCE:ID or an e-mail address.

    Raises:
        ConfigError: several creators are called so, or it is neither a handle nor an address.
    """
    name = who.strip().removeprefix("@")
    found = list(store.creators_by_handle(name))
    if len(found) > 1:
        keys = ", ".join(f"{c.source}:{c.native_id}" for c in store.creators(found).values())
        raise ConfigError(f"{len(found)} creators are called {who!r}", hint=f"say which: {keys}")
    if found:
        return Barred.CREATOR, entry_name(store.creators(found)[found[0]].key)
    source, colon, native_id = name.partition(":")
    if colon and source and native_id:
        return Barred.CREATOR, entry_name(CreatorKey(source, native_id))
    if not who.strip().startswith("@") and is_address(name):
        return Barred.EMAIL, name.casefold()
    if not name or any(char.isspace() for char in name):
        raise ConfigError(
            f"{who!r} is no handle and no address",
            hint="write @handle, SOURCE:ID or name@example.com",
        )
    return Barred.HANDLE, name.casefold()


def entry_name(key: CreatorKey) -> str:
    """Return what an entry for a creator is called."""
    return f"{key.source}:{key.native_id}"


def take_off(who: str, store: Store) -> bool:
    """Take `who` off the do-not-contact list; return whether they were on it.

    Raises:
        ConfigError: several creators are called so, or it is neither a handle nor an address.
    """
    kind, entry = entry_of(who, store)
    found: Sequence[tuple[Barred, str]] = [(kind, entry)]
    if kind is Barred.CREATOR:  # they may be on the list by their handle
        found = [*found, (Barred.HANDLE, who.strip().removeprefix("@").casefold())]
    done = [unbar(store, *one) for one in found]
    return any(done)

"""`overheard outreach do-not-contact`: whom nothing is written to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from engine.cli.invocation import Invocation
from engine.cli.options import now_option, output_option
from engine.cli.papers import PAPER_OUTPUTS, files_option, present
from engine.cli.standing import list_paper, opened_store
from engine.errors import ConfigError
from engine.store import Store
from engine.store.outreach import Barred
from engine.vocabulary import CreatorKey


@click.group("do-not-contact")
def barring() -> None:
    """Keep whom nothing is written to, whatever list they come up on.

    WHO is a creator of the corpus (@HANDLE or SOURCE:ID), a handle or an e-mail address. Searches
    and exports mark them, prices leave them out of sets, and no letter is drafted.
    """


@barring.command("add")
@click.argument("who", metavar="WHO")
@click.option("--why", metavar="TEXT")
@now_option
@click.pass_obj
def add_command(invocation: Invocation, /, *, who: str, why: str | None, now: datetime) -> int:
    """Put somebody on the do-not-contact list."""
    from engine.store.outreach import bar

    with opened_store(invocation) as store:
        kind, entry = entry_of(who, store)
        is_new = bar(store, kind, entry, why=why, now=now)
    click.echo(f"{kind.value} {entry} {'is' if is_new else 'was already'} on the list")
    return 0


@barring.command("remove")
@click.argument("who", metavar="WHO")
@click.pass_obj
def remove_command(invocation: Invocation, /, *, who: str) -> int:
    """Take somebody off the do-not-contact list."""
    from engine.store.outreach import unbar

    with opened_store(invocation) as store:
        kind, entry = entry_of(who, store)
        found = [(kind, entry)]
        if kind is Barred.CREATOR:  # they may be on the list by their handle
            found.append((Barred.HANDLE, who.removeprefix("@").casefold()))
        removed = [unbar(store, *one) for one in found]
    if not any(removed):
        raise ConfigError(
            f"{who!r} is not on the list", hint="see overheard outreach do-not-contact list"
        )
    click.echo(f"{who} is off the list")
    return 0


@barring.command("list")
@files_option
@output_option(*PAPER_OUTPUTS)
@now_option
@click.pass_obj
def barred_command(
    invocation: Invocation, /, *, files: tuple[Path, ...], output: str, now: datetime
) -> int:
    """Show the do-not-contact list."""
    from engine.cli.layout import columns
    from engine.store.outreach import barred

    with opened_store(invocation) as store:
        rows = [
            (
                one.kind.value,
                one.entry,
                _handle(one.kind, one.entry, store),
                f"{one.added_at:%Y-%m-%d}",
                one.why,
            )
            for one in barred(store)
        ]
    heads = ("kind", "entry", "handle", "since", "why")
    texts = [heads, *([cell or "" for cell in row] for row in rows)]
    lines = columns(texts, left=range(len(heads))) if rows else ["nobody is on the list"]
    present(list_paper("Do not contact", heads, rows, now), lines, output, files)
    return 0


def _handle(kind: Barred, entry: str, store: Store) -> str | None:
    source, _, native_id = entry.partition(":")
    is_creator = kind is Barred.CREATOR
    id_ = store.creator_by_key(CreatorKey(source, native_id)) if is_creator else None
    return None if id_ is None else store.creators([id_])[id_].handle


def entry_of(who: str, store: Store) -> tuple[Barred, str]:
    """Return what an entry for `who` names.

    Raises:
        ConfigError: several creators are called so, or it is neither a handle nor an address.
    """
    from engine.outreach.mail import is_address

    name = who.strip().removeprefix("@")
    found = list(store.creators_by_handle(name))
    if len(found) > 1:
        keys = ", ".join(f"{c.source}:{c.native_id}" for c in store.creators(found).values())
        raise ConfigError(f"{len(found)} creators are called {who!r}", hint=f"say which: {keys}")
    if found:
        key = store.creators(found)[found[0]].key
        return Barred.CREATOR, f"{key.source}:{key.native_id}"
    source, colon, native_id = name.partition(":")
    if colon and source and native_id:
        key = CreatorKey(source, native_id)
        return Barred.CREATOR, f"{key.source}:{key.native_id}"
    if not who.strip().startswith("@") and is_address(name):
        return Barred.EMAIL, name.casefold()
    if not name or any(char.isspace() for char in name):
        raise ConfigError(
            f"{who!r} is no handle and no address",
            hint="write @handle, SOURCE:ID or name@example.com",
        )
    return Barred.HANDLE, name.casefold()

"""`overheard outreach do-not-contact`: whom nothing is written to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from engine.cli.invocation import Invocation
from engine.cli.options import now_option, output_option
from engine.cli.papers import PAPER_OUTPUTS, files_option, present_table
from engine.cli.standing import opened_store
from engine.errors import ConfigError

_NOBODY = "nobody is on the list; put somebody on it: overheard outreach do-not-contact add WHO"


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
    from engine.outreach.book import entry_of
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
    from engine.outreach.book import take_off

    with opened_store(invocation) as store:
        was_on = take_off(who, store)
    if not was_on:
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
    from engine.exports.tables import table_paper
    from engine.outreach.book import BARRED_HEADS, barred_rows

    with opened_store(invocation) as store:
        rows = barred_rows(store)
    present_table(table_paper("Do not contact", BARRED_HEADS, rows, now), _NOBODY, output, files)
    return 0

"""`overheard outreach status` and `list`: how far we are with each creator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from engine.cli.invocation import Invocation
from engine.cli.options import now_option, output_option, require_database
from engine.cli.papers import PAPER_OUTPUTS, files_option, present_table
from engine.questions.people import find_person
from engine.store import Store
from engine.store.outreach import Status

_NOBODY = "nobody was written to yet; begin with: overheard outreach draft @HANDLE"


@click.command("status")
@click.argument("handle", metavar="@HANDLE")
@click.argument("status", type=click.Choice([status.value for status in Status]))
@click.option("--note", metavar="TEXT", help="Something to remember.")
@now_option
@click.pass_obj
def status_command(
    invocation: Invocation, /, *, handle: str, status: str, note: str | None, now: datetime
) -> int:
    """Keep how far you are with a creator: to contact, contacted, agreed or declined."""
    from engine.store.outreach import set_status

    with opened_store(invocation) as store:
        person = find_person(handle, store)
        set_status(store, person.creator.key, Status(status), note=note, now=now)
    click.echo(f"{handle}: {status}")
    return 0


@click.command("list")
@files_option
@output_option(*PAPER_OUTPUTS)
@now_option
@click.pass_obj
def list_command(
    invocation: Invocation, /, *, files: tuple[Path, ...], output: str, now: datetime
) -> int:
    """Show how far you are with every creator, by status."""
    from engine.exports.tables import table_paper
    from engine.outreach.book import STANDING_HEADS, standing_rows

    with opened_store(invocation) as store:
        rows = standing_rows(store)
    present_table(table_paper("Outreach", STANDING_HEADS, rows, now), _NOBODY, output, files)
    return 0


@contextmanager
def opened_store(invocation: Invocation) -> Iterator[Store]:
    """Open the store of the home for reading and writing."""
    with Store.open(require_database(invocation.settings().home)) as store:
        yield store

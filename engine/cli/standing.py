"""`overheard outreach status` and `list`: how far we are with each creator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.invocation import Invocation
from engine.cli.options import now_option, output_option, require_database
from engine.cli.papers import PAPER_OUTPUTS, files_option, present
from engine.cli.people import find_person
from engine.store import Store
from engine.store.outreach import Status

if TYPE_CHECKING:
    from engine.exports.papers import Paper


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
    from engine.cli.layout import columns

    with opened_store(invocation) as store:
        rows = _standing_rows(store)
    heads = ("status", "source", "id", "handle", "since", "note", "do_not_contact")
    texts = [heads, *([("" if cell is None else str(cell)) for cell in row] for row in rows)]
    lines = columns(texts, left=range(len(heads))) if rows else ["nobody was written to yet"]
    present(list_paper("Outreach", heads, rows, now), lines, output, files)
    return 0


def _standing_rows(store: Store) -> list[tuple[str | None, ...]]:
    from engine.cli.noticing import is_listed
    from engine.store.outreach import do_not_contact, standings

    listed, order = do_not_contact(store), list(Status)
    known = standings(store)
    rows: list[tuple[str | None, ...]] = []
    for one in sorted(known.values(), key=lambda one: (order.index(one.status), one.key)):
        id_ = store.creator_by_key(one.key)
        creator = None if id_ is None else store.creators([id_])[id_]
        barred = creator is not None and is_listed(creator, listed)
        rows.append(
            (
                *(one.status.value, *one.key, creator.handle if creator else None),
                *(f"{one.changed_at:%Y-%m-%d}", one.note, "yes" if barred else None),
            )
        )
    return rows


def list_paper(
    title: str, heads: tuple[str, ...], rows: Sequence[tuple[str | None, ...]], now: datetime
) -> Paper:
    """Return a paper of one sheet of texts."""
    from engine.exports.papers import Paper, Sheet

    return Paper(
        title=title,
        made_at=now,
        sheets=(Sheet(name=title, heads=heads, rows=rows),),
        document={"made_at": now, "rows": [dict(zip(heads, row, strict=True)) for row in rows]},
    )


@contextmanager
def opened_store(invocation: Invocation) -> Iterator[Store]:
    """Open the store of the home for reading and writing."""
    with Store.open(require_database(invocation.settings().home)) as store:
        yield store

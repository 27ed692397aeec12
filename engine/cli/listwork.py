"""`overheard shortlist note`, `add`, `drop`, `column`, `weigh` and `rename`: working on a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from engine.cli.invocation import Invocation
from engine.cli.options import model_option, now_option
from engine.cli.speech import harmless, say
from engine.cli.standing import opened_store
from engine.errors import ConfigError
from engine.text import number_of

NO_STATUS = "none"


@click.command("note")
@click.argument("name")
@click.argument("handle", metavar="@HANDLE")
@click.argument("text", default="")
@click.option(
    "--status", type=click.Choice(("to contact", "contacted", "agreed", "declined", NO_STATUS)),
    help="How far you are, as in overheard outreach status; none takes it back.",
)  # fmt: skip
@click.option(
    "--set", "own", multiple=True, metavar="COLUMN=VALUE",
    help="What stands in a column of your own; may be repeated. An empty value removes it.",
)  # fmt: skip
@now_option
@click.pass_obj
def note_command(
    invocation: Invocation,
    /,
    *,
    name: str,
    handle: str,
    text: str,
    status: str | None,
    own: tuple[str, ...],
    now: datetime,
) -> int:
    """Note TEXT on a creator of NAME, in place of the note there is; an empty text removes it.

    Whoever you note on stays on the list, whatever later runs find.
    """
    from engine.shortlists.telling import member
    from engine.store.shortlists import saved_list
    from engine.store.worksheets import Edit, write

    cells = [_pair(one) for one in own]
    edits = [Edit(field=column, value=value, own=True) for column, value in cells]
    if status is not None:
        edits.append(Edit(field="status", value="" if status == NO_STATUS else status))
    if text or not edits:
        edits.append(Edit(field="note", value=text))
    with opened_store(invocation) as store:
        key = member(store, saved_list(store, name), handle)
        write(store, name, key, edits, now=now)
    click.echo(f"{harmless(handle)}: {'noted' if text or status or own else 'note removed'}")
    return 0


def _pair(text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign:
        raise ConfigError(f"{text!r} is no COLUMN=VALUE", hint="for example: --set budget=300")
    return column.strip(), value


@click.command("add")
@click.argument("name")
@click.argument("handles", metavar="@HANDLE…", nargs=-1, required=True)
@now_option
@model_option
@click.pass_obj
def add_command(
    invocation: Invocation,
    /,
    *,
    name: str,
    handles: tuple[str, ...],
    now: datetime,
    model: str | None,
) -> int:
    """Put creators of the corpus on NAME, whether its brief finds them or not.

    They stay on it whatever later runs find, and come back if they were dropped.
    """
    from engine.cli.shortlisting import explained
    from engine.shortlists.keeping import pick
    from engine.store.shortlists import saved_list

    with opened_store(invocation) as store:
        asked = saved_list(store, name).asked
        found = explained(invocation.settings(model=model), asked, handles, now=now)
        keys = [one.creator.key for one in found.candidates]
        count = pick(store, name, asked, found=found, keys=keys, now=now)
    click.echo(f"{harmless(name)}: {number_of(count, 'creator')} put on the list")
    return 0


@click.command("drop")
@click.argument("name")
@click.argument("handles", metavar="@HANDLE…", nargs=-1, required=True)
@click.pass_obj
def drop_command(invocation: Invocation, /, *, name: str, handles: tuple[str, ...]) -> int:
    """Take creators off NAME; they stay off whatever later runs find, and notes on them stay."""
    from engine.shortlists.telling import member
    from engine.store.shortlists import saved_list
    from engine.store.worksheets import set_members

    with opened_store(invocation) as store:
        kept = saved_list(store, name)
        keys = [member(store, kept, handle) for handle in handles]
        set_members(store, name, keys, is_on=False)
    click.echo(f"{harmless(name)}: {number_of(len(keys), 'creator')} taken off")
    return 0


@click.command("column")
@click.argument("name")
@click.argument("column")
@click.option("--rename", "new", metavar="NEW", help="Call it NEW; what stands in it stays.")
@click.option("--remove", is_flag=True, help="Remove it with all that stands in it.")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@click.pass_obj
def column_command(
    invocation: Invocation, /, *, name: str, column: str, new: str | None, remove: bool, yes: bool
) -> int:
    """Give NAME a column of your own; overheard shortlist note --set fills it in."""
    from engine.store.worksheets import add_column, remove_column, rename_column

    with opened_store(invocation) as store:
        if new is not None:
            rename_column(store, name, column, new)
            said = f"the column {harmless(column)} is called {harmless(new)}"
            click.echo(f"{harmless(name)}: {said}")
            return 0
        if not remove:
            add_column(store, name, column)
            click.echo(f"{harmless(name)}: has a column {harmless(column)}")
            return 0
        asked = f"remove the column {harmless(column)} with all that stands in it?"
        if not yes and not click.confirm(asked, err=True):
            say("nothing was removed")
            return 0
        remove_column(store, name, column)
    click.echo(f"{harmless(name)}: removed the column {harmless(column)}")
    return 0


@click.command("weigh")
@click.argument("name")
@click.argument("weights", metavar="[PART=POINTS…]", nargs=-1)
@click.pass_obj
def weigh_command(invocation: Invocation, /, *, name: str, weights: tuple[str, ...]) -> int:
    """Weigh NAME anew, without a new search; the next run searches with these weights.

    Parts not named have their usual points; without any the usual weights come back.
    """
    from engine.shortlists.weighing import weights_of
    from engine.store.shortlists import change_asked

    wanted = dict(_weights(weights))
    shown = weights_of(wanted)
    with opened_store(invocation) as store:
        change_asked(store, name, lambda asked: replace(asked, weights=wanted))
    told = ", ".join(f"{part} {points:g}" for part, points in shown.items())
    click.echo(f"{harmless(name)}: {told}")
    return 0


def _weights(texts: Iterable[str]) -> Any:
    from engine.shortlists.weighing import points_of

    for text in texts:
        part, sign, points = text.partition("=")
        if not sign:
            raise ConfigError(f"{text!r} is no PART=POINTS", hint="for example: recency=30")
        yield part.strip(), points_of(part, points)


@click.command("rename")
@click.argument("name")
@click.argument("new")
@click.pass_obj
def rename_command(invocation: Invocation, /, *, name: str, new: str) -> int:
    """Call NAME by another name."""
    from engine.store.shortlists import rename_list

    with opened_store(invocation) as store:
        rename_list(store, name, new)
    click.echo(f"{harmless(name)}: is {harmless(new)} now")
    return 0


WORK = (note_command, add_command, drop_command, column_command, weigh_command, rename_command)

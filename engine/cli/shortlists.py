"""`overheard shortlist`: lists with a name, run again, compared, noted on and carried about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from engine.cli.asides import aside_options
from engine.cli.filters import filter_options, reading_options
from engine.cli.invocation import Invocation, made
from engine.cli.listwork import WORK
from engine.cli.options import RANKED_OUTPUTS, excel_option, model_option, now_option, output_option
from engine.cli.papers import PAPER_OUTPUTS, files_option, present, present_table
from engine.cli.speech import harmless, say
from engine.cli.standing import opened_store
from engine.text import clean, number_of

_NONE = "no list is kept yet; keep one: overheard shortlist save NAME BRIEF"

TOP = 25
EXAMPLES = """\b
Examples:
  overheard shortlist save espresso "home espresso, 5k to 50k followers" --lang en
  overheard shortlist show espresso --to espresso.xlsx
  overheard shortlist note espresso @ana@example.social "met at the fair" --status contacted
  overheard shortlist rerun espresso
  overheard shortlist diff espresso
  overheard shortlist export espresso --to espresso.json
  overheard shortlist import espresso.json --name "espresso of May\""""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Keep lists under a name: run them again, see what changed, note, compare, export, import.

    Erased creators leave every list. How far you are with somebody is that of overheard outreach.
    """


@command.command("save")
@click.argument("name")
@click.argument("text", metavar="BRIEF")
@click.option(
    "--top", type=click.IntRange(min=1), default=TOP, show_default=True, metavar="N",
    help="Creators at the most.",
)  # fmt: skip
@now_option
@model_option
@aside_options
@filter_options
@reading_options
@click.pass_obj
def save_command(
    invocation: Invocation,
    /,
    *,
    name: str,
    text: str,
    top: int,
    now: datetime,
    model: str | None,
    doubts: bool | None,
    prefer_community: float | None,
    **where: object,
) -> int:
    """Run BRIEF as overheard search does, and keep the list as NAME."""
    from engine.cli.shortlisting import search
    from engine.shortlists.keeping import begin
    from engine.store.shortlists import Asked, check_free

    asked = Asked(
        text=clean(text), where=_given(where), top=top, doubts=doubts, prefer=prefer_community
    )
    with opened_store(invocation) as store:
        check_free(store, name)
    found = search(invocation.settings(model=model), asked, now=now)
    with opened_store(invocation) as store:
        begin(store, name, asked, found=found, now=now)
    click.echo(f"{harmless(name)}: kept {number_of(len(found.candidates), 'creator')}")
    return 0


def _given(where: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in where.items() if value not in (None, (), False)}


@command.command("rerun")
@click.argument("name")
@now_option
@model_option
@click.pass_obj
def rerun_command(invocation: Invocation, /, *, name: str, now: datetime, model: str | None) -> int:
    """Run the brief of NAME again, filters as they were typed, and keep the run.

    Ages such as 30d are counted from now. overheard shortlist diff shows what changed.
    """
    from engine.cli.shortlisting import search
    from engine.shortlists.keeping import run_again

    settings = invocation.settings(model=model)
    with opened_store(invocation) as store:
        run = run_again(store, name, lambda asked: search(settings, asked, now=now))
    counts = ", ".join(f"{run.count(kind)} {kind}" for kind in ("new", "gone", "up", "down"))
    click.echo(f"{harmless(name)}: kept run {run.number}: {counts}")
    return 0


@command.command("list")
@files_option
@output_option(*PAPER_OUTPUTS)
@now_option
@click.pass_obj
def list_command(
    invocation: Invocation, /, *, files: tuple[Path, ...], output: str, now: datetime
) -> int:
    """Show the lists: how many runs and creators each has, and its brief."""
    from engine.exports.tables import table_paper
    from engine.shortlists import heads_of

    heads = ("name", "creators", "runs", "made_at", "brief")
    with opened_store(invocation) as store:
        rows: list[tuple[str | None, ...]] = []
        for head in heads_of(store):
            counts = (str(head.creators), str(len(head.kept.runs)))
            made_at = f"{head.made_at:%Y-%m-%d}"
            rows.append((head.kept.name, *counts, made_at, head.kept.asked.text))
    paper = table_paper("Shortlists", heads, rows, now)
    present_table(paper, _NONE, output, files, left=(0, 3, 4))
    return 0


@command.command("show")
@click.argument("name")
@click.option("--run", "number", type=click.IntRange(min=1), metavar="N", help="From 1, the first.")
@files_option
@output_option(*RANKED_OUTPUTS)
@click.pass_obj
def show_command(
    invocation: Invocation,
    /,
    *,
    name: str,
    number: int | None,
    files: tuple[Path, ...],
    output: str,
) -> int:
    """Show NAME as it stands, with notes and how far you are with each creator."""
    from engine.cli.answers import answer
    from engine.cli.shortlisting import shown

    with opened_store(invocation) as store:
        found = shown(store, name, number)
    answer([found], output, files)
    return 0


@command.command("export")
@click.argument("name")
@click.option(
    "--to", "files", type=click.Path(path_type=Path), multiple=True, required=True,
    help="The file: .csv .xlsx .parquet .json .html .txt; may be repeated.",
)  # fmt: skip
@excel_option
@click.pass_obj
def export_command(
    invocation: Invocation, /, *, name: str, files: tuple[Path, ...], excel: bool
) -> int:
    """Write NAME as it stands to files."""
    from engine.cli.shortlisting import shown
    from engine.exports import export

    with opened_store(invocation) as store:
        found = shown(store, name)
    for file in files:
        export([found], file, bom=excel)
        say(f"wrote {file}")
    return 0


@command.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@click.pass_obj
def remove_command(invocation: Invocation, /, *, name: str, yes: bool) -> int:
    """Remove the list NAME with its runs, notes and columns. It cannot be undone."""
    from engine.store.shortlists import remove_list, saved_list
    from engine.store.worksheets import worksheet

    with opened_store(invocation) as store:
        kept = saved_list(store, name)
        notes = len(worksheet(store, kept.id).notes)
        meant = f"remove {harmless(name)}, {number_of(len(kept.runs), 'run')} and its notes"
        if not yes and not click.confirm(f"{meant} on {notes:,}?", err=True):
            say("nothing was removed")
            return 0
        remove_list(store, name)
    click.echo(f"removed {harmless(name)}")
    return 0


@command.command("diff")
@click.argument("name")
@click.argument("other", required=False)
@files_option
@output_option(*PAPER_OUTPUTS)
@now_option
@click.pass_obj
def diff_command(
    invocation: Invocation,
    /,
    *,
    name: str,
    other: str | None,
    files: tuple[Path, ...],
    output: str,
    now: datetime,
) -> int:
    """Show who is new, gone or moved, and by which parts and posts.

    NAME alone: between its last two runs. With another: from the last run of NAME to that of OTHER.
    """
    from engine.cli.shortlisting import difference_lines
    from engine.shortlists.telling import changes, changes_paper

    with opened_store(invocation) as store:
        found = changes(store, name, other)
    title = f"{name} and {other}" if other else f"{name}: the last two runs"
    present(changes_paper(title, found, now), difference_lines(found), output, files)
    return 0


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="The name to keep it by [default: that of the file].")
@now_option
@click.pass_obj
def import_command(
    invocation: Invocation, /, *, file: Path, name: str | None, now: datetime
) -> int:
    """Keep a list that overheard wrote: .json, .csv, .xlsx or .parquet.

    The list is the same again, with notes and columns of your own. Rows taken out of a sheet,
    notices and columns changed or added in it are taken over. What later runs find is proposed.
    """
    from engine.cli.filters import post_filter
    from engine.shortlists.keeping import keep_export
    from engine.store import Store, database_path

    home = invocation.settings().home
    made(home)
    with Store.open(database_path(home)) as store:
        read = keep_export(
            store,
            file,
            name or file.stem,
            read_where=lambda where: post_filter(where, now=now),
            now=now,
        )
    click.echo(f"{harmless(name or file.stem)}: kept {number_of(read.kept, 'creator')}")
    if read.erased:
        say(f"left out {read.erased:,} who were erased here")
    return 0


for _work in WORK:
    command.add_command(_work)

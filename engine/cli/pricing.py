"""`overheard price`: what a sponsored post may cost, and what a budget buys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from engine.cli.filters import reading_options
from engine.cli.invocation import Invocation, made
from engine.cli.options import require_database
from engine.cli.papers import paper_options, present
from engine.cli.people import Wanted, find_people, people_options
from engine.cli.priced import priced_options
from engine.errors import ConfigError

if TYPE_CHECKING:
    from engine.money.quotes import At, Purchase, Quoted
    from engine.money.tables import Tables

EXAMPLES = """\b
Examples:
  overheard price @ana@example.social --as instagram --format reel
  overheard price --brief "home espresso" --budget 2000USD --posts 5
  overheard price --shortlist espresso --top 100 --budget 5000USD --posts 10
  overheard price --from list.json --budget 1500EUR --posts 3 --rate EUR=1.08USD --to prices.xlsx
  overheard price --tables
  overheard price --copy-tables FOLDER"""


@click.command(epilog=EXAMPLES)
@people_options
@priced_options
@click.option("--niche", metavar="TEXT", help="What they would post about [default: the brief].")
@click.option("--budget", metavar="AMOUNT", help="Pick the best set for it: 2000, 1500EUR.")
@click.option("--posts", type=click.IntRange(min=1), metavar="N", help="Posts to buy at the most.")
@click.option(
    "--at",
    type=click.Choice(("low", "middle", "high")),
    default="middle",
    show_default=True,
    help="The end of each range that a budget reckons with.",
)
@click.option("--tables", "show_tables", is_flag=True, help="Show every row and its source.")
@click.option(
    "--copy-tables",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Copy the tables there; those in HOME/money take the place of ours.",
)
@paper_options
@reading_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    handles: tuple[str, ...],
    brief: str | None,
    file: Path | None,
    saved: str | None,
    top: int,
    platform: str | None,
    form: str,
    niche: str | None,
    budget: str | None,
    posts: int | None,
    at: str,
    currency: str | None,
    rates: tuple[str, ...],
    show_tables: bool,
    copy_tables: Path | None,
    files: tuple[Path, ...],
    output: str,
    now: datetime,
    model: str | None,
    **where: object,
) -> int:
    """Estimate what a sponsored post by each creator may cost, and show how.

    A range, from published tables that contradict each other: every way to it is shown with its
    source. Nothing is estimated where followers are not known. With --budget, the set of posts
    with the most points is picked, at most one a creator.
    """
    from engine.money.listing import tables_paper
    from engine.money.tables import load_tables
    from engine.questions.pricing import Priced, buy, make_asked, quote

    settings = invocation.settings(model=model)
    if copy_tables is not None:
        return _copy(copy_tables)
    tables = load_tables(settings.home)
    if show_tables:
        present(tables_paper(tables, now), _table_lines(tables), output, files)
        return 0
    from engine.store import Store

    asked = make_asked(form, niche, platform, currency=currency, rates=rates, budget=budget)
    wanted = Wanted(handles=handles, brief=brief, file=file, saved=saved, top=top, where=where)
    with Store.open(require_database(settings.home), read_only=True) as store:
        found = find_people(wanted, settings, store, now=now)
        quoted = quote(found, asked, tables, store, now=now)
    bought = buy(quoted, budget, posts, at=cast("At", at), currency=asked.currency)
    priced = Priced(quoted=quoted, asked=asked, bought=bought, notes=found.notes, made_at=now)
    present(priced.paper, _lines(quoted, bought), output, files)
    return 0


def _lines(quoted: Sequence[Quoted], bought: Purchase | None) -> Iterator[str]:
    from engine.cli.quotes import bought_lines, quote_lines, way_lines

    yield from quote_lines(quoted)
    if len(quoted) == 1:
        yield ""
        yield from way_lines(quoted[0].estimate)
    if bought is not None:
        yield ""
        yield from bought_lines(quoted, bought)


def _copy(folder: Path) -> int:
    from engine.money.tables import REPLACEABLE, bundled_text

    for name in REPLACEABLE:
        file = made(folder) / name
        if file.exists():
            raise ConfigError(f"{file} is there already", hint="name another folder")
    for name in REPLACEABLE:
        (folder / name).write_text(bundled_text(name), encoding="utf-8")
        click.echo(f"wrote {folder / name}")
    return 0


def _table_lines(tables: Tables) -> Iterator[str]:
    from engine.money.listing import listed

    for file, origin in tables.origins.items():
        yield f"{file}: {origin}"
    for row in listed(tables):
        name = row.file.removesuffix(".toml")
        yield f"{name} {row.kind}: {row.says} ({row.source}, {row.dated})"

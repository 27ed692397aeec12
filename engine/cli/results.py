"""`overheard campaign import-sales` and `report`: what was sold, and what a campaign brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from engine.cli.campaigns import report_lines
from engine.cli.invocation import Invocation
from engine.cli.options import now_option, output_option
from engine.cli.papers import PAPER_OUTPUTS, files_option, present
from engine.cli.speech import say
from engine.cli.standing import opened_store
from engine.store.campaigns import Member, Sale
from engine.text import number_of

SOME_FAILED = 3


@click.command("import-sales")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def sales_command(invocation: Invocation, /, *, name: str, file: Path) -> int:
    """Read sales from a CSV: orders with a code, or sessions of links with utm_content.

    The same file may be read again: an order is known by its id and counts once. Negative amounts
    are refunds. Lines that cannot be read are named and left out.
    """
    from engine.campaigns.planning import find_campaign
    from engine.campaigns.sales import read_sales
    from engine.store.campaigns import members, put_sales

    with opened_store(invocation) as store:
        campaign = find_campaign(name, store)
        read = read_sales(file, campaign=name, currency=campaign.currency)
        done = put_sales(store, campaign, read.sales)
        ours = members(store, campaign)
    click.echo(
        f"{number_of(len(read.sales), 'sale')}: {done.new:,} new, {done.changed:,} changed, "
        f"{done.same:,} as they were"
    )
    for sentence in read.sentences():
        say(sentence)
    _say_strays(read.sales, ours)
    return SOME_FAILED if read.problems else 0


def _say_strays(sales: Sequence[Sale], ours: Sequence[Member]) -> None:
    from engine.campaigns.report import unattributed

    stray = unattributed(sales, ours)
    if stray:
        say(f"by the code or link of nobody in the campaign, kept as nobody's: {len(stray):,}")


@click.command("report")
@click.argument("name")
@click.option("--units", "unit_set", default="later", show_default=True, metavar="SET",
              help="Unit values of earned media value: a set of units.toml.")  # fmt: skip
@click.option(
    "--rate", "rates", multiple=True, metavar="RATE", help="A rate of exchange: USD=0.92EUR."
)
@click.option(
    "--country",
    metavar="CODE",
    help="Judge disclosure by its rules: DE [default: by the language of each post].",
)
@files_option
@output_option(*PAPER_OUTPUTS)
@now_option
@click.pass_obj
def report_command(
    invocation: Invocation,
    /,
    *,
    name: str,
    unit_set: str,
    rates: tuple[str, ...],
    country: str | None,
    files: tuple[Path, ...],
    output: str,
    now: datetime,
) -> int:
    """Show what a campaign brought, by creator and in all, and what is not known."""
    from dataclasses import replace

    from engine.campaigns.gathering import report_of
    from engine.campaigns.planning import find_campaign
    from engine.campaigns.report import report_paper
    from engine.campaigns.terms import terms_of
    from engine.questions.people import simulated

    terms = terms_of(invocation.settings().home, unit_set, rates, country=country)
    with opened_store(invocation) as store:
        report = report_of(find_campaign(name, store), store, terms, unit_set=unit_set, now=now)
        report = replace(report, notes=(*simulated(store), *report.notes))
    present(report_paper(report), report_lines(report), output, files)
    return 0

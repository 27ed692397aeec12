"""`overheard similar`: creators whose posts are like another one's, and what they share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from engine.cli.explaining import find_creator
from engine.cli.filters import filter_options, post_filter
from engine.cli.invocation import Invocation
from engine.cli.options import (
    RANKED_OUTPUTS,
    excel_option,
    model_option,
    now_option,
    opened,
    output_option,
)

EXAMPLES = """\b
Examples:
  overheard similar @ana@example.social
  overheard similar mastodon:77 --followers 5k..50k --since 90d --to like-ana.xlsx"""


@click.command(epilog=EXAMPLES)
@click.argument("handle", metavar="@HANDLE")
@click.option("--top", type=click.IntRange(min=1), default=25, show_default=True, metavar="N")
@click.option(
    "--to",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Write a file too: .csv .xlsx .parquet .json .html .txt; may be repeated.",
)
@excel_option
@output_option(*RANKED_OUTPUTS)
@now_option
@model_option
@filter_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    handle: str,
    top: int,
    files: tuple[Path, ...],
    excel: bool,
    output: str,
    now: datetime,
    model: str | None,
    **where: object,
) -> int:
    """Rank the creators whose posts are like those of @HANDLE, and show what they share.

    @HANDLE may also be written SOURCE:ID. All posts of @HANDLE count; the filters are about the
    others and their posts.
    """
    from engine.brands.cards.naming import finder
    from engine.cli.answers import answer, labelled
    from engine.cli.noticing import noticed
    from engine.questions import Opened
    from engine.questions.creators import likeness

    home = invocation.settings(model=model).home
    with opened(invocation.settings(model=model)) as (corpus, embedder, cards):
        filters = post_filter(where, now=now, brand=finder(cards))
        id_, creator = find_creator(corpus, handle)
        found = likeness(
            id_, creator, filters, Opened(corpus, embedder, tuple(cards)), now=now, top=top
        )
    answer([noticed(labelled(found), home)], output, files, excel=excel)
    return 0

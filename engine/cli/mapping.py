"""`overheard map`: the creators for a brief in groups of those who post about the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.filters import filter_options, reading_options
from engine.cli.invocation import Invocation
from engine.cli.options import model_option, now_option, opened, output_option
from engine.cli.papers import PAPER_OUTPUTS, files_option, present

if TYPE_CHECKING:
    from engine.maps import NicheMap

EXAMPLES = """\b
Examples:
  overheard map "home espresso"
  overheard map "trail running, over 5k followers" --creators 1000 --to map.html
  overheard map "fountain pens" --output csv > map.csv"""

USUAL, MOST = 300, 2_000
_NAMED = 4  # creators of a group in the table


@click.command(epilog=EXAMPLES)
@click.argument("text", metavar="BRIEF")
@click.option(
    "--creators", type=click.IntRange(1, MOST), default=USUAL, show_default=True, metavar="N",
    help="How many of the first creators for the brief are on the map.",
)  # fmt: skip
@files_option
@output_option(*PAPER_OUTPUTS)
@now_option
@model_option
@filter_options
@reading_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    text: str,
    creators: int,
    files: tuple[Path, ...],
    output: str,
    now: datetime,
    model: str | None,
    **where: object,
) -> int:
    """Show the creators for BRIEF in groups of those who post about the like.

    Each group is named by words that many of it say and few others. A file ending in .html has the
    picture, where each creator has a place near to those who post alike; CSV and JSON have the
    places.
    """
    from engine.cli.answers import labelled
    from engine.cli.searching import make_brief
    from engine.maps import draw, gather, map_paper

    with opened(invocation.settings(model=model)) as looked_in:
        brief = make_brief(text, where, looked_in, now=now, top=creators)
        corpus, embedder, _ = looked_in
        gathered = gather(brief, corpus, embedder, now=now, most=creators)
    drawn = draw(gathered)
    drawn = replace(drawn, labels=labelled(drawn.listed).labels)
    present(map_paper(drawn), _lines(drawn), output, files)
    return 0


def _lines(drawn: NicheMap) -> Iterator[str]:
    if not drawn.spots:
        yield "Nobody answers this brief. Ask with fewer filters, or in other words."
        return
    yield f"{len(drawn.spots):,} creators, {len(drawn.clusters):,} groups"
    for cluster in drawn.clusters:
        members = [spot for spot in drawn.spots if spot.cluster == cluster.number]
        best = ", ".join(
            f"{_handle(spot.creator.handle, spot.creator.native_id)} "
            f"({', '.join([str(spot.rank), *spot.warnings])})"
            for spot in members[:_NAMED]
        )
        yield f"{cluster.number:>3}  {cluster.creators:>4}  {cluster.name}"
        yield f"           {best}"
    between = [spot for spot in drawn.spots if spot.cluster is None]
    if between:
        yield f"  -  {len(between):>4}  between groups"


def _handle(handle: str | None, native_id: str) -> str:
    return f"@{handle.removeprefix('@')}" if handle else native_id

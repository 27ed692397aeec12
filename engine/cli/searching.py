"""`overheard search`: creators ranked for one brief, or for a file of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from engine import __version__
from engine.cli.asides import Beside, aside_options, beside
from engine.cli.filters import filter_options, ignored, post_filter, reading_options
from engine.cli.invocation import Invocation
from engine.cli.options import (
    RANKED_OUTPUTS,
    Opened,
    excel_option,
    model_option,
    now_option,
    opened,
    output_option,
)
from engine.errors import ConfigError
from engine.vocabulary import Brief, Shortlist

EXAMPLES = """\b
Examples:
  overheard search "home espresso and latte art"
  overheard search "vegan skin care, 5k to 50k followers, not coaches" --to list.xlsx
  overheard search "trail running" --lang en --active-within 30d --output json
  overheard search "fountain pens" --explain
  overheard search --briefs briefs.jsonl --output trec > run.txt
  overheard search "zero waste in Brazil, not coaches" --ignore location
  overheard search --briefs briefs.jsonl --judge --to judge.xlsx"""

TOP, TOP_JUDGED = 25, 10
TOP_HELP = f"Creators at the most [default: {TOP}; with --judge {TOP_JUDGED} of each system]."


@click.command(epilog=EXAMPLES)
@click.argument("text", metavar="[BRIEF]", required=False)
@click.option(
    "--briefs",
    type=click.Path(path_type=Path),
    help='Many briefs: lines of {"id": …, "text": …, "where": {"followers": "5k.."}}.',
)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help=TOP_HELP)
@click.option(
    "--to",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Write a file too: .csv .xlsx .parquet .json .html .txt; may be repeated.",
)
@excel_option
@click.option("--judge", is_flag=True, help="Write a sheet for people to grade creators in.")
@click.option(
    "--explain",
    "explained",
    is_flag=True,
    help="Show the numbers behind every part, and what each post is worth.",
)
@output_option(*RANKED_OUTPUTS)
@now_option
@model_option
@aside_options
@filter_options
@reading_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    text: str | None,
    briefs: Path | None,
    top: int | None,
    files: tuple[Path, ...],
    excel: bool,
    judge: bool,
    explained: bool,
    output: str,
    now: datetime,
    model: str | None,
    doubts: bool | None,
    prefer_community: float | None,
    **where: object,
) -> int:
    """Rank the creators whose posts answer BRIEF, and show the posts that prove it.

    The filters may stand in the brief's own words, in English, Spanish, French, German or
    Portuguese; what was understood is printed back, and a filter given by hand wins. Undo one with
    --ignore, all with --literal; words in quotation marks are not read.
    Ranges are LOW..HIGH, both ends included, either may be left out.
    With --judge, the first creators of several systems in no order, to be graded and given to
    overheard evaluate.
    """
    from engine.cli.answers import answer, labelled
    from engine.cli.judging import check_sheet, write_sheet
    from engine.cli.noticing import noticed

    if judge:
        check_sheet(output, files)
    shown = top or (TOP_JUDGED if judge else None)
    settings = invocation.settings(model=model)
    with opened(settings) as looked_in:
        asked = _briefs(text, briefs, where, looked_in, now=now, top=shown)
        if judge:
            write_sheet(asked, looked_in, output, files, now=now)
            return 0
        with beside(settings, doubts=doubts, prefer=prefer_community, now=now) as given:
            found = [
                noticed(
                    labelled(
                        given.marked(rank(brief, looked_in, given, now=now, explained=explained))
                    ),
                    settings.home,
                )
                for brief in asked
            ]
    answer(found, output, files, explained=explained, excel=excel)
    return 0


def rank(
    brief: Brief,
    where_to_look: Opened,
    given: Beside | None = None,
    *,
    now: datetime,
    explained: bool = False,
) -> Shortlist:
    """Return the shortlist of `brief`, signed with this version, with the asides that are given."""
    from engine.ranking import shortlist

    return shortlist(
        brief,
        where_to_look.corpus,
        where_to_look.embedder,
        now=now,
        version=__version__,
        explained=explained,
        asides=given.asides if given else (),
    )


def make_brief(
    text: str,
    where: Mapping[str, object],
    where_to_look: Opened,
    *,
    now: datetime,
    id: str = "brief",  # noqa: A002  # the name of the field
    top: int | None = None,
) -> Brief:
    """Return the brief of `text` with the filters `where`, given by hand.

    It lists `top` creators, where that is None as many as its words ask for, else `LISTED`.

    Raises:
        ConfigError: a filter cannot be read, or the text names nothing to search for.
    """
    from engine.brands.cards.naming import finder, named_in
    from engine.briefs import parse_brief

    corpus, cards = where_to_look.corpus, where_to_look.cards
    by_hand, ignore = ignored(where)
    filters = post_filter(by_hand, now=now, brand=finder(cards))
    brief = parse_brief(
        text,
        now=now,
        flags=filters,
        ignore=ignore,
        knows_location=corpus.knows_location,
        sources=tuple(corpus.summary().by_source),
        brands=cards,
        id=id,
        k_creators=top,
    )
    brands = dict.fromkeys((*brief.where.creators.mentions_any, *named_in(brief.topic, cards)))
    return replace(brief, brands=tuple(brands))


def _briefs(
    text: str | None,
    file: Path | None,
    where: Mapping[str, object],
    where_to_look: Opened,
    *,
    now: datetime,
    top: int | None,
) -> list[Brief]:
    if (text is None) == (file is None):
        raise ConfigError(
            "search takes either a brief or --briefs FILE",
            hint='for example: overheard search "home espresso"',
        )
    if text is not None:
        return [make_brief(text, where, where_to_look, now=now, top=top)]
    return list(briefs_of(file, where, where_to_look, now=now, top=top))


def briefs_of(
    file: Path | None,
    where: Mapping[str, object],
    where_to_look: Opened,
    *,
    now: datetime,
    top: int | None,
) -> Iterator[Brief]:
    """Yield the briefs of a file; a filter in `where` overrules the line's own.

    Raises:
        ConfigError: the filters of a line cannot be read; the message names its id.
        InputError: the file cannot be read.
    """
    from engine.judging.evaluation import read_briefs

    by_hand = {key: value for key, value in where.items() if value not in (None, (), False)}
    for line in read_briefs(file) if file else ():
        asked = {key.replace("-", "_"): value for key, value in line.where.items()} | by_hand
        try:
            yield make_brief(line.text, asked, where_to_look, now=now, id=line.id, top=top)
        except ConfigError as error:
            raise ConfigError(f"brief {line.id}: {error}", hint=error.hint) from error

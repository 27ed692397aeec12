"""`overheard voice`: how much of what is said about rivals is said about each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import click

from engine.amounts import parse_when
from engine.branding.bursting import bursts_in
from engine.brands.cards.naming import finder
from engine.brands.counting.counted import Counting, Window, within
from engine.brands.counting.periods import Step
from engine.brands.counting.voice import Change, Voice, change, voice
from engine.cli.hearing import matched_cards_in, notes_of, window_of
from engine.cli.invocation import Invocation
from engine.cli.options import excel_option
from engine.cli.papers import paper_options, present
from engine.errors import ConfigError
from engine.exports.papers import Paper
from engine.vocabulary import Brand, MentionTable

EXAMPLES = """\b
Examples:
  overheard voice krups delonghi breville --since 90d
  overheard voice krups delonghi --by week --to voice.xlsx
  overheard voice krups delonghi --since 30d --compare 30d --output json"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When things are looked at, and how they are cut and counted."""

    moment: datetime
    is_past: bool = False
    before: datetime | None = None
    by: Step | None = None
    known: bool = False
    counting: Counting = field(default_factory=Counting)


@click.command(epilog=EXAMPLES)
@click.argument("brands", metavar="BRAND BRAND…", nargs=-1, required=True)
@click.option(
    "--by", type=click.Choice([step.value for step in Step]), help="Shares by period, too."
)
@click.option("--as-of", metavar="WHEN", help="What had been posted by then; ages count from then.")
@click.option("--known", is_flag=True, help="Of that, what this home had found by then.")
@click.option("--compare", metavar="WHEN", help="How the shares moved since then.")
@click.option(
    "--count-all", is_flag=True, help="Count hashtag walls, prize draws and repeats like others."
)
@click.option("--with-unsure", is_flag=True, help="Count mentions that may not mean the brand.")
@paper_options
@excel_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    brands: tuple[str, ...],
    by: str | None,
    as_of: str | None,
    known: bool,
    compare: str | None,
    count_all: bool,
    with_unsure: bool,
    files: tuple[Path, ...],
    excel: bool,
    output: str,
    now: datetime,
    model: str | None,
    **where: object,
) -> int:
    """Show the share of voice of each BRAND: of mentions, of creators and of log-engagement.

    One BRAND alone is held against the rivals on its card. A creator has one mention a brand and
    day; a post that names several of the brands is shared among them. Intervals are of 95 %, by
    drawing the creators again. Only what was collected can be counted.
    """
    moment = parse_when(as_of, now) if as_of else now
    if moment > now:
        raise ConfigError(
            f"--as-of {as_of} is still to come", hint="name a day that is over, or leave it out"
        )
    asked = Asked(
        moment=moment,
        is_past=as_of is not None,
        before=parse_when(compare, moment) if compare else None,
        by=Step(by) if by else None,
        known=known,
        counting=Counting(poor=count_all, unsure=with_unsure),
    )
    settings = invocation.settings(model=model)
    cards = matched_cards_in(settings)
    paper, lines = told(settings.home, cards, brands, asked=asked, where=where)
    present(paper, lines, output, files, excel=excel)
    return 0


def told(
    home: Path,
    cards: Sequence[Brand],
    brands: Sequence[str],
    *,
    asked: Asked,
    where: Mapping[str, object],
) -> tuple[Paper, list[str]]:
    """Return what is to be said in `home` of those of `cards` that are called `brands`.

    As a paper and as lines for a terminal.

    Raises:
        ConfigError: a brand has no card, there is nothing to compare it with, or a date or filter
            cannot be used.
    """
    from engine.brands.counting.coverage import coverage
    from engine.cli.voices import About, voice_lines, voice_paper
    from engine.corpus.conversation import conversation

    find = finder(cards)
    chosen = rivals(brands, cards)
    filters, window = window_of(where, now=asked.moment, known=asked.known, brand=find)
    with conversation(home) as corpus:
        table, days = corpus.table([card.key for card in chosen], filters), corpus.days(filters)
        found = voice(table, window, by=asked.by, counting=asked.counting)
        moved = None
        if asked.before is not None:
            _, then = window_of(where, now=asked.before, known=asked.known, brand=find)
            moved = change(table, then, window, counting=asked.counting)
        about = About(
            names={card.key: card.name for card in chosen},
            posts=corpus.posts(_listed_posts(found, moved)),
            coverage=coverage(days, window, now=asked.moment),
            made_at=asked.moment,
            by=asked.by,
            change=moved,
            bursts=bursts_in(table, days, window, counting=asked.counting),
            notes=(*notes_of(corpus, filters), *_found_later(table, window, asked)),
        )
    return voice_paper(found, about), list(voice_lines(found, about))


def rivals(brands: Sequence[str], cards: Sequence[Brand]) -> tuple[Brand, ...]:
    """Return the cards to compare: those named, of one alone its rivals too.

    Raises:
        ConfigError: a brand has no card, or one alone has no rivals with cards.
    """
    find, by_key = finder(cards), {card.key: card for card in cards}
    chosen = tuple(by_key[key] for key in dict.fromkeys(map(find, brands)))
    if len(chosen) == 1:
        chosen = (*chosen, *(other for other in cards if other.key in chosen[0].rivals))
    if len(chosen) == 1:
        raise ConfigError(
            f"there is nothing to compare {chosen[0].name} with",
            hint="name two brands, or name rivals on its card: "
            f"overheard brand edit {chosen[0].key}",
        )
    return chosen


def _listed_posts(found: Voice, moved: Change | None) -> set[int]:
    from engine.cli.voices import listed

    periods = [found.whole, *found.periods, *((moved.then,) if moved else ())]
    return {
        one for period in periods for f in period.figures for one in listed(f.post_ids).tolist()
    }


def _found_later(table: MentionTable, window: Window, asked: Asked) -> Iterator[str]:
    """Say how many of the mentions were found only after the moment they are counted as of."""
    if not asked.is_past:
        return
    inside = within(table, window)
    known = within(table, replace(window, known_by=asked.moment))
    if later := int((inside & ~known).sum()):
        yield (
            f"found only after {asked.moment.date()}: {later:,} of {int(inside.sum()):,} mentions "
            "looked at; --known leaves them out"
        )

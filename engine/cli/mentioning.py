"""`overheard mentions`: the posts that mention a brand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from engine.brands.counting.listing import SHOWN, listing, reasons_of
from engine.cli.filters import post_filter
from engine.cli.hearing import matched_cards_in, notes_of
from engine.cli.invocation import Invocation
from engine.cli.lasttime import found_after, last_asked, note_asked, since_last_options
from engine.cli.mentions import About, Line, mention_lines, mention_paper
from engine.cli.options import excel_option
from engine.cli.papers import paper_options, present
from engine.corpus.conversation import Conversation, conversation, taken
from engine.errors import ConfigError
from engine.exports.papers import Paper
from engine.store.rows import from_microseconds
from engine.vocabulary import Brand, MentionTable, PostId, Verdict

EXAMPLES = """\b
Examples:
  overheard mentions cerave
  overheard mentions cerave "La Roche-Posay" --since 30d --to mentions.xlsx
  overheard mentions target --verdict unsure,not --all --output json"""

TOP = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which mentions to list; `everything` with walls of hashtags, prize draws and repeats."""

    verdicts: tuple[Verdict, ...]
    everything: bool
    top: int
    now: datetime
    since_last: bool = False
    peek: bool = False


@click.command(epilog=EXAMPLES)
@click.argument("brands", metavar="BRAND…", nargs=-1, required=True)
@click.option("--top", type=click.IntRange(min=1), default=TOP, show_default=True, metavar="N")
@click.option(
    "--verdict",
    metavar="NAME,…",
    default=",".join(SHOWN),
    show_default=True,
    help="How the words are meant: brand, unsure, not.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Hashtag walls, prize draws and repeats, too."
)
@since_last_options
@paper_options
@excel_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    brands: tuple[str, ...],
    top: int,
    verdict: str,
    everything: bool,
    since_last: bool,
    peek: bool,
    files: tuple[Path, ...],
    excel: bool,
    output: str,
    now: datetime,
    model: str | None,
    **where: object,
) -> int:
    """List the posts that mention BRAND, the newest first.

    Each with the words that were found and what they are (name, alias, product, handle, hashtag,
    link), whether they mean the brand, how surely, the writer's stance, and whether the post says
    that it is advertising. Files hold all of them, not only the first N. With --since-last, only
    those found since the same brands were last asked for so: noted in the home, unless --peek.
    """
    asked = Asked(
        verdicts=verdicts_of(verdict),
        everything=everything,
        top=top,
        now=now,
        since_last=since_last or peek,
        peek=peek,
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
    """Return the mentions in `home` of those of `cards` that are called `brands`.

    As a paper and as lines for a terminal.

    Raises:
        ConfigError: a brand has no card, or a filter cannot be used.
    """
    from engine.brands.cards.naming import finder

    find = finder(cards)
    keys = tuple(dict.fromkeys(find(name) for name in brands))
    filters = post_filter(where, now=asked.now, brand=find)
    with conversation(home) as corpus:
        whole = table = corpus.table(keys, filters)
        before = last_asked(home, keys) if asked.since_last else None
        if asked.since_last:
            table = taken(whole, found_after(whole, before))
        found = listing(table, asked.verdicts, everything=asked.everything)
        about = About(
            names={card.key: card.name for card in cards if card.key in keys},
            tallies=found.tallies,
            made_at=asked.now,
            where=filters,
            corpus=corpus.summary(),
            notes=(*_since(asked, before), *notes_of(corpus, filters), *_to_judge(corpus, keys)),
        )
        rows = lines_of(corpus, taken(table, found.rows))
    if asked.since_last and not asked.peek:
        note_asked(home, whole)
    return mention_paper(rows, about), list(mention_lines(rows, about, top=asked.top))


def _since(asked: Asked, before: int | None) -> Iterator[str]:
    if asked.since_last:
        when = from_microseconds(before)
        yield f"found since {when:%Y-%m-%d %H:%M} UTC" if when else "asked for the first time: all"


def _to_judge(corpus: Conversation, brands: Sequence[str]) -> Iterator[str]:
    if waiting := corpus.n_unjudged(brands):
        yield f"still to be judged: {waiting:,} mentions; run overheard index"


def lines_of(corpus: Conversation, table: MentionTable) -> list[Line]:
    """Return each row of `table` with its post, its creator and the words that were found."""
    from engine.brands.telling.disclosure import disclosure_of

    posts, creators = corpus.posts(table.post_ids), corpus.creators(set(table.creator_ids.tolist()))
    mentions = corpus.mentions(table.post_ids, table.brands)
    said = {brand: corpus.labels(brand) for brand in table.brands}
    lines = []
    for i, why in enumerate(reasons_of(table)):
        post_id, brand = PostId(int(table.post_ids[i])), table.brands[table.brand[i]]
        found_at = from_microseconds(int(table.found_at[i]))
        lines.append(
            Line(
                post=posts[post_id],
                creator=creators[table.creator_ids[i]],
                mentions=tuple(m for m in mentions[post_id] if m.brand == brand),
                reasons=why,
                found_at=found_at or posts[post_id].created_at,
                disclosed=disclosure_of(posts[post_id]).level,
                labelled=said[brand].get(post_id),
            )
        )
    return lines


def verdicts_of(text: str) -> tuple[Verdict, ...]:
    """Return the verdicts of a list as it is typed.

    Raises:
        ConfigError: one is not known, or there is none.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Verdict)]
    if unknown or not names:
        raise ConfigError(
            f"there is no verdict {', '.join(map(repr, unknown)) or repr(text)}",
            hint=f"there are: {', '.join(reversed(Verdict))}",
        )
    return tuple(Verdict(name) for name in dict.fromkeys(names))

"""`overheard brand add`: a new card, and other ways to write its name that posts really use."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.text import Text

from engine.branding.fields import with_fields
from engine.branding.offers import Offer, extended, offers, proposed
from engine.branding.saving import add_card, check_new
from engine.branding.tallies import Tally, has_posts
from engine.brands.cards.aliases import Proposal
from engine.brands.cards.files import key_of
from engine.brands.cards.reading import key_given
from engine.brands.matching.folding import folded
from engine.cli.answers import print_lines
from engine.cli.branding.doubts import warn
from engine.cli.branding.fields import field_options
from engine.cli.branding.looks import around, words_line
from engine.cli.invocation import Invocation
from engine.cli.layout import columns, fit, styled
from engine.cli.speech import progress_bar, say
from engine.errors import ConfigError
from engine.store.home import brands_path
from engine.vocabulary import Brand

EXAMPLES = """\b
Examples:
  overheard brand add "La Roche-Posay" --domain laroche-posay.us --handle instagram:larocheposay
  overheard brand add Target --about "American discount stores" --not-about "a goal or an aim"
  overheard brand add 資生堂 --key shiseido --rival sk-ii --yes"""

_WIDTH = 46  # of an example


@click.command(epilog=EXAMPLES)
@click.argument("name")
@field_options
@click.option("--key", metavar="KEY", help="Its key [default: made of the name].")
@click.option("--yes", is_flag=True, help="Keep what is safe without asking.")
@click.pass_obj
def command(
    invocation: Invocation, /, *, name: str, key: str | None, yes: bool, **given: Sequence[str]
) -> int:
    """Make a brand card: a file in HOME/brands that says what to listen for.

    The name is found whatever its case, accents, hyphens and spacing. Other ways to write it are
    proposed, with how many of your posts they match and one of these; you say which to keep.
    Where nobody can be asked, and with --yes, those are kept that can hardly mean anything else.
    """
    home = invocation.settings().home
    folder = brands_path(home)
    if not folded(name):
        raise ConfigError("the name is empty", hint='write it: overheard brand add "NAME"')
    made = Brand(key=key_given(key) if key else key_of(name), name=name)
    card = with_fields(made, given)
    check_new(card, folder)
    offered = offer(card, home)
    kept = _chosen(offered, ask=sys.stdin.isatty() and not yes)
    card = extended(card, [one.proposal for one in kept])
    file = add_card(card, folder)
    if offered:
        _tell_kept(offered, kept)
    click.echo(f"wrote {file}")
    return 0


def offer(card: Brand, home: Path) -> list[Offer]:
    """Return what might be added to `card`, with what it matches in `home`; say what is found.

    Nothing where there is no corpus.
    """
    if not has_posts(home):
        say("there are no posts yet: nothing is proposed; overheard brand edit adds what you know")
        warn(card)
        return []
    with progress_bar("looking for other ways to write it", "posts") as progress:
        chosen = proposed(card, home, progress=progress)
    with progress_bar("counting posts", "posts") as progress:
        found, told = offers(card, chosen, home, progress=progress)
    _tell_found(card, found)
    warn(card, found.words)
    return told


def _tell_found(card: Brand, tally: Tally) -> None:
    click.echo(f"{card.name}: in {tally.posts:,} posts as the card stands")
    if tally.words:
        click.echo(f"  {words_line(tally.words)}")


def _chosen(offered: Sequence[Offer], *, ask: bool) -> list[Offer]:
    found = [one for one in offered if one.tally.new]
    if not found:
        return []
    print_lines(_table(found))
    if not ask:
        return [one for one in found if one.doubt is None]
    return [one for one in found if _is_wanted(one)]


def _table(found: Sequence[Offer]) -> Iterator[Text]:
    rows = [["may be added", "posts", "new", "how", "doubt", "for example"]]
    for one in found:
        example = around(*one.tally.example, width=_WIDTH) if one.tally.example else ""
        shown = _shown(one.proposal)
        counts = (f"{one.tally.posts:,}", f"{one.tally.new:,}")
        rows.append([shown, *counts, one.proposal.why, one.doubt or "", example])
    first, *lines = columns(rows, left=(0, 3, 4, 5))
    yield styled(first, "bold")
    yield from map(styled, lines)


def _shown(proposal: Proposal) -> str:
    return fit(f"#{proposal.text}" if proposal.field == "hashtags" else proposal.text, 30)


def _is_wanted(one: Offer) -> bool:
    doubt = f", but: {one.doubt}" if one.doubt else ""
    what = f"{_shown(one.proposal)} ({one.proposal.why}, {one.tally.new:,} new posts{doubt})"
    return click.confirm(f"keep {what}?", default=one.doubt is None, err=True)


def _tell_kept(offered: Sequence[Offer], kept: Sequence[Offer]) -> None:
    click.echo(f"kept: {_names(kept)}")
    left = [one for one in offered if one not in kept]
    present = [one for one in left if one.tally.new]
    if present:
        click.echo(f"not kept: {_names(present)}")
    absent = [one for one in left if not one.tally.new]
    if absent:
        click.echo(f"in no other post: {_names(absent)}")


def _names(counted: Sequence[Offer]) -> str:
    return ", ".join(_shown(one.proposal) for one in counted) or "nothing more"

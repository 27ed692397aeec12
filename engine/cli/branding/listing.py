"""`overheard brand list`: the cards there are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from rich.text import Text

from engine.branding.finding import readable
from engine.cli.answers import print_lines
from engine.cli.invocation import Invocation
from engine.cli.layout import columns, fit, styled
from engine.cli.options import REPORT_OUTPUTS, output_option
from engine.cli.speech import complain
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand

EXAMPLES = """\b
Examples:
  overheard brand list
  overheard brand list --output json"""
_PROBLEMS = 3  # the exit status where some cards could not be read


@click.command(epilog=EXAMPLES)
@output_option(*REPORT_OUTPUTS)
@click.pass_obj
def command(invocation: Invocation, /, *, output: str) -> int:
    """List the brand cards: what each has, and in how many indexed posts it was found.

    A card that cannot be read is named and does not hide the others.
    """
    home = invocation.settings().home
    cards, problems = readable(brands_path(home))
    posts = _posts(home)
    if output == "json":
        listed = [{"key": c.key, "name": c.name, "posts": posts.get(c.key)} for c in cards]
        click.echo(json.dumps({"brands": listed}, indent=2, ensure_ascii=False))
    elif cards:
        print_lines(_lines(cards, posts))
    elif not problems:
        click.echo('there are no brand cards yet; make one: overheard brand add "NAME"')
    for problem in problems:
        complain(str(problem), hint=problem.hint)
    return _PROBLEMS if problems else 0


def _posts(home: Path) -> Mapping[str, int]:
    if not database_path(home).is_file():
        return {}
    with Store.open(database_path(home), read_only=True) as store:
        return {counted.brand: counted.posts for counted in store.brand_counts()}


def _lines(cards: Sequence[Brand], posts: Mapping[str, int]) -> Iterator[Text]:
    keys = {card.key for card in cards}
    rows = [["key", "name", "aliases", "products", "handles", "domains", "posts", "rivals"]]
    for card in cards:
        rivals = (rival if rival in keys else f"{rival} (no card)" for rival in card.rivals)
        counts = (card.aliases, card.products, [*card.handles.values()], card.domains)
        found = f"{posts[card.key]:,}" if card.key in posts else "not indexed"
        numbers = [str(len(some)) for some in counts]
        rows.append([card.key, fit(card.name, 30), *numbers, found, fit(", ".join(rivals), 40)])
    first, *lines = columns(rows, left=(0, 1, 7))
    yield styled(first, "bold")
    yield from map(styled, lines)

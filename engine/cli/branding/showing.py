"""`overheard brand show`: a card, and what it matches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from engine.branding.finding import require_card
from engine.branding.tallies import Tally, has_posts, passages, tallied
from engine.brands.cards.files import read_card
from engine.cli.answers import print_lines
from engine.cli.branding.doubts import warn
from engine.cli.branding.looks import card_lines, words_line
from engine.cli.invocation import Invocation
from engine.cli.layout import styled
from engine.cli.options import REPORT_OUTPUTS, output_option
from engine.cli.speech import progress_bar
from engine.store.home import brands_path
from engine.vocabulary import Brand, Kind

EXAMPLES = """\b
Examples:
  overheard brand show la-roche-posay
  overheard brand show la-roche-posay --output json"""


@click.command(epilog=EXAMPLES)
@click.argument("key", metavar="KEY")
@output_option(*REPORT_OUTPUTS)
@click.pass_obj
def command(invocation: Invocation, /, *, key: str, output: str) -> int:
    """Show a brand card, and how many of your posts it matches, by kind and by the words found.

    What is matched is not yet what is meant: overheard brand test KEY shows the verdicts.
    """
    home = invocation.settings().home
    file = require_card(brands_path(home), key)
    card = read_card(file)
    tally = _tally(card, home) if has_posts(home) else None
    warn(card, tally.words if tally else None)
    if output == "json":
        click.echo(json.dumps(_document(card, file, tally), indent=2, ensure_ascii=False))
    else:
        print_lines(_lines(card, file, tally))
    return 0


def _tally(card: Brand, home: Path) -> Tally:
    with progress_bar("counting posts", "posts") as progress:
        return tallied((card,), passages(home, progress=progress))[card.key]


def _lines(card: Brand, file: Path, tally: Tally | None) -> Iterator[Text]:
    yield from card_lines(card)
    yield styled(f"  {file}", "dim")
    if tally is None:
        yield styled("no posts yet to match")
        return
    kinds = ", ".join(f"{kind} {tally.kinds[kind]:,}" for kind in Kind if tally.kinds[kind])
    yield styled(f"matches {tally.posts:,} posts" + (f": {kinds}" if kinds else ""))
    if tally.words:
        yield styled(f"  {words_line(tally.words)}")


def _document(card: Brand, file: Path, tally: Tally | None) -> dict[str, object]:
    matched = tally and {
        "posts": tally.posts,
        "kinds": {kind.value: tally.kinds[kind] for kind in Kind},
        "words": dict(tally.words.most_common()),
    }
    return {"card": asdict(card), "file": str(file), "matches": matched}

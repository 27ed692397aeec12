"""`overheard brand train`: posts that people labelled teach the verdicts on the others."""

from __future__ import annotations

from pathlib import Path

import click

from engine.branding.finding import require_card
from engine.branding.judged import checked
from engine.branding.labelling import changed, learnt
from engine.branding.sheets import labels_of, read_labels
from engine.cli.invocation import Invocation
from engine.cli.options import load_model, matched_cards, model_option, require_database
from engine.cli.speech import say
from engine.store import Store
from engine.store.home import brands_path

EXAMPLES = """\b
Examples:
  overheard brand test target --label --to sheet.csv
  overheard brand train target sheet.csv"""


@click.command(epilog=EXAMPLES)
@click.argument("key", metavar="KEY")
@click.argument(
    "sheets",
    metavar="SHEET…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@model_option
@click.pass_obj
def command(
    invocation: Invocation, /, *, key: str, sheets: tuple[Path, ...], model: str | None
) -> int:
    """Learn from sheets of labelled posts: brand or not in the column verdict, else left aside.

    A sheet is CSV or a workbook (.xlsx), as your spreadsheet saves it. Labels are kept in the home
    with the posts, and go where a post goes. What is said of a post goes for all with its text, and
    takes the place of what was said before.
    """
    settings = invocation.settings(model=model)
    require_card(brands_path(settings.home), key)
    rows = read_labels(sheets, key)
    embedder = load_model(settings)
    matched_cards(settings, embedder)
    with Store.open(require_database(settings.home)) as store:
        before = store.mention_table((key,))
        labels, unknown = labels_of(store, key, rows)
        store.put_labels(key, labels)
        kept = store.labels(key)
    card = next(one for one in matched_cards(settings, embedder) if one.key == key)
    with Store.open(require_database(settings.home), read_only=True) as store:
        how = checked(store, card, embedder)
        n_changed = changed(before, store.mention_table((key,)))
    if unknown:
        say(
            f"note: labelled posts in which the card finds nothing here, left aside: {unknown:,} "
            "(deleted since, or the card has changed)"
        )
    click.echo(f"labels read: {len(labels):,}; kept for this brand: {len(kept):,}")
    for line in learnt(kept, how, n_changed):
        click.echo(line)
    return 0

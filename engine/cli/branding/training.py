"""`overheard brand train`: posts that people labelled teach the verdicts on the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from engine.branding.finding import require_card
from engine.branding.judged import checked
from engine.branding.labelling import MEANT, changed, learnt
from engine.cli.invocation import Invocation
from engine.cli.options import load_model, matched_cards, model_option, require_database
from engine.cli.speech import say
from engine.errors import InputError
from engine.judging.graded import filled_rows
from engine.store import Label, Store
from engine.store.home import brands_path
from engine.vocabulary import PostId, PostKey

EXAMPLES = """\b
Examples:
  overheard brand test target --label --to sheet.csv
  overheard brand train target sheet.csv"""

_LEFT_OPEN = frozenset({"", "unclear", "unsure", "?"})
_NEEDED = frozenset({"source", "id", "verdict"})
_SHOWN = 10  # bad lines named in a message


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

    Labels are kept in the home with the posts, and go where a post goes. A later label of the same
    post takes the place of an earlier one. What is said of a post goes for all with its text.
    """
    settings = invocation.settings(model=model)
    require_card(brands_path(settings.home), key)
    embedder = load_model(settings)
    matched_cards(settings, embedder)
    with Store.open(require_database(settings.home)) as store:
        before = store.mention_table((key,))
        posts = {post.key: post_id for post_id, post in store.posts(before.post_ids).items()}
        labels, unknown = _read(sheets, posts)
        store.put_labels(key, labels)
        n_labels = len(store.labels(key))
    card = next(one for one in matched_cards(settings, embedder) if one.key == key)
    with Store.open(require_database(settings.home), read_only=True) as store:
        how = checked(store, card, embedder)
        n_changed = changed(before, store.mention_table((key,)))
    if unknown:
        say(f"note: {unknown} rows are of posts in which the card finds nothing here: left aside")
    click.echo(f"labels read: {len(labels)}; kept for this brand: {n_labels}")
    for line in learnt(how, n_changed):
        click.echo(line)
    return 0


def _read(sheets: Sequence[Path], posts: Mapping[PostKey, PostId]) -> tuple[list[Label], int]:
    """Return the labels of the sheets, and how many rows are of posts that are not in `posts`.

    Raises:
        InputError: a verdict is none, a column is missing, or nothing is labelled.
    """
    labels, faults, unknown = [], [], 0
    for place, cells in _rows(sheets):
        said = cells["verdict"].strip().lower()
        post_id = posts.get(PostKey(cells["source"], cells["id"]))
        if said in _LEFT_OPEN:
            continue
        if said not in MEANT:
            faults.append(f"{place}: {said!r}")
        elif post_id is None:
            unknown += 1
        else:
            drawn = cells.get("drawn", "") == "random"
            labels.append(Label(post_id=post_id, meant=MEANT[said], at_random=drawn))
    if faults:
        raise InputError(
            f"no verdicts: {'; '.join(faults[:_SHOWN])}"
            + (f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""),
            hint="write brand or not; leave the cell empty where you cannot tell. Nothing was kept",
        )
    if not labels:
        raise InputError(
            "no post of this brand is labelled there", hint="fill in brand or not, and save as CSV"
        )
    return labels, unknown


def _rows(sheets: Sequence[Path]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the rows of the sheets by column, each with where it stands."""
    for sheet in sheets:
        for number, cells in filled_rows(sheet):
            if not cells.keys() >= _NEEDED:
                raise InputError(
                    f"{sheet} lacks the columns {', '.join(sorted(_NEEDED - cells.keys()))}",
                    hint="write one with overheard brand test KEY --label --to sheet.csv",
                )
            yield f"{sheet}, line {number}", cells

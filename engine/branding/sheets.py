"""Sheets of posts that people labelled for a brand, read back.

A row says which post (`source`, `id`), what it means (`verdict`), whether it was drawn at random
(`drawn`), and, in sheets that we wrote, of which brand it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.branding.labelling import MEANT
from engine.errors import InputError
from engine.exports.filled import filled_rows, is_damaged
from engine.store import Label, Store
from engine.vocabulary import PostKey

COLUMNS = ("brand", "source", "id", "date", "handle", "text", "words", "drawn", "verdict")
AT_RANDOM = "random"
_LEFT_OPEN = frozenset({"", "unclear", "unsure", "?"})
_NEEDED = ("source", "id", "verdict")
_SHOWN = 8  # places named of a fault
_NOTHING_KEPT = "Nothing was kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What somebody says of a post, and where it stands."""

    place: str
    post: PostKey
    meant: bool
    at_random: bool


def read_labels(sheets: Sequence[Path], brand: str) -> list[Row]:
    """Return the rows of the sheets in which something is said, in their order.

    Raises:
        InputError: a sheet cannot be read, is of another brand or lacks a column; a verdict is no
            verdict, an id is damaged, or nothing is said anywhere. The message names the lines.
    """
    faults: defaultdict[str, list[str]] = defaultdict(list)
    rows = [row for sheet in sheets for row in _rows(sheet, brand, faults)]
    if faults:
        raise InputError(
            "; ".join(f"{fault} ({_places(places)})" for fault, places in faults.items()),
            hint="write brand or not in the column verdict, leave it empty where you cannot tell, "
            f"and leave source and id as they were. {_NOTHING_KEPT}",
        )
    if not rows:
        raise InputError(
            f"nothing is labelled in {', '.join(map(str, sheets))}",
            hint="write brand or not in the column verdict, and save the sheet",
        )
    return rows


def labels_of(store: Store, brand: str, rows: Sequence[Row]) -> tuple[list[Label], int]:
    """Return what `rows` say of posts in which the card of `brand` finds something.

    And how many rows are of other posts.

    Raises:
        InputError: all of them are, or a post, or two with the same text, are called both.
    """
    ids = store.mention_table((brand,)).post_ids
    posts = store.posts(ids)
    known = {post.key: post_id for post_id, post in posts.items()}
    here = [row for row in rows if row.post in known]
    if not here:
        raise InputError(
            f"the card {brand} finds nothing in any of the posts labelled there ({len(rows):,})",
            hint="they were deleted since, the card has changed, or the sheet is of another home; "
            f"a new one: overheard brand test {brand} --label --to sheet.csv",
        )
    _check_alike((row, posts[known[row.post]].text) for row in here)
    labels = [
        Label(post_id=known[row.post], meant=row.meant, at_random=row.at_random) for row in here
    ]
    return labels, len(rows) - len(here)


def _rows(sheet: Path, brand: str, faults: Mapping[str, list[str]]) -> Iterator[Row]:
    """Yield what is said in one sheet; what is wrong goes to `faults`, with where it stands."""
    is_empty = True
    for number, cells in filled_rows(sheet):
        is_empty = False
        place = f"{sheet}, line {number}"
        _check_sheet(sheet, cells, brand)
        said = cells["verdict"].lower()
        if said in _LEFT_OPEN:
            continue
        if said not in MEANT:
            faults[f"{said!r} is no verdict"].append(place)
        elif is_damaged(cells["id"]):
            faults[f"the id {cells['id']} was damaged by a spreadsheet"].append(place)
        else:
            yield Row(
                place=place,
                post=PostKey(cells["source"], cells["id"]),
                meant=MEANT[said],
                at_random=cells.get("drawn", "") == AT_RANDOM,
            )
    if is_empty:
        raise InputError(f"{sheet} has no rows", hint=_new_sheet(brand))


def _check_sheet(sheet: Path, cells: Mapping[str, str], brand: str) -> None:
    missing = [name for name in _NEEDED if name not in cells]
    if missing:
        raise InputError(
            f"{sheet} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}",
            hint=_new_sheet(brand),
        )
    of = cells.get("brand", "")
    if of and of != brand:
        raise InputError(
            f"{sheet} is of the brand {of}, not of {brand}",
            hint=f"overheard brand train {of} {sheet}. {_NOTHING_KEPT}",
        )


def _check_alike(said: Iterator[tuple[Row, str]]) -> None:
    first: dict[str, Row] = {}
    for row, text in said:
        before = first.setdefault(text, row)
        if before.meant != row.meant:
            words = {meant: word for word, meant in MEANT.items()}
            alike = "" if before.post == row.post else " with the same text"
            raise InputError(
                f"{row.place}: {row.post.source}:{row.post.native_id} is called "
                f"{words[row.meant]}, and {words[before.meant]} in {before.place}{alike}",
                hint=f"leave one of the two. {_NOTHING_KEPT}",
            )


def _places(places: Sequence[str]) -> str:
    more = len(places) - _SHOWN
    return "; ".join(places[:_SHOWN]) + (f"; and {more:,} more" if more > 0 else "")


def _new_sheet(brand: str) -> str:
    return f"write one with: overheard brand test {brand} --label --to sheet.csv"

"""Which field each column holds, guessed from names and from the first values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.config import nearest
from engine.errors import ConfigError
from indexers.files.dates import Order, is_numeric, read_date
from indexers.files.platforms import named_platform, read_link
from indexers.files.spellings import BIO_WORDS, TARGETS, meanings, plain
from indexers.values import RefusedError

MAX_DEPTH: Final = 3
_ENOUGH: Final = 20  # values that all look alike
_HANDLE = re.compile(r"@?[\w.\-]{1,60}(?:@[\w.\-]+)?", re.ASCII)
_MOMENTS = frozenset({"created_at", "creator.created_at"})
_COUNTED = frozenset(
    ["likes", "replies", "reposts", "quotes", "views"]
    + [f"creator.{name}" for name in ("followers", "following", "posts")]
)
_FIRST_SECOND: Final = 600_000_000  # of 1989: less is no date
_COLLECTED_FROM = frozenset(
    {"collectedfromurl", "sourceplatformurl", "sourceurl", "inputurl", "pageurl", "profileurl"}
)
_OF_POSTS = frozenset({"title", "replies", "reposts", "views", "hashtags", "reply_to"})
_NO_SOURCE = "file"
_X_NAMES = frozenset({"tweetid", "retweets", "retweetcount", "tweettext", "tweet", "isretweet"})

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A mapping: `named` from fields (`likes`, `creator.handle`) to columns.

    Several columns of one field are tried in turn. `source` is that of all posts (`None`: each
    says its own); `order` that of dates of numbers, if the user said it; `unread` are the columns
    nobody reads. `link` is the address of a post, with `{id}` and `{handle}`, where no column
    gives one.
    """

    named: Mapping[str, str | tuple[str, ...]]
    source: str | None
    order: Order | None = None
    unread: tuple[str, ...] = ()
    link: str | None = None

    @property
    def has_creator(self) -> bool:
        """Whether something says who posted."""
        named = self.named
        return any(f"creator.{name}" in named for name in ("id", "handle", "name"))

    @property
    def holds_posts(self) -> bool:
        """Whether there is enough for a post."""
        return bool({"text", "title"} & self.named.keys()) and "created_at" in self.named

    @property
    def holds_profiles(self) -> bool:
        """Whether there is enough for a creator and nothing of posts."""
        return self.has_creator and "creator.followers" in self.named and not self.holds_posts


def flattened(record: Row, depth: int = MAX_DEPTH, path: str = "") -> dict[str, object]:
    """Return `record` with what is in records inside it under dotted names; lists stay lists."""
    flat: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth > 1:
            flat |= flattened(value, depth - 1, f"{path}{name}.")
        else:
            flat[path + name] = value
    return flat


def guess(names: Sequence[str], rows: Sequence[Row]) -> Columns:
    """Return what each of `names` holds, given the first `rows`."""
    named = _assigned(names, rows)
    _settle_handle(named, rows)
    _settle_profiles(named)
    if "source" in named and not _names_platforms(named["source"], rows):
        del named["source"]
    source = None if "source" in named else _source(names, named, rows)
    return _columns(named, names, source, None)


def overruled(columns: Columns, mapping: Mapping[str, object], names: Sequence[str]) -> Columns:
    """Return `columns` as a mapping of the user says: `source`, `dates` and a table `columns`.

    Raises:
        ConfigError: it has other keys, an unknown field, or a column that is not there.
    """
    if strange := sorted(mapping.keys() - {"source", "dates", "columns"}):
        raise ConfigError(
            f"the mapping has {strange[0]!r}", hint="it may have source, dates and [columns]"
        )
    given = mapping.get("columns", {})
    if not isinstance(given, Mapping):
        raise ConfigError("columns must be a table", hint='as in [columns], likes = "Me gusta"')
    named = {target: str(name) for target, name in columns.named.items()}
    for target, column in _dotted(given).items():
        _overrule(named, target, str(column), names)
    source = mapping.get("source")
    if source is not None:
        named.pop("source", None)
    kept = None if "source" in named else columns.source or _NO_SOURCE
    return _columns(named, names, str(source) if source is not None else kept, _order(mapping))


def _dotted(given: Mapping[str, object], path: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            flat |= _dotted(value, f"{path}{name}.")
        else:
            flat[path + name] = value
    return flat


def _overrule(named: dict[str, str], target: str, column: str, names: Sequence[str]) -> None:
    if target not in TARGETS:
        raise ConfigError(f"there is no field {target!r}", hint=nearest(target, TARGETS))
    if column and column not in names:
        raise ConfigError(f"there is no column {column!r}", hint=nearest(column, tuple(names)))
    for other in [other for other, name in named.items() if name == column]:
        del named[other]
    named.pop(target, None)
    if column:
        named[target] = column


def _order(mapping: Mapping[str, object]) -> Order | None:
    if (written := mapping.get("dates")) is None:
        return None
    try:
        return Order(written)
    except ValueError as error:
        raise ConfigError(
            f"dates is {written!r}", hint='it may be "day-first" or "month-first"'
        ) from error


def _assigned(names: Sequence[str], rows: Sequence[Row]) -> dict[str, str]:
    """Give each field the column that is surest to hold it, and each column one field."""
    found = [
        (rank, position, target, name)
        for position, name in enumerate(names)
        if not _is_nested_list(name, rows)
        for target, rank in meanings(name)
        if _may_hold(target, name, rows)
    ]
    named: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, target, name in sorted(found):
        if target not in named and name not in taken:
            named[target] = name
            taken.add(name)
    return named


def _may_hold(target: str, column: str, rows: Sequence[Row]) -> bool:
    """Tell whether the first values of `column` are of the kind that `target` needs."""
    if target in _MOMENTS:
        return _look_like_dates(column, rows)
    return target not in _COUNTED or _look_like_counts(column, rows)


def _look_like_counts(column: str, rows: Sequence[Row]) -> bool:
    """Tell whether one of the first values is a number, or all are unknown."""
    cells = [str(row[column]) for row in rows if row.get(column) not in (None, "")][:_ENOUGH]
    return (
        not cells
        or any(any(map(str.isdecimal, cell)) for cell in cells)
        or not any(cell.strip().isalpha() for cell in cells)
    )


def _look_like_dates(column: str, rows: Sequence[Row]) -> bool:
    """Tell whether half of the first values are dates, in one order or the other."""
    cells = [row[column] for row in rows if row.get(column) not in (None, "")][:_ENOUGH]
    fitting = sum(_is_date(cell) for cell in cells)
    return 2 * fitting >= len(cells)


def _is_date(cell: object) -> bool:
    if is_numeric(cell):
        return True
    try:
        moment = read_date(cell, Order.DAY, lambda _: None)
    except RefusedError:
        return False
    return not isinstance(moment, int | float) or moment >= _FIRST_SECOND


def _is_nested_list(name: str, rows: Sequence[Row]) -> bool:
    """Tell whether a column holds lists of records, or records, which are no values."""
    values = [row[name] for row in rows if row.get(name) is not None]
    return (
        any(
            isinstance(value, dict)
            or (isinstance(value, list) and value and isinstance(value[0], dict))
            for value in values
        )
        and plain(name) != "hashtags"
    )


def _settle_handle(named: dict[str, str], rows: Sequence[Row]) -> None:
    """Tell handles from names by what they look like."""
    handle, name = named.get("creator.handle"), named.get("creator.name")
    if handle and not name and not _look_like_handles(handle, rows):
        named["creator.name"] = named.pop("creator.handle")
    elif name and not handle and len(rows) >= _ENOUGH and _look_like_handles(name, rows, 0.99):
        named["creator.handle"] = named.pop("creator.name")


def _settle_profiles(named: dict[str, str]) -> None:
    """Read a list of accounts as such: what is called a description is a bio there."""
    if (
        plain(named.get("text", "")) not in BIO_WORDS
        or not {"creator.followers", "creator.handle"} <= named.keys()
        or named.keys() & _OF_POSTS
    ):
        return
    named.setdefault("creator.bio", named.pop("text"))
    if "created_at" in named:
        named.setdefault("creator.created_at", named.pop("created_at"))
    for name in ("id", "url"):
        if name in named:
            named.setdefault(f"creator.{name}", named.pop(name))
    named.pop("likes", None)


def _look_like_handles(column: str, rows: Sequence[Row], share: float = 0.9) -> bool:
    values = [str(row[column]).strip() for row in rows if row.get(column) not in (None, "")]
    fitting = sum(_HANDLE.fullmatch(value) is not None for value in values)
    return fitting >= share * len(values)


def _names_platforms(column: str, rows: Sequence[Row]) -> bool:
    values = {str(row[column]) for row in rows if row.get(column) not in (None, "")}
    return bool(values) and all(named_platform(value) for value in values)


def _source(names: Sequence[str], named: Mapping[str, str], rows: Sequence[Row]) -> str:
    """Return the platform that links or names of columns tell of."""
    collected = [name for name in names if plain(name) in _COLLECTED_FROM]
    for column in (named.get("url"), named.get("creator.url"), *collected):
        links = {read_link(str(row[column])).source for row in rows if column and row.get(column)}
        if len(links) == 1 and (found := links.pop()):
            return found
    plain_names = set(map(plain, names))
    if plain_names & _X_NAMES:
        return "x"
    if "subreddit" in plain_names:
        return "reddit"
    if "youtuber" in plain_names or {"videoid", "channelid"} <= plain_names:
        return "youtube"
    return _NO_SOURCE


def _columns(
    named: Mapping[str, str], names: Sequence[str], source: str | None, order: Order | None
) -> Columns:
    read = set(named.values())
    return Columns(
        named=dict(named),
        source=source,
        order=order,
        unread=tuple(name for name in names if name not in read),
    )

"""Reading the tables of money: those that come along, or the user's in their place.

A file in the folder `money` of the home takes the place of the one of that name here, as a whole.
The tiers alone cannot be replaced: shortlists are made by them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from engine.config import nearest
from engine.errors import ConfigError
from engine.money.rows import (
    Multipliers,
    Prices,
    Sourced,
    Tiers,
    Units,
)

FOLDER = "money"
REPLACEABLE = ("prices.toml", "multipliers.toml", "units.toml")
_HINT = "compare it with the one that comes along: overheard price --copy-tables FOLDER"
_PLACE = re.compile(r"`?\$\.(?P<kind>\w+)\[(?P<number>\d+)\](?P<rest>[\w.\[\]]*)`?")
_RANGES = ("followers", "amount")
File = TypeVar("File", Prices, Multipliers, Units, Tiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All rows, and where each file was read from (`bundled` or a path)."""

    prices: Prices
    multipliers: Multipliers
    units: Units
    tiers: Tiers
    origins: dict[str, str]


def load_tables(home: Path | None = None) -> Tables:
    """Return the tables, the files of `home`/money in place of those that come along.

    Raises:
        ConfigError: a file is no TOML, a row lacks something or holds something wrong (the
            message has its line), or the folder holds a table that cannot be there.
    """
    folder = None if home is None else home / FOLDER
    origins = dict.fromkeys((*REPLACEABLE, "tiers.toml"), "bundled")
    for file in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
        if file.name not in REPLACEABLE:
            raise ConfigError(
                f"{file}: there is no table {file.name!r} to replace",
                hint=nearest(file.name, REPLACEABLE),
            )
        origins[file.name] = str(file)
    return Tables(
        prices=_load("prices.toml", Prices, origins),
        multipliers=_load("multipliers.toml", Multipliers, origins),
        units=_load("units.toml", Units, origins),
        tiers=_load("tiers.toml", Tiers, origins),
        origins=origins,
    )


def bundled_text(name: str) -> str:
    """Return the text of the table `name` that comes along."""
    return (files("engine") / FOLDER / name).read_text(encoding="utf-8")


def read_table(text: str, kind: type[File], *, name: str) -> File:
    """Return the rows of the TOML `text`; `name` is what errors call it.

    Raises:
        ConfigError: it is no TOML, or a row is wrong; the message says where.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not TOML: {error}", hint=_HINT) from error
    try:
        rows = msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(_placed(str(error), text, name), hint=_HINT) from error
    for list_name, listed in msgspec.structs.asdict(rows).items():
        _check_ranges(list_name, listed, text, name)
    return rows


def _load(name: str, kind: type[File], origins: dict[str, str]) -> File:
    origin = origins[name]
    if origin == "bundled":
        return read_table(bundled_text(name), kind, name=name)
    try:
        text = Path(origin).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{origin} cannot be read: {error}", hint=_HINT) from error
    return read_table(text, kind, name=origin)


def _check_ranges(kind: str, rows: tuple[Sourced, ...], text: str, name: str) -> None:
    for number, row in enumerate(rows):
        for field in _RANGES:
            low, high = getattr(row, field, None) or (0.0, 0.0)
            if low > high or low == float("inf"):
                where = _row_name(kind, number, text, name)
                raise ConfigError(
                    f"{where}: {field} = [{low:g}, {high:g}] has its low end above its high end",
                    hint=f"write {field} = [{high:g}, {low:g}]",
                )


def _placed(message: str, text: str, name: str) -> str:
    """Return what msgspec says (`… - at `$.price[3].amount``) with the line of the row."""
    found = _PLACE.search(message)
    if found is None:
        return f"{name}: {message}"
    what = message[: found.start()].removesuffix(" - at ").strip()
    field = found["rest"].lstrip(".")
    where = _row_name(found["kind"], int(found["number"]), text, name)
    return f"{where}{f', {field}' if field else ''}: {what}"


def _row_name(kind: str, number: int, text: str, name: str) -> str:
    """Return `prices.toml, line 14 (price 3)`; without a line where rows are written inline."""
    head = re.compile(rf"\s*\[\[\s*[\"']?{re.escape(kind)}[\"']?\s*\]\]")
    lines = [i for i, line in enumerate(text.splitlines(), start=1) if head.match(line)]
    line = f", line {lines[number]}" if number < len(lines) else ""
    return f"{name}{line} ({kind} {number + 1})"


def as_values(tables: Tables) -> dict[str, Any]:
    """Return every row as JSON values, by file; an open end is None."""
    named = {
        "prices.toml": tables.prices,
        "multipliers.toml": tables.multipliers,
        "units.toml": tables.units,
        "tiers.toml": tables.tiers,
    }
    return {name: _closed(msgspec.to_builtins(rows)) for name, rows in named.items()}


def _closed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _closed(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_closed(held) for held in value]
    return None if value == float("inf") else value

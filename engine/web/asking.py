"""What an address asks for: the brief, the filters, the order and the place in the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from multidict import MultiMapping

from engine.config import MOST_PREFERRED, nearest
from engine.errors import ConfigError
from engine.questions.given import LONGEST_BRIEF, LONGEST_VALUE, READING, chosen

MOST_VALUES = 50
MOST = 200  # creators on one page
USUAL = 25
BESIDE = ("doubts", "prefer-community")  # what is counted beside the topic
VIEWS = ("cards", "table")
_YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An address taken apart. `where` holds the filters given by hand, by the names of their flags.

    `doubts` and `prefer` are what is counted beside the topic, None where the settings decide.
    `top` creators are on a page; `after` is the cursor of the page before, `now` as it was typed.
    """

    brief: str = ""
    where: Mapping[str, Any]
    doubts: bool | None = None
    prefer: float | None = None
    sort: str | None = None
    view: str = VIEWS[0]
    top: int = USUAL
    after: str | None = None
    now: str | None = None


def asked_for(query: MultiMapping[str], filters: Mapping[str, object]) -> Asked:
    """Return what `query` asks for; fields left empty ask for nothing.

    Raises:
        ConfigError: a name is not known, is given twice, or a value is too long or not of its form.
    """
    given = _given(query)
    known = (*filters, *READING, *BESIDE, "brief", "sort", "view", "top", "after", "now")
    for name in given:
        if name not in known:
            raise ConfigError(f"there is no parameter {name!r}", hint=nearest(name, known))
    return Asked(
        brief=_one(given, "brief") or "",
        where={
            name: values if len(values) > 1 else values[0]
            for name, values in given.items()
            if name in filters or name in READING
        },
        doubts=yes_or_no(_one(given, "doubts"), "doubts"),
        prefer=_points(_one(given, "prefer-community")),
        sort=_one(given, "sort"),
        view=chosen(_one(given, "view"), VIEWS, "view") or VIEWS[0],
        top=whole(_one(given, "top"), "top", most=MOST) or USUAL,
        after=_one(given, "after"),
        now=_one(given, "now"),
    )


def one_each(query: MultiMapping[str], known: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters of `query`, of which each may be given once; empty ones are left out.

    Raises:
        ConfigError: one is none of `known`, is given twice, or its value is too long.
    """
    given = _given(query)
    for name in given:
        if name not in known:
            raise ConfigError(f"there is no parameter {name!r}", hint=nearest(name, known))
    return {name: value for name in given if (value := _one(given, name)) is not None}


def whole(written: str | None, name: str, *, most: int) -> int | None:
    """Return `written` as a whole number from 1 to `most`; None where nothing was given.

    Raises:
        ConfigError: it is none.
    """
    if written is None:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < len(str(most)) + 1):
        raise ConfigError(f"{name}: {written!r} is not a whole number from 1 to {most}")
    if not 1 <= int(written) <= most:
        raise ConfigError(f"{name}: {written} is not from 1 to {most}")
    return int(written)


def yes_or_no(written: str | None, name: str) -> bool | None:
    """Return whether `written` is `yes`; None where nothing was given.

    Raises:
        ConfigError: it is neither `yes` nor `no`.
    """
    answer = chosen(written, _YES_NO, name)
    return None if answer is None else answer == "yes"


def _points(written: str | None) -> float | None:
    if written is None:
        return None
    try:
        points = float(written)
    except ValueError:
        points = -1.0
    if not 0 <= points <= MOST_PREFERRED:
        raise ConfigError(
            f"prefer-community: {written!r} is no number of points from 0 to {MOST_PREFERRED:g}"
        )
    return points


def _given(query: MultiMapping[str]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for name, value in query.items():
        if not value.strip():
            continue
        longest = LONGEST_BRIEF if name == "brief" else LONGEST_VALUE
        if len(value) > longest:
            raise ConfigError(
                f"{name} is longer than {longest:,} characters", hint="say it in fewer words"
            )
        given.setdefault(name, []).append(value.strip())
        if len(given[name]) > MOST_VALUES:
            raise ConfigError(f"{name} is given too often", hint=f"at most {MOST_VALUES} times")
    return given


def _one(given: Mapping[str, list[str]], name: str) -> str | None:
    values = given.get(name, [])
    if len(values) > 1:
        raise ConfigError(f"{name} is given {len(values)} times", hint="give it once")
    return values[0] if values else None

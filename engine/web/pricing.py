"""What posts may cost, as an address asks for it: whom, how, and with which budget."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from multidict import MultiDict, MultiMapping

from engine.errors import ConfigError
from engine.money.amounts import parse_money
from engine.money.estimates import POST, Asked
from engine.money.quotes import At
from engine.questions.given import LONGEST_VALUE, chosen
from engine.questions.pricing import ENDS, USUAL_END, make_asked
from engine.web.asking import MOST, USUAL, asked_for, one_each, whole

HOW = ("shortlist", "as", "format", "niche", "currency", "rate", "budget", "posts", "at")
"""Parameters of which each is given once, beside `brief`, `top` and `now`."""
_BETWEEN = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an address asks for; one of `brief`, `shortlist` and `creators` says whom.

    `where` are filters for the brief. `top` creators are priced. At most `posts` are bought for
    `budget` at the end `at` of each range. `now` is as it was typed.
    """

    brief: str | None = None
    shortlist: str | None = None
    creators: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    top: int = USUAL
    asked: Asked
    budget: str | None = None
    posts: int | None = None
    at: At = USUAL_END
    now: str | None = None


def names_somebody(query: MultiMapping[str]) -> bool:
    """Return whether an address says whose prices it asks for."""
    named = ("brief", "shortlist", "creator", "creators")
    return any(query.get(name, "").strip() for name in named)


def between(name: str) -> bool:
    """Return whether a name holds what would part it from others in the field for several."""
    return _BETWEEN.search(name) is not None


def wish_of(query: MultiMapping[str], filters: Mapping[str, object]) -> Wish:
    """Return what an address asks for.

    Raises:
        ConfigError: a parameter is unknown or cannot be read, or it is not said whose prices, or
            in more than one way.
    """
    rest = MultiDict(query)
    creators = tuple(dict.fromkeys((*_taken(rest, "creator"), *_typed(rest))))
    rest.popall("whom", None)
    how = MultiDict((name, value) for name in HOW for value in rest.popall(name, []))
    given = one_each(how, HOW)
    _check_known(rest)
    asked = asked_for(rest, filters)
    shortlist, where = given.get("shortlist"), asked.where
    _check_whom(asked.brief, shortlist, creators, where=where)
    if given.get("budget") and creators:
        raise ConfigError(
            "creators who are named have no points to choose by",
            hint="take those of a brief or of a shortlist for a budget",
        )
    return Wish(
        brief=asked.brief or None,
        shortlist=shortlist,
        creators=creators,
        where=where,
        top=asked.top,
        asked=_asked(given),
        budget=given.get("budget"),
        posts=whole(given.get("posts"), "posts", most=MOST),
        at=_end(given.get("at")),
        now=asked.now,
    )


def _check_known(query: MultiMapping[str]) -> None:
    for name in query:
        if name in {"sort", "view", "after", "doubts", "prefer-community"}:
            raise ConfigError(f"this address takes no {name!r}", hint="leave it out")


def _check_whom(
    brief: str, shortlist: str | None, creators: tuple[str, ...], *, where: Mapping[str, Any]
) -> None:
    if sum(map(bool, (brief, shortlist, creators))) != 1:
        raise ConfigError(
            "say whose prices in one way: by a brief, a shortlist, or the names of creators",
            hint="leave the other fields empty",
        )
    if where and not brief:
        name = next(iter(where))
        raise ConfigError(f"{name} goes with a brief", hint="leave it out, or give a brief")
    if len(creators) > MOST or any(len(one) > LONGEST_VALUE for one in creators):
        raise ConfigError("those are too many creators", hint="keep them as a shortlist first")


def _taken(query: MultiDict[str], name: str) -> list[str]:
    return [value.strip() for value in query.popall(name, []) if value.strip()]


def _typed(query: MultiDict[str]) -> list[str]:
    """Take the field in which several creators are typed, with blanks or commas between them."""
    return [one for value in _taken(query, "creators") for one in _BETWEEN.split(value) if one]


def _asked(given: Mapping[str, str]) -> Asked:
    budget = given.get("budget")
    currency = given.get("currency")
    asked = make_asked(
        given.get("format", POST),
        given.get("niche"),
        given.get("as"),
        currency=currency,
        rates=given.get("rate", "").replace(",", " ").split(),
        budget=budget,
    )
    if budget is not None:
        parse_money(budget, currency=asked.currency)
    return asked


def _end(written: str | None) -> At:
    found = chosen(written, ENDS, "at")
    return next((end for end in ENDS if end == found), USUAL_END)

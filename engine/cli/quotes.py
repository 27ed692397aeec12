"""Estimates of prices and the best set for a budget, as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.cli.layout import UNKNOWN, columns, count_text, fit
from engine.money.budget import SECONDS
from engine.money.estimates import Estimate
from engine.money.quotes import Purchase, Quoted, standing
from engine.money.saying import amount_text, way_said
from engine.text import number_of
from engine.vocabulary import Creator

_NAME = 32
_CENTS = 100


def quote_lines(quoted: Sequence[Quoted]) -> Iterator[str]:
    """Yield a line a creator: what a post may cost, and how wide the range is."""
    heads = ("creator", "followers", "tier", "score", "low", "middle", "high", "", "width", "")
    rows = [_row(one) for one in quoted]
    yield from columns([heads, *rows], left=(0, 2, 7, 9))


def _row(one: Quoted) -> tuple[str, ...]:
    found = one.estimate
    marked = ["do not contact"] if one.barred else []
    said = "; ".join([*marked, *one.warnings, *(found.notes if found.low is None else ())])
    return (
        person_name(one.creator),
        count_text(one.creator.followers),
        found.tier or UNKNOWN,
        UNKNOWN if one.score is None else f"{one.score:.1f}",
        amount_text(found.low),
        amount_text(found.middle),
        amount_text(found.high) + ("+" if found.is_open and found.high else ""),
        "" if found.low is None else found.currency,
        UNKNOWN if found.width is None else f"{found.width:.1f}x",
        said,
    )


def way_lines(found: Estimate) -> Iterator[str]:
    """Yield a line for every way an estimate was made, and why others could not be used."""
    for way in found.ways:
        said = way_said(way)
        yield (f"{said.reach} {found.currency}: {said.sum} ({way.row.source}, {way.row.dated})")
    yield from found.notes


def bought_lines(quoted: Sequence[Quoted], bought: Purchase) -> Iterator[str]:
    """Yield the best set, its points and price, and why each of the others is left out."""
    choice = bought.choice
    yield (
        f"Best set for {choice.budget / _CENTS:,.2f} {bought.currency}, at most "
        f"{number_of(choice.posts, 'post')}, {bought.at} prices: "
        f"{number_of(len(choice.taken), 'post')}, {choice.score:.1f} points, "
        f"{choice.cents / _CENTS:,.2f} {bought.currency}"
    )
    if choice.within:
        yield (
            f"  not proven to be the best in {SECONDS:g} s: another may have up to "
            f"{choice.within:.1f} points more; with fewer --posts or creators it is found sooner"
        )
    prices = {offer.name: offer.cents for offer in choice.taken}
    for one in quoted:
        if one.key in prices:
            price = f"{prices[one.key] / _CENTS:,.2f}"
            opposed = f" ({'; '.join(one.warnings)})" if one.warnings else ""
            points = f"{one.score or 0.0:.1f} points"
            yield f"  takes {person_name(one.creator)}: {points} for {price}{opposed}"
    for one in quoted:
        if one.key not in prices:
            yield f"  leaves out {person_name(one.creator)}: {standing(one, bought)[1]}"


def person_name(creator: Creator) -> str:
    """Return `@handle (source)`, short enough for a column."""
    name = f"@{creator.handle}" if creator.handle else creator.name or creator.native_id
    return f"{fit(name, _NAME)} ({creator.source})"

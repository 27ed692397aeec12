"""What a brief does not want: the words after `not`, `sin`, `sauf`, `keine`, `menos`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.briefs.reading import Reading, is_person
from engine.briefs.tagging import Tagged
from engine.briefs.words import fold
from engine.places import EITHER

_STOPS = ",.WHXxvVK<>abR|N4y5oesB"
_LONGEST = 6  # words
_YET = frozenset({"yet", "ever", "todavia", "aun", "encore", "noch", "ainda", "bisher"})
_NEITHER = frozenset({"ni", "nem", "nor", "neither", "weder"})
_NOT = frozenset({"not", "but not", "and not", "nicht", "aber nicht", "mais pas"})
_PARTICIPLES = frozenset({"afraid", "sure", "perfect", "easy"})  # what creators are not, as a theme


def exclusions(tagged: Tagged, taken: set[int]) -> Iterator[Reading]:
    """Yield what is excluded by words that no other filter took."""
    roles = "".join("|" if i in taken else r for i, r in enumerate(tagged.roles))
    for match in re.finditer("[Xxj]", roles):
        i = match.start()
        if roles[i] == "j" and not _is_neither(tagged, roles, i):
            continue
        if not _excludes(tagged, roles, i):
            continue
        begin = _past_yet(tagged, roles, i + 1)
        while begin < len(roles) and (roles[begin] == "W" or _is_label(tagged, begin)):
            begin += 1
        stop = _end(roles, begin, is_list=_is_label(tagged, begin - 1))
        start, stop = _trimmed(roles, begin, stop)
        longest = _LONGEST * (3 if _is_label(tagged, begin - 1) else 1)
        if start < stop <= start + longest:
            yield from _each(tagged, (i, start, stop), roles)


def _excludes(tagged: Tagged, roles: str, i: int) -> bool:
    """Return whether the word at `i` excludes here, and is no part of what is asked for."""
    if i + 1 >= len(roles):
        return False
    following = tagged.items[i + 1]
    if _is_label(tagged, i + 1) or _WHEREABOUTS.match(roles, i):
        return True
    if _is_being(tagged, i - 1) or _is_being(tagged, i + 1):
        return roles[i : i + 2] != "xw" or following.folded not in _PARTICIPLES
    if following.glued or (_is_free_of(tagged, i + 1) and tagged.items[i].folded not in _NOT):
        return False
    before = roles[i - 1] if i else ""
    unwanted = fold(tagged.vocabulary.unwanted).split()
    if (
        roles[i] in "Xj"
        or following.folded in fold(tagged.vocabulary.selling).split("|")
        or following.folded in unwanted
    ):
        return True
    return bool(before) and (before in ",.JjGgQZ|" or is_person(tagged, i - 1))


def _past_yet(tagged: Tagged, roles: str, i: int) -> int:
    """Return where what is not wanted begins behind `yet` and `about`, as in `not yet about X`."""
    if tagged.items[i].folded not in _YET:
        return i
    return i + 2 if roles[i + 1 : i + 2] == "K" else i + 1


def _is_free_of(tagged: Tagged, i: int) -> bool:
    return tagged.items[i].folded in fold(tagged.vocabulary.free_of).split()


def _is_neither(tagged: Tagged, roles: str, i: int) -> bool:
    """Return whether `ni` or `nem` begins a clause here: `, ni tiendas ni marcas`."""
    return tagged.items[i].folded in _NEITHER and (not i or roles[i - 1] in ",.|")


def _is_label(tagged: Tagged, i: int) -> bool:
    """Return whether a colon stands at `i`: what follows is a list."""
    return 0 <= i < len(tagged.items) and tagged.items[i].folded == ":"


def _is_being(tagged: Tagged, i: int) -> bool:
    """Return whether the item at `i` ends in a form of to be."""
    if not 0 <= i < len(tagged.items) or tagged.items[i].role != "W":
        return False
    return tagged.items[i].folded.split()[-1] in fold(tagged.vocabulary.being).split("|")


def _end(roles: str, start: int, *, is_list: bool) -> int:
    """Return where what is excluded ends; a list that closes with `or` is all of it."""
    stops = _STOPS.replace(",", "") if is_list else _STOPS
    ends = (
        i
        for i in range(start, len(roles))
        if roles[i] in stops or (roles[i : i + 2] in _FILTERS and i > start and roles[i - 1] != "j")
    )
    first = next(ends, len(roles))
    listed = re.compile(r"[wADIq]+(?:,[wADIq]{1,3})+,?j[wADIq]+").match(roles, start)
    return listed.end() if listed else first


_WHEREABOUTS = re.compile("[Xx]I[IDA]*[PZ]|^[Xx][DA]*[PZ](?=[,.jJ])")  # "not in Oslo"
_FILTERS = frozenset({"I|", "D|", "A|", "IP", "IZ", "IL", "It"})


def _trimmed(roles: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and roles[start] in "ADIJj":
        start += 1
    while start < stop and roles[stop - 1] in "ADIJj":
        stop -= 1
    return start, stop


def _each(tagged: Tagged, span: tuple[int, int, int], roles: str) -> Iterator[Reading]:
    """Yield what the span leaves out: words, places and platforms; the first has its trigger."""
    trigger, start, stop = span
    begin = trigger
    while begin and roles[begin - 1] in ",JW":
        begin -= 1
    pieces: dict[str, list[tuple[int, int]]] = {}
    place = start
    for i in [*(j for j in range(start, stop) if roles[j] in "Jj,"), stop]:
        a, b = _trimmed(roles, place, i)
        if a < b:
            pieces.setdefault(_kind(roles[a:b]), []).append((a, b))
        place = i + 1
    for number, (kind, spans) in enumerate(pieces.items()):
        first = begin if number == 0 else spans[0][0]
        last = stop if len(pieces) == 1 else spans[-1][1]
        values = [_value(tagged, a, b) if kind else tagged.words(a, b) for a, b in spans]
        yield _left_out(kind, Reading(start=first, stop=last), values)


def _kind(named: str) -> str:
    """Return the role of all that is named, empty where it is words."""
    kinds = {role for role in named if role not in "ID"}
    return kinds.pop() if len(kinds) == 1 and kinds <= {*"PZLz"} else ""


def _value(tagged: Tagged, a: int, b: int) -> str:
    return str(next(item.value for item in tagged.items[a:b] if item.role in "PZLz"))


def _left_out(kind: str, at: Reading, values: list[str]) -> Reading:
    """Return the reading that leaves out `values`, all of one kind."""
    if kind in {"L", "z"}:
        reason = "nationalities and languages cannot be left out; a country by its name can"
        return replace(at, name="exclude", reason=reason)
    if kind == "Z":
        return replace(at, name="not-in", value=f" {EITHER} ".join(dict.fromkeys(values)))
    name = "not-source" if kind == "P" else "exclude"
    return replace(at, name=name, value=", ".join(one.replace(",", " ") for one in values))

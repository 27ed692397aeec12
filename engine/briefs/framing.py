"""What a brief says around what it asks for: greetings, who asks and why, thanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.briefs.reading import Reading
from engine.briefs.tagging import Tagged

_LONGEST_CLOSE = 8  # items after thanks that are a name and a company, not the brief


def greetings(tagged: Tagged) -> set[int]:
    """Return the items of greetings and of thanks with the name below them."""
    roles, gone = tagged.roles, set[int]()
    for match in re.finditer(r"(?:^|(?<=[.,]))[.,A]*o[^.,]{0,5}(?:[.,]+|$|(?=[VM]))", roles):
        gone.update(range(*match.span()))
    for match in re.finditer(r"(?<=[.,])[WJA]*e(?P<rest>.*)$", roles):
        if len(match["rest"]) <= _LONGEST_CLOSE:
            gone.update(range(*match.span()))
    return gone


def introductions(tagged: Tagged, gone: set[int]) -> Iterator[Reading]:
    """Yield what is said about who asks and why, as far as it is set off from what is asked for.

    That is a sentence with words such as `I run` or `our client:`, or its part before words that
    ask, such as `looking for`.
    """
    roles = "".join("." if i in gone else r for i, r in enumerate(tagged.roles))
    for match in re.finditer(r"[^.]+", roles):
        first = match[0].find("M")
        if first < 0 or re.search(r"[GV]", match[0][:first]):
            continue
        start, rest = match.start(), match[0][first + 1 :]
        asks = re.search(r"V", rest)
        item = tagged.items[match.start() + first]
        is_named = rest.startswith(",") and tagged.items[start + first + 1].folded == ":"
        if len(item.folded.split()) == 1 and not (asks or is_named):
            continue
        stop = match.start() + first + 1 + asks.start() if asks else match.end()
        if not asks and item.folded.startswith(_PURPOSES):
            comma = rest.find(",")
            stop = start + first + 1 + (comma if comma >= 0 else len(rest))
        while stop > start + 1 and roles[stop - 1] in _JOINING:
            stop -= 1
        yield Reading(start=start, stop=stop, reason="it tells who asks, not who is looked for")


_JOINING = "JW,A"  # roles of words that only lead on to what is asked
_PURPOSES = ("for ", "para ", "pour ", "fur ")

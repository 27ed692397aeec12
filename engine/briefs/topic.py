"""What is left of a brief to search for, once filters and the way of asking are taken out."""

from __future__ import annotations

import re

from engine.briefs.languages import VOCABULARIES
from engine.briefs.tagging import Tagged
from engine.briefs.words import fold

_FRAMING = (
    re.compile(
        r"(?:^|(?<=[.,|]))[AWgJI]*(?P<cut>V[VADI]*(?:[Gg][DIA]*W*(?=[wKHWDIA|,.Zzqin]|$))?)"
    ),
    re.compile(r"(?P<cut>[Gg][W]*[K8][DIA]*)"),
    re.compile(r"(?:^|(?<=[|~,.]))(?P<cut>[AD]*G[DIAW]*)"),
    re.compile(r"(?P<cut>G)"),
    re.compile(r"(?<=[|~,.])(?P<cut>g)(?=[|~,.]|$)"),
    re.compile(r"(?P<cut>W+K)"),
    re.compile(r"(?<=[wzQ6])(?P<cut>8[DIA]*)"),
    re.compile(r"(?:^|(?<=~)|(?<=\|))(?P<cut>[K8][DA]*)"),
)


_HEADINGS = frozenset(fold(one) for v in VOCABULARIES for one in v.headings.split("|"))
_PRONOUNS = frozenset({"who", "that", "which", "que", "qui", "q", "die"})


def topic_of(tagged: Tagged, gone: set[int]) -> str:
    """Return the words of the topic, those at `gone` left out; never empty unless all are gone."""
    topic = _words_of_topic(tagged, gone)
    heading, _, rest = topic.partition(":")
    return rest.strip() or topic if fold(heading.strip()) in _HEADINGS else topic


def _words_of_topic(tagged: Tagged, gone: set[int]) -> str:
    roles = "".join(
        "|" if i in gone else "8" if _is_clause(tagged, i) else r
        for i, r in enumerate(tagged.roles)
    )
    framed = roles
    for pattern in _FRAMING:
        framed = pattern.sub(_cut, framed)
    if framed == tagged.roles:
        return tagged.text.strip()
    framed = _loose(framed)
    if not re.search(r"[^|~,.ADIJjWHx]", framed):
        framed = _loose(roles)
    return _joined(tagged, framed)


def _is_clause(tagged: Tagged, i: int) -> bool:
    """Return whether the item begins a clause of what people talk about: `que hablan de`."""
    first, *rest = tagged.items[i].folded.split() or [""]
    return tagged.items[i].role == "K" and bool(rest) and first in _PRONOUNS


def _cut(match: re.Match[str]) -> str:
    start, stop = match.span("cut")
    whole, offset = match[0], match.start()
    return whole[: start - offset] + "~" * (stop - start) + whole[stop - offset :]


def _loose(roles: str) -> str:
    """Take out the words that connected what is left with what is gone."""
    out = list(roles)
    for i in range(len(out) - 1, -1, -1):
        after = out[i + 1] if i + 1 < len(out) else "|"
        if out[i] in ",JjWHIDAp." and after in "|~":
            out[i] = "~"
    for i, role in enumerate(out):
        before = out[i - 1] if i else "|"
        is_first = not "".join(out[:i]).strip("|~")
        if before in "|~" and role in (",JjW.DHIA" if i and is_first else ",JjW.DH"):
            out[i] = "~"
    return "".join(out)


def _joined(tagged: Tagged, roles: str) -> str:
    pieces = [tagged.words(*run.span()) for run in re.finditer(r"[^|~]+", roles)]
    plain = re.sub(r"\s*\n\s*[-*\u2022]*\s*", ", ", " ".join(pieces))
    plain = re.sub(r"\s+", " ", plain).strip(" ,;:\u2022-")
    return plain if plain.count("(") == plain.count(")") else re.sub(r"[()]", "", plain)

"""What is left of a brief to search for, once filters and the way of asking are taken out."""

from __future__ import annotations

import re

from engine.briefs.tagging import Tagged

_FRAMING = (
    re.compile(
        r"(?:^|(?<=[.,|]))[AWgJI]*(?P<cut>V[VADI]*(?:[Gg][DIA]*W*(?=[wKHWDIA|,.Zzqin]|$))?)"
    ),
    re.compile(r"(?P<cut>[Gg][W]*K[DIA]*)"),
    re.compile(r"(?:^|(?<=[|~,.]))(?P<cut>[AD]*G[DIAW]*)"),
    re.compile(r"(?P<cut>G)"),
    re.compile(r"(?P<cut>W+K)"),
    re.compile(r"(?:^|(?<=~)|(?<=\|))(?P<cut>K[DA]*)"),
)


def topic_of(tagged: Tagged, gone: set[int]) -> str:
    """Return the words of the topic, those at `gone` left out; never empty unless all are gone."""
    roles = "".join("|" if i in gone else r for i, r in enumerate(tagged.roles))
    framed = roles
    for pattern in _FRAMING:
        framed = pattern.sub(_cut, framed)
    if framed == tagged.roles:
        return tagged.text.strip()
    framed = _loose(framed)
    if not re.search(r"[^|~,.ADIJjWHx]", framed):
        framed = _loose(roles)
    return _joined(tagged, framed)


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
        if before in "|~" and role in (",JjW.DHI" if i and is_first else ",JjW.DH"):
            out[i] = "~"
    return "".join(out)


def _joined(tagged: Tagged, roles: str) -> str:
    pieces = [tagged.words(*run.span()) for run in re.finditer(r"[^|~]+", roles)]
    return re.sub(r"\s+", " ", " ".join(pieces)).strip(" ,;:")

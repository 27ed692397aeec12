"""Scenes in which a name stands: a place one goes to, a source, a pet, a title of a song.

Each is told by the words around any name, and says something about names of all kinds.
"""

from __future__ import annotations

import re

_REACH = 60  # characters
_VISITED = re.compile(
    r"\b(?:go|goes|going|went|gone|run|ran|drive|drove|trips?|works?|worked|working|jobs?|walk|walked"
    r"|stop|stopped|shop|shopped|shopping|head|headed|heading|stay|stayed|employees?|manager|lunch"
    r"|dinner|bought|got|found|sold|seen|saw|spotted|available|interview) (?:[\w']+ )?"
    r"(?:to|at|by|into|in|for|inside|from) (?:(?:the|a|an|my|our|your|this) )?"
    r"(?:local |nearest |new |same )?$"
)
_LOCAL = re.compile(r"\b(?:local|nearest|nearby|neighbou?rhood|downtown) $")
_CHRISTENED = re.compile(
    r"\b(?:named|call|called|calling|meet|name is|name was|names are|say hello to|say hi to|rip) "
    r"(?:him |her |it |them |is |my |our |little )?[\"'\u201c]?$"
)
_CREDITED = re.compile(r"(?:[|(\u2013\u2014~]|\s-|\bvia)\s*(?:[Tt]he\s)?$")
_CREDIT_ENDS = re.compile(r"\s*(?:$|\n|[)\]|]|magazine\b|\.com\b|\.co\.uk\b)", re.I)
_PETS = re.compile(
    r"\b(?:cats?|dogs?|pupp(?:y|ies)|kittens?|kitty|pets?|pup|hamster|bunny|rabbit|horse|mare|pony"
    r"|guinea pigs?|rats?|ferrets?|corgi|husky|shiba|pug|pitbull|labrador|vet|adopted|rescue"
    r"|years old|shelter|litter|cuddl\w+|snuggl\w+)\b",
    re.I,
)
_MUSIC = re.compile(
    r"\b(?:feat|ft|remix|cover|lyrics?|album|ep|mixtape|soundtrack|song|songs|band|guitar|vocals|music"
    r"|tour|concert|rap|rapper|metal|punk|indie|folk|house|trance|listen)\b",
    re.I,
)
_CLOSING = {'"': '"', "\u201c": "\u201d"}


def scene(text: str, start: int, end: int) -> dict[str, float]:
    """Return which scenes `text[start:end]` stands in, 0 or 1 each."""
    head, tail = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    small = " ".join(head.lower().split()) + " " * head[-1:].isspace()
    ends = _CREDIT_ENDS.match(tail) is not None
    return {
        "visited": float(_VISITED.search(small) is not None),
        "local": float(_LOCAL.search(small) is not None),
        "christened": float(_CHRISTENED.search(small) is not None),
        "credited": float(ends and _CREDITED.search(head) is not None),
        "heading": float(not head.rsplit("\n", 1)[-1].strip(" [(") and tail[:1] == ":"),
        "quoted": float(_is_quoted(head, tail)),
    }


def surroundings(text: str) -> dict[str, float]:
    """Return what a whole text speaks of, as a share of what is enough: pets and music."""
    return {
        "pets": min(2, len(_PETS.findall(text))) / 2,
        "music": min(2, len(_MUSIC.findall(text))) / 2,
    }


def _is_quoted(head: str, tail: str) -> bool:
    """Return whether a name is part of something longer in quotation marks, on one line."""
    before, after = head.rsplit("\n", 1)[-1], tail.split("\n", 1)[0]
    for opening, closing in _CLOSING.items():
        at, to = before.rfind(opening), after.find(closing)
        inside = before[at + 1 :] + after[:to] if at >= 0 <= to else ""
        if inside.strip() and (opening != closing or before.count(opening) % 2):
            return True
    return False

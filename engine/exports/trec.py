"""Shortlists as runs in the format of TREC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from engine.exports.writing import number
from engine.text import clean
from engine.vocabulary import FIRST_RANK, CreatorKey, Shortlist

TAG = "overheard"


def trec_lines(shortlist: Shortlist) -> Iterator[str]:
    """Yield `BRIEF_ID Q0 SOURCE:CREATOR_ID RANK SCORE overheard` for every creator, best first.

    White space in an id is percent-encoded, as is `%` in an id that holds white space, so that
    the id can be read back. Without a line feed.
    """
    brief = word(shortlist.brief.id)
    for rank, candidate in enumerate(shortlist.candidates, FIRST_RANK):
        creator = trec_id(candidate.creator.key)
        yield f"{brief} Q0 {creator} {rank} {number(candidate.score)} {TAG}"


def trec_id(creator: CreatorKey) -> str:
    """Return `SOURCE:CREATOR_ID` as one word."""
    return word(":".join(creator))


def trec_bytes(shortlists: Sequence[Shortlist]) -> bytes:
    """Return the lines of all shortlists, one after the other, in UTF-8."""
    lines = (line for shortlist in shortlists for line in trec_lines(shortlist))
    return "".join(f"{line}\n" for line in lines).encode()


def word(name: str) -> str:
    """Return `name` cleaned and as one word: white space is percent-encoded."""
    name = clean(name)
    if name and name.split() == [name]:
        return name
    return "".join(quote(char) if char.isspace() or char == "%" else char for char in name)

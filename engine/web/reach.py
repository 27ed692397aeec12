"""What the page is lent for writing to creators and for what their posts brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from engine.outreach.drafts import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which letters are wanted: the options of `overheard outreach draft`.

    Either `shortlist` names a list, of which the first `top` are written to, or `creators` names
    them, as @handle or SOURCE:ID.
    """

    brand: str
    shortlist: str | None = None
    creators: Sequence[str] = ()
    top: int = 25
    about: str | None = None
    sender: str = ""
    again: bool = False
    platform: str | None = None
    form: str = "post"
    currency: str | None = None
    rates: Sequence[str] = ()


class Drafted(NamedTuple):
    """Drafts in the order of the list, and what is to be said with them."""

    drafts: Sequence[Draft]
    notes: Sequence[str]


class LetterMaker(Protocol):
    """Drafts letters as `overheard outreach draft` does, and keeps nothing of it."""

    def __call__(self, home: Path, wish: Wish, *, now: datetime) -> Drafted:
        """Return them; somebody or a list that is not there is a `ConfigError`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What the page is lent for reaching creators: `letters` drafts first letters."""

    letters: LetterMaker

"""What programs are lent by whoever builds things from names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.questions import Opened, Tools
from engine.ranking import Explanation
from engine.vocabulary import Brief, CreatorId, Shortlist


class Ranker(Protocol):
    """Ranks creators for a brief, with all that the settings ask for beside it."""

    def __call__(self, brief: Brief, opened: Opened, *, now: datetime) -> Shortlist:
        """Return the shortlist with its notices."""
        ...


class Explainer(Protocol):
    """Works out one creator's place for a brief."""

    def __call__(
        self, creator: CreatorId, brief: Brief, opened: Opened, *, now: datetime
    ) -> Explanation:
        """Return the sum behind it, whether they are on the list or not."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """What is lent for asking, and how `search` and `why` of the command line rank and explain."""

    tools: Tools
    rank: Ranker
    explain: Explainer

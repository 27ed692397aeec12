"""Other ways to write a brand that posts of a home really have, with what each would match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from engine.branding.tallies import Tally, passages, tallied
from engine.branding.trials import trial_card
from engine.brands.cards.aliases import Proposal, proposals
from engine.brands.cards.files import checked
from engine.brands.cards.sightings import look
from engine.protocols import Progress
from engine.vocabulary import Brand


class Offer(NamedTuple):
    """A proposal, what it would match, and why it is not kept unasked."""

    proposal: Proposal
    tally: Tally

    @property
    def doubt(self) -> str | None:
        """Return why it is not safe; `None` if it is."""
        return self.proposal.doubt


def proposed(card: Brand, home: Path, *, progress: Progress | None = None) -> list[Proposal]:
    """Return what might be added to `card`, by what the posts of `home` have."""
    return proposals(card, look(card, passages(home, progress=progress)))


def offers(
    card: Brand, chosen: Sequence[Proposal], home: Path, *, progress: Progress | None = None
) -> tuple[Tally, list[Offer]]:
    """Return what `card` matches in `home`, and what each of the proposals would."""
    trials = [trial_card(card, one.field, one.text, number=i) for i, one in enumerate(chosen)]
    found = tallied((card, *trials), passages(home, progress=progress))
    told = [Offer(one, found[trial.key]) for one, trial in zip(chosen, trials, strict=True)]
    return found[card.key], told


def extended(card: Brand, kept: Sequence[Proposal]) -> Brand:
    """Return `card` with what is `kept`, checked."""
    more = {
        field: tuple(one.text for one in kept if one.field == field)
        for field in ("aliases", "hashtags", "domains")
    }
    lists: dict[str, Any] = {
        field: (*getattr(card, field), *texts) for field, texts in more.items()
    }
    return checked(replace(card, **lists))

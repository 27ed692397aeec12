"""Briefs about the rivals of a brand of which none are known: said, not passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.briefs.mentioning import named, rivals_of
from engine.vocabulary import Brand, NotFiltered

_RIVALS = (
    r"(?i:rivals?|competitors?|competition|rivales|competidor[ae]s|competencia|rivaux|concurrents"
    r"|concurrence|rivalen|konkurrent(?:en)?|konkurrenz|(?:mit|wett)bewerbern?|rivais|concorrentes"
    r"|concorr[\u00eae]ncia)"
)
_OF = (
    r"(?:(?i:of|to|von|de|del|da|do|des|der)\s+(?:(?:the|los|las|la|les|der|die)\s+)?"
    r"|(?i:de l|d)['\u2019])"
)
_NAME = r"[^\W\d_a-z][\w.&-]*(?:\s+[^\W\d_a-z][\w.&-]*){0,3}"
_ASKED = re.compile(
    rf"(?P<owner>{_NAME}?)(?:['\u2019]s?)\s+{_RIVALS}\b|\b{_RIVALS}\s+{_OF}(?P<of>{_NAME})"
)


def unread_rivals(text: str, cards: Sequence[Brand]) -> Iterator[NotFiltered]:
    """Yield the words of a brief that ask for rivals which no card names, and why they are unread.

    A brand is known there by its capital: `the rivals of Jura`.
    """
    for match in _ASKED.finditer(text):
        name = match["owner"] or match["of"]
        card = named(name, cards)
        if card is None:
            reason = f'there is no brand card for {name}: overheard brand add "{name}" --rival KEY'
        elif not rivals_of(card, cards):
            reason = (
                f"its card names no rivals that have cards, too: "
                f"overheard brand edit {card.key} --rival KEY"
            )
        else:
            continue
        yield NotFiltered(words=match[0], reason=reason)

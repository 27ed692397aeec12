"""What makes the mentions of a card uncertain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.brands.matching.folding import folded
from engine.brands.matching.ordinary import is_common
from engine.vocabulary import Brand

_SMALL = 0.2  # of its posts; a word so often without a capital is not only a name


def warnings(card: Brand, words: Counter[str] | None = None) -> Iterator[str]:
    """Yield what makes mentions of `card` uncertain: ordinary words without a gloss.

    `words` are those it was found by and in how many posts: one that is nearly always written
    with a capital is a name, whatever the dictionary has.
    """
    common = [word for word in (card.name, *card.aliases) if is_common(word)]
    plain = [word for word in common if words is None or _is_often_small(word, words)]
    if plain and not card.about:
        yield (
            f"{', '.join(map(repr, plain))} is an ordinary word too, and the card does not say "
            'what the brand is: add --about "…" and --not-about "…"'
        )


def _is_often_small(word: str, words: Counter[str]) -> bool:
    written = {said: n for said, n in words.items() if folded(said) == folded(word)}
    small = sum(n for said, n in written.items() if said.islower())
    return small >= _SMALL * sum(written.values())

"""How a card, its matches and a post around a match look on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from engine.brands.cards.reading import LISTS
from engine.cli.layout import facts, fit, styled
from engine.cli.speech import harmless
from engine.vocabulary import Brand, Span

_MOST_WORDS = 8


def words_line(words: Counter[str], most: int = _MOST_WORDS) -> str:
    """Return the words a card found and in how many posts, the most frequent first."""
    shown = [f"{fit(word, 30)} {n:,}" for word, n in words.most_common(most)]
    more = len(words) - len(shown)
    return ", ".join(shown) + (f", and {more:,} more" if more > 0 else "")


def around(text: str, span: Span, *, width: int) -> str:
    """Return what of `text` stands around `span`, on one line of at most `width` cells."""
    if not span.end:
        return fit(span.surface, width)
    room = max(width - (span.end - span.start), 0) // 2
    start = max(span.start - room, 0)
    before = "…" if start else ""
    return fit(before + " ".join(text[start : start + 2 * width].split()), width)


def card_lines(card: Brand) -> Iterator[Text]:
    """Yield what a card says, field by field; empty fields are left out."""
    yield styled(f"{card.key}: {harmless(card.name)}", "bold")
    said = {field.replace("_", " "): ", ".join(getattr(card, field)) for field in LISTS}
    for source, handles in card.handles.items():
        said[f"handles, {source}"] = ", ".join(f"@{handle}" for handle in handles)
    if card.accents_matter:
        said["accents"] = "matter"
    for line in facts({name: text for name, text in said.items() if text}):
        yield styled(f"  {line}")

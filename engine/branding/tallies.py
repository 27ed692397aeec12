"""What brand cards match in the posts of a home, counted post by post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.brands.matching.matcher import BrandMatcher
from engine.protocols import Progress
from engine.store import Store, database_path
from engine.vocabulary import Brand, Kind, Passage, Span

_BATCH = 5_000


@dataclass(slots=True)
class Tally:
    """Posts that a card matches: how many, by kind and by the words found, and one of them.

    `new` counts those that the first of the cards does not match.
    """

    posts: int = 0
    new: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    example: tuple[str, Span] | None = None

    def add(self, text: str, spans: Sequence[Span], *, is_new: bool) -> None:
        """Count one post in which the card found `spans`; `is_new`: the first card did not."""
        self.posts += 1
        self.new += is_new
        self.kinds.update({span.kind for span in spans})
        self.words.update({" ".join(span.surface.split()) for span in spans})
        if self.example is None or (is_new and self.new == 1):
            self.example = text, spans[0]


def has_posts(home: Path) -> bool:
    """Return whether there is a corpus in `home`."""
    return database_path(home).is_file()


def passages(
    home: Path, *, most: int | None = None, progress: Progress | None = None
) -> Iterator[Passage]:
    """Return the posts of `home`, as matching looks at them; none if there is no corpus.

    With `most`, only about so many: those that were stored last. `progress` is told the posts done
    of those there are.
    """
    if not has_posts(home):
        return
    with Store.open(database_path(home), read_only=True) as store:
        total, done = store.summary().posts, 0
        after = 0 if most is None else max(0, store.last_post_id() - most)
        while batch := store.passages(_BATCH, after=after):
            yield from batch.values()
            after = max(batch)
            done += len(batch)
            if progress:
                progress(done, total)


def tallied(cards: Sequence[Brand], posts: Iterable[Passage]) -> dict[str, Tally]:
    """Return what each of `cards` matches in `posts`, by key."""
    matcher = BrandMatcher(cards)
    found = {card.key: Tally() for card in cards}
    batch: list[Passage] = []
    for passage in posts:
        batch.append(passage)
        if len(batch) == _BATCH:
            _count(matcher, batch, found)
            batch = []
    _count(matcher, batch, found)
    return found


def _count(matcher: BrandMatcher, batch: Sequence[Passage], found: dict[str, Tally]) -> None:
    for passage, spans in zip(batch, matcher.spans(batch), strict=True):
        by_brand: dict[str, list[Span]] = {}
        for span in spans:
            by_brand.setdefault(span.brand, []).append(span)
        is_new = next(iter(found)) not in by_brand
        for brand, of_brand in by_brand.items():
            found[brand].add(passage.text, of_brand, is_new=is_new)

"""A matcher, a stance and a judge whose answers can be worked out by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.pipeline import Rules
from engine.vocabulary import Brand, Case, Judgement, Kind, Naming, Passage, Span, Stance, Verdict


class WordMatcher:
    """Finds the names of cards as substrings, in any case."""

    def __init__(self, cards: Sequence[Brand]) -> None:
        self._cards = cards

    def spans(self, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        return [tuple(sorted(self._spans(p.text), key=lambda s: s.start)) for p in passages]

    def _spans(self, text: str) -> Iterator[Span]:
        for card in self._cards:
            for name in (card.name, *card.aliases):
                for found in re.finditer(re.escape(name), text, re.IGNORECASE):
                    start, end = found.span()
                    yield Span(
                        brand=card.key,
                        kind=Kind.NAME,
                        start=start,
                        end=end,
                        surface=text[start:end],
                    )


def word_stances(namings: Sequence[Naming]) -> list[Stance]:
    """Compare where there are others, else like what is not in German."""
    return [_word_stance(naming) for naming in namings]


def _word_stance(naming: Naming) -> Stance:
    assert all(naming.text[start:end] for start, end in naming.spans)
    if naming.others:
        return Stance.COMPARES
    return Stance.AGAINST if naming.lang == "de" else Stance.FOR


WORD_RULES = Rules(matcher=WordMatcher, lexicon=repr, stances=word_stances)


class OthersJudge:
    """Calls it the brand where the creator has other posts, as sure as the post is like these."""

    def __init__(self, id_: str = "others") -> None:
        self.id = id_
        self.cases: list[Case] = []

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        self.cases += cases
        return [self._judgement(case) for case in cases]

    def _judgement(self, case: Case) -> Judgement:
        if case.others is None or case.vector is None:
            return Judgement(verdict=Verdict.NOT)
        sureness = float(abs(case.others @ case.vector).mean())
        return Judgement(verdict=Verdict.BRAND, sureness=round(sureness, 6))

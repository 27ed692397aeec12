"""Name or ordinary word? A verdict on each post that a card found something in.

A logistic model over cues (`cues`) and likeness to the card's glosses (`glosses`), the same for all
brands: its weights (`context.json`, made by `scripts/weigh_names.py`) were learnt from posts about
other brands. A handle, a link or a hashtag that the card lists decides alone. Between the two
thresholds of the file the verdict is unsure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from engine.brands.cues import cues, naming_of
from engine.brands.glosses import Glosses, Values
from engine.protocols import Embedder
from engine.vocabulary import Brand, Case, Judgement, Kind, Verdict

RULES = 1  # change it when the same card, text and weights may be judged otherwise
_DECIDING = frozenset({Kind.HANDLE, Kind.LINK})
_PRODUCT = 1.5  # added where a product of the card is named too; chosen, not learnt
_OTHERS = 0.15  # a standard deviation of the creator's other posts; chosen, not learnt
_MOST_OTHERS = 0.5  # either way


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A logistic model: sureness is 1 / (1 + exp(-(bias + the sum of weight x value)))."""

    bias: float
    weights: dict[str, float]
    unsure: tuple[float, float]  # the band of sureness in which nothing is decided


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reasons:
    """What weighs in a case: (what, by how much), the heaviest first, in units of log odds."""

    logit: float
    parts: tuple[tuple[str, float], ...]


class CardJudge:
    """Judges the posts of one card."""

    def __init__(self, card: Brand, embedder: Embedder) -> None:
        self._card, self._naming = card, naming_of(card)
        self._weights = weights()
        self._embedder = embedder
        self._glosses: Glosses | None = None
        self._id = rules_id(card) + embedder.model_id
        self._hashtags = {hashtag.casefold() for hashtag in card.hashtags}

    @property
    def id(self) -> str:
        """The glosses, names, model, weights and rules that decide verdicts."""
        return self._id

    def judge(self, cases: Sequence[Case]) -> Sequence[Judgement]:
        """Return what each case comes to; it does not depend on the cases beside it."""
        sure = [self._decides(case) for case in cases]
        worded = [c for c, decided in zip(cases, sure, strict=True) if not decided and _places(c)]
        said = iter(self.logits(worded))
        judgements = []
        for case, decided in zip(cases, sure, strict=True):
            if decided:
                judgements.append(Judgement(verdict=Verdict.BRAND))
            elif _places(case):
                judgements.append(self._verdict(float(next(said))))
            else:  # a tag beside the text, which nothing in the text explains
                judgements.append(Judgement(verdict=Verdict.UNSURE))
        return judgements

    def logits(self, cases: Sequence[Case]) -> Values:
        """Return the log odds that each case means the brand, by its words alone."""
        if not cases:
            return np.zeros(0)
        names, values = self.values(cases)
        learnt = np.array([self._weights.weights.get(name, 0.0) for name in names])
        logits: Values = self._weights.bias + values @ learnt + self._beside(cases)
        return logits

    def reasons(self, cases: Sequence[Case]) -> list[Reasons]:
        """Return what weighs in each case, beside what is usual: bias and sum make the logit."""
        names, values = self.values(cases)
        learnt = np.array([self._weights.weights.get(name, 0.0) for name in names])
        found = []
        for row, logit in zip(values * learnt, self.logits(cases), strict=True):
            order = np.argsort(-np.abs(row), kind="stable")
            parts = tuple((names[i], float(row[i])) for i in order if row[i])
            found.append(Reasons(logit=float(logit), parts=parts))
        return found

    def values(self, cases: Sequence[Case]) -> tuple[list[str], NDArray[np.float64]]:
        """Return the names of what is weighed and (n, names) values, for cases with words."""
        spans = [_places(case) for case in cases]
        texts = [case.text for case in cases]
        likeness = self._senses.compare(texts, spans, [case.vector for case in cases])
        seen = [cues(self._naming, case.text, at) for case, at in zip(cases, spans, strict=True)]
        names = [*seen[0], *likeness]
        of_cues = np.array([[*one.values()] for one in seen])
        return names, np.column_stack([of_cues, *likeness.values()])

    @property
    def _senses(self) -> Glosses:
        if self._glosses is None:
            self._glosses = Glosses(self._card, self._embedder)
        return self._glosses

    def _beside(self, cases: Sequence[Case]) -> Values:
        """Return what products of the card and the creator's other posts add to the log odds."""
        products = [any(span.kind is Kind.PRODUCT for span in case.spans) for case in cases]
        leaning = [0.0 if c.others is None else self._senses.leaning(c.others) for c in cases]
        others = np.clip(_OTHERS * np.array(leaning), -_MOST_OTHERS, _MOST_OTHERS)
        return np.asarray(_PRODUCT * np.array(products, float) + others)

    def _decides(self, case: Case) -> bool:
        return any(
            span.kind in _DECIDING
            or (span.surface.startswith("#") and span.surface[1:].casefold() in self._hashtags)
            for span in case.spans
        )

    def _verdict(self, logit: float) -> Judgement:
        sureness = float(1 / (1 + np.exp(-logit)))
        low, high = self._weights.unsure
        if sureness > high:
            return Judgement(verdict=Verdict.BRAND, sureness=sureness)
        verdict = Verdict.NOT if sureness < low else Verdict.UNSURE
        return Judgement(verdict=verdict, sureness=sureness)


def card_judge(card: Brand, embedder: Embedder) -> CardJudge:
    """Return what judges the mentions of `card`; the embedder is used when the first comes."""
    return CardJudge(card, embedder)


@cache
def weights() -> Weights:
    """Return the weights that come with us."""
    kept = json.loads(files("engine.brands").joinpath("context.json").read_text("utf-8"))
    low, high = kept["unsure"]
    return Weights(bias=kept["bias"], weights=kept["weights"], unsure=(low, high))


def _places(case: Case) -> list[tuple[int, int]]:
    """Return where the spans of the text stand, hashtags without their sign."""
    return [
        (span.start + span.surface.startswith("#"), span.end) for span in case.spans if span.end
    ]


def rules_id(card: Brand) -> str:
    """Return a hash of all but the model that decides verdicts; a judge's id begins with it."""
    learnt = weights()
    said = [RULES, card.name, card.about, card.not_about, sorted(card.hashtags), learnt.bias,
            sorted(learnt.weights.items()), learnt.unsure]  # fmt: skip
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16] + "/"

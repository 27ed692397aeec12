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
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from engine.brands.verdicts.cues import cues, naming_of
from engine.brands.verdicts.glosses import Glosses, Values
from engine.brands.verdicts.lessons import LEAST, Lesson, Taught, meant_of
from engine.protocols import Embedder
from engine.vocabulary import Brand, Case, Judgement, Kind, Vectors, Verdict

RULES = 1  # change it when the same card, text and weights may be judged otherwise
_DECIDING = frozenset({Kind.HANDLE, Kind.LINK})
_OF_THE_CARD = frozenset(
    {"common", "several", "short", "coined", "capitals", "has about", "has not_about"}
)
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
    """What weighs in a case: (what, by how much), the heaviest first, in units of log odds.

    `start` is what the card alone comes to, whatever the post; `parts` and what products and other
    posts add make it the `logit`.
    """

    logit: float
    start: float
    parts: tuple[tuple[str, float], ...]


class CardJudge:
    """Judges the posts of one card."""

    def __init__(
        self, card: Brand, embedder: Embedder, taught: Sequence[Taught] = (), labels: str = ""
    ) -> None:
        self._card, self._naming = card, naming_of(card)
        self._weights = weights()
        self._embedder = embedder
        self._glosses: Glosses | None = None
        self._id = rules_id(card, labels) + embedder.model_id
        self._taught = taught
        self._said = {one.case.text: one.meant for one in taught}
        self._hashtags = {hashtag.casefold() for hashtag in card.hashtags}

    @property
    def id(self) -> str:
        """The glosses, names, model, weights and rules that decide verdicts."""
        return self._id

    def judge(self, cases: Sequence[Case]) -> Sequence[Judgement]:
        """Return what each case comes to; it does not depend on the cases beside it.

        What people said of a post goes for all posts with its text.
        """
        known = [self._known(case) for case in cases]
        rest = [case for case, said in zip(cases, known, strict=True) if said is None]
        learnt = iter(self.learnt_logits(rest))
        return [self.verdict(float(next(learnt))) if said is None else said for said in known]

    def _known(self, case: Case) -> Judgement | None:
        """Return what a case comes to without weighing anything, None where it has to be."""
        if case.text in self._said:
            return Judgement(verdict=Verdict.BRAND if self._said[case.text] else Verdict.NOT)
        if self._decides(case):
            return Judgement(verdict=Verdict.BRAND)
        # A tag beside the text, which nothing in the text explains.
        return None if _places(case) else Judgement(verdict=Verdict.UNSURE)

    def logits(self, cases: Sequence[Case]) -> Values:
        """Return the log odds that each case means the brand, by its words alone."""
        if not cases:
            return np.zeros(0)
        names, values = self.values(cases)
        learnt = np.array([self._weights.weights.get(name, 0.0) for name in names])
        logits: Values = self._weights.bias + values @ learnt + self._beside(cases)
        return logits

    def learnt_logits(self, cases: Sequence[Case]) -> Values:
        """Return the same as `logits`, with what labels of other posts teach."""
        logits = self.logits(cases)
        return (
            logits
            if self._lesson is None or not cases
            else self._lesson.logits(logits, self.windows(cases))
        )

    def windows(self, cases: Sequence[Case]) -> Vectors:
        """Return the words around the name in each case without it, as (n, dim) unit vectors."""
        spans = [_places(case) for case in cases]
        posts = [case.vector for case in cases]
        (_, around, _), owner = self._senses.views([case.text for case in cases], spans, posts)
        rows = np.zeros((len(cases), around.shape[1]), dtype=np.float32)
        np.add.at(rows, owner, around)
        unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit

    @cached_property
    def _lesson(self) -> Lesson | None:
        worded = [one for one in self._taught if _places(one.case)]
        if len(worded) < LEAST:
            return None
        cases = [one.case for one in worded]
        return Lesson(self.logits(cases), self.windows(cases), meant_of(worded))

    def reasons(self, cases: Sequence[Case]) -> list[Reasons]:
        """Return what weighs in each case, for cases with words."""
        names, values = self.values(cases)
        learnt = np.array([self._weights.weights.get(name, 0.0) for name in names])
        found = []
        for row, logit in zip(values * learnt, self.logits(cases), strict=True):
            order = [i for i in np.argsort(-np.abs(row), kind="stable") if row[i]]
            start = self._weights.bias + sum(row[i] for i in order if names[i] in _OF_THE_CARD)
            parts = tuple((names[i], float(row[i])) for i in order if names[i] not in _OF_THE_CARD)
            found.append(Reasons(logit=float(logit), start=float(start), parts=parts))
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

    def verdict(self, logit: float) -> Judgement:
        """Return the verdict at these log odds."""
        sureness = float(1 / (1 + np.exp(-logit)))
        low, high = self._weights.unsure
        if sureness > high:
            return Judgement(verdict=Verdict.BRAND, sureness=sureness)
        verdict = Verdict.NOT if sureness < low else Verdict.UNSURE
        return Judgement(verdict=verdict, sureness=sureness)


def card_judge(
    card: Brand, embedder: Embedder, *, taught: Sequence[Taught] = (), labels: str = ""
) -> CardJudge:
    """Return what judges the mentions of `card`; the embedder is used when the first comes.

    `taught` are posts that people labelled, and `labels` a hash of what they said.
    """
    return CardJudge(card, embedder, taught, labels)


@cache
def weights() -> Weights:
    """Return the weights that come with us."""
    kept = json.loads(files("engine.brands.verdicts").joinpath("context.json").read_text("utf-8"))
    low, high = kept["unsure"]
    return Weights(bias=kept["bias"], weights=kept["weights"], unsure=(low, high))


def _places(case: Case) -> list[tuple[int, int]]:
    """Return where the spans of the text stand, hashtags without their sign."""
    return [
        (span.start + span.surface.startswith("#"), span.end) for span in case.spans if span.end
    ]


def rules_id(card: Brand, labels: str = "") -> str:
    """Return a hash of all but the model that decides verdicts; a judge's id begins with it.

    `labels` is a hash of what people said of the brand's posts.
    """
    learnt = weights()
    said = [RULES, card.name, card.about, card.not_about, sorted(card.hashtags), learnt.bias,
            sorted(learnt.weights.items()), learnt.unsure, labels]  # fmt: skip
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16] + "/"

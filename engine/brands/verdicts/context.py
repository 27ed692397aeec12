"""Name or ordinary word? A verdict on each post that a card found something in.

A logistic model over cues (`cues`), likeness to the card's glosses (`glosses`) and what a post
speaks of as a vector, the same for all brands: its weights (`weights`) were learnt from posts
about other brands. A handle, a link or a hashtag that the card lists decides alone. Most posts are
told by their cues and their stored vector; only where that leaves doubt are windows around the name
embedded. Between two thresholds of sureness the verdict is unsure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

import numpy as np

from engine.brands.verdicts import draws
from engine.brands.verdicts.cues import SIGNS, cues, naming_of
from engine.brands.verdicts.glosses import Glosses, Values
from engine.brands.verdicts.lessons import LEAST, Lesson, Taught, meant_of
from engine.brands.verdicts.weights import Weights, learnt
from engine.protocols import Embedder
from engine.vocabulary import Brand, Case, Judgement, Kind, Vectors, Verdict

RULES = 3  # change it when the same card, text and weights may be judged otherwise
_DECIDING = frozenset({Kind.HANDLE, Kind.LINK})
_OF_THE_CARD = frozenset(
    {
        "common",
        "several",
        "short",
        "coined",
        "capitals",
        "usual",
        "known",
        "has about",
        "has not_about",
    }
)
_PRODUCT = 1.5  # added where a product of the card is named too; chosen, not learnt
_HANDLE = 1.5  # added where the name itself is a handle in the text; chosen, not learnt
_DRIFT = "what it speaks of"
_OTHERS = 0.15  # a standard deviation of the creator's other posts; chosen, not learnt
_MOST_OTHERS = 0.5  # either way


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looked:
    """What was seen of n posts: (n, names) values, and (n, dim) vectors by what they are of."""

    names: list[str]
    values: Values
    vectors: Mapping[str, Vectors]


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
        self._embedder = embedder
        self._is_known = embedder.model_id == learnt().model_id
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
        texts, vectors = [case.text for case in cases], [case.vector for case in cases]
        drawn = draws.are_draws(texts, vectors, self._embedder)
        return [
            replace(one, is_draw=is_draw)
            for one, is_draw in zip(self._verdicts(cases), drawn, strict=True)
        ]

    def _verdicts(self, cases: Sequence[Case]) -> list[Judgement]:
        known = [self._known(case) for case in cases]
        rest = [case for case, said in zip(cases, known, strict=True) if said is None]
        weighed = iter(self._quickly(rest) if self._lesson is None else self.learnt_logits(rest))
        return [self.verdict(float(next(weighed))) if said is None else said for said in known]

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
        return self.weighed(cases)[0] if cases else np.zeros(0)

    def weighed(self, cases: Sequence[Case]) -> tuple[Values, Vectors]:
        """Return `logits` of at least one case, and what they rest on most.

        That is the words around the name in each, as (n, dim) unit vectors.
        """
        looked = self.look(cases)
        return self._logits(cases, looked, self._whole), looked.vectors["around"]

    def _quickly(self, cases: Sequence[Case]) -> Values:
        """Return the same as `logits`, roughly where a first look leaves no doubt."""
        if not (cases and self._is_known):
            return self.logits(cases)
        known = self._senses.filled([case.text for case in cases], [c.vector for c in cases])
        cases = [replace(case, vector=row) for case, row in zip(cases, known, strict=True)]
        logits = self._logits(cases, self.glance(cases, known), learnt().quick)
        doubted = np.flatnonzero(np.abs(logits) < learnt().sure)
        logits[doubted] = self.logits([cases[i] for i in doubted])
        return logits

    def _logits(self, cases: Sequence[Case], looked: Looked, weights: Weights) -> Values:
        weighed = looked.values @ weights.of(looked.names) + weights.drift(looked.vectors)
        return np.asarray(weights.bias + weighed + self._beside(cases))

    @property
    def _whole(self) -> Weights:
        return learnt().whole if self._is_known else learnt().anywhere

    def learnt_logits(self, cases: Sequence[Case]) -> Values:
        """Return the same as `logits`, with what labels of other posts teach."""
        if self._lesson is None or not cases:
            return self.logits(cases)
        return self._lesson.logits(*self.weighed(cases))

    @cached_property
    def _lesson(self) -> Lesson | None:
        worded = [one for one in self._taught if _places(one.case)]
        if len(worded) < LEAST:
            return None
        cases = [one.case for one in worded]
        return Lesson(*self.weighed(cases), meant_of(worded))

    def reasons(self, cases: Sequence[Case]) -> list[Reasons]:
        """Return what weighs in each case, for cases with words."""
        looked, weights = self.look(cases), self._whole
        drift = np.broadcast_to(weights.drift(looked.vectors), len(cases))
        rows = np.column_stack([looked.values * weights.of(looked.names), drift])
        logits = self._logits(cases, looked, weights)
        return [
            _reasons([*looked.names, _DRIFT], row, start=weights.bias, logit=float(logit))
            for row, logit in zip(rows, logits, strict=True)
        ]

    def look(self, cases: Sequence[Case]) -> Looked:
        """Return all that is weighed of cases with words."""
        spans = [_places(case) for case in cases]
        texts = [case.text for case in cases]
        likeness, vectors = self._senses.compare(texts, spans, [case.vector for case in cases])
        return self._looked(cases, likeness, vectors)

    def glance(self, cases: Sequence[Case], posts: Vectors) -> Looked:
        """Return what is weighed without windows, given the vectors of the posts, (n, dim)."""
        likeness = self._senses.of_posts([case.text for case in cases], posts)
        return self._looked(cases, likeness, {"post": posts})

    def _looked(
        self, cases: Sequence[Case], likeness: Mapping[str, Values], vectors: Mapping[str, Vectors]
    ) -> Looked:
        seen = [cues(self._naming, case.text, _places(case)) for case in cases]
        of_cues = np.array([[*one.values()] for one in seen])
        values = np.column_stack([of_cues, *likeness.values()])
        return Looked(names=[*seen[0], *likeness], values=values, vectors=vectors)

    @property
    def _senses(self) -> Glosses:
        if self._glosses is None:
            self._glosses = Glosses(self._card, self._embedder)
        return self._glosses

    def _beside(self, cases: Sequence[Case]) -> Values:
        """Return what products, handles and the creator's other posts add to the log odds."""
        products = [any(span.kind is Kind.PRODUCT for span in case.spans) for case in cases]
        handles = [any(span.surface.startswith(SIGNS[::2]) for span in c.spans) for c in cases]
        leaning = [0.0 if c.others is None else self._senses.leaning(c.others) for c in cases]
        others = np.clip(_OTHERS * np.array(leaning), -_MOST_OTHERS, _MOST_OTHERS)
        named = _PRODUCT * np.array(products, float) + _HANDLE * np.array(handles, float)
        return np.asarray(named + others)

    def _decides(self, case: Case) -> bool:
        return any(
            span.kind in _DECIDING
            or (span.surface.startswith("#") and span.surface[1:].casefold() in self._hashtags)
            for span in case.spans
        )

    def verdict(self, logit: float) -> Judgement:
        """Return the verdict at these log odds."""
        sureness = float(1 / (1 + np.exp(-logit)))
        low, high = learnt().unsure
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


def _reasons(names: Sequence[str], row: Values, *, start: float, logit: float) -> Reasons:
    order = [i for i in np.argsort(-np.abs(row), kind="stable") if row[i]]
    start += sum(row[i] for i in order if names[i] in _OF_THE_CARD)
    parts = tuple((names[i], float(row[i])) for i in order if names[i] not in _OF_THE_CARD)
    return Reasons(logit=logit, start=float(start), parts=parts)


def _places(case: Case) -> list[tuple[int, int]]:
    """Return where the spans of the text stand, hashtags and handles without their sign."""
    return [
        (span.start + span.surface.startswith(SIGNS), span.end) for span in case.spans if span.end
    ]


def rules_id(card: Brand, labels: str = "") -> str:
    """Return a hash of all but the model that decides verdicts; a judge's id begins with it.

    `labels` is a hash of what people said of the brand's posts.
    """
    said = [RULES, card.name, card.about, card.not_about, sorted(card.hashtags), learnt().digest,
            draws.digest(), labels]  # fmt: skip
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16] + "/"

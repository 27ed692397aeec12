"""What a card found, as judged: posts, verdicts, and the labels people gave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.brands.verdicts.checking import Share
from engine.brands.verdicts.context import CardJudge
from engine.brands.verdicts.lessons import LEAST, Taught, held_out, meant_of
from engine.pipeline.brands import judge_of, taught
from engine.pipeline.matching import cases_of
from engine.protocols import Embedder
from engine.store import Label, Store
from engine.vocabulary import (
    VERDICTS,
    Brand,
    Case,
    Creator,
    Floats,
    Post,
    PostId,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A post in which the card found something."""

    post_id: PostId
    post: Post
    creator: Creator
    verdict: Verdict
    sureness: float | None
    case: Case

    @property
    def has_words(self) -> bool:
        """Whether something stands in the text itself, so that there is something to weigh."""
        return any(span.end for span in self.case.spans)


def found_by(store: Store, brand: str, *, model_id: str) -> list[Found]:
    """Return the posts in which the card of `brand` found something, by post."""
    table = store.mention_table((brand,))
    posts, creators = store.posts(table.post_ids), store.creators(table.creator_ids)
    mentions = store.mentions(table.post_ids, (brand,))
    rows = store.found_in(brand, table.post_ids.tolist())
    cases = {
        row.post_id: case
        for row, case in zip(rows, cases_of(store, rows, model_id=model_id), strict=True)
    }
    return [
        Found(
            post_id=post_id,
            post=posts[post_id],
            creator=creators[table.creator_ids[i]],
            verdict=VERDICTS[table.verdict[i]],
            sureness=mentions[post_id][0].sureness,
            case=cases[post_id],
        )
        for i, post_id in enumerate(PostId(int(n)) for n in table.post_ids)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Labelled posts beside what the judge says of each without having seen its label."""

    before: tuple[Share, int]  # right ones of those decided, and how many were not; no labels known
    after: tuple[Share, int]  # learnt from the other labels
    precision: Share  # of the posts drawn at random that would be called the brand


def checked(store: Store, card: Brand, embedder: Embedder) -> Checked | None:
    """Return how the judge does on the labelled posts; None where too few are labelled."""
    labels = store.labels(card.key)
    shown = taught(store, card.key, labels, model_id=embedder.model_id)
    worded = [one for one in shown if any(span.end for span in one.case.spans)]
    if len(worded) < LEAST:
        return None
    plain = CardJudge(card, embedder)
    cases = [one.case for one in worded]
    (logits, windows), meant = plain.weighed(cases), meant_of(worded)
    learnt = held_out(logits, windows, meant)
    at_random = _at_random(labels, worded, store, card)
    said = np.array([plain.verdict(x).verdict is Verdict.BRAND for x in learnt.tolist()])
    drawn = said & at_random
    return Checked(
        before=_right(plain, logits, meant),
        after=_right(plain, learnt, meant),
        precision=Share(right=int((drawn & meant).sum()), n=int(drawn.sum())),
    )


def _at_random(
    labels: tuple[Label, ...], worded: list[Taught], store: Store, card: Brand
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    drawn = [label.post_id for label in labels if label.at_random]
    texts = {post.text for post in store.found_in(card.key, drawn)}
    return np.array([one.case.text in texts for one in worded], dtype=np.bool_)


def _right(
    judge: CardJudge, logits: Floats, meant: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[Share, int]:
    said = [judge.verdict(logit).verdict for logit in logits.tolist()]
    decided = [(one, two) for one, two in zip(said, meant.tolist(), strict=True)
               if one is not Verdict.UNSURE]  # fmt: skip
    right = sum((one is Verdict.BRAND) == two for one, two in decided)
    return Share(right=right, n=len(decided)), len(said) - len(decided)


__all__ = ["Checked", "Found", "checked", "found_by", "judge_of"]

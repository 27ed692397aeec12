"""Learn what tells a brand's name from an ordinary word: `engine/brands/verdicts/context.json`.

    python scripts/weigh_names.py [--write]

Learns from `evaluation/names_learn.jsonl`, public-domain posts (umbrae/reddit-top-2.5-million, PDDL
1.0) that hold one of 77 names: in the order of a hash, at most two of one subreddit, read and
labelled one by one by one reader, a language model, on the words around the name and the
subreddit. None of the names, and none of the posts, is among the labelled ones of the tests. Each
post is also learnt from without `not_about`, without any gloss, and in small letters. Prints what
comes out when each name is judged by weights that have not seen it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.brands.verdicts.context import CardJudge
from engine.embedders import load_embedder
from engine.protocols import Embedder
from engine.vocabulary import Brand, Case, Kind, Span, Vectors
from scripts.evaluation.verdicts import balanced

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "scripts" / "evaluation"
TARGET = ROOT / "engine" / "brands" / "verdicts" / "context.json"
STRENGTH = 0.01  # of fitting over shrinking, by the labelled names for development
UNSURE = 0.08  # share of the learnt posts nearest to even odds that stay undecided
_FLOOR = 0.1  # a value that hardly varies is not blown up
_FOLDS = 11

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """Posts as rows of values, with what they mean, whose they are and how much they count."""

    names: list[str]
    values: Array
    meant: NDArray[np.bool_]
    brands: NDArray[np.str_]
    plain: NDArray[np.bool_]  # as written and with the whole card
    counts: Array


class Remembering:
    """An embedder that embeds no text twice."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self.model_id, self.dim = embedder.model_id, embedder.dim

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each of `texts`."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= dict(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return the vector of a query."""
        return self._embedder.embed_query(text)


def read() -> list[tuple[Brand, list[tuple[Case, bool]]]]:
    """Return the cards and their labelled posts."""
    cards = tomllib.loads((DATA / "names_learn.toml").read_text("utf-8"))["card"]
    rows = [json.loads(line) for line in (DATA / "names_learn.jsonl").open(encoding="utf-8")]
    found = []
    for row in cards:
        card = Brand(
            key=row["key"],
            name=row["name"],
            about=tuple(filter(None, [row["about"]])),
            not_about=tuple(filter(None, [row["not_about"]])),
        )
        mine = [
            (case_of(r, card.key), r["label"] == "brand") for r in rows if r["brand"] == card.key
        ]
        found.append((card, mine))
    return found


def case_of(row: dict[str, object], key: str) -> Case:
    """Return a labelled line as what is judged."""
    text, places = str(row["text"]), row["spans"]
    spans = tuple(
        Span(brand=key, kind=Kind.NAME, start=a, end=b, surface=text[a:b])
        for a, b in places  # type: ignore[attr-defined]
    )
    return Case(text=text, spans=spans)


def small(case: Case) -> Case:
    """Return the case in small letters."""
    text = "".join(c.lower() if len(c.lower()) == 1 else c for c in case.text)
    spans = tuple(replace(s, surface=text[s.start : s.end]) for s in case.spans)
    return replace(case, text=text, spans=spans)


def lines(embedder: Embedder) -> Lines:
    """Return every post in each of its four ways."""
    parts, meant, brands, plain, counts = [], [], [], [], []
    names: list[str] = []
    for card, labelled in read():
        cases, labels = [c for c, _ in labelled], np.array([m for _, m in labelled])
        ways = [
            (card, cases, 1.0),
            (replace(card, not_about=()), cases, 0.5),
            (replace(card, about=(), not_about=()), cases, 0.5),
            (card, [small(case) for case in cases], 0.4),
        ]
        share = np.where(labels, labels.mean(), 1 - labels.mean())
        for i, (way, texts, weight) in enumerate(ways):
            names, values = CardJudge(way, embedder).values(texts)
            parts.append(values)
            meant.append(labels)
            brands.append(np.full(len(labels), card.key))
            plain.append(np.full(len(labels), i == 0))
            counts.append(weight / np.sqrt(2 * share))
        print(card.name, len(labels), f"{labels.mean():.2f}", file=sys.stderr)
    return Lines(
        names=names,
        values=np.vstack(parts),
        meant=np.concatenate(meant),
        brands=np.concatenate(brands),
        plain=np.concatenate(plain),
        counts=np.concatenate(counts),
    )


def learn(of: Lines, rows: NDArray[np.bool_]) -> tuple[Array, float]:
    """Return weights and bias from the given rows."""
    values, counts = of.values[rows], of.counts[rows] / of.counts[rows].mean()
    mean = np.average(values, axis=0, weights=counts)
    spread = np.maximum(values.std(axis=0), _FLOOR)
    model = LogisticRegression(C=STRENGTH, max_iter=5_000)
    model.fit((values - mean) / spread, of.meant[rows], sample_weight=counts)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def unseen(of: Lines) -> Array:
    """Return the log odds of every row by weights that have not seen its name."""
    keys = list(dict.fromkeys(of.brands.tolist()))
    logits = np.zeros(len(of.meant))
    for fold in range(_FOLDS):
        held = np.isin(of.brands, keys[fold::_FOLDS])
        weights, bias = learn(of, ~held)
        logits[held] = of.values[held] @ weights + bias
    return logits


def calibrated(logits: Array, of: Lines) -> tuple[float, float]:
    """Return slope and shift that make log odds of unseen names come true."""
    rows = of.plain
    model = LogisticRegression(C=1.0)
    model.fit(logits[rows, None], of.meant[rows], sample_weight=of.counts[rows])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, print, and with `--write` keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"keep them in {TARGET.name}")
    asked = parser.parse_args(arguments)
    of = lines(Remembering(load_embedder()))
    logits = unseen(of)
    slope, shift = calibrated(logits, of)
    said = slope * logits + shift
    edge = float(np.quantile(np.abs(said[of.plain]), UNSURE))
    chance = [float(1 / (1 + np.exp(edge))), float(1 / (1 + np.exp(-edge)))]
    print(f"unseen names, pooled: {balanced(of.meant[of.plain], said[of.plain] > 0):.3f}")
    weights, bias = learn(of, np.ones(len(of.meant), dtype=bool))
    kept = {
        "made": "python scripts/weigh_names.py --write",
        "posts": int(of.plain.sum()),
        "names": len(set(of.brands.tolist())),
        "unsure": [round(side, 4) for side in chance],
        "bias": round(slope * bias + shift, 5),
        "weights": {n: round(slope * float(w), 5) for n, w in zip(of.names, weights, strict=True)},
    }
    if asked.write:
        TARGET.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    heavy = sorted(kept["weights"].items(), key=lambda pair: -abs(pair[1]))  # type: ignore[attr-defined]
    print(kept["unsure"], kept["bias"], heavy[:25])


if __name__ == "__main__":
    main()

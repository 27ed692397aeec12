"""Learn what tells a brand's name from an ordinary word: `engine/brands/verdicts/context.json`.

    python scripts/weigh_names.py [--write]

Learns from `evaluation/names_learn.jsonl`, public-domain posts (umbrae/reddit-top-2.5-million, PDDL
1.0) that hold one of some 300 names: at most two of one subreddit, in the order of a hash, and for
the names added last also some of the rarer side, which were sought by how the name is written or by
the weights of before. Read and labelled one by one by one reader, a language model, on the words
around the name and the subreddit. None of the names, and none of the posts, is among the labelled
ones of the tests. Each post is also learnt from without `not_about`, without any gloss, and in
small letters. Prints what comes out when each name is judged by weights that have not seen it: of
posts sought so, less than of posts as they come.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.brands.verdicts.context import CardJudge, Looked
from engine.embedders import load_embedder
from engine.protocols import Embedder
from engine.vocabulary import Brand, Case, Kind, Span, Vectors
from scripts.evaluation.verdicts import balanced

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "scripts" / "evaluation"
TARGET = ROOT / "engine" / "brands" / "verdicts" / "context.json"
STRENGTH = 0.01  # of fitting over shrinking, by the labelled names for development
VECTORS = 2.0  # how strongly vectors are fitted beside values, by the same
EVEN = 0.75  # how far both sides of a name count alike, from 0 (as they come) to 1
UNSURE = 0.08  # share of the learnt posts nearest to even odds that stay undecided
DOUBTED = 0.35  # share of the learnt posts of which a first look does not decide
_FLOOR = 0.1  # a value that hardly varies is not blown up
_FOLDS = 8
_OF_WINDOWS = (" by around", " by context")
VIEWS: Mapping[str, tuple[str, ...]] = {
    "whole": ("around", "post"),
    "quick": ("post",),
    "anywhere": (),
}

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """Posts as rows of values and vectors, with what they mean, whose they are, what they count."""

    names: list[str]
    values: Array
    vectors: dict[str, Array]
    meant: NDArray[np.bool_]
    brands: NDArray[np.str_]
    plain: NDArray[np.bool_]  # as written and with the whole card
    counts: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """A logistic model over the columns of one way to look."""

    weights: Array
    bias: float


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
    parts: list[Looked] = []
    meant, brands, plain, counts = [], [], [], []
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
            parts.append(CardJudge(way, embedder).look(texts))
            meant.append(labels)
            brands.append(np.full(len(labels), card.name.casefold()))
            plain.append(np.full(len(labels), i == 0))
            counts.append(weight / share**EVEN)
    views = VIEWS["whole"]
    return Lines(
        names=parts[0].names,
        values=np.vstack([part.values for part in parts]),
        vectors={view: np.vstack([part.vectors[view] for part in parts]) for view in views},
        meant=np.concatenate(meant),
        brands=np.concatenate(brands),
        plain=np.concatenate(plain),
        counts=np.concatenate(counts),
    )


def columns(of: Lines, way: str) -> tuple[list[str], Array]:
    """Return the names of values that are weighed in `way`, and the columns with the vectors."""
    kept = [
        i for i, name in enumerate(of.names) if way != "quick" or not name.endswith(_OF_WINDOWS)
    ]
    vectors = [VECTORS * of.vectors[view] for view in VIEWS[way]]
    return [of.names[i] for i in kept], np.column_stack([of.values[:, kept], *vectors])


def learn(of: Lines, rows: NDArray[np.bool_], found: tuple[list[str], Array]) -> Line:
    """Return a model of the columns `found`, from the given rows."""
    names, table = found
    values, counts = table[rows], of.counts[rows] / of.counts[rows].mean()
    mean = np.average(values, axis=0, weights=counts)
    spread = np.maximum(values.std(axis=0), _FLOOR)
    spread[len(names) :] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=1_000, tol=1e-3)
    model.fit((values - mean) / spread, of.meant[rows], sample_weight=counts)
    weights = model.coef_[0] / spread
    return Line(weights=weights, bias=float(model.intercept_[0] - weights @ mean))


def unseen(of: Lines, found: tuple[list[str], Array]) -> Array:
    """Return the log odds of every row by weights that have not seen its name."""
    keys = list(dict.fromkeys(of.brands.tolist()))
    logits = np.zeros(len(of.meant))
    for fold in range(_FOLDS):
        held = np.isin(of.brands, keys[fold::_FOLDS])
        line = learn(of, ~held, found)
        logits[held] = found[1][held] @ line.weights + line.bias
    return logits


def calibrated(logits: Array, of: Lines) -> tuple[float, float]:
    """Return slope and shift that make log odds of unseen names come true."""
    rows = of.plain
    model = LogisticRegression(C=1.0)
    model.fit(logits[rows, None], of.meant[rows], sample_weight=of.counts[rows])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def kept(of: Lines, way: str) -> tuple[dict[str, Any], Array]:
    """Return the weights of one way as they are kept, and the log odds of unseen names, (n,)."""
    found = columns(of, way)
    logits = unseen(of, found)
    slope, shift = calibrated(logits, of)
    line = learn(of, np.ones(len(of.meant), dtype=bool), found)
    weights = slope * line.weights
    names, views = found[0], VIEWS[way]
    rows = (VECTORS * weights[len(names) :]).reshape(len(views), -1) if views else ()
    model = {
        "bias": round(slope * line.bias + shift, 5),
        "weights": {n: round(float(w), 5) for n, w in zip(names, weights, strict=False)},
        "vectors": {
            v: [round(float(w), 3) for w in row] for v, row in zip(views, rows, strict=True)
        },
    }
    return model, (slope * logits + shift)[of.plain]


def print_unseen(of: Lines, said: Array, edge: float) -> None:
    """Print balanced accuracy of the names that no weight has seen, pooled and their mean."""
    meant, brands = of.meant[of.plain], of.brands[of.plain]
    decided = np.abs(said) >= edge
    pooled = balanced(meant[decided], said[decided] > 0)
    rows = [decided & (brands == name) for name in np.unique(brands)]
    each = [balanced(meant[r], said[r] > 0) for r in rows if len({*meant[r].tolist()}) == 2]
    print(
        f"unseen names: pooled {pooled:.3f}, mean of {len(each)} with both sides "
        f"{np.mean(each):.3f}, unsure {1 - decided.mean():.1%}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, print, and with `--write` keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"keep them in {TARGET.name}")
    asked = parser.parse_args(arguments)
    embedder = Remembering(load_embedder())
    of = lines(embedder)
    found = {way: kept(of, way) for way in VIEWS}
    whole, quick = found["whole"][1], found["quick"][1]
    sure = round(float(np.quantile(np.abs(quick), DOUBTED)), 3)
    said = np.where(np.abs(quick) < sure, whole, quick)
    edge = float(np.quantile(np.abs(said), UNSURE))
    for logits in (said, whole, quick, found["anywhere"][1]):
        print_unseen(of, logits, edge)
    table = {
        "made": "python scripts/weigh_names.py --write",
        "posts": int(of.plain.sum()),
        "names": len(set(of.brands.tolist())),
        "model": embedder.model_id,
        "unsure": [round(float(1 / (1 + np.exp(side))), 4) for side in (edge, -edge)],
        "sure": sure,
    } | {way: model for way, (model, _) in found.items()}
    if asked.write:
        TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    heavy = sorted(found["whole"][0]["weights"].items(), key=lambda pair: -abs(pair[1]))
    print(table["unsure"], sure, heavy[:25])


if __name__ == "__main__":
    main()

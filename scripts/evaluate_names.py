"""Measure verdicts on ambiguous names: brand, unsure or not, beside labels.

    python scripts/evaluate_names.py [--look] [--labels N] [--mistakes N]
        [--sanders FILE] [--airlines FILE]

Without `--look` the half of the labelled names that is for development (`tests/engine/brands`).
`--sanders` reads `sanders_full-corpus.csv` (tweets found by a company's name, `irrelevant` or not),
`--airlines` a `Tweets.csv` of tweets to six airlines. Nothing was tuned on either. `--labels`
gives that many labels of each brand, as `overheard brand test KEY --label` would ask for them, half
drawn at random, and measures the verdicts on its other posts, in several draws.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from engine.brands.matching.matcher import BrandMatcher
from engine.brands.verdicts.context import card_judge
from engine.brands.verdicts.lessons import Taught, telling
from engine.embedders import load_embedder
from engine.protocols import Embedder
from engine.vocabulary import Brand, Case, Judgement, Kind, Passage, Span, Verdict
from scripts.evaluation.verdicts import (
    Outcome,
    by_brand,
    grouped,
    intervals,
    is_mixed,
    pooled,
    unsure,
)
from tests.engine.brands.labelled import Card, Half, NamedPost, cards, named_posts

DRAWS = 5  # of the labels that are not the most telling
WAYS = ("the card", "without not_about", "without a gloss", "the card, small letters")
COMPANIES = (
    Brand(key="apple", name="Apple", about=("computers, phones and software",),
          not_about=("the fruit",)),
    Brand(key="google", name="Google", about=("search engine, Android and other software",)),
    Brand(key="microsoft", name="Microsoft", about=("Windows, Office, Xbox and other software",)),
    Brand(key="twitter", name="Twitter", about=("social network of short messages",)),
)  # fmt: skip
AIRLINES = (
    Brand(key="american", name="American Airlines", aliases=("American",),
          handles={"any": ("AmericanAir",)}, about=("airline: flights, planes, airports",)),
    Brand(key="us-airways", name="US Airways", handles={"any": ("USAirways",)},
          about=("airline: flights, planes, airports",)),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--look", action="store_true", help="the half that is looked at once")
    parser.add_argument("--labels", type=int, default=0, help="of each brand, taught first")
    parser.add_argument("--sanders", type=Path)
    parser.add_argument("--airlines", type=Path)
    parser.add_argument("--mistakes", type=int, default=0, help="print as many of each kind")
    asked = parser.parse_args(arguments)
    embedder = load_embedder()
    half: Half = "test" if asked.look else "dev"
    for way in WAYS:
        print_table(way, half, embedder, mistakes=asked.mistakes if way == WAYS[0] else 0)
    if asked.labels:
        print_taught(asked.labels, half, embedder)
    if asked.sanders:
        print_sanders(asked.sanders, embedder)
    if asked.airlines:
        print_airlines(asked.airlines, embedder)


def print_table(way: str, half: Half, embedder: Embedder, *, mistakes: int) -> None:
    """Print the verdicts of one way to write cards, by brand for the first of them."""
    found = [*judged(way, half, embedder)]
    outcomes = [outcome for outcome, _, _ in found]
    everywhere, each = intervals(outcomes)
    print(
        f"\n{way} ({half}, {len(outcomes)} posts): balanced accuracy pooled "
        f"{pooled(outcomes):.3f} [{everywhere[0]:.3f}, {everywhere[1]:.3f}], by brand "
        f"{by_brand(outcomes):.3f} [{each[0]:.3f}, {each[1]:.3f}], unsure {unsure(outcomes):.1%}"
    )
    if way == WAYS[0]:
        _print_groups(outcomes)
        _print_mistakes(found, mistakes)


def judged(
    way: str, half: Half, embedder: Embedder
) -> Iterator[tuple[Outcome, NamedPost, Judgement]]:
    """Yield the verdict on every labelled post that is not unclear."""
    posts = [post for post in named_posts(half) if post.label != "unclear"]
    for line in cards():
        card = Brand(
            key=line.name.lower().replace(" ", "-"),
            name=line.name,
            about=() if way == WAYS[2] else tuple(filter(None, [line.about])),
            not_about=() if way in WAYS[1:3] else tuple(filter(None, [line.not_about])),
        )
        mine = [post for post in posts if post.brand == line.name]
        cases = [_case(post, card.key, small=way == WAYS[3]) for post in mine]
        for post, said in zip(mine, card_judge(card, embedder).judge(cases), strict=True):
            meant = post.label == "brand"
            yield Outcome(brand=line.name, meant=meant, verdict=said.verdict), post, said


def print_taught(n: int, half: Half, embedder: Embedder) -> None:
    """Print how well posts are judged once `n` others of their brand are labelled."""
    outcomes: list[Outcome] = []
    each = []
    for draw in range(DRAWS):
        found = [one for line in cards() for one in _taught(line, n, half, embedder, draw)]
        outcomes += found
        each.append(by_brand(found))
    everywhere, _ = intervals(outcomes)
    print(
        f"\n{n} labels a brand ({half}, {DRAWS} draws): balanced accuracy pooled "
        f"{pooled(outcomes):.3f} [{everywhere[0]:.3f}, {everywhere[1]:.3f}], by brand "
        f"{np.mean(each):.3f}, unsure {unsure(outcomes):.1%}"
    )
    _print_groups(outcomes)


def _taught(line: Card, n: int, half: Half, embedder: Embedder, draw: int) -> Iterator[Outcome]:
    """Yield the verdicts on the posts of a brand that were not labelled in this draw."""
    posts = [p for p in named_posts(half) if p.label != "unclear" and p.brand == line.name]
    key = line.name.lower().replace(" ", "-")
    card = Brand(
        key=key,
        name=line.name,
        about=tuple(filter(None, [line.about])),
        not_about=tuple(filter(None, [line.not_about])),
    )
    cases = [_case(post, key, small=False) for post in posts]
    logits = card_judge(card, embedder).logits(cases)
    hardest = telling(logits, n // 2).tolist()
    others = [i for i in range(len(posts)) if i not in set(hardest)]
    shuffled = np.random.default_rng(draw).permutation(others)[: n - len(hardest)].tolist()
    labelled = {*hardest, *shuffled}
    shown = [Taught(case=cases[i], meant=posts[i].label == "brand") for i in sorted(labelled)]
    judge = card_judge(card, embedder, taught=shown, labels=str(draw))
    rest = [i for i in range(len(posts)) if i not in labelled]
    for i, said in zip(rest, judge.judge([cases[i] for i in rest]), strict=True):
        yield Outcome(brand=line.name, meant=posts[i].label == "brand", verdict=said.verdict)


def _case(post: NamedPost, key: str, *, small: bool) -> Case:
    text = post.text
    if small:
        text = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    spans = tuple(
        Span(brand=key, kind=Kind.NAME, start=start, end=end, surface=text[start:end])
        for start, end in post.spans
    )
    return Case(text=text, spans=spans, source="reddit", lang="en")


def _print_groups(outcomes: Sequence[Outcome]) -> None:
    kinds = {card.name: card.kind for card in cards()}
    for brand, rows in grouped(outcomes).items():
        _print_group(f"{brand} ({kinds[brand]})", rows)
    for kind in dict.fromkeys(kinds.values()):
        _print_group(f"all {kind}", [one for one in outcomes if kinds[one.brand] == kind])


def _print_group(name: str, rows: Sequence[Outcome]) -> None:
    note = "" if is_mixed(rows) else "  one kind of posts only: share decided rightly"
    meant = sum(one.meant for one in rows)
    print(f"  {name:24} {meant:3} brand {len(rows) - meant:3} not  {pooled(rows):.3f}  "
          f"unsure {unsure(rows):4.0%}{note}")  # fmt: skip


def _print_mistakes(found: Sequence[tuple[Outcome, NamedPost, Judgement]], most: int) -> None:
    kinds = {card.name: card.kind for card in cards()}
    for kind in dict.fromkeys(kinds.values()):
        wrong = [
            (one, post, said)
            for one, post, said in found
            if kinds[one.brand] == kind
            and one.verdict is not Verdict.UNSURE
            and (one.verdict is Verdict.BRAND) != one.meant
        ]
        wrong.sort(key=lambda row: -abs((row[2].sureness or 0) - 0.5))
        for one, post, said in wrong[:most]:
            start, end = post.spans[0]
            words = " ".join(post.text[max(0, start - 60) : end + 60].split())
            print(f"  {kind}: {one.brand}, {one.verdict} at {said.sureness:.2f}: {words}")


def _judge_all(card: Brand, texts: Sequence[str], embedder: Embedder) -> list[Verdict | None]:
    """Return the verdict on each text, None where the card finds nothing in it."""
    handles = [Passage(text=text, source="x", lang="en") for text in texts]
    spans = BrandMatcher([card]).spans(handles)
    cases = {
        i: Case(text=text, spans=tuple(at), source="x", lang="en")
        for i, (text, at) in enumerate(zip(texts, spans, strict=True))
        if at
    }
    said = dict(zip(cases, card_judge(card, embedder).judge([*cases.values()]), strict=True))
    return [said[i].verdict if i in said else None for i in range(len(texts))]


def print_sanders(path: Path, embedder: Embedder) -> None:
    """Print precision and recall of relevant tweets; what the card does not find is no brand."""
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        rows = [{k.lower(): v for k, v in row.items() if k} for row in csv.DictReader(lines)]
    for card in COMPANIES:
        mine = [row for row in rows if row["topic"].lower() == card.key]
        verdicts = _judge_all(card, [row["tweettext"] for row in mine], embedder)
        relevant = [row["sentiment"].lower() != "irrelevant" for row in mine]
        brand = [verdict is Verdict.BRAND for verdict in verdicts]
        right = sum(b and r for b, r in zip(brand, relevant, strict=True))
        doubt = sum(verdict is Verdict.UNSURE for verdict in verdicts)
        missed = sum(verdict is None for verdict in verdicts)
        print(
            f"{card.name}: {len(mine)} tweets, {sum(relevant)} relevant; precision "
            f"{right / max(1, sum(brand)):.3f}, recall {right / max(1, sum(relevant)):.3f}, "
            f"unsure {doubt}, name not found {missed}"
        )


def print_airlines(path: Path, embedder: Embedder) -> None:
    """Print which airline tweets are given to, by the airline they are labelled with.

    Handles are struck out, or they would say it all: what is left is names in the words.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines)]
    texts = [row["text"] for row in rows]
    bare = [re.sub(r"@\w+", "", text).strip() or "-" for text in texts]
    for name, of in (("with handles", texts), ("handles struck out", bare)):
        said = {card.key: _judge_all(card, of, embedder) for card in AIRLINES}
        table: Counter[tuple[str, str]] = Counter()
        for i, row in enumerate(rows):
            given = [key for key, verdicts in said.items() if verdicts[i] is Verdict.BRAND]
            airline = row["airline"] if row["airline"] in ("American", "US Airways") else "the rest"
            table[airline, " and ".join(given) or "neither"] += 1
        print(f"airlines, {name}:")
        for (airline, given_to), n in sorted(table.items()):
            print(f"  {airline:12} given to {given_to:24} {n:6}")


if __name__ == "__main__":
    main()

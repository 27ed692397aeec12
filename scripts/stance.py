"""Measure disclosure and stance on the labelled texts that were made up for it.

    python scripts/stance.py [--look] [--model all-mpnet-base-v2]
    python scripts/stance.py --speed

Disclosure is read from all captions there are; the rules have seen them all. Of stance, without
--look only the half is shown that it was trained on; `scripts/train_stance.py --held-out` measures
on what was not. With --tweets FOLDER it also reads Tweets.csv (airlines, 2015)
and sanders_full-corpus.csv there. With --speed it only measures how many texts a second of one
processor each model reads, and the large one has to be installed. Precision and recall stand with
95 % Wilson intervals, F1 with bootstrap ones over pairs; mistakes of the pairs are quoted.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.brands.telling.disclosure import disclosure_of
from engine.brands.telling.models import DEFAULT, LARGE, choose
from engine.brands.telling.stance import AT_A_TIME, probabilities, stances_of
from engine.vocabulary import Naming, Post
from engine.vocabulary.brands import Stance
from tests.engine.brands.labelled import (
    AUTHORS,
    DisclosureLine,
    Half,
    StanceLine,
    apart_disclosure_lines,
    disclosure_lines,
    disclosure_lines_by,
    more_disclosure_lines,
    stance_lines,
)
from tests.engine.brands.marked import Told, told, told_again, told_apart

Z = 1.959964
TWEETS = 3_000
TURNS = 5
AIRLINES = {
    "Virgin America": "virginamerica",
    "United": "united",
    "Southwest": "southwestair",
    "Delta": "jetblue",  # so the set calls it
    "US Airways": "usairways",
    "American": "americanair",
}
FEELINGS = {"positive": "for", "negative": "against", "neutral": "neutral"}
Pairs = Sequence[tuple[str, str]]


def wilson(right: int, n: int) -> str:
    """Return a share with its 95 % interval."""
    if not n:
        return "no cases"
    p, zz = right / n, Z * Z / n
    middle, half = p + zz / 2, Z * np.sqrt(p * (1 - p) / n + zz / n / 4)
    low, high = (middle - half) / (1 + zz), (middle + half) / (1 + zz)
    return f"{p:.3f} [{low:.3f}, {high:.3f}] of {n}"


def macro_f1(pairs: Pairs) -> float:
    """Return the mean over all stances of F1."""
    return float(np.mean([_f1(pairs, kind) for kind in Stance]))


def _f1(pairs: Pairs, kind: str) -> float:
    named = sum((wanted == kind) + (found == kind) for wanted, found in pairs)
    return 2 * sum(wanted == found == kind for wanted, found in pairs) / named if named else 0.0


def bootstrap(groups: Sequence[Pairs], value: Callable[[Pairs], float]) -> str:
    """Return `value` of all groups with its 95 % interval over resampled groups."""
    rng = np.random.default_rng(0)
    drawn = [rng.integers(len(groups), size=len(groups)) for _ in range(1_000)]
    values = [value([pair for i in some for pair in groups[i]]) for some in drawn]
    low, high = np.quantile(values, [0.025, 0.975])
    return f"{value([pair for group in groups for pair in group]):.3f} [{low:.3f}, {high:.3f}]"


def by(rows: Sequence[tuple[Any, str, str]], key: Callable[[Any], str]) -> None:
    """Print how many are right for each value of `key`."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for line, wanted, found in rows:
        groups[key(line)].append(wanted == found)
    for name, right in sorted(groups.items()):
        print(f"  {name or 'plain':12} {wilson(sum(right), len(right))}")


def disclosure(name: str, lines: Sequence[DisclosureLine]) -> None:
    """Print the tables of disclosure."""

    def read(line: DisclosureLine) -> str:
        post = Post(
            source="made up", native_id="1", creator_id="1", text=line.text, lang=line.lang,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        return disclosure_of(post, country=line.country).level.value

    rows = [(line, line.label, read(line)) for line in lines]
    print(f"\n## Disclosure, {name}: {len(rows)} captions")
    for level in ("clear", "weak", "none"):
        right = sum(wanted == found == level for _, wanted, found in rows)
        print(f"{level}: precision {wilson(right, sum(f == level for *_, f in rows))}, "
              f"recall {wilson(right, sum(w == level for _, w, _ in rows))}")  # fmt: skip
    by(rows, lambda line: line.country)
    by(rows, lambda line: line.trap)
    mistakes(rows)


def stance(half: Half) -> None:
    """Print the tables of stance."""
    lines = stance_lines(half)
    names = {line.brand for line in lines} | {"Mellow", "Ostra"}

    def naming(line: StanceLine) -> Naming:
        found = {n: [m.span() for m in re.finditer(n, line.text)] for n in names}
        others = [span for name, spans in found.items() if name != line.brand for span in spans]
        return Naming(
            text=line.text, spans=(*found[line.brand],), others=(*others,), lang=line.lang
        )

    read = stances_of([naming(line) for line in lines])
    rows = [(line, line.stance, one.value) for line, one in zip(lines, read, strict=True)]
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line, wanted, found in rows:
        groups[line.pair].append((wanted, found))
    print(f"\n## Stance, {half}: {len(rows)} sentences in {len(groups)} pairs")
    print(f"macro F1 {bootstrap(list(groups.values()), macro_f1)}")
    for kind in Stance:
        f1 = _f1([(wanted, found) for _, wanted, found in rows], kind)
        print(f"  {kind:10} F1 {f1:.3f} of {sum(wanted == kind for _, wanted, _ in rows)}")
    by(rows, lambda line: line.phenomenon)
    mistakes(rows)


def kept_apart(name: str, lines: Sequence[Told]) -> None:
    """Print what is made of texts that nothing was trained on."""
    namings = [Naming(text=x.text, spans=x.spans, others=x.others, lang=x.lang) for x in lines]
    found = stances_of(namings)
    pairs = [(line.stance, one.value) for line, one in zip(lines, found, strict=True)]
    print(f"\n## Stance, {name}: {len(pairs)}")
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line, pair in zip(lines, pairs, strict=True):
        texts[line.text].append(pair)
    print(f"macro F1 {bootstrap(list(texts.values()), macro_f1)}")
    print(f"right {wilson(sum(w == f for w, f in pairs), len(pairs))}")
    by_kind(pairs)


def tweets(folder: Path) -> None:
    """Print what is made of tweets that others labelled: about airlines, about four companies.

    They come without `compares` and `unclear`, so these are always wrong here.
    """
    for name, rows in (("airlines", _airlines(folder)), ("companies", _companies(folder))):
        chosen = sorted(rows, key=lambda row: sha256(row[0].text.encode()).digest())[:TWEETS]
        found = stances_of([naming for naming, _ in chosen])
        pairs = [(wanted, one.value) for (_, wanted), one in zip(chosen, found, strict=True)]
        print(f"\n## Tweets about {name}: {len(pairs):,}")
        print(f"right {wilson(sum(w == f for w, f in pairs), len(pairs))}")
        by_kind(pairs)


def _airlines(folder: Path) -> Iterator[tuple[Naming, str]]:
    with (folder / "Tweets.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield from _tweet(row["text"], AIRLINES[row["airline"]], row["airline_sentiment"])


def _companies(folder: Path) -> Iterator[tuple[Naming, str]]:
    with (folder / "sanders_full-corpus.csv").open(encoding="latin-1", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["Sentiment"] != "irrelevant":
                yield from _tweet(row["TweetText"], row["Topic"], row["Sentiment"])


def _tweet(text: str, name: str, feeling: str) -> Iterator[tuple[Naming, str]]:
    spans = tuple(m.span() for m in re.finditer(rf"[@#]?{name}\b", text, re.IGNORECASE))
    if spans:
        yield Naming(text=text, spans=spans, lang="en"), FEELINGS[feeling]


def by_kind(pairs: Pairs) -> None:
    """Print precision and recall of each stance."""
    for kind in Stance:
        right = sum(wanted == found == kind for wanted, found in pairs)
        print(
            f"  {kind:10} precision {wilson(right, sum(f == kind for _, f in pairs))}, "
            f"recall {wilson(right, sum(w == kind for w, _ in pairs))}"
        )


def speed() -> None:
    """Print how fast each model tells stances on one processor, in turns, by processor time."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    lines = [one for one in told_again() if one.lang == "en"]
    namings = [Naming(text=x.text, spans=x.spans, others=x.others, lang="en") for x in lines]
    taken: dict[str, list[float]] = {DEFAULT: [], LARGE: []}
    for name in taken:
        probabilities(namings[:AT_A_TIME], name)  # loaded before the clock runs
    for _ in range(TURNS):
        for name, seconds in taken.items():
            began = time.process_time()
            probabilities(namings, name)
            seconds.append(time.process_time() - began)
    for name, seconds in taken.items():
        rates = sorted(len(namings) / one for one in seconds)
        spread = f"{rates[0]:.0f} to {rates[-1]:.0f} in {TURNS} turns of {len(namings)}"
        print(f"{name}: {rates[TURNS // 2]:.0f} texts a second of a processor ({spread})")


def mistakes(rows: Sequence[tuple[Any, str, str]]) -> None:
    """Quote what was read wrong."""
    for line, wanted, found in rows:
        if wanted != found:
            print(f"  {wanted}, read as {found}: {line.text}")


def main() -> None:
    """Print everything about the half for tuning; the other one only if it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--look", action="store_true", help="show the half that is for one look")
    parser.add_argument("--tweets", type=Path, help="a folder with two known sets of tweets")
    parser.add_argument("--model", default=DEFAULT, help="what tells stances; a name or a folder")
    parser.add_argument("--speed", action="store_true", help="measure only how fast both are")
    asked = parser.parse_args()
    if asked.speed:
        speed()
        return
    choose(asked.model)
    half: Half = "test" if asked.look else "dev"
    for name, lines in (
        ("dev", disclosure_lines("dev")),
        ("the half once kept apart", disclosure_lines("test")),
        ("more", more_disclosure_lines()),
        (f"another author, {half} half", apart_disclosure_lines(half)),
        *((f"the {author} author", disclosure_lines_by(author)) for author in AUTHORS),
    ):
        disclosure(name, lines)
    stance(half)
    kept_apart("real posts drawn later", told("later"))
    kept_apart("written by another hand", told_apart())
    kept_apart("written blind again, English", [one for one in told_again() if one.lang == "en"])
    kept_apart("written blind again, others", [one for one in told_again() if one.lang != "en"])
    if asked.tweets:
        tweets(asked.tweets)


if __name__ == "__main__":
    main()

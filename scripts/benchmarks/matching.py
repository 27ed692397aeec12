"""How fast posts are held against brand cards: beside spaCy alone, in turn, with the same hits.

Cards are made of names that the posts themselves have, so they match more than real brands would.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from engine.brands.matching.matcher import BrandMatcher
from engine.vocabulary import Brand, Passage

from .measures import Measure
from .posts import read_lines
from .readers import in_turn

LEAST_SPEED = 50_000.0  # posts a second on two cores
CARDS = (10, 100, 1_000)
POSTS = 200_000
ALONE = 10_000  # posts that spaCy alone is given, of the same
ROUNDS = 3
TASK = 10_000  # posts a process takes at a time
WORKERS = 2
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z]{2,}(?: [A-Z][A-Za-z]{2,})?")
_SINGLE = 0.6  # of the names are one word
_OFTEN = 0.2  # of its occurrences in small letters: such a word is no name


def run(
    posts: Path, *, n_posts: int = POSTS, alone: int = ALONE, cards: Sequence[int] = CARDS
) -> list[Measure]:
    """Hold the first `n_posts` of `posts`, native JSONL, against 10, 100 and 1,000 cards."""
    passages = [passage_of(line) for line in islice(read_lines(posts), n_posts)]
    names = names_in(passages)
    measures: list[Measure] = []
    costs: list[float] = []
    for n in cards:
        made = cards_of(names, n)
        found, seconds = _measured(made, passages, alone)
        measures += found
        costs.append(seconds)
    growth = Measure(
        benchmark="matching", name=f"time with {cards[-1]:,} cards over that with {cards[0]:,}",
        value=costs[-1] / costs[0], unit="x",
    )  # fmt: skip
    return [*measures, growth, *_together(cards_of(names, cards[-1]), passages)]


def passage_of(line: str) -> Passage:
    """Return what matching looks at of a native post."""
    record = json.loads(line)
    links, hashtags = record.get("links") or (), record.get("hashtags") or ()
    return Passage(
        text=record["text"], source=record["source"], lang=record.get("lang"),
        hashtags=tuple(hashtags), links=tuple(links),
    )  # fmt: skip


def names_in(passages: Sequence[Passage]) -> list[str]:
    """Return names of one and of two words that `passages` have, the most frequent first.

    A word is one if it stands within a sentence with a capital and seldom without.
    """
    capital = Counter(name for passage in passages for name in set(_NAME.findall(passage.text)))
    small = Counter(word for passage in passages for word in set(passage.text.split()))
    ranked = sorted(capital.items(), key=lambda pair: (-pair[1], pair[0]))
    single = [name for name, n in ranked if " " not in name and _is_name(name, n, small)]
    double = [name for name, _ in ranked if " " in name]
    share = round(10 * _SINGLE)
    mixed: list[str] = []
    for i in range(max(len(single), len(double))):
        mixed += (
            single[i * share : (i + 1) * share] + double[i * (10 - share) : (i + 1) * (10 - share)]
        )
    return list({name.lower(): name for name in mixed}.values())


def _is_name(name: str, count: int, small: Counter[str]) -> bool:
    return small[name.lower()] < _OFTEN * count


def cards_of(names: Sequence[str], n: int) -> list[Brand]:
    """Return `n` cards of names, evenly spread from the frequent to the rare, with all fields."""
    wanted = names[: max(len(names) // 4, n)]
    step = max(1, len(wanted) // n)
    return [_card(i, name) for i, name in enumerate(wanted[: n * step : step])]


def _card(number: int, name: str) -> Brand:
    joined = name.replace(" ", "").lower()
    return Brand(
        key=f"brand-{number}", name=name, aliases=(f"{name}s",), products=(f"{name} One",),
        handles={"any": (f"{joined}hq",)}, domains=(f"{joined}.com",),
        hashtags=(f"{joined}life",), exclude=(f"{name} street",),
    )  # fmt: skip


def _measured(
    cards: Sequence[Brand], passages: Sequence[Passage], alone: int
) -> tuple[list[Measure], float]:
    """Return the measures of so many cards, and the seconds of one processor a post."""
    ours, spacy = BrandMatcher(cards), BrandMatcher(cards, sifted=False)
    few = passages[:: max(1, len(passages) // alone)][:alone]
    seconds = in_turn(
        {"ours": lambda: ours.spans(passages), "spacy": lambda: spacy.spans(few)}, ROUNDS
    )
    speeds = [len(passages) / taken for taken in seconds["ours"]]
    plain = [len(few) / taken for taken in seconds["spacy"]]
    found, wanted = ours.spans(few), spacy.spans(few)
    n_hits = sum(map(len, wanted))
    missing = sum(len(set(w) ^ set(f)) for w, f in zip(wanted, found, strict=True))
    share = sum(map(bool, found)) / len(few)
    label = f"{len(cards):,} cards"
    values = (
        (f"{label}: posts a second of one processor", median(speeds), "posts/s", speeds, None),
        (f"{label}: spaCy alone", median(plain), "posts/s", plain, None),
        (f"{label}: posts with a match", 100 * share, "%", (), None),
        (f"{label}: matches of {n_hits:,} that differ from spaCy alone", missing, "", (), 0.0),
    )
    return [
        Measure(
            benchmark="matching", name=name, value=value, unit=unit, samples=samples, target=target
        )
        for name, value, unit, samples, target in values
    ], 1 / median(speeds)  # fmt: skip


def _together(cards: Sequence[Brand], passages: Sequence[Passage]) -> list[Measure]:
    """Return the speed of two processes by the clock, their start not counted."""
    tasks = [passages[i : i + TASK] for i in range(0, len(passages), TASK)]
    context = get_context("spawn")
    with ProcessPoolExecutor(WORKERS, context, _prepare, (cards,)) as pool:
        list(pool.map(_seconds, [task[:1] for task in tasks[: 2 * WORKERS]]))
        began = time.perf_counter()
        busy = sum(pool.map(_seconds, tasks))
        taken = time.perf_counter() - began
    return [
        Measure(
            benchmark="matching", name=f"{len(cards):,} cards: two processes, by their own time",
            value=WORKERS * len(passages) / busy, unit="posts/s", target=LEAST_SPEED, at_least=True,
        ),
        Measure(
            benchmark="matching", name=f"{len(cards):,} cards: two processes, by the clock",
            value=len(passages) / taken, unit="posts/s", target=LEAST_SPEED, at_least=True,
        )
    ]  # fmt: skip


_matcher: list[BrandMatcher] = []  # of this process


def _prepare(cards: Sequence[Brand]) -> None:
    _matcher[:] = [BrandMatcher(cards)]


def _seconds(passages: Sequence[Passage]) -> float:
    """Return the seconds of a processor that matching takes."""
    before = time.process_time()
    _matcher[0].spans(passages)
    return time.process_time() - before

"""Count how often words are capitalised within sentences: `engine/brands/matching/usage.txt`.

    python scripts/count_usage.py reddit_slim_dev.csv.gz [--write]

Counts words, and pairs of words, of public-domain posts (umbrae/reddit-top-2.5-million, PDDL 1.0)
that follow a word in small letters, so that no start of a sentence and no heading is counted.
Titles that capitalise most words, and texts without a capital, are left out. No word is treated
apart from others.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "engine" / "brands" / "matching" / "usage.txt"
LEAST = 12  # times
OFTEN = 0.2  # share of capitals from which a pair is kept: of others their words tell enough
FORGOTTEN = 1_500_000  # pairs in memory, from which those seen once are dropped
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[.!?:\n;()\[\]\"\u201c\u201d|]")


def texts(path: Path) -> Iterator[str]:
    """Yield what of each post says something about capitals."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            words = row["title"].split()
            capitals = sum(word[:1].isupper() for word in words)
            title = row["title"] if 0 < capitals <= len(words) / 2 else ""
            text = f"{title}\n{row.get('selftext') or ''}"
            if text != text.lower():
                yield text


def terms(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each word and pair that follows a small word, and whether it is capitalised."""
    tokens = _TOKEN.findall(text)
    for i in range(1, len(tokens)):
        before, word = tokens[i - 1], tokens[i]
        if len(word) < 2 or not (before.isalpha() and before.islower()):
            continue
        capital = word[0].isupper()
        yield word.lower(), capital
        after = tokens[i + 1] if i + 1 < len(tokens) else ""
        if len(after) > 1 and after[0].isalpha() and after[0].isupper() == capital:
            yield f"{word.lower()} {after.lower()}", capital


def counted(path: Path) -> dict[str, tuple[int, int]]:
    """Return how often each term stands in small letters and capitalised."""
    seen: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for text in texts(path):
        for term, capital in terms(text):
            seen[capital][term] += 1
        for counter in seen.values():
            if len(counter) > FORGOTTEN:
                for term in [term for term, n in counter.items() if n < 2]:
                    del counter[term]
    both = {term: (seen[False][term], seen[True][term]) for term in seen[False] | seen[True]}
    return {term: pair for term, pair in both.items() if _kept(term, *pair)}


def _kept(term: str, small: int, capital: int) -> bool:
    return small + capital >= LEAST and (" " not in term or capital >= OFTEN * (small + capital))


def main(arguments: Sequence[str] | None = None) -> None:
    """Count, print how much there is, and with `--write` keep it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path)
    parser.add_argument("--write", action="store_true", help=f"keep them in {TARGET.name}")
    asked = parser.parse_args(arguments)
    found = counted(asked.posts)
    lines = "".join(f"{term}\t{small}\t{big}\n" for term, (small, big) in sorted(found.items()))
    print(f"{len(found)} terms, {len(lines)} characters", file=sys.stderr)
    if asked.write:
        TARGET.write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()

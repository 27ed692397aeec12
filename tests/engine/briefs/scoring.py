"""How much of what a brief asks for was read: slots expected and slots found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from engine.briefs import parse_brief
from engine.places import find
from engine.vocabulary import Brief

NOW = datetime(2026, 11, 28, tzinfo=UTC)
HELD_OUT = Path(__file__).with_name("held_out.jsonl")
Slot = tuple[str, str]


def read_briefs(path: Path = HELD_OUT) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def canonical(name: str, value: str) -> Slot:
    if name == "location":
        places = [find(part.strip()) for part in value.split("|")]
        return name, " | ".join(sorted(p.name if p else value.casefold() for p in places))
    return name, value.casefold()


def slots_of(brief: Brief) -> set[Slot]:
    found = set()
    for entry in brief.understood:
        name, _, value = entry.meaning.partition(" ")
        parts = value.split(", ") if name in {"exclude", "source", "lang"} else [value]
        found |= {canonical(name, part) for part in parts}
    return found


def counts(row: dict) -> Counter[str]:
    """Count slots expected, found and right, topics asked about and right.

    A wish that cannot be filtered is right when its word stands in what is said not to be.
    """
    brief = parse_brief(row["text"], now=NOW)
    wanted = {canonical(n, v) for n, v in row["slots"] if n != "not-filtered"}
    wishes = [v.casefold() for n, v in row["slots"] if n == "not-filtered"]
    found = slots_of(brief)
    said = [entry.words.casefold() for entry in brief.not_filtered]
    met = sum(any(wish in words for words in said) for wish in wishes)
    topic = brief.topic.casefold()
    is_topic = all(w.casefold() in topic for w in row["has"]) and not any(
        w.casefold() in topic for w in row["lacks"]
    )
    return Counter(
        wanted=len(wanted) + len(wishes),
        found=len(found) + len(said),
        right=len(wanted & found) + met,
        briefs=1,
        topics=int(is_topic),
    )


def total(rows: Iterable[dict]) -> Counter[str]:
    return sum((counts(row) for row in rows), Counter())


def f1(tally: Counter[str]) -> float:
    return 2 * tally["right"] / (tally["wanted"] + tally["found"])

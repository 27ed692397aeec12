"""What is read of the blind briefs beside what their writer expects: filters, wishes, topic.

Of what is expected, `/` stands between spellings any one of which will do.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from engine.briefs import parse_brief
from engine.briefs.parse import LISTED
from engine.errors import OverheardError
from engine.places import find, names_of
from engine.places.gazetteer import folded
from engine.text import lexical_words
from engine.vocabulary import Brief, Range

NOW = datetime(2026, 11, 29, tzinfo=UTC)
BLIND = Path(__file__).with_name("blind.jsonl")
SLACK = timedelta(days=5)
# fmt: off
ASKING = re.compile("|".join("""creators? creadores? créateurs? criador(?:es)? content contenido
    influencers? influenciador(?:es)? influenceu(?:r|se)s? influencerin(?:nen)? people person
    profiles? perfil(?:es)? profils? accounts? cuentas? comptes? contas? users? usuarios? usuários?
    utilisateurs? nutzer(?:in)? bloggers? folks anyone who gente gens leute personas pessoas looking
    find need posts? talk about posten schreiben beiträge publicaciones busco procuro suche cherche
    want i we""".split()))  # noqa: SIM905
# fmt: on


def read_blind(path: Path = BLIND) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def seen(rows: list[dict]) -> list[dict]:
    """Return the half of the briefs that faults were looked for in; the others never were."""
    return rows[0::2]


def unseen(rows: list[dict]) -> list[dict]:
    return rows[1::2]


def _stem(text: str) -> str:
    words = re.findall(r"\w+", folded(text).replace("-", " "))
    return " ".join(w[:-2] if w.endswith("es") and len(w) > 5 else w.rstrip("sn") for w in words
                    if w not in SMALL)  # fmt: skip


SMALL = frozenset(
    """de del la las los el les des d l du le the a of von der die das do da dos das os as any and e
    y et und to with in on them""".split()  # noqa: SIM905
)


def _same_text(found: str, wanted: str) -> bool:
    return any(_stem(found) == _stem(option) for option in wanted.split("/"))


def _same_place(found: str, wanted: str) -> bool:
    for option in wanted.split("/"):
        one, two = find(found), find(option)
        if folded(found) == folded(option) or (one and two and one == two):
            return True
        if {*names_of(found)} - {found} == {*names_of(option)} - {option}:
            return True
    return False


def _same_range(found: Range, wanted: list) -> bool:
    return all(
        (a is None) == (b is None) and (a is None or abs(a - b) <= (1 if b > 1 else 1e-6))
        for a, b in zip((found.low, found.high), wanted, strict=True)
    )


def _same_day(found: datetime, wanted: list[str]) -> bool:
    first, last = (
        datetime.combine(date.fromisoformat(d), datetime.min.time(), UTC) for d in wanted
    )
    return first - SLACK <= found <= last + SLACK


def filters_found(brief: Brief) -> list[tuple[str, object]]:
    """Return the single filters of a brief: name and value."""
    where, creators = brief.where, brief.where.creators
    places = (creators.location or "").split("|")
    listed = {"places": [place.strip() for place in places if place.strip()],
              "langs": where.langs, "sources": where.sources, "hashtags": where.hashtags,
              "exclude": where.exclude}  # fmt: skip
    single = {"followers": creators.followers, "engagement": creators.engagement_rate,
              "since": where.since, "until": where.until, "active": creators.active_since,
              "min_posts": creators.min_posts, "bio": creators.bio,
              "top": brief.k_creators if brief.k_creators != LISTED else None}  # fmt: skip
    found: list[tuple[str, object]] = [(n, one) for n, many in listed.items() for one in many]
    return found + [(name, value) for name, value in single.items() if value is not None]


def filters_wanted(row: dict) -> list[tuple[str, object]]:
    wanted: list[tuple[str, object]] = []
    for name, value in row["want"].items():
        if name in {"places", "langs", "sources", "hashtags", "exclude"}:
            wanted += [(name, one) for one in value]
        else:
            wanted.append((name, value))
    return wanted


def agrees(found: tuple[str, object], wanted: tuple[str, object]) -> bool:
    (name, value), (what, asked) = found, wanted
    if isinstance(value, datetime):
        return (name == what or what == "fresh") and _same_day(value, asked)  # type: ignore[arg-type]
    if name != what:
        return False
    if isinstance(value, Range):
        return _same_range(value, asked)  # type: ignore[arg-type]
    if name == "places":
        return _same_place(str(value), str(asked))
    if name in {"exclude", "hashtags"}:
        return _same_text(str(value), str(asked))
    return value == asked


def _content(text: str) -> set[str]:
    return {
        _stem(w)
        for word in lexical_words(text)
        for w in re.findall(r"\w+", word)
        if not ASKING.fullmatch(w.casefold())
    }


def topic_is_right(topic: str, row: dict) -> bool:
    """Return whether the topic holds all words it must, and no other than those it may."""
    read = _content(topic)
    options = [[{_stem(w) for w in re.findall(r"\w+", o)} for o in word.split("/")]
               for word in row["topic"]]  # fmt: skip
    whole = {_stem(w) for w in re.findall(r"\w+", topic)}
    has = all(any(words <= whole for words in option) for option in options)
    may = {w for option in options for words in option for w in words}
    may |= {_stem(w) for word in row["optional"] for w in re.findall(r"\w+", word)}
    return has and read <= may | {""}


def judge(row: dict) -> tuple[Counter[str], list[str]]:
    """Return counts of one brief, and what was wrong in words."""
    wrong: list[str] = []
    wanted = filters_wanted(row)
    tally = Counter(briefs=1, wanted=len(wanted), wishes=len(row["aloud"]))
    try:
        brief = parse_brief(row["text"], now=NOW)
    except OverheardError as error:
        return tally, [f"error: {error}"]
    found = filters_found(brief)
    tally["found"] = len(found)
    left = list(wanted)
    for one in found:
        match = next((w for w in left if agrees(one, w)), None)
        if match is None:
            wrong.append(f"read {one[0]}={one[1]}")
        else:
            left.remove(match)
            tally["right"] += 1
    wrong += [f"missed {name}={value}" for name, value in left]
    said = [entry.words.casefold() for entry in brief.not_filtered]
    said += [entry.words.casefold() for entry in brief.understood
             if entry.meaning.startswith(("not-in ", "not-source "))]  # fmt: skip
    for wish in row["aloud"]:
        if any(option.casefold() in words for words in said for option in wish.split("/")):
            tally["met"] += 1
        else:
            wrong.append(f"swallowed {wish}")
    if topic_is_right(brief.topic, row):
        tally["topics"] += 1
    else:
        wrong.append(f"topic {brief.topic!r}")
    if not wrong:
        tally["whole"] += 1
    return tally, wrong


def total(rows: Iterable[dict]) -> Counter[str]:
    return sum((judge(row)[0] for row in rows), Counter())


def f1(tally: Counter[str]) -> float:
    return 2 * tally["right"] / (tally["wanted"] + tally["found"])


def told(rows: list[dict]) -> str:
    """Return a table of the figures by language."""
    lines = ["       precision recall    F1  wishes topics"]
    for lang in [*dict.fromkeys(row["lang"] for row in rows), "all"]:
        tally = total(row for row in rows if lang in (row["lang"], "all"))
        p, r = (tally["right"] / max(1, tally[name]) for name in ("found", "wanted"))
        met, topics = (
            f"{tally[a]}/{tally[b]}" for a, b in (("met", "wishes"), ("topics", "briefs"))
        )
        lines.append(f"{lang:6} {p:9.3f} {r:6.3f} {f1(tally):5.3f} {met:>7} {topics:>6}")
    return "\n".join(lines)

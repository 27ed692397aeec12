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
from engine.errors import OverheardError
from engine.places import find, names_of
from engine.places.gazetteer import folded
from engine.vocabulary import Brief, Range

NOW = datetime(2026, 11, 29, tzinfo=UTC)
BLIND = Path(__file__).with_name("blind.jsonl")
SLACK = timedelta(days=5)
ASKING = """creators? creadores? créateurs? criador(?:es)? content contenido influencers?
    influenciador(?:es)? influenceu(?:r|se)s? influencerin(?:nen)? people person profiles? perfil(?:es)?
    profils? accounts? cuentas? comptes? contas? users? usuarios? usuários? utilisateurs? nutzer(?:in)?
    bloggers? folks anyone who gente gens leute personas pessoas looking find need posts? talk about
    posten schreiben beiträge publicaciones busco procuro suche cherche need want i we
    """.split()


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


SMALL = frozenset("de del la las los el les des d l du le the a of von der die das do da dos das "
                  "os as any and e y et und to with in on them".split())  # fmt: skip


def _same_text(found: str, wanted: str) -> bool:
    return any(_stem(found) == _stem(option) for option in wanted.split("/"))


def _same_place(found: str, wanted: str) -> bool:
    for option in wanted.split("/"):
        one, two = find(found), find(option)
        if folded(found) == folded(option) or (one and two and one == two):
            return True
        if set(names_of(found)) == set(names_of(option)):
            return True
    return False


def _same_range(found: Range, wanted: list) -> bool:
    return all(
        (a is None) == (b is None) and (a is None or abs(a - b) <= (1 if b > 1 else 1e-6))
        for a, b in zip((found.low, found.high), wanted, strict=True)
    )


def _same_day(found: datetime, wanted: list[str]) -> bool:
    first, last = (datetime.combine(date.fromisoformat(d), datetime.min.time(), UTC) for d in wanted)
    return first - SLACK <= found <= last + SLACK


def filters_found(brief: Brief) -> list[tuple[str, object]]:
    """Return the single filters of a brief: name and value."""
    where, creators = brief.where, brief.where.creators
    found: list[tuple[str, object]] = []
    if creators.followers:
        found.append(("followers", creators.followers))
    if creators.engagement_rate:
        found.append(("engagement", creators.engagement_rate))
    if creators.location:
        found += [("places", part.strip()) for part in creators.location.split("|")]
    found += [("langs", lang) for lang in where.langs]
    found += [("sources", source) for source in where.sources]
    found += [("hashtags", tag) for tag in where.hashtags]
    found += [("exclude", text) for text in where.exclude]
    for name, moment in (("since", where.since), ("until", where.until),
                         ("active", creators.active_since)):  # fmt: skip
        if moment:
            found.append((name, moment))
    if creators.min_posts:
        found.append(("min_posts", creators.min_posts))
    if brief.k_creators != 25:
        found.append(("top", brief.k_creators))
    if creators.bio:
        found.append(("bio", creators.bio))
    return found


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
    from engine.text import lexical_words

    ask = re.compile("|".join(f"(?:{word})" for word in ASKING))
    return {_stem(w) for word in lexical_words(text) for w in re.findall(r"\w+", word)
            if not ask.fullmatch(w.casefold())}  # fmt: skip


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
    lines = [f"{'':6} {'precision':>9} {'recall':>7} {'F1':>6} {'wishes':>8} {'topics':>7} {'whole':>6}"]
    for lang in [*dict.fromkeys(row["lang"] for row in rows), "all"]:
        tally = total(row for row in rows if lang in (row["lang"], "all"))
        p = tally["right"] / max(1, tally["found"])
        r = tally["right"] / max(1, tally["wanted"])
        lines.append(f"{lang:6} {p:9.3f} {r:7.3f} {f1(tally):6.3f} {tally['met']:>4}/{tally['wishes']:<3} "
                     f"{tally['topics']:>3}/{tally['briefs']:<3} {tally['whole']:>3}")  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    rows = read_blind()
    for name, half in (("all", rows), ("looked at", seen(rows)), ("never looked at", unseen(rows))):
        print(name)
        print(told(half))
    if "--show" in sys.argv:
        for row in seen(rows):
            _, wrong = judge(row)
            if wrong:
                print(row["id"], row["text"].replace("\n", "\\n"))
                for line in wrong:
                    print("     ", line)

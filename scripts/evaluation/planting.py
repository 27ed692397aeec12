"""Plant further cheats in a simulated corpus: files of their posts beside it, and who they are."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.judging.evaluation import BriefLine
from scripts.evaluation.collection import SOURCE, VARIANTS, Collection, Sources, read_cheats
from scripts.evaluation.kinds import Kind, Material, Text, bio_of
from scripts.evaluation.plain import Record, read_records

EACH = 4  # cheats of every kind in a planted niche
_ONE_IN = 3  # niches
_FIRST_ID = 90_000
_OTHERS = 6000  # posts about anything that the cheats of one niche choose from
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def is_planted(niche: str) -> bool:
    """Return whether cheats are planted in `niche`: in about a third of all, of either half."""
    return hashlib.sha256(f"planted {niche}".encode()).digest()[0] % _ONE_IN == 0


def planted_briefs(collection: Collection, briefs: Sequence[BriefLine]) -> list[BriefLine]:
    """Return those of `briefs` that are about a niche in which cheats are planted."""
    return [brief for brief in briefs if is_planted(collection.niche(brief))]


def plant(
    base: Collection,
    sources: Sources,
    simulator: ModuleType,
    *,
    kinds: Mapping[str, Kind],
    folder: Path,
) -> Collection:
    """Return `base` with cheats of `kinds` planted in some niches; their posts are in `folder`.

    The same arguments give the same cheats. What an earlier start has finished is kept.
    """
    files = {variant: folder / f"extra{variant}.jsonl.gz" for variant in VARIANTS}
    told = folder / "cheats.txt"
    if not told.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = list(_planted(base, sources, simulator, kinds))
        masks = _masks(base, simulator)
        _write(files[""], made, lambda text, _: text)
        _write(files["_masked"], made, lambda text, niche: masks[niche].text(text))
        lines = {f"{SOURCE}:{record['creator']['id']} {kind}\n" for kind, _, record in made}
        told.write_text("".join(sorted(lines)), encoding="utf-8")
    trials = tuple(
        replace(trial, home=folder / f"home{variant}", posts=(*trial.posts, files[variant]))
        for variant, trial in zip(VARIANTS, base.trials, strict=True)
    )
    cheats = {**base.cheats, **read_cheats(told)}
    return replace(base, name=f"{base.name}, added", trials=trials, cheats=cheats)


def _planted(
    base: Collection, sources: Sources, simulator: ModuleType, kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, str, Record]]:
    """Yield (kind, niche, post) of every planted cheat."""
    number = _FIRST_ID
    for material in _materials(base, sources, simulator):
        for kind, make in kinds.items():
            for place in range(EACH):
                dice = random.Random(f"{sources.seed} {material.niche} {kind} {place}")  # noqa: S311
                creator = _creator(number, dice)
                if kind == "bios":
                    creator["bio"] = bio_of(material, dice)
                for n, text in enumerate(make(material, dice)):
                    yield kind, material.niche, _record(text, creator, n)
                number += 1


def _materials(base: Collection, sources: Sources, simulator: ModuleType) -> Iterator[Material]:
    niches = sorted({base.niche(brief) for brief in base.briefs})
    pools, spread, n = simulator.read(str(sources.csv), {*niches, *simulator.GENERIC})
    records = {r["id"]: r for r in read_records(base.trials[0].posts[0])}
    rest = sorted(
        (p for name in simulator.GENERIC for p in pools.get(name, ())), key=lambda p: p.id
    )
    rest = [p for p in rest if _native_id(p) not in records]
    for niche in filter(is_planted, niches):
        dice = random.Random(f"{sources.seed} {niche} others")  # noqa: S311
        pool = sorted(pools[niche], key=lambda p: p.id)
        shared = [records[_native_id(p)] for p in pool if _native_id(p) in records]
        honest = [r for r in shared if f"{SOURCE}:{r['creator']['id']}" not in base.cheats]
        yield Material(
            niche=niche,
            own=[_from_record(record) for record in honest],
            unused=[_from_pool(p) for p in pool if _native_id(p) not in records],
            other=[_from_pool(p) for p in dice.sample(rest, min(_OTHERS, len(rest)))],
            terms=simulator.top_terms(pools[niche], spread, n),
        )


def _native_id(post: Any) -> str:
    return f"s13-{post.id}"


def _from_record(record: Record) -> Text:
    at = int(datetime.fromisoformat(record["created_at"]).timestamp())
    return Text(words=record["text"], at=at, likes=record["likes"], source=record["id"])


def _from_pool(post: Any) -> Text:
    likes = max(0, post.score)
    return Text(words=post.text, at=post.at, likes=likes, source=_native_id(post))


def _creator(number: int, dice: random.Random) -> Record:
    handle = "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 4)))
    return {
        "id": f"c{number}",
        "handle": f"{handle}{number % 1000}",
        "followers": int(10 ** dice.uniform(2.0, 5.0)),
        "following": int(10 ** dice.gauss(2.6, 0.45)),
        "posts": dice.randint(14, 160),
    }


def _record(text: Text, creator: Record, number: int) -> Record:
    digest = hashlib.sha256(f"{creator['id']} {number} {text.source}".encode()).hexdigest()
    return {
        "source": SOURCE,
        "id": f"s13-{digest[:7]}{number}",
        "text": text.words,
        "created_at": datetime.fromtimestamp(text.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "likes": text.likes,
        "replies": text.likes // 8,
        "creator": creator,
    }


def _masks(base: Collection, simulator: ModuleType) -> dict[str, Any]:
    plain = {base.niche(b): b.text for b in base.briefs if b.track == "plain"}
    return {niche: simulator.Mask(niche, text) for niche, text in plain.items()}


def _write(
    path: Path, made: Sequence[tuple[str, str, Record]], said: Callable[[str, str], str]
) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for _, niche, record in made:
            text = said(record["text"], niche)
            tags = [tag.lower() for tag in re.findall(r"#([A-Za-z][A-Za-z0-9]+)", text)]
            creator = record["creator"]
            if "bio" in creator:
                creator = {**creator, "bio": said(creator["bio"], niche)}
            whole = {**record, "text": text, "creator": creator}
            out.write(json.dumps(whole | ({"hashtags": tags} if tags else {})) + "\n")

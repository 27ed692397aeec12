"""Every baseline over every brief, and the parameter values that the tuning niches choose."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.judging.evaluation import BriefLine
from engine.protocols import Embedder
from engine.vocabulary import Floats
from scripts.evaluation.baselines import Member, ask, best_first, members
from scripts.evaluation.collection import Trial, by_track
from scripts.evaluation.homes import home_key, opened
from scripts.evaluation.measures import Qrels, Rankings
from scripts.evaluation.plain import Posts, Words, read_posts

_ABOUT = "about.json"
_CODE = ("baselines.py", "plain.py", "votes.py")
_DISCOUNTS = 1.0 / np.log2(np.arange(2.0, 12.0))


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """What every member of every family finds for every brief, and how good it is."""

    members: tuple[Member, ...]
    keys: Mapping[str, tuple[str, ...]]  # brief -> creators by place
    found: Mapping[str, NDArray[np.int32]]  # brief -> (members, TOP) places of creators, -1: none

    def run(self, chosen: Mapping[str, Member], briefs: Sequence[BriefLine]) -> Rankings:
        """Return the run over `briefs` of the member chosen for each of their tracks."""
        return {brief.id: self._ranking(brief, chosen[str(brief.track)]) for brief in briefs}

    def _ranking(self, brief: BriefLine, member: Member) -> tuple[str, ...]:
        places = self.found[brief.id][self.members.index(member)]
        return tuple(self.keys[brief.id][place] for place in places.tolist() if place >= 0)

    def ndcg(self, brief: BriefLine, qrels: Qrels) -> Floats:
        """Return nDCG@10 of every member, (members,)."""
        grades, keys = qrels[brief.id], self.keys[brief.id]
        # The last entry is looked up by the place -1.
        by_place = np.array([*(grades.get(key, 0) for key in keys), 0], dtype=np.float64)
        best = np.array(sorted(grades.values(), reverse=True)[:10], dtype=np.float64)
        ideal = best @ _DISCOUNTS[: len(best)]
        return np.asarray(by_place[self.found[brief.id][:, :10]] @ _DISCOUNTS / ideal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The members of one family that did best while tuning."""

    for_all: Member
    for_each: Mapping[str, Member]  # by track

    @property
    def everywhere(self) -> Mapping[str, Member]:
        """Return the member for all tracks, by track."""
        return dict.fromkeys(self.for_each, self.for_all)


def tried(trial: Trial, briefs: Sequence[BriefLine], cache: Path) -> Tried:
    """Return all members over `briefs`; what was found is kept in `cache`, a file a brief."""
    folder = cache / _key(trial.posts)
    kept = {brief.id: folder / f"{_digest(brief.text)}.npy" for brief in briefs}
    missing = [brief for brief in briefs if not kept[brief.id].exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        with opened(trial) as (corpus, embedder):
            posts = read_posts(trial.posts, corpus, embedder, cache)
            _try(missing, posts, Words(corpus, posts), embedder, folder)
    about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    return Tried(
        members=tuple(Member(*row) for row in about["members"]),
        keys=dict.fromkeys(kept, tuple(about["keys"])),
        found={brief: np.load(file) for brief, file in kept.items()},
    )


def joined(parts: Sequence[Tried]) -> Tried:
    """Return the same members over the briefs of all `parts`."""
    return Tried(
        members=parts[0].members,
        keys={brief: keys for part in parts for brief, keys in part.keys.items()},
        found={brief: found for part in parts for brief, found in part.found.items()},
    )


def _try(
    briefs: Sequence[BriefLine], posts: Posts, words: Words, embedder: Embedder, folder: Path
) -> None:
    """Write what every member finds for `briefs`, and who is who."""
    for brief in briefs:
        pairs = list(members(ask(brief.text, posts, words, embedder), posts))
        about = {"members": [member for member, _ in pairs], "keys": posts.keys}
        (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        ranked = np.stack([best_first(scores) for _, scores in pairs])
        np.save(folder / f"{_digest(brief.text)}.npy", ranked)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _key(files: Sequence[Path]) -> str:
    here = Path(__file__).parent
    parts = [path.read_bytes() for path in (*files, *(here / name for name in _CODE))]
    parts.append(home_key().encode())  # BM25 is over the product's words
    return "baselines_" + hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def tune(all_tried: Tried, briefs: Sequence[BriefLine], qrels: Qrels) -> dict[str, Chosen]:
    """Return what the briefs choose in every family: for all tracks at once, and for each."""
    tracks = by_track(briefs)
    means = {
        track: np.mean([all_tried.ndcg(brief, qrels) for brief in some], axis=0)
        for track, some in tracks.items()
    }
    overall = np.mean(list(means.values()), axis=0)
    families = dict.fromkeys(member.family for member in all_tried.members)
    return {family: _chosen(all_tried.members, family, means, overall) for family in families}


def _chosen(
    names: Sequence[Member], family: str, means: Mapping[str, Floats], overall: Floats
) -> Chosen:
    places = [place for place, member in enumerate(names) if member.family == family]

    def best(values: Floats) -> Member:
        return names[max(places, key=lambda place: (values[place], -place))]

    each = {track: best(values) for track, values in means.items()}
    return Chosen(for_all=best(overall), for_each=each)


def strongest(
    all_tried: Tried, chosen: Mapping[str, Chosen], briefs: Sequence[BriefLine], qrels: Qrels
) -> dict[str, Member]:
    """Return, by track, the member that did best of all families over `briefs`."""
    found = {}
    for track, some in by_track(briefs).items():
        values = np.mean([all_tried.ndcg(brief, qrels) for brief in some], axis=0)
        best = [each.for_each[track] for each in chosen.values()]
        found[track] = max(best, key=lambda member: values[all_tried.members.index(member)])
    return found

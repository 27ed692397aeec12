"""Test collections: posts, briefs, judgements, planted cheats, and the halves of the niches."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from engine.judging.evaluation import BriefLine, read_briefs, read_qrels

TRACKS = ("plain", "paraphrase", "masked", "brandish")
TUNE, CHECK = "tune", "check"
SOURCE = "reddit"
VARIANTS = ("", "_masked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a collection is simulated from."""

    name: str
    csv: Path
    briefs: Path
    masked: Path
    seed: int = 2013


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One corpus with the briefs that are asked of it, each with the niche it is about."""

    home: Path
    posts: tuple[Path, ...]
    briefs: tuple[BriefLine, ...]
    niches: Mapping[str, str]

    def of(self, briefs: Iterable[BriefLine]) -> list[BriefLine]:
        """Return those of `briefs` that are asked of this corpus."""
        return [brief for brief in briefs if brief.id in self.niches]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One simulated creator: `share` is that of own posts in `niche`, of `posts`."""

    key: str
    role: str
    niche: str
    posts: int
    on_niche: int
    trait: str

    @property
    def share(self) -> float:
        """Return the share of own posts in the niche, in [0, 1]."""
        return self.on_niche / max(self.posts, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Two corpora (as they are, and masked) with what is known to be right about them."""

    name: str
    trials: tuple[Trial, ...]
    qrels: Mapping[str, Mapping[str, int]]
    cheats: Mapping[str, str]
    people: tuple[Person, ...]

    @property
    def briefs(self) -> list[BriefLine]:
        """Return the briefs of both corpora."""
        return [brief for trial in self.trials for brief in trial.briefs]

    def niche(self, brief: BriefLine) -> str:
        """Return the niche a brief is about."""
        return next(t.niches[brief.id] for t in self.trials if brief.id in t.niches)

    def half(self, which: str) -> list[BriefLine]:
        """Return the briefs about the niches of one half, "tune" or "check"."""
        return [brief for brief in self.briefs if half_of(self.niche(brief)) == which]


def half_of(niche: str) -> str:
    """Return "tune" or "check", whatever else is evaluated: about half of all niches each."""
    return TUNE if hashlib.sha256(niche.encode()).digest()[0] < 128 else CHECK


def simulator(data: Path) -> ModuleType:
    """Return the program `simulate.py` of the data, as a module."""
    spec = importlib.util.spec_from_file_location("simulate", data / "simulate.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / "simulate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def simulate(data: Path, folder: Path, sources: Sources) -> None:
    """Make the corpora and judgements in `folder`, unless an earlier start has finished them."""
    if (folder / f"qrels_{sources.name}.txt").exists():
        return
    fresh = folder / "simulating"
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, str(data / "simulate.py"), "--csv", str(sources.csv),
        "--briefs", str(sources.briefs), "--masked-briefs", str(sources.masked),
        "--name", sources.name, "--seed", str(sources.seed), "--out", str(fresh),
    ]  # fmt: skip
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    print(said, file=sys.stderr)
    # The judgements come last: where they are, everything is.
    for file in sorted(fresh.iterdir(), key=lambda path: path.name.startswith("qrels")):
        file.rename(folder / file.name)
    fresh.rmdir()


def collection(folder: Path, sources: Sources) -> Collection:
    """Read what `simulate` left in `folder`."""
    briefs = dict(zip(VARIANTS, (sources.briefs, sources.masked), strict=True))
    return Collection(
        name=sources.name,
        trials=tuple(
            Trial(
                home=folder / f"home{variant}",
                posts=(folder / f"corpus{variant}_{sources.name}.jsonl.gz",),
                briefs=read_briefs(file),
                niches=niches_of(file),
            )
            for variant, file in briefs.items()
        ),
        qrels=read_qrels(folder / f"qrels_{sources.name}.txt"),
        cheats=read_cheats(folder / f"cheats_{sources.name}.txt"),
        people=read_people(folder / f"roles_{sources.name}.csv"),
    )


def niches_of(briefs: Path) -> dict[str, str]:
    """Return the niche of each brief of a file."""
    lines = briefs.read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    return {row["id"]: row["niche"] for row in rows}


def read_cheats(path: Path) -> dict[str, str]:
    """Return the kind of every planted cheat, `SOURCE:ID KIND` a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line.strip())


def read_people(path: Path) -> tuple[Person, ...]:
    """Return every simulated creator, cheats included."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Person(
                key=f"{SOURCE}:{row['creator_id']}",
                role=row["role"],
                niche=row["niche"],
                posts=int(row["posts"]),
                on_niche=int(row["on_niche"]),
                trait=row["trait"],
            )
            for row in csv.DictReader(file)
        )


def by_track(briefs: Sequence[BriefLine]) -> dict[str, list[BriefLine]]:
    """Return briefs by track, in the order of `TRACKS`."""
    found = {track: [b for b in briefs if b.track == track] for track in TRACKS}
    return {track: some for track, some in found.items() if some}

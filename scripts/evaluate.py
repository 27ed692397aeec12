"""Measure the whole product on real posts by simulated creators, beside simple baselines.

    python scripts/evaluate.py DATA WORK

DATA is the folder with `simulate.py`, its posts and its briefs; WORK keeps the corpora, two homes,
the runs and `evaluation.json`, so that a second start goes on where the first one stopped. Our runs
come out of the command line a user types. The baselines see the same posts through the same corpus:
BM25 and similarity alone, each with the voting model that does best on the tuning niches, the mean
vector of a creator's posts, and most followers. P@10 and MRR count grades 2 and 3.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import (
    BriefLine,
    Evaluation,
    Interval,
    bootstrap,
    evaluate,
    randomisation_p,
    read_briefs,
    read_qrels,
    read_run,
)
from engine.protocols import Corpus, Embedder
from engine.vocabulary import Ids, PostFilter, Run

Floats: TypeAlias = NDArray[np.float64]
Vote: TypeAlias = Callable[[Floats, Floats], float]  # scores best first, ranks from 1 -> a score
Ranked: TypeAlias = Mapping[str, Sequence[str]]  # brief -> creators, best first

CHECKOUT = Path(__file__).resolve().parent.parent
NOW = "2013-09-01"
K_POSTS = 1000
TOP = 100
TUNED_SHARE = 0.6  # of the niches; the others check what was tuned
SHOWN = ("nDCG@10", "P@10", "MRR", "recall@100")
CHEATS = "cheats@10"
OURS = "overheard"

VOTES: Mapping[str, Vote] = {
    "Votes": lambda scores, ranks: float(len(scores)),
    "CombSUM": lambda scores, ranks: float(scores.sum()),
    "CombSUM-top5": lambda scores, ranks: float(scores[:5].sum()),
    "CombMAX": lambda scores, ranks: float(scores[0]),
    "RR": lambda scores, ranks: float((1 / ranks).sum()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One corpus with the briefs that are asked of it."""

    home: Path
    corpus: Path
    briefs_file: Path
    briefs: tuple[BriefLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """What is known to be right: graded creators by brief, and the planted cheats."""

    qrels: Mapping[str, Mapping[str, int]]
    cheats: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a run does. `difference` is our mean nDCG@10 less its own, `p` the chance of that."""

    intervals: Mapping[str, Interval]
    difference: float
    p: float
    missing: tuple[str, ...]


def tally(run: Run, creators: Ids, vote: Vote, *, top: int = TOP) -> list[int]:
    """Return the ids of the creators by the vote of their posts, best first.

    `creators` holds the creator of every post of `run`, in its order. Equal votes are ordered by
    ascending id.
    """
    order = np.argsort(creators, kind="stable")
    starts = np.flatnonzero(np.diff(creators[order], prepend=-1))
    scores = run.scores.astype(np.float64)
    scored = [
        (-vote(scores[places], (places + 1).astype(np.float64)), int(creators[places[0]]))
        for places in np.split(order, starts)[1:]
    ]
    return [creator for _, creator in sorted(scored)[:top]]


def by_followers(ids: Ids, followers: Floats, *, top: int = TOP) -> list[int]:
    """Return the ids with most followers, best first; those not known come last."""
    order = np.lexsort((ids, -np.nan_to_num(followers, nan=-1.0)))
    return [int(creator) for creator in ids[order][:top]]


def half_of(brief: BriefLine) -> str:
    """Return "tune" or "check" by the niche of the brief, whatever else is evaluated."""
    niche = brief.id.rsplit(".", 1)[0]
    place = int.from_bytes(hashlib.sha256(niche.encode()).digest()[:4]) / 2**32
    return "tune" if place < TUNED_SHARE else "check"


def baselines(
    briefs: Sequence[BriefLine], corpus: Corpus, embedder: Embedder
) -> dict[str, dict[str, list[str]]]:
    """Return the run of every baseline over `briefs`, by its name."""
    table = corpus.engagement()
    popular = _keys(by_followers(table.creator_ids, table.followers), corpus)
    runs: dict[str, dict[str, list[str]]] = {}
    for brief in briefs:
        runs.setdefault("most followers", {})[brief.id] = popular
        for name, ranked in _ranked(brief.text, corpus, embedder):
            runs.setdefault(name, {})[brief.id] = _keys(ranked, corpus)
    return runs


def _ranked(text: str, corpus: Corpus, embedder: Embedder) -> Iterator[tuple[str, list[int]]]:
    query, everything = embedder.embed_query(text), PostFilter()
    posts = {
        "BM25": corpus.lexical(text, K_POSTS, everything),
        "dense": corpus.dense(query, K_POSTS, everything),
    }
    for name, run in posts.items():
        creators = corpus.creators_of(run.ids)
        for vote_name, vote in VOTES.items():
            yield f"{name} + {vote_name}", tally(run, creators, vote)
    yield "mean vector", [int(i) for i in corpus.profiles(query, TOP, everything).ids]


def _keys(ranked: Sequence[int], corpus: Corpus) -> list[str]:
    ids = np.asarray(ranked, dtype=np.int64)
    known = {int(id_): creator for id_, creator in corpus.creators(ids).items()}
    return [":".join(known[id_].key) for id_ in ranked]


def best_vote(
    prefix: str, runs: Mapping[str, Ranked], briefs: Sequence[BriefLine], judged: Judgements
) -> str:
    """Return the run whose name begins with `prefix` and whose mean nDCG@10 over tracks is best."""
    tuning = [brief for brief in briefs if half_of(brief) == "tune"]

    def quality(name: str) -> float:
        rows = evaluate(runs[name], judged.qrels, tuning).rows[:-1]
        return sum(row.metrics["nDCG@10"].mean for row in rows) / len(rows)

    return max((name for name in runs if name.startswith(f"{prefix} + ")), key=quality)


def compare(
    runs: Mapping[str, Ranked], briefs: Sequence[BriefLine], judged: Judgements
) -> dict[str, Standing]:
    """Return how every run does over `briefs`, and how `OURS` differs from it."""
    found = {name: evaluate(r, judged.qrels, briefs, relevant_from=2) for name, r in runs.items()}
    ours = found[OURS]
    return {name: _standing(one, ours, runs[name], judged.cheats) for name, one in found.items()}


def _standing(found: Evaluation, ours: Evaluation, run: Ranked, cheats: frozenset[str]) -> Standing:
    mine, other = ([one["nDCG@10"] for one in each.by_brief.values()] for each in (ours, found))
    shares = [len(cheats.intersection(run.get(brief, ())[:10])) / 10 for brief in found.by_brief]
    overall = found.rows[-1].metrics
    return Standing(
        intervals={name: overall[name] for name in SHOWN} | {CHEATS: bootstrap(shares)},
        difference=float(np.mean(mine) - np.mean(other)),
        p=randomisation_p(mine, other),
        missing=found.missing,
    )


def simulate(data: Path, work: Path) -> None:
    """Make the corpora and judgements in `work`, unless an earlier start has finished them."""
    if (work / "qrels_dev.txt").exists():
        return
    fresh = work / "simulating"
    files = "--csv reddit_slim_dev.csv.gz --briefs briefs_dev.jsonl"
    files += " --masked-briefs briefs_masked_dev.jsonl"
    command = [sys.executable, "simulate.py", *files.split(), "--name", "dev", "--out", str(fresh)]
    subprocess.run(command, cwd=data, check=True)
    # The judgements come last: where they are, everything is.
    for file in sorted(fresh.iterdir(), key=lambda path: path.name.startswith("qrels")):
        file.rename(work / file.name)
    fresh.rmdir()


def trials(data: Path, work: Path) -> list[Trial]:
    """Return the corpus as it is and the masked one, with their briefs."""
    return [
        Trial(
            home=work / f"home{kind}",
            corpus=work / f"corpus{kind}_dev.jsonl.gz",
            briefs_file=data / f"briefs{kind}_dev.jsonl",
            briefs=read_briefs(data / f"briefs{kind}_dev.jsonl"),
        )
        for kind in ("", "_masked")
    ]


def run_ours(trial: Trial) -> dict[str, tuple[str, ...]]:
    """Import and search through the command line, as a user would; the run is kept in WORK."""
    program = [sys.executable, "-m", "engine.cli.main", "--home", str(trial.home)]
    options = ["--output", "trec", "--top", str(TOP), "--now", NOW]
    search = [*program, "search", "--briefs", str(trial.briefs_file), *options]
    kept = trial.home.with_suffix(".run")
    with kept.open("wb") as out:
        subprocess.run([*program, "import", str(trial.corpus)], cwd=CHECKOUT, check=True)
        started = time.perf_counter()
        subprocess.run(search, cwd=CHECKOUT, check=True, stdout=out)
    seconds = time.perf_counter() - started
    print(f"{trial.home.name}: {len(trial.briefs)} briefs in {seconds:.1f} s, start included")
    return read_run(kept)


def run_baselines(trial: Trial) -> dict[str, dict[str, list[str]]]:
    """Run every baseline over the corpus that the command line has indexed."""
    from engine.corpus import LocalCorpus
    from engine.embedders import load_embedder

    embedder = load_embedder(cache=trial.home / "models")
    with LocalCorpus.open(trial.home, embedder) as corpus:
        return baselines(trial.briefs, corpus, embedder)


def print_table(title: str, table: Mapping[str, Standing]) -> None:
    """Print one table in Markdown, a row a run: means with 95 % intervals, difference and p."""
    print(f"\n### {title}\n\n| run | {' | '.join((*SHOWN, CHEATS))} | ours less theirs | p |")
    print("|" + "---|" * (len(SHOWN) + 4))
    for name, row in table.items():
        cells = [f"{i.mean:.3f} [{i.low:.3f}, {i.high:.3f}]" for i in row.intervals.values()]
        versus = ["", ""] if name == OURS else [f"{row.difference:+.3f}", f"{row.p:.4f}"]
        print(f"| {name} | {' | '.join([*cells, *versus])} |")
        if row.missing:
            print(f"{name} does not answer {', '.join(row.missing)}: 0", file=sys.stderr)


def all_runs(both: Sequence[Trial]) -> dict[str, dict[str, Sequence[str]]]:
    """Return our runs and those of all baselines, each over the briefs of all trials."""
    runs: dict[str, dict[str, Sequence[str]]] = {OURS: {}}
    for trial in both:
        runs[OURS].update(run_ours(trial))
        for name, run in run_baselines(trial).items():
            runs.setdefault(name, {}).update(run)
    return runs


def judgements(work: Path) -> Judgements:
    """Read what `simulate` left in `work`."""
    cheats = (work / "cheats_dev.txt").read_text(encoding="utf-8").split()[::2]
    return Judgements(qrels=read_qrels(work / "qrels_dev.txt"), cheats=frozenset(cheats))


def tables(
    runs: Mapping[str, Ranked], briefs: Sequence[BriefLine], judged: Judgements
) -> dict[str, dict[str, Standing]]:
    """Return a comparison by half of the niches and track: ours and the best of each baseline."""
    best = [best_vote(prefix, runs, briefs, judged) for prefix in ("BM25", "dense")]
    shown = {name: runs[name] for name in (OURS, *best, "mean vector", "most followers")}
    parts: dict[str, list[BriefLine]] = {}
    for brief in sorted(briefs, key=half_of, reverse=True):  # "tune" first
        parts.setdefault(f"{brief.track}, {half_of(brief)} niches", []).append(brief)
    return {title: compare(shown, part, judged) for title, part in parts.items()}


def main() -> None:
    """Simulate, import, search, measure, print the tables and write `evaluation.json`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    options = parser.parse_args()
    data, work = options.data.resolve(), options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    simulate(data, work)
    both = trials(data, work)
    briefs = [brief for trial in both for brief in trial.briefs]
    found = tables(all_runs(both), briefs, judgements(work))
    print("\nReal text, simulated creators.")
    for title, table in found.items():
        print_table(title, table)
    plain = {title: {n: asdict(row) for n, row in table.items()} for title, table in found.items()}
    (work / "evaluation.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""One collection measured: our runs and the others side by side, as tables and as plain values."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from engine.judging.evaluation import BriefLine
from engine.ranking.tuning import Tuning
from scripts.evaluation import ablations, brands, lookalikes, tables
from scripts.evaluation.ablations import NO_DEFENCE, OURS, RULES_OFF
from scripts.evaluation.baselines import Member
from scripts.evaluation.collection import Collection
from scripts.evaluation.homes import fill, search
from scripts.evaluation.measures import Pair, Rankings, Standing, by_tracks, losses, targets
from scripts.evaluation.tuned import Chosen, Tried, joined, strongest, tried

WANTED: Mapping[str, Mapping[str, float]] = {
    OURS: {"plain": 0.18, "paraphrase": 0.27, "masked": 0.25, "brandish": 0.12},
    RULES_OFF: {"plain": 0.05, "paraphrase": 0.12, "masked": 0.12},
    NO_DEFENCE: {"plain": 0.05, "paraphrase": 0.12, "masked": 0.12},
}
"""Gains in nDCG@10 over the strongest tuned baseline of the track that were set as targets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Tables to print, and the same figures as values to keep."""

    printed: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, found: Any, *printed: str) -> None:
        """Add values under `name`, and the tables that show them."""
        self.printed.extend(printed)
        self.values[name] = _plain(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """What all baselines find, and which of their parameter values were chosen."""

    tried: Tried
    chosen: Mapping[str, Chosen]


def titled(collection: Collection, title: str) -> Collection:
    """Return `collection` under another name, for the titles of its tables."""
    return replace(collection, name=title)


def _plain(found: Any) -> Any:
    """Return dataclasses as dictionaries, down to plain values."""
    if isinstance(found, Member):
        return str(found)
    if isinstance(found, Mapping):
        return {str(name): _plain(value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [_plain(value) for value in found]
    if hasattr(found, "__dataclass_fields__"):
        return {each.name: _plain(getattr(found, each.name)) for each in fields(found)}
    return found


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say on standard error how long something took."""
    started = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - started:.1f} s", file=sys.stderr, flush=True)


def import_all(collection: Collection, base: Collection | None = None) -> None:
    """Bring the posts into the product; a home grows out of one that holds most of its texts."""
    first = (base or collection).trials[0].home
    for trial, origin in zip(collection.trials, (base or collection).trials, strict=True):
        with timed(f"import {trial.home}"):
            start = origin.home if base else (first if trial.home != first else None)
            fill(trial, start_from=start)


def ours(collection: Collection, briefs: Sequence[BriefLine], work: Path) -> Rankings:
    """Return the answers of the product's command line to `briefs`."""
    found: dict[str, Sequence[str]] = {}
    for trial in collection.trials:
        if asked := trial.of(briefs):
            with timed(f"search {len(asked)} briefs in {trial.home}"):
                found |= search(trial, asked, work / "runs")
    return found


def changed(
    collection: Collection, briefs: Sequence[BriefLine], rows: Mapping[str, Tuning], work: Path
) -> dict[str, dict[str, Sequence[str]]]:
    """Return our answers to `briefs` with the constants of each of `rows`."""
    found: dict[str, dict[str, Sequence[str]]] = {name: {} for name in rows}
    for trial in collection.trials:
        if asked := trial.of(briefs):
            with timed(f"{len(rows)} rows over {len(asked)} briefs in {trial.home}"):
                for name, run in ablations.ranked(trial, asked, rows, work / "runs").items():
                    found[name] |= run
    return found


def baselines(collection: Collection, briefs: Sequence[BriefLine], work: Path) -> Tried:
    """Return every member of every baseline over `briefs`."""
    parts = []
    for trial in collection.trials:
        if asked := trial.of(briefs):
            with timed(f"baselines over {len(asked)} briefs in {trial.home}"):
                parts.append(tried(trial, asked, work))
    return joined(parts)


def measured(
    runs: Mapping[str, Rankings], collection: Collection, briefs: Sequence[BriefLine]
) -> dict[str, dict[str, Standing]]:
    """Return the standing of every run over `briefs`, by track."""
    return {
        name: by_tracks(run, briefs, collection.qrels, collection.cheats)
        for name, run in runs.items()
    }


def report_ours(
    report: Report,
    runs: Mapping[str, Rankings],
    collection: Collection,
    briefs: Sequence[BriefLine],
) -> None:
    """Add how our runs do: by track, cheats by kind, brands, look-alikes."""
    found, title = measured(runs, collection, briefs), f"{collection.name}, ours"
    report.add(title, found, *tables.tracks(found, title))
    report_kinds(report, found, collection, "of ours")
    report_lookalikes(report, runs, collection, briefs)


def report_brands(
    report: Report,
    runs: Mapping[str, Rankings],
    collection: Collection,
    briefs: Sequence[BriefLine],
) -> None:
    """Add whether those who name a brand come first."""
    trial = collection.trials[0]
    named = brands.namers(trial.posts, trial.of(briefs))
    if not named:
        return
    found = {name: brands.naming(run, named, collection.qrels) for name, run in runs.items()}
    title = f"{collection.name}: creators who name the brand"
    report.add(title, found, tables.brands(found, title))


def report_lookalikes(
    report: Report,
    runs: Mapping[str, Rankings],
    collection: Collection,
    briefs: Sequence[BriefLine],
) -> None:
    """Add what honest habits that look like cheating cost."""
    found = {
        name: [
            each
            for trait in lookalikes.TRAITS
            if (each := lookalikes.cost(run, collection, briefs, trait)) is not None
        ]
        for name, run in runs.items()
    }
    title = f"{collection.name}: honest creators who look like cheats"
    report.add(title, found, tables.lookalikes(found, title))


def baseline_runs(tuned: Tuned, briefs: Sequence[BriefLine]) -> dict[str, Rankings]:
    """Return each family with its values for all tracks, and with those of each track."""
    runs: dict[str, Rankings] = {}
    for family, each in tuned.chosen.items():
        runs[str(each.for_all)] = tuned.tried.run(each.everywhere, briefs)
        if set(each.for_each.values()) != {each.for_all}:
            runs[f"{family}, tuned by track"] = tuned.tried.run(each.for_each, briefs)
    return runs


def report_baselines(
    report: Report,
    ours_and_rows: Mapping[str, Rankings],
    tuned: Tuned,
    collection: Collection,
    briefs: Sequence[BriefLine],
) -> None:
    """Add the baselines beside ours, and our gains over the strongest of each track."""
    title = collection.name
    runs = {OURS: ours_and_rows[OURS], **baseline_runs(tuned, briefs)}
    found = measured(runs, collection, briefs)
    overview = tables.overview(found, f"{title}: ours and the tuned baselines")
    report.add(f"{title}: baselines", found, overview, *tables.tracks(found, title))
    report_kinds(report, found, collection, "of ours and the baselines")
    compared = targets(_pairs(ours_and_rows, tuned, collection, briefs))
    title = f"{title}: targets"
    report.add(title, compared, tables.targets(compared, title))


def _pairs(
    ours_and_rows: Mapping[str, Rankings],
    tuned: Tuned,
    collection: Collection,
    briefs: Sequence[BriefLine],
) -> list[Pair]:
    rivals = strongest(tuned.tried, tuned.chosen, briefs, collection.qrels)
    run = tuned.tried.run(rivals, briefs)
    found = measured({**ours_and_rows, "rival": run}, collection, briefs)
    return [
        Pair(
            track=track,
            run=name,
            ours=found[name][track],
            rival=str(rivals[track]),
            theirs=found["rival"][track],
            wanted=gain,
        )
        for name, wanted in WANTED.items()
        for track, gain in wanted.items()
        if track in rivals and name in found
    ]


def report_kinds(
    report: Report,
    found: Mapping[str, Mapping[str, Standing]],
    collection: Collection,
    of_what: str,
) -> None:
    """Add which kinds of cheats stand in the first ten places."""
    title = f"{collection.name}: cheats in the first ten places {of_what}"
    kinds = sorted(set(collection.cheats.values()))
    plain = {n: {track: one.kinds for track, one in each.items()} for n, each in found.items()}
    report.add(title, plain, tables.cheats(found, kinds, title))


def report_rows(
    report: Report,
    runs: Mapping[str, Rankings],
    collection: Collection,
    briefs: Sequence[BriefLine],
) -> None:
    """Add our ranking without each of its components."""
    found, title = measured(runs, collection, briefs), f"{collection.name}: components"
    lost = losses(found, OURS)
    report.add(title, found, tables.components(found, lost, title))
    report.add(f"{title}, lost", lost)


def brand_rivals(tuned: Tuned, briefs: Sequence[BriefLine]) -> dict[str, Rankings]:
    """Return the baselines with the values they do best with on brand briefs."""
    asked = [brief for brief in briefs if brief.track == "brandish"]
    best = [each.for_each["brandish"] for each in tuned.chosen.values() if asked]
    return {str(member): tuned.tried.run({"brandish": member}, asked) for member in best}


def report_added(
    report: Report,
    runs: Mapping[str, Rankings],
    collection: Collection,
    briefs: Sequence[BriefLine],
) -> None:
    """Add how many planted cheats are shown for `briefs`, whose niches they are planted in."""
    found, title = measured(runs, collection, briefs), f"{collection.name}, further cheats"
    report.add(title, found, tables.overview(found, f"{title}, {len(briefs)} briefs"))
    report_kinds(report, found, titled(collection, title), "of each run")

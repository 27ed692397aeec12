"""Measure the ranking of creators: real posts by simulated creators, beside tuned baselines.

    python scripts/evaluate.py DATA WORK [--check] [--unseen] [--only ours] [--added]
                                         [--kinds tried|kept|fresh]
                                         [--set FIELD=VALUE ...]

DATA is the folder with `simulate.py`, its posts and its briefs. WORK keeps the corpora, homes and
runs, so that a second start goes on where the first one stopped; our runs are made anew when the
code of the engine or its constants change. Tables go to standard output and, as values, to
WORK/evaluation.json. Without --check only the half of the niches that is for tuning is looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.errors import OverheardError
from engine.judging.evaluation import BriefLine
from scripts.evaluation import report as parts
from scripts.evaluation.ablations import (
    NAMES_OFF,
    NO_DEFENCE,
    OURS,
    ROWS,
    RULES_OFF,
    parse_setting,
    tuning_of,
)
from scripts.evaluation.collection import (
    CHECK,
    TUNE,
    Collection,
    Sources,
    collection,
    simulate,
    simulator,
)
from scripts.evaluation.kinds import KINDS
from scripts.evaluation.measures import Rankings
from scripts.evaluation.other import unseen
from scripts.evaluation.planting import plant, planted_briefs
from scripts.evaluation.sealed import SEALED
from scripts.evaluation.tricks import FRESH, KEPT, TRIED
from scripts.evaluation.tuned import Chosen, tune

HALVES = (TUNE, CHECK)
TRICKS = {"tried": TRIED, "kept": KEPT, "fresh": FRESH}


def development(data: Path) -> Sources:
    """Return what the collection of 60 niches is made from."""
    return Sources(
        name="dev",
        csv=data / "reddit_slim_dev.csv.gz",
        briefs=data / "briefs_dev.jsonl",
        masked=data / "briefs_masked_dev.jsonl",
    )


def made(data: Path, work: Path, sources: Sources) -> Collection:
    """Return a collection that is simulated and in the product."""
    folder = work / sources.name
    with parts.timed(f"simulate {sources.name}"):
        simulate(data, folder, sources)
    found = collection(folder, sources)
    parts.import_all(found)
    return found


def our_runs(
    base: Collection, briefs: Sequence[BriefLine], work: Path, changes: Mapping[str, object]
) -> dict[str, Rankings]:
    """Return our run: that of the command line, or with `changes` that of a Python call."""
    if not changes:
        return {OURS: parts.ours(base, briefs, work)}
    name = ", ".join(f"{field}={value}" for field, value in changes.items())
    return {**parts.changed(base, briefs, {name: tuning_of(changes)}, work)}


def report_all(
    report: parts.Report,
    base: Collection,
    briefs: Sequence[BriefLine],
    chosen: Mapping[str, Chosen],
    work: Path,
) -> None:
    """Add everything about `briefs`: ours, our rows, and the baselines as they were tuned."""
    runs = our_runs(base, briefs, work, {})
    rows = parts.changed(base, briefs, {n: tuning_of(c) for n, c in ROWS.items()}, work)
    everything = {**runs, **rows}
    all_tried = parts.baselines(base, briefs, work)
    tuned = parts.Tuned(tried=all_tried, chosen=chosen)
    parts.report_baselines(report, everything, tuned, base, briefs)
    parts.report_rows(report, everything, base, briefs)
    defended = {name: everything[name] for name in (OURS, RULES_OFF, NO_DEFENCE)}
    parts.report_ours(report, defended, base, briefs)
    named = {name: everything[name] for name in (OURS, *NAMES_OFF)}
    parts.report_brands(report, named | parts.brand_rivals(tuned, briefs), base, briefs)


def report_added(
    report: parts.Report,
    base: Collection,
    options: argparse.Namespace,
    chosen: Mapping[str, Chosen] | None,
) -> None:
    """Add the further cheats; the two kinds kept back only together with the check half."""
    kinds = {**KINDS, **SEALED} if options.check else KINDS
    folder = options.work / (f"{base.name}_sealed" if options.check else f"{base.name}_added")
    if options.kinds is not None:
        kinds, folder = TRICKS[options.kinds], options.work / f"{base.name}_{options.kinds}"
    sources = development(options.data)
    with parts.timed("plant further cheats"):
        more = plant(base, sources, simulator(options.data), kinds=kinds, folder=folder)
    parts.import_all(more, base)
    for which in HALVES[: 1 + options.check]:
        briefs = planted_briefs(more, more.half(which))
        runs = our_runs(more, briefs, options.work, options.changes)
        if options.only is None:
            off = {name: tuning_of(ROWS[name]) for name in (RULES_OFF, NO_DEFENCE)}
            runs |= parts.changed(more, briefs, off, options.work)
        if chosen is not None:
            found = parts.baselines(more, briefs, options.work)
            runs |= parts.baseline_runs(parts.Tuned(tried=found, chosen=chosen), briefs)
        parts.report_added(report, runs, parts.titled(more, f"{which} niches"), briefs)


def report_unseen(
    report: parts.Report, options: argparse.Namespace, chosen: Mapping[str, Chosen] | None
) -> None:
    """Add the niches nothing was tuned on; the baselines keep what the tuning niches chose."""
    other = made(options.data, options.work, unseen(development(options.data).csv))
    titled = parts.titled(other, "unseen niches")
    if chosen is None:
        runs = our_runs(other, other.briefs, options.work, options.changes)
        parts.report_ours(report, runs, titled, other.briefs)
        parts.report_brands(report, runs, titled, other.briefs)
    else:
        report_all(report, titled, other.briefs, chosen, options.work)


def parse_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for; `changes` are the fields of `Tuning` that were set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with simulate.py, its posts and briefs")
    parser.add_argument("work", type=Path, help="folder for everything that is made")
    parser.add_argument("--check", action="store_true", help="show the check half too")
    parser.add_argument("--unseen", action="store_true", help="measure the other set of niches")
    parser.add_argument("--only", choices=["ours"], help="nothing but our own ranking")
    parser.add_argument("--added", action="store_true", help="plant further kinds of cheats")
    parser.add_argument("--kinds", choices=[*TRICKS], help="which, in place of the usual ones")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", dest="fields")
    options = parser.parse_args(arguments)
    if options.fields and options.only is None:
        parser.error("--set needs --only ours: the rest is measured with the constants as they are")
    try:
        options.changes = dict(map(parse_setting, options.fields))
    except OverheardError as error:
        parser.error(f"{error} ({error.hint})")
    options.data, options.work = options.data.resolve(), options.work.resolve()
    return options


def run(options: argparse.Namespace) -> parts.Report:
    """Measure what the options ask for."""
    report, work = parts.Report(), options.work
    base = made(options.data, work, development(options.data))
    halves = HALVES[: 1 + options.check]
    chosen = None
    if options.only is None:
        tuning = base.half(TUNE)
        chosen = tune(parts.baselines(base, tuning, work), tuning, base.qrels)
        report.add("tuned", chosen)
    for which in halves:
        half = parts.titled(base, f"{which} niches")
        if chosen is None:
            runs = our_runs(base, base.half(which), work, options.changes)
            parts.report_ours(report, runs, half, base.half(which))
            parts.report_brands(report, runs, half, base.half(which))
        else:
            report_all(report, half, base.half(which), chosen, work)
    if options.added:
        report_added(report, base, options, chosen)
    if options.unseen:
        report_unseen(report, options, chosen)
    return report


def main() -> None:
    """Measure, print the tables and write `evaluation.json`."""
    options = parse_options(sys.argv[1:])
    with parts.timed("everything"):
        report = run(options)
    print("Real text, simulated creators.")
    print("\n".join(report.printed))
    file = options.work / "evaluation.json"
    file.write_text(json.dumps(report.values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""`overheard evaluate`: how good rankings are, against judged creators."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.filters import filter_options
from engine.cli.invocation import Invocation
from engine.cli.options import (
    REPORT_OUTPUTS,
    model_option,
    now_option,
    opened,
    output_option,
)
from engine.cli.searching import briefs_of, rank
from engine.cli.speech import progress_bar, say
from engine.judging.evaluation import (
    METRICS,
    Evaluation,
    Interval,
    evaluate,
    read_briefs,
    read_run,
)

if TYPE_CHECKING:
    from engine.judging import Agreement
    from engine.judging.graded import Grades

DEPTH = 100  # creators ranked for a brief: recall@100 looks no further

EXAMPLES = """\b
Examples:
  overheard evaluate --briefs briefs.jsonl --qrels qrels.txt
  overheard evaluate --briefs briefs.jsonl --qrels qrels.txt --run run.txt --relevant-from 2
  overheard evaluate --briefs briefs.jsonl --qrels ana.csv bo.csv"""

_FILE = click.Path(path_type=Path)


@click.command(epilog=EXAMPLES)
@click.option("--briefs", type=_FILE, required=True, help='Lines of {"id": …, "text": …}.')
@click.option(
    "--qrels",
    type=_FILE,
    required=True,
    multiple=True,
    help="Judgements: lines of BRIEF 0 SOURCE:ID GRADE, or a sheet of search --judge filled in.",
)
@click.argument("others", metavar="[QRELS]…", type=_FILE, nargs=-1)
@click.option("--run", "run_file", type=_FILE, help="Measure this TREC run; do not search.")
@click.option(
    "--relevant-from",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Least grade that P@10 and MRR count.",
)
@output_option(*REPORT_OUTPUTS)
@now_option
@model_option
@filter_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    briefs: Path,
    qrels: tuple[Path, ...],
    others: tuple[Path, ...],
    run_file: Path | None,
    relevant_from: int,
    output: str,
    now: datetime,
    model: str | None,
    **where: object,
) -> int:
    """Measure nDCG@10, P@10, MRR, MAP and recall@100 with 95 % intervals, by track and overall.

    Without --run the briefs are searched in the corpus. With the files of several judges, how far
    they agree is said too, and the mean of their grades counts, rounded down.
    """
    from engine.judging import merged, read_grades

    judges = {str(file): read_grades(file) for file in (*qrels, *others)}
    grades, asked = merged([*judges.values()]), read_briefs(briefs)
    agreed = _agreements(judges)
    if run_file is None:
        run = _search(invocation, briefs, where, now=now, model=model)
    else:
        run = dict(read_run(run_file))
    found = evaluate(run, grades, asked, relevant_from=relevant_from)
    if output == "json":
        click.echo(json.dumps(_document(found, agreed), indent=2))
    else:
        _print(found, agreed)
    return 0


def _agreements(judges: Mapping[str, Grades]) -> list[tuple[str, str, Agreement]]:
    """Return how far each two of the judges agree."""
    from engine.judging import agreement

    return [
        (one, other, agreement(judges[one], judges[other]))
        for one, other in combinations(judges, 2)
    ]


def _search(
    invocation: Invocation,
    briefs: Path,
    where: Mapping[str, object],
    *,
    now: datetime,
    model: str | None,
) -> dict[str, Sequence[str]]:
    from engine.exports import trec_id

    with opened(invocation.settings(model=model)) as looked_in:
        asked = list(briefs_of(briefs, where, looked_in, now=now, top=DEPTH))
        run: dict[str, Sequence[str]] = {}
        with progress_bar("searching", "briefs") as progress:
            for brief in asked:
                ranked = rank(brief, looked_in, now=now).candidates
                run[brief.id] = [trec_id(candidate.creator.key) for candidate in ranked]
                if progress:
                    progress(len(run), len(asked))
    return run


def _print(found: Evaluation, agreed: Sequence[tuple[str, str, Agreement]]) -> None:
    from engine.cli.answers import print_lines
    from engine.cli.layout import columns, styled

    head = ["briefs", "n", *METRICS]
    rows = [
        [row.track, str(row.n_briefs), *(_interval_text(row.metrics[name]) for name in METRICS)]
        for row in found.rows
    ]
    print_lines(styled(line) for line in columns([head, *rows], left=(0,)))
    for names, what in ((found.missing, "not in the run, counted 0"), (found.unjudged, "unjudged")):
        if names:
            say(f"{what}: {', '.join(names)}")
    _say_judged(found)
    for one, other, agreement in agreed:
        say(f"{one} and {other}: {_agreement_text(agreement)}")


def _say_judged(found: Evaluation) -> None:
    if found.first_ten_judged < found.first_ten:
        share = found.first_ten_judged / found.first_ten
        say(
            f"judged@10: {share:.2f}; {found.first_ten - found.first_ten_judged} of the "
            f"{found.first_ten} creators in the first ten were never judged and count as 0"
        )


def _agreement_text(agreed: Agreement) -> str:
    if agreed.same is None:
        return "judged no creator both"
    kappa = "not defined, all grades are one" if agreed.kappa is None else f"{agreed.kappa:.3f}"
    return f"kappa {kappa} (quadratic weights, n = {agreed.n}), {agreed.same:.0%} the same grade"


def _interval_text(interval: Interval) -> str:
    return f"{interval.mean:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _document(found: Evaluation, agreed: Sequence[tuple[str, str, Agreement]]) -> dict[str, object]:
    return {
        "tracks": [
            {
                "track": row.track,
                "briefs": row.n_briefs,
                "metrics": {
                    name: {"mean": found.mean, "low": found.low, "high": found.high}
                    for name, found in row.metrics.items()
                },
            }
            for row in found.rows
        ],
        "by_brief": {brief: dict(metrics) for brief, metrics in found.by_brief.items()},
        "missing": list(found.missing),
        "unjudged": list(found.unjudged),
        "first_ten": found.first_ten,
        "first_ten_judged": found.first_ten_judged,
        "agreement": [
            {"judges": [one, other], "n": both.n, "kappa": both.kappa, "same": both.same}
            for one, other, both in agreed
        ],
    }

"""`overheard evaluate`: how good rankings are, against judged creators."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

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
from engine.evaluation import (
    METRICS,
    Evaluation,
    Interval,
    evaluate,
    read_briefs,
    read_qrels,
    read_run,
)

DEPTH = 100  # creators ranked for a brief: recall@100 looks no further

EXAMPLES = """\b
Examples:
  overheard evaluate --briefs briefs.jsonl --qrels qrels.txt
  overheard evaluate --briefs briefs.jsonl --qrels qrels.txt --run run.txt --relevant-from 2"""

_FILE = click.Path(path_type=Path)


@click.command(epilog=EXAMPLES)
@click.option("--briefs", type=_FILE, required=True, help='Lines of {"id": …, "text": …}.')
@click.option("--qrels", type=_FILE, required=True, help="Lines of BRIEF 0 SOURCE:ID GRADE.")
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
    qrels: Path,
    run_file: Path | None,
    relevant_from: int,
    output: str,
    now: datetime,
    model: str | None,
    **where: object,
) -> int:
    """Measure nDCG@10, P@10, MRR, MAP and recall@100 with 95 % intervals, by track and overall.

    Without --run the briefs are searched in the corpus.
    """
    grades, asked = read_qrels(qrels), read_briefs(briefs)
    if run_file is None:
        run = _search(invocation, briefs, where, now=now, model=model)
    else:
        run = dict(read_run(run_file))
    found = evaluate(run, grades, asked, relevant_from=relevant_from)
    if output == "json":
        click.echo(json.dumps(_document(found), indent=2))
    else:
        _print(found)
    return 0


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


def _print(found: Evaluation) -> None:
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


def _interval_text(interval: Interval) -> str:
    return f"{interval.mean:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _document(found: Evaluation) -> dict[str, object]:
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
    }

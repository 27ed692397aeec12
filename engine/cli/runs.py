"""What a run of collecting came to, for a person: what was heard, what was missed, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from engine.cli.speech import harmless, say
from engine.pipeline import Collected, ImportReport, Walk

SHOWN = 10  # problems and notes of a source; all are counted


def print_collected(found: Sequence[Collected]) -> None:
    """Print a line for every query of every source, and one for what asking cost."""
    for one in found:
        for walk in one.walks:
            click.echo(harmless(f"{one.source} {walk.query}: {_outcome(walk)}"))
        click.echo(harmless(f"{one.source}: {_cost(one)}"))


def say_collected(found: Sequence[Collected]) -> None:
    """Say on standard error what was left out, what was not understood, and what failed."""
    for one in found:
        for line in remarks(one.source, [walk.report for walk in one.walks]):
            say(line)
        for error in one.errors:
            say(f"{one.source}: {type(error).__name__.removesuffix('Error')}: {error}")
            if error.hint:
                say(f"hint: {error.hint}")


def counts_line(report: ImportReport) -> str:
    """Return how many posts were read and what became of them."""
    removed = f", {report.removed:,} deleted" if report.removed else ""
    return (
        f"posts read: {report.posts_read:,} ({report.posts_new:,} new, "
        f"{report.posts_updated:,} updated, {report.posts_unchanged:,} unchanged{removed}), "
        f"creators: {report.creators:,}"
    )


def _outcome(walk: Walk) -> str:
    if not walk.was_asked:
        return walk.stopped
    pages = f"{walk.report.pages:,} page{'' if walk.report.pages == 1 else 's'}"
    why = "stopped by an error" if walk.error else walk.stopped
    return f"{counts_line(walk.report)}, {pages}; {why}"


def _cost(one: Collected) -> str:
    told = [f"requests: {one.requests:,}", f"waited {one.waited:,.0f} s for limits"]
    told += [f"{name}: {count:,}" for name, count in sorted(one.units.items())]
    told += [f"profiles looked up: {one.profiles:,}"] if one.profiles else []
    return ", ".join([*told, f"took {one.seconds:,.1f} s"])


def remarks(name: str, reports: Sequence[ImportReport]) -> Iterator[str]:
    """Yield, as sentences, what was left out, not understood or worth knowing."""
    problems = [problem for report in reports for problem in report.problems]
    for problem in problems[:SHOWN]:
        yield f"{name}: {problem.where}: {problem.reason}"
    if n_problems := sum(report.n_problems for report in reports):
        left = n_problems - min(SHOWN, len(problems))
        more = f" ({left:,} not shown)" if left else ""
        yield f"{name}: records that could not be read: {n_problems:,}{more}; the rest is kept"
    if unmapped := summed(report.unmapped for report in reports):
        yield f"{name}: not understood and left out: {unmapped}"
    if dropped := summed(report.dropped for report in reports):
        yield f"{name}: left out on purpose: {dropped}"
    if refused := sum(report.refused for report in reports):
        yield f"{name}: refused, by creators who were erased: {refused:,}"
    notes = list(dict.fromkeys(note for report in reports for note in report.notes))
    yield from (f"{name}: {note}" for note in notes[:SHOWN])
    if len(notes) > SHOWN:
        yield f"{name}: and {len(notes) - SHOWN:,} notes more (--output json has all)"


def summed(counts: Iterable[Mapping[str, int]]) -> str:
    """Return counts by name, added up: `a (3), b (1)`; empty if there are none."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return ", ".join(f"{name} ({count:,})" for name, count in sorted(total.items()))

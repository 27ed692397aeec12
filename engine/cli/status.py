"""`overheard status`: what the corpus holds and how fresh it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from engine.cli.invocation import Invocation
from engine.cli.options import REPORT_OUTPUTS, output_option, require_database
from engine.cli.pastruns import RUNS, SHOWN, PastRuns, past_runs
from engine.store import BrandCounts, Store, StoreCounts, database_path, index_path
from engine.text.languages import SURE
from engine.vocabulary import CorpusSummary

EXAMPLES = """\b
Examples:
  overheard status
  overheard status --output json"""

SHOWN_LANGUAGES = 6
SHOWN_BRANDS = 20
DAYS = 90  # before the newest post, of which posts are counted by day
MOST_DAYS = 36_500
_EPOCH = date(1970, 1, 1)
NO_MODEL = ""  # what no model is called: everything is pending for it


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeStatus:
    """What a home holds: `models` counts by model id, `sizes` in bytes by what takes them.

    `last_runs` holds the report of the last run of each kind (collect, listen, import), `runs`
    what the last ones came to. `by_day` counts posts by source and day since 1970, of the `days`
    days up to the newest post; of all where that is None.
    """

    home: Path
    summary: CorpusSummary
    languages: Mapping[str | None, int]
    models: Mapping[str, StoreCounts]
    indexed: Mapping[str, bool]
    sizes: Mapping[str, int]
    last_runs: Mapping[str, Mapping[str, Any]]
    runs: PastRuns
    days: int | None
    by_day: Mapping[str, Mapping[int, int]]
    brands: Sequence[BrandCounts]
    unmatched: int  # posts that a card has not looked at


@click.command(epilog=EXAMPLES)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=DAYS,
    show_default=True,
    metavar="N",
    help="Days before the newest post of which --output json counts posts by day.",
)
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=SHOWN,
    show_default=True,
    metavar="N",
    help="Runs before, the newest first, that --output json holds.",
)
@output_option(*REPORT_OUTPUTS)
@click.pass_obj
def command(invocation: Invocation, /, *, days: int, runs: int, output: str) -> int:
    """Show posts, creators, sources, freshness, what is pending, and sizes on disk."""
    status = read_status(invocation.settings().home, days=days, runs=runs)
    if output == "json":
        click.echo(json.dumps(_document(status), indent=2))
    else:
        _print(status)
    return 0


def read_status(
    home: Path, *, days: int | None = DAYS, runs: int | None = SHOWN, before: int | None = None
) -> HomeStatus:
    """Return what the home holds, and `runs` of its runs before the number `before`; None is all.

    Raises:
        ConfigError: there is no database in it.
        StoreError: the database cannot be read.
    """
    with Store.open(require_database(home), read_only=True) as store:
        names = [model.model_id for model in store.models()] or [NO_MODEL]
        summary = store.summary()
        return HomeStatus(
            home=home,
            summary=summary,
            languages=store.language_counts(SURE),
            models={name: store.counts(name) for name in names},
            indexed={name: index_path(home, name).is_file() for name in names},
            sizes=_sizes(home),
            last_runs={kind: report for kind in RUNS for report in store.reports(kind)},
            runs=past_runs(store, before=before, limit=runs),
            days=days,
            by_day=store.posts_by_day(_since(summary, days)) if summary.newest else {},
            brands=store.brand_counts(),
            unmatched=store.n_unmatched(),
        )


def _since(summary: CorpusSummary, days: int | None) -> datetime:
    """Return when the `days` days up to the newest post begin; None is all of them."""
    oldest, newest = summary.oldest, summary.newest
    assert oldest is not None and newest is not None  # noqa: S101, PT018 - there are posts
    return oldest if days is None else max(oldest, newest - timedelta(days=days))


def _sizes(home: Path) -> dict[str, int]:
    database = database_path(home)
    return {
        "database": sum(file.stat().st_size for file in home.glob(f"{database.name}*")),
        "vector index": _folder_size(home / "vectors"),
        "models": _folder_size(home / "models"),
    }


def _folder_size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def status_document(
    home: Path, *, days: int | None = DAYS, runs: int | None = SHOWN, before: int | None = None
) -> dict[str, Any]:
    """Return what `--output json` prints of a home.

    Raises:
        ConfigError: there is no database in it.
        StoreError: the database cannot be read.
    """
    return _document(read_status(home, days=days, runs=runs, before=before))


def _document(status: HomeStatus) -> dict[str, Any]:
    summary = status.summary
    fetched = next(iter(status.models.values())).fetched_at
    return {
        "home": str(status.home),
        "posts": summary.posts,
        "creators": summary.creators,
        "oldest": _moment(summary.oldest),
        "newest": _moment(summary.newest),
        "by_source": {
            source: {"posts": count, "fetched_at": _moment(fetched.get(source))}
            for source, count in summary.by_source.items()
        },
        "languages": {lang or "": count for lang, count in status.languages.items()},
        "models": [
            {
                "model": name or None,
                "embedded": counts.embedded,
                "pending": counts.pending,
                "nothing_to_embed": counts.nothing_to_embed,
                "indexed": status.indexed[name],
            }
            for name, counts in status.models.items()
        ],
        "brands": [
            {
                "brand": counts.brand,
                "posts": counts.posts,
                "verdicts": dict(counts.verdicts),
                "to_judge": counts.unjudged,
            }
            for counts in status.brands
        ],
        "posts_to_match": status.unmatched,
        "bytes": dict(status.sizes),
        "last_runs": dict(status.last_runs),
        "runs": list(status.runs.rows),
        "runs_kept": status.runs.total,
        "runs_next": status.runs.before,
        "left_out": dict(status.runs.left_out),
        "days": status.days,
        "by_day": {
            source: {str(_EPOCH + timedelta(days=day)): count for day, count in counts.items()}
            for source, counts in status.by_day.items()
        },
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def _print(status: HomeStatus) -> None:
    from engine.cli.answers import print_lines
    from engine.cli.layout import day_text, facts, size_text, styled

    summary = status.summary
    pairs = {
        "home": str(status.home),
        "posts": f"{summary.posts:,}, {day_text(summary.oldest)} to {day_text(summary.newest)}",
        "creators": f"{summary.creators:,}",
    }
    pairs |= {f"source {source}": text for source, text in _sources(status)}
    if status.languages:
        pairs["languages"] = _languages(status)
    pairs |= {f"model {name or 'none yet'}": text for name, text in _models(status)}
    pairs |= _brands(status)
    pairs |= {what: size_text(size) for what, size in status.sizes.items()}
    pairs |= {f"last {kind}": run_text(report) for kind, report in status.last_runs.items()}
    print_lines(styled(line) for line in facts(pairs))


def _sources(status: HomeStatus) -> Iterator[tuple[str, str]]:
    from engine.cli.layout import day_text

    fetched = next(iter(status.models.values())).fetched_at
    for source, count in status.summary.by_source.items():
        yield source, f"{count:,} posts, last changed {day_text(fetched.get(source))}"


def _languages(status: HomeStatus) -> str:
    known = [(lang, count) for lang, count in status.languages.items() if lang]
    named = [f"{lang} {count:,}" for lang, count in known[:SHOWN_LANGUAGES]]
    others = sum(count for _, count in known[SHOWN_LANGUAGES:])
    named += [f"others {others:,}"] if others else []
    unsure = status.languages.get(None, 0)
    return ", ".join([*named, f"{unsure:,} posts too short or unclear"])


def _brands(status: HomeStatus) -> dict[str, str]:
    """Return a line a card, and one for what is left to do, if there are any."""
    lines = {
        f"brand {counts.brand}": f"{counts.posts:,} posts ({_verdicts(counts)})"
        for counts in status.brands[:SHOWN_BRANDS]
    }
    if len(status.brands) > SHOWN_BRANDS:
        lines["brands"] = f"{len(status.brands):,}, of which {SHOWN_BRANDS} are shown"
    if status.unmatched:
        lines["to match"] = f"{status.unmatched:,} posts: overheard index"
    return lines


def _verdicts(counts: BrandCounts) -> str:
    told = [f"{number:,} {verdict}" for verdict, number in counts.verdicts.items() if number]
    told += [f"{counts.unjudged:,} to be judged"] if counts.unjudged else []
    return ", ".join(told) or "none mentions it"


def _models(status: HomeStatus) -> Iterator[tuple[str, str]]:
    for name, counts in status.models.items():
        index = "indexed" if status.indexed[name] else "no vector index: overheard index makes it"
        yield (
            name,
            f"{counts.embedded:,} posts embedded, {counts.pending:,} pending, "
            f"{counts.nothing_to_embed:,} without a word to embed; {index}",
        )


def run_text(report: Mapping[str, Any]) -> str:
    """Return the report of a run in one line: when, what each source gave, and what failed."""
    told = []
    for one in report["sources"]:
        parts = one.get("queries", [one])
        new = sum(part.get("posts_new") or 0 for part in parts)
        failed = [str(part["error"]) for part in parts if part.get("error")]
        failed += [str(error) for error in one.get("errors", ())]
        told.append(f"{one['source']} {new:,} new{' (' + failed[0] + ')' if failed else ''}")
    return f"{str(report['at'])[:16].replace('T', ' ')} UTC: {', '.join(told)}"

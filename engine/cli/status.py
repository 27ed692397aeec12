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
from engine.languages import SURE
from engine.store import BrandCounts, Store, StoreCounts, database_path, index_path
from engine.vocabulary import CorpusSummary

EXAMPLES = """\b
Examples:
  overheard status
  overheard status --output json"""

SHOWN_LANGUAGES = 6
SHOWN_BRANDS = 20
RUNS = ("collect", "listen")
PAST_RUNS = 20  # of each kind
DAYS = timedelta(days=90)  # before the newest post, of which posts are counted by day
_EPOCH = date(1970, 1, 1)
NO_MODEL = ""  # what no model is called: everything is pending for it


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeStatus:
    """What a home holds: `models` counts by model id, `sizes` in bytes by what takes them.

    `runs` holds the reports of the last runs by their kind (collect, listen), the newest first.
    `days` counts posts of the last ninety days by source and day since 1970.
    """

    home: Path
    summary: CorpusSummary
    languages: Mapping[str | None, int]
    models: Mapping[str, StoreCounts]
    indexed: Mapping[str, bool]
    sizes: Mapping[str, int]
    runs: Mapping[str, Sequence[Mapping[str, Any]]]
    days: Mapping[str, Mapping[int, int]]
    brands: Sequence[BrandCounts]
    unmatched: int  # posts that a card has not looked at


@click.command(epilog=EXAMPLES)
@output_option(*REPORT_OUTPUTS)
@click.pass_obj
def command(invocation: Invocation, /, *, output: str) -> int:
    """Show posts, creators, sources, freshness, what is pending, and sizes on disk."""
    status = read_status(invocation.settings().home)
    if output == "json":
        click.echo(json.dumps(_document(status), indent=2))
    else:
        _print(status)
    return 0


def read_status(home: Path) -> HomeStatus:
    """Return what the home holds.

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
            runs={kind: last for kind in RUNS if (last := store.reports(kind, PAST_RUNS))},
            days=store.posts_by_day(summary.newest - DAYS) if summary.newest else {},
            brands=store.brand_counts(),
            unmatched=store.n_unmatched(),
        )


def _sizes(home: Path) -> dict[str, int]:
    database = database_path(home)
    return {
        "database": sum(file.stat().st_size for file in home.glob(f"{database.name}*")),
        "vector index": _folder_size(home / "vectors"),
        "models": _folder_size(home / "models"),
    }


def _folder_size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def status_document(home: Path) -> dict[str, Any]:
    """Return what `--output json` prints of a home.

    Raises:
        ConfigError: there is no database in it.
        StoreError: the database cannot be read.
    """
    return _document(read_status(home))


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
        "last_runs": {kind: reports[0] for kind, reports in status.runs.items()},
        "runs": _past(status.runs),
        "by_day": {
            source: {str(_EPOCH + timedelta(days=day)): count for day, count in counts.items()}
            for source, counts in status.days.items()
        },
    }


def _past(runs: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return a row for what each run gave of each query, the newest run first."""
    rows = [
        {
            "at": str(report["at"]),
            "kind": kind,
            "source": str(one["source"]),
            "query": part.get("query"),
            "posts_new": part.get("posts_new"),
            "failed": part.get("failed"),
            "dropped": dict(part.get("dropped") or {}),
            "ended": part.get("stopped"),
        }
        for kind, reports in runs.items()
        for report in reports
        for one in report["sources"]
        for part in one.get("queries", [one])
    ]
    return sorted(rows, key=lambda row: str(row["at"]), reverse=True)


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
    pairs |= {f"last {kind}": run_text(reports[0]) for kind, reports in status.runs.items()}
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
        new = sum(part["posts_new"] for part in parts)
        failed = [str(part["error"]) for part in parts if part.get("error")]
        failed += [str(error) for error in one.get("errors", ())]
        told.append(f"{one['source']} {new:,} new{' (' + failed[0] + ')' if failed else ''}")
    return f"{str(report['at'])[:16].replace('T', ' ')} UTC: {', '.join(told)}"

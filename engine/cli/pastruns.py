"""What the runs before came to: kept after every import, read for `status` and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from engine.store import Store, database_path
from engine.store.reports import KeptReport

if TYPE_CHECKING:
    from engine.pipeline import ImportReport

IMPORT = "import"  # what reports of imports are kept under
RUNS = ("collect", "listen", IMPORT)
SHOWN = 20  # runs, unless more are asked for
_FILES = 200  # of one import that are kept one by one
_PROBLEMS = 5  # of a file or a query that are told
_UNKNOWN = "of no known format"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file: a report, or the reason why nothing of it was read.

    `read_as` is the name of the format.
    """

    name: str
    report: ImportReport | None
    reason: str | None = None
    read_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRuns:
    """Runs, the newest first; `before` is the number to go on from, None at the end.

    `total` counts all that are kept, `left_out` the posts these left out on purpose, by reason.
    """

    rows: Sequence[Mapping[str, Any]]
    before: int | None
    total: int
    left_out: Mapping[str, int]


def past_runs(store: Store, *, before: int | None = None, limit: int | None = SHOWN) -> PastRuns:
    """Return a row for what each run kept before the number `before` gave, of each query or file.

    `limit` counts runs; None is all of them.
    """
    from engine.store import reports

    with store.reading() as connection:
        found = reports.before(connection, before, limit=None if limit is None else limit + 1)
        total, left_out = reports.count(connection), reports.left_out(connection)
    shown = found if limit is None else found[:limit]
    return PastRuns(
        rows=[row for kept in shown for row in _rows(kept)],
        before=shown[-1].id if len(shown) < len(found) else None,
        total=total,
        left_out=left_out,
    )


def _rows(kept: KeptReport) -> Iterator[dict[str, Any]]:
    for one in kept.report["sources"]:
        for part in one.get("queries", [one]):
            yield {
                "at": str(kept.report["at"]),
                "kind": kept.kind,
                "source": str(one["source"]),
                "query": part.get("query"),
                "posts_read": part.get("posts_read"),
                "posts_new": part.get("posts_new"),
                "posts_updated": part.get("posts_updated"),
                "failed": part.get("failed"),
                "problems": list(part.get("problems") or ())[:_PROBLEMS],
                "dropped": dict(part.get("dropped") or {}),
                "unmapped": dict(part.get("unmapped") or {}),
                "error": part.get("error") or "; ".join(part.get("errors") or ()) or None,
                "ended": part.get("stopped"),
            }


def keep_import(home: Path, outcomes: Sequence[Outcome]) -> None:
    """Keep what an import came to, by format and file; nothing where there is no database yet.

    Raises:
        StoreError: the home cannot be written.
    """
    if not outcomes or not database_path(home).is_file():
        return
    now = datetime.now(UTC)
    by_format: dict[str, list[dict[str, object]]] = {}
    for outcome in outcomes[:_FILES]:
        by_format.setdefault(outcome.read_as or _UNKNOWN, []).append(_document(outcome))
    if rest := outcomes[_FILES:]:
        by_format["several formats"] = [_summed(rest)]
    sources = [{"source": name, "queries": files} for name, files in by_format.items()]
    with Store.open(database_path(home)) as store:
        store.put_report(IMPORT, {"at": now.isoformat(), "sources": sources}, now=now)


def _document(outcome: Outcome) -> dict[str, object]:
    name = "standard input" if outcome.name == "-" else PurePath(outcome.name).name
    if outcome.report is None:
        return {"query": name, "error": outcome.reason}
    report = replace(outcome.report, problems=outcome.report.problems[:_PROBLEMS])
    return {"query": name, **report.document()}


def _summed(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return the sums of many files as if they were one."""
    reports = [outcome.report for outcome in outcomes if outcome.report]
    return {
        "query": f"{len(outcomes):,} more files",
        "posts_read": sum(one.posts_read for one in reports),
        "posts_new": sum(one.posts_new for one in reports),
        "posts_updated": sum(one.posts_updated for one in reports),
        "failed": sum(one.n_problems for one in reports),
        "dropped": dict(sum((Counter(one.dropped) for one in reports), Counter())),
        "unmapped": dict(sum((Counter(one.unmapped) for one in reports), Counter())),
    }

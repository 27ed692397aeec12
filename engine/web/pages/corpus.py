"""The corpus page: what was heard, how fresh it is, and what runs reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aiohttp import web

from engine.charts import Line, stacked_time_chart
from engine.web import keys
from engine.web.files import Sheet, sheet_answer
from engine.web.rendering import render


async def page(request: web.Request) -> web.StreamResponse:
    """Show what the corpus holds."""
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    status = await served.look(request.app[keys.TOOLS].status)
    most = max([1, *(source["posts"] for source in status["by_source"].values())])
    return render(
        request,
        "corpus.html.j2",
        title="Corpus",
        held=status,
        most=most,
        days=stacked_time_chart(_lines(status), title="Posts per day and source", unit="posts"),
        left_out=left_out(status["runs"]).most_common(),
        pending=sum(model["pending"] for model in status["models"][-1:]),
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same as a file: sheets hold a row a source."""
    status = await request.app[keys.SERVED].look(request.app[keys.TOOLS].status)
    return sheet_answer(_sheet(status), f".{request.match_info['suffix']}")


def _lines(status: Mapping[str, Any]) -> list[Line]:
    """Return how many posts each source has of each day that has any, of the last ninety."""
    by_day = status["by_day"]
    days = sorted({day for counts in by_day.values() for day in counts})
    return [
        Line(source, [(date.fromisoformat(day), float(counts.get(day, 0))) for day in days])
        for source, counts in by_day.items()
    ]


def left_out(runs: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """Return how many posts `runs` left out on purpose, by reason."""
    total: Counter[str] = Counter()
    for run in runs:
        total.update(run["dropped"])
    return total


def _sheet(status: Mapping[str, Any]) -> Sheet:
    rows = [(name, it["posts"], it["fetched_at"]) for name, it in status["by_source"].items()]
    return Sheet(name="corpus", document=status, heads=("source", "posts", "fetched_at"), rows=rows)


ROUTES = (web.get("/corpus", page), web.get("/corpus.{suffix:json|csv|xlsx}", as_file))

"""Collecting from live sources: what is wanted, and the start of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from engine.errors import ConfigError
from engine.vocabulary import QueryKind
from engine.web import keys
from engine.web.fields import Fields, check_sizes, option_words
from engine.web.jobs import Command, Plan
from engine.web.pages.job import begin, check_idle
from engine.web.rendering import render
from engine.web.tools import Wanted

LIMIT = "500"  # posts of a query, unless the user says otherwise


async def page(request: web.Request) -> web.StreamResponse:
    """Ask what is to be collected, and from where."""
    return await _show(request, {})


async def start(request: web.Request) -> web.StreamResponse:
    """Start collecting what the form says, or say what is wrong with it."""
    form = await request.post()
    given = {name: [str(value) for value in form.getall(name)] for name in form}
    check_idle(request)
    tools, served = request.app[keys.TOOLS], request.app[keys.SERVED]
    try:
        wanted = wanted_of(given)
        await asyncio.to_thread(tools.check_wanted, wanted)
    except ConfigError as problem:
        return await _show(request, given, problem=problem)
    words = [*tools.program(served.home, "collect"), *arguments_of(wanted)]
    title = f"collecting from {', '.join(wanted.sources)}"
    raise begin(request, Plan(title=title, commands=[Command(words=words)]))


def wanted_of(given: Mapping[str, Sequence[str]]) -> Wanted:
    """Return what the fields of the form say; each line is a query, words are tags and accounts.

    Raises:
        ConfigError: no source is chosen, or a field is too long or holds too much.
    """
    fields = Fields(given)
    wanted = Wanted(
        sources=given.get("source", ()),
        hashtags=fields.words("hashtag"),
        queries=fields.lines("query"),
        accounts=fields.words("account"),
        since=fields.first("since"),
        limit=fields.first("limit"),
        options=fields.lines("option"),
    )
    asked = len(wanted.hashtags) + len(wanted.queries) + len(wanted.accounts)
    check_sizes(wanted.sources, asked, len(wanted.options), example="hackernews")
    return wanted


def arguments_of(wanted: Wanted) -> list[str]:
    """Return what stands behind `overheard collect` for the same."""
    several = {"hashtag": wanted.hashtags, "query": wanted.queries, "account": wanted.accounts,
               "option": wanted.options}  # fmt: skip
    words = option_words(several)
    words += [f"--since={wanted.since}"] if wanted.since else []
    words += [f"--limit={wanted.limit}"] if wanted.limit else []
    return [*words, "--output", "json", "--", *wanted.sources]


async def _show(
    request: web.Request,
    given: Mapping[str, Sequence[str]],
    *,
    problem: ConfigError | None = None,
) -> web.Response:
    return render(
        request,
        "collect.html.j2",
        status=400 if problem else 200,
        title="Collect",
        problem=problem,
        **await collect_values(request, given),
    )


async def collect_values(
    request: web.Request, given: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return what the form to collect shows."""
    origins = await asyncio.to_thread(request.app[keys.TOOLS].origins)
    return {
        "origins": [origin for origin in origins if origin.info.takes],
        "kinds": KINDS,
        "given": {"limit": [LIMIT]} | dict(given),
    }


KINDS = {
    QueryKind.HASHTAG: "hashtags",
    QueryKind.TEXT: "words",
    QueryKind.ACCOUNT: "accounts",
}

ROUTES = (web.get("/collect", page), web.post("/collect", start))

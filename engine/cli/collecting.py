"""`overheard collect`: pages of live sources into the corpus."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import click

from engine.amounts import parse_count, parse_when
from engine.cli.connecting import check_options, connected, installed_sources
from engine.cli.importing import index
from engine.cli.invocation import Invocation, made
from engine.cli.options import (
    REPORT_OUTPUTS,
    model_option,
    no_index_option,
    output_option,
    setting_option,
)
from engine.cli.runs import print_collected, say_collected
from engine.cli.speech import progress_bar
from engine.cli.stopping import stop_on_signals
from engine.config import Settings
from engine.errors import ConfigError, SourceError
from engine.pipeline import Collected, Limits, collect
from engine.protocols import SourceMaker
from engine.store import Store, database_path
from engine.vocabulary import Query, QueryKind

KIND = "collect"  # what its reports are kept under

EXAMPLES = """\b
Examples:
  overheard collect mastodon --hashtag espresso --hashtag latteart
  overheard collect hackernews --query "home espresso" --since 90d --limit 500
  overheard collect bluesky --account ana.bsky.social
  overheard collect feeds --account https://example.com/feed.xml"""


@click.command(epilog=EXAMPLES)
@click.argument("names", metavar="SOURCE…", nargs=-1, required=True)
@click.option("--hashtag", "hashtags", metavar="TAG", multiple=True, help="Posts tagged with it.")
@click.option("--query", "queries", metavar="TEXT", multiple=True, help="Posts with these words.")
@click.option(
    "--account", "accounts", metavar="HANDLE", multiple=True, help="Posts of an account or feed."
)
@click.option("--since", metavar="WHEN", help="Posts from then on: 90d, 2026-01-31.")
@click.option("--limit", metavar="N", help="Posts of each query in this run; the rest waits.")
@setting_option
@click.option("--no-profiles", is_flag=True, help="Do not look up the profiles of creators.")
@no_index_option
@output_option(*REPORT_OUTPUTS)
@model_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    names: tuple[str, ...],
    hashtags: tuple[str, ...],
    queries: tuple[str, ...],
    accounts: tuple[str, ...],
    since: str | None,
    limit: str | None,
    given: tuple[str, ...],
    no_profiles: bool,
    no_index: bool,
    output: str,
    model: str | None,
) -> int:
    """Fetch posts from live sources, all at once, each at the pace its platform allows.

    Run again, it goes on where it stopped and fetches only what is new. A source that fails costs
    the others nothing. Ctrl-C ends it with the page in hand; what came is reported and indexed.
    """
    settings = invocation.settings(model=model)
    asked = asked_for(hashtags, queries, accounts, since=since)
    limits = Limits(posts=limit_of(limit), profile_age=None if no_profiles else timedelta(days=7))
    makers = installed_sources(names)
    found = collect_from(makers, asked, settings, limits=limits, given=options_given(given))
    if not no_index and any(walk.report.posts_read for one in found for walk in one.walks):
        index(settings)
    say_collected(found)
    if output == "json":
        click.echo(json.dumps([one.document() for one in found], indent=2))
    else:
        print_collected(found)
    return _status(found)


def asked_for(
    hashtags: Sequence[str], texts: Sequence[str], accounts: Sequence[str], *, since: str | None
) -> list[Query]:
    """Return the queries that were typed.

    Raises:
        ConfigError: there is none, one is empty, or `since` cannot be read.
    """
    moment = None if since is None else parse_when(since, datetime.now(UTC))
    typed = [
        *((QueryKind.HASHTAG, tag.strip().lstrip("#")) for tag in hashtags),
        *((QueryKind.TEXT, " ".join(text.split())) for text in texts),
        *((QueryKind.ACCOUNT, handle.strip().removeprefix("@")) for handle in accounts),
    ]
    if not typed:
        raise ConfigError(
            "there is nothing to ask for",
            hint="say what: --hashtag espresso, --query 'flat white', --account ana@example.social",
        )
    if not all(text for _, text in typed):
        raise ConfigError("a hashtag, query or account is empty", hint="leave it out")
    return [Query(kind=kind, text=text, since=moment) for kind, text in dict.fromkeys(typed)]


def options_given(given: Sequence[str]) -> dict[str, object]:
    """Return `NAME=VALUE` texts as a mapping.

    A value is what it would be in the settings (`500`, `true`, `["a", "b"]`), else a text.

    Raises:
        ConfigError: one is not of that form.
    """
    options: dict[str, object] = {}
    for written in given:
        name, sign, value = written.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise ConfigError(f"{written!r} is no NAME=VALUE", hint="instances=a.example,b.example")
        options[name.strip()] = _value(value.strip())
    return options


def _value(written: str) -> object:
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        return written


def collect_from(
    makers: Mapping[str, SourceMaker],
    queries: Sequence[Query],
    settings: Settings,
    *,
    limits: Limits,
    given: Mapping[str, object],
) -> list[Collected]:
    """Collect into the home of the settings, and keep the report there.

    Raises:
        ConfigError: no source answers such queries, or an option is wrong.
        StoreError: the database cannot be opened or written.
    """
    check_taken(makers, queries)
    check_options(makers, given)

    async def run(store: Store) -> list[Collected]:
        stop = asyncio.Event()
        stop_on_signals(stop)
        with progress_bar("collecting", "posts") as progress:
            counts: dict[str, int] = {}

            def told(source: str, posts: int) -> None:
                counts[source] = max(posts, counts.get(source, 0))
                if progress is not None:
                    progress(sum(counts.values()), None)

            async with connected(makers, settings, given) as lent:
                return await collect(
                    lent,
                    queries,
                    store,
                    limits=replace(limits, stop=stop),
                    now=lambda: datetime.now(UTC),
                    told=told,
                )

    with Store.open(database_path(made(settings.home))) as store:
        found = asyncio.run(run(store))
        now = datetime.now(UTC)
        report = {"at": now.isoformat(), "sources": [one.document() for one in found]}
        store.put_report(KIND, report, now=now)
    return found


def check_taken(makers: Mapping[str, SourceMaker], queries: Sequence[Query]) -> None:
    """Let pass queries of which every source answers one.

    Raises:
        ConfigError: a source answers none of them.
    """
    for name, maker in makers.items():
        takes = maker.info.takes
        if not any(query.kind in takes for query in queries):
            flags = " or ".join(sorted(_FLAGS[kind] for kind in takes))
            raise ConfigError(
                f"{name} does not answer such queries", hint=f"it can be asked with {flags}"
            )


_FLAGS = {
    QueryKind.HASHTAG: "--hashtag",
    QueryKind.TEXT: "--query",
    QueryKind.ACCOUNT: "--account",
}


def limit_of(text: str | None) -> int | None:
    """Return how many posts `text` says, None for all.

    Raises:
        ConfigError: it is no number of posts.
    """
    if text is None:
        return None
    count = parse_count(text)
    if not count.is_integer() or count < 1:
        raise ConfigError(f"--limit {text} is no number of posts", hint="for example 500 or 10k")
    return int(count)


def _status(found: Sequence[Collected]) -> int:
    """Return 0 if all went well, 3 if a source failed or a record could not be read."""
    return SourceError.exit_status if any(_troubles(found)) else 0


def _troubles(found: Sequence[Collected]) -> Iterator[bool]:
    for one in found:
        yield bool(one.errors)
        yield any(walk.report.n_problems for walk in one.walks)

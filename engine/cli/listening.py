"""`overheard listen`: live sources followed until stopped."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import click

from engine.amounts import parse_duration
from engine.cli.alarming import Alarm, alarmed, alert_options, alert_settings, make_alarm
from engine.cli.collecting import options_given
from engine.cli.connecting import check_options, connected, installed_sources
from engine.cli.following import Follower
from engine.cli.importing import index
from engine.cli.invocation import Invocation, made
from engine.cli.options import (
    REPORT_OUTPUTS,
    model_option,
    no_index_option,
    output_option,
    setting_option,
)
from engine.cli.overhearing import (
    Label,
    check_heard,
    chosen_cards,
    label_of,
    watch_for,
    with_brands,
)
from engine.cli.runs import counts_line, remarks
from engine.cli.speech import complain, followed, harmless, say
from engine.cli.stopping import stop_on_signals
from engine.config import Settings
from engine.errors import StoreError
from engine.pipeline import Heard, listen
from engine.pipeline.listening import OnPage, OnStanding, Standing, State
from engine.protocols import SourceMaker
from engine.store import Committed, Store, database_path
from engine.text import snippet
from engine.vocabulary import Page, Watch

KIND = "listen"  # what its reports are kept under
_SHOWN_TEXT = 100

EXAMPLES = """\b
Examples:
  overheard listen bluesky --hashtag espresso --for 30m
  overheard listen mastodon nostr --hashtag tea --word "La Marzocco"
  overheard listen bluesky --brand cerave --brand "La Roche-Posay"
  overheard listen bluesky --everything --for 10s"""


@click.command(epilog=EXAMPLES)
@click.argument("names", metavar="SOURCE…", nargs=-1, required=True)
@click.option(
    "--hashtag", "hashtags", metavar="TAG", multiple=True, help="Posts with this hashtag."
)
@click.option(
    "--brand",
    "brands",
    metavar="BRAND",
    multiple=True,
    help="Posts that mention a card.",
)
@click.option("--word", "words", metavar="TEXT", multiple=True, help="Posts with these words.")
@click.option(
    "--account", "accounts", metavar="HANDLE", multiple=True, help="Asked again and again."
)
@click.option("--everything", is_flag=True, help="Keep every post that is heard.")
@click.option("--for", "span", metavar="DURATION", help="Stop after 30s, 15m, 2h or 1d.")
@click.option("--poll", metavar="DURATION", default="60s", help="How often others are asked.")
@setting_option
@no_index_option
@alert_options
@output_option(*REPORT_OUTPUTS)
@model_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    names: tuple[str, ...],
    hashtags: tuple[str, ...],
    brands: tuple[str, ...],
    words: tuple[str, ...],
    accounts: tuple[str, ...],
    everything: bool,
    span: str | None,
    poll: str,
    given: tuple[str, ...],
    no_index: bool,
    webhook: str | None,
    program: str | None,
    no_alerts: bool,
    output: str,
    model: str | None,
) -> int:
    """Follow live sources until stopped (Ctrl-C), and print the posts that are kept.

    Streams are followed as they come, other sources are asked again and again. What is deleted
    there is deleted here. Started again, it goes back to where it was as far as a platform lets it.
    With --brand, posts are heard by the words, handles, domains and hashtags of the card, and
    printed where the card really matches. New mentions and bursts of brands with cards are told to
    whom [alerts] of the settings names.
    """
    settings = invocation.settings(model=model)
    alerts = alert_settings(
        settings, webhook=webhook, program=program, no_alerts=no_alerts or no_index
    )
    makers = installed_sources(names)
    cards = chosen_cards(settings.home, brands)
    watch = watch_for(hashtags, words, accounts, everything=everything, is_enough=bool(cards))
    check_heard(makers, with_brands(watch, cards), accounts)
    heard = listen_to(
        makers,
        with_brands(watch, cards),
        settings,
        label=label_of(watch, cards),
        accounts=tuple(handle.strip().removeprefix("@") for handle in accounts),
        seconds=None if span is None else parse_duration(span),
        poll=parse_duration(poll),
        given=options_given(given),
        quiet=output == "json",
        alarm=make_alarm(settings, alerts, index=lambda: index(settings)),
    )
    brought = any(one.report.posts_read or one.report.removed for one in heard)
    is_ready = no_index or not brought or _indexed(settings)
    _report(heard, output)
    failed = any(one.errors or one.report.n_problems for one in heard)
    return 3 if failed or not is_ready else 0


def _indexed(settings: Settings) -> bool:
    """Index what came, and return whether it could be: another may index for longer than we wait.

    What was heard is told in any case.
    """
    try:
        index(settings)
    except StoreError as error:
        complain(f"what was heard is kept, and not searchable yet: {error}", hint=error.hint)
        return False
    return True


def listen_to(
    makers: Mapping[str, SourceMaker],
    watch: Watch,
    settings: Settings,
    *,
    accounts: Sequence[str] = (),
    seconds: float | None = None,
    poll: float = 60.0,
    given: Mapping[str, object],
    quiet: bool = False,
    alarm: Alarm | None = None,
    label: Label = lambda _: "",
) -> list[Heard]:
    """Listen, into the home of the settings, for `seconds` or until interrupted.

    `label` says what is printed before a post, and which are.

    Raises:
        ConfigError: an option is wrong.
        StoreError: the database cannot be opened or written.
    """
    stream = followed()
    follower = None if stream is None else Follower(stream, label)

    async def run(store: Store) -> list[Heard]:
        stop = asyncio.Event()
        stop_on_signals(stop, once=True)
        if seconds is not None:
            asyncio.get_running_loop().call_later(seconds, stop.set)
        async with connected(makers, settings, given) as lent, alarmed(alarm):
            say(f"listening to {', '.join(one.source.name for one in lent)} …")
            async with _told_on(follower, stop):
                heard = await listen(
                    lent,
                    watch,
                    store,
                    stop=stop,
                    now=lambda: datetime.now(UTC),
                    on_page=_listener(alarm, label, quiet=quiet, follower=follower),
                    on_standing=_stander(follower),
                    poll=poll,
                    accounts=accounts,
                )
            _keep(store, heard)
            return heard

    check_options(makers, given)
    with Store.open(database_path(made(settings.home))) as store:
        return asyncio.run(run(store))


def _keep(store: Store, heard: Sequence[Heard]) -> None:
    """Keep the report, before what may take long or be interrupted."""
    now = datetime.now(UTC)
    report = {"at": now.isoformat(), "sources": [one.document() for one in heard]}
    store.put_report(KIND, report, now=now)


@asynccontextmanager
async def _told_on(follower: Follower | None, stop: asyncio.Event) -> AsyncIterator[None]:
    """Have `follower` tell that it goes on as long as this lasts, until `stop`."""
    if follower is None:
        yield
        return
    task = asyncio.create_task(follower.live(stop))
    try:
        yield
    finally:
        stop.set()
        await task


def _listener(
    alarm: Alarm | None, label: Label, *, quiet: bool, follower: Follower | None
) -> OnPage:
    """Return what hears of every page that is kept."""

    def hear(source: str, page: Page, committed: Committed) -> None:
        if alarm is not None and page.posts:
            alarm.hear()
        if follower is not None:
            follower.page(source, page, committed)
        if not quiet:
            _show(source, page, label)

    return hear


def _stander(follower: Follower | None) -> OnStanding:
    """Return what hears of what every source is at; one that fails is said at once."""

    def stand(standing: Standing) -> None:
        if standing.state is State.FAILED:
            say(f"{standing.source}: {standing.error}; tried again in {standing.rest:,.0f} s")
        if follower is not None:
            follower.stand(standing)

    return stand


def _show(source: str, page: Page, label: Label) -> None:
    names = {creator.native_id: creator.handle for creator in page.creators}
    for post in page.posts:
        before = label(post)
        if before is None:
            continue
        who = names.get(post.creator_id) or post.creator_id
        said = snippet(post.text or "(no text)", _SHOWN_TEXT)
        click.echo(harmless(f"{source} @{who}: {before}{said}"))
    for note in page.notes:
        say(f"{source}: {note}")


def _report(heard: Sequence[Heard], output: str) -> None:
    for one in heard:
        for line in remarks(one.source, [one.report]):
            say(line)
        for error in one.errors:
            say(f"{one.source}: {error}")
    if output == "json":
        click.echo(json.dumps([one.document() for one in heard], indent=2))
        return
    for one in heard:
        click.echo(f"{one.source}: {counts_line(one.report)}, for {one.seconds:,.0f} s")

"""Telling of new mentions and bursts while `overheard listen` listens."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.options import Command
from engine.cli.speech import followed, say
from engine.config import Settings
from engine.errors import AlertError, OverheardError, StoreError

if TYPE_CHECKING:
    from engine.alerts import AlertSettings, Channel, Courier, Digest, Noted, Standing
    from engine.pipeline.alerting import Told
    from engine.vocabulary import Brand

_SOONEST, _LATEST = 10.0, 300.0  # seconds between two looks at what is new


def alert_options(command: Command) -> Command:
    """Add `--webhook`, `--run` and `--no-alerts`, which overrule [alerts] of the settings."""
    for option in (
        click.option("--no-alerts", is_flag=True, help="Tell nobody, whatever is set."),
        click.option(
            "--run", "program", metavar="PROGRAM", help="Given new mentions as JSON, on its input."
        ),
        click.option("--webhook", metavar="URL", help="Where new mentions are sent as JSON."),
    ):
        command = option(command)
    return command


def alert_settings(
    settings: Settings, *, webhook: str | None, program: str | None, no_alerts: bool
) -> AlertSettings:
    """Return where alerts go: as given by hand, else as [alerts] says.

    Raises:
        ConfigError: the table or a flag is wrong.
    """
    from engine.alerts import AlertSettings, read_alerts
    from engine.alerts.settings import webhook_url

    if no_alerts:
        return AlertSettings()
    alerts = read_alerts(settings.alerts, os.environ)
    if webhook is not None:
        alerts = replace(alerts, webhook=webhook_url(webhook))
    return alerts if program is None else replace(alerts, command=(program,))


def make_alarm(
    settings: Settings, alerts: AlertSettings, *, index: Callable[[], object]
) -> Alarm | None:
    """Return what tells of the home's cards, None where nobody is to be told or there are none.

    `index` brings the home up to date: posts are matched and mentions judged after it.

    Raises:
        ConfigError: a card cannot be read.
    """
    from engine.alerts import channels

    found = channels(alerts, os.environ)
    if not found:
        return None
    if not cards_of(settings.home):
        say('no alerts: there are no brand cards (overheard brand add "NAME")')
        return None
    say(f"new mentions are told by {', '.join(channel.name for channel in found)}")
    return Alarm(settings.home, alerts, ways=found, index=index)


class Alarm:
    """Looks at what is new now and then, and has it told; a failure is said and stops nothing.

    What was told is noted once all channels have taken it: what waits when the process is killed
    is told by the next one, and what one channel took and another did not is told again. The cards
    are those that the home has then: they may be edited meanwhile.
    """

    def __init__(
        self,
        home: Path,
        alerts: AlertSettings,
        *,
        ways: Sequence[Channel],
        index: Callable[[], object],
    ) -> None:
        self._home, self._alerts, self._index = home, alerts, index
        self._courier = _courier(alerts, ways, self._tell_of, self._standing)
        self._told: Told | None = None
        self._noted: Told | None = None
        self._fresh = True
        self._every = min(max(alerts.every / 3, _SOONEST), _LATEST, alerts.every)

    def hear(self) -> None:
        """Note that posts came in."""
        self._fresh = True

    async def begin(self) -> None:
        """Read what was told; the first time, all that is there is taken for told."""
        self._told = await asyncio.to_thread(_begun, self._home)

    async def run(self, stop: asyncio.Event) -> None:
        """Tell what is new until `stop` is set, and what is new then."""
        done = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._courier.run(done))
            await self._look()
            while not stop.is_set():
                await _until(stop, self._every)
                await self._look()
            await self._look()  # at what came in while it looked
            done.set()
        await self._settle()

    async def _look(self) -> None:
        await self._settle()
        if not self._fresh:
            return
        self._fresh = False
        try:
            digest, self._told = await asyncio.to_thread(self._news)
        except OverheardError as error:
            say(f"no alerts this time: {error}")
            self._fresh = True
        else:
            self._courier.tell(digest)

    def _news(self) -> tuple[Digest, Told]:
        from engine.pipeline.alerting import news
        from engine.store import Store, database_path

        before = self._told or _begun(self._home)
        self._index()
        with Store.open(database_path(self._home)) as store:
            return news(
                store,
                cards_of(self._home),
                before,
                now=datetime.now(UTC),
                most=self._alerts.most,
                unsure=self._alerts.unsure,
            )

    async def _settle(self) -> None:
        """Note what was told, if all of it was."""
        told = self._told
        if told is None or told == self._noted or not self._courier.is_idle:
            return
        try:
            await asyncio.to_thread(_note, self._home, told)
        except OverheardError as error:
            say(f"what was told could not be noted: {error}")
        else:
            self._noted = told

    async def _standing(self, digest: Digest) -> Digest:
        """Return what still stands of a digest that waited.

        Raises:
            AlertError: the home cannot be read.
        """
        try:
            return await asyncio.to_thread(_left_of, self._home, digest)
        except StoreError as error:
            raise AlertError(str(error), hint=error.hint) from error

    async def _tell_of(self, channel: str, digest: Digest, refused: AlertError | None) -> None:
        """Note what became of a digest, and tell whoever follows."""
        from engine.alerts import headline

        stream = followed()
        if stream is not None:
            told = {"channel": channel, "headline": headline(digest), "taken": refused is None}
            stream.tell_of(alert=told | {"error": None if refused is None else str(refused)})
        try:
            await asyncio.to_thread(_note_attempt, self._home, channel, digest, refused)
        except OverheardError as error:
            say(f"what was told could not be noted: {error}")


@asynccontextmanager
async def alarmed(alarm: Alarm | None) -> AsyncIterator[None]:
    """Have `alarm` tell what is new as long as this lasts, and what is new at its end."""
    if alarm is None:
        yield
        return
    await alarm.begin()
    over = asyncio.Event()
    task = asyncio.create_task(alarm.run(over))
    try:
        yield
    finally:
        over.set()
        await task


def cards_of(home: Path) -> tuple[Brand, ...]:
    """Return the brand cards of a home, none if it has none.

    Raises:
        ConfigError: one cannot be read.
    """
    from engine.brands.cards.files import load_cards
    from engine.store.home import brands_path

    return load_cards(brands_path(home))


def _courier(
    alerts: AlertSettings, ways: Sequence[Channel], noted: Noted, standing: Standing
) -> Courier:
    from engine.alerts import Courier

    return Courier(
        ways, report=say, every=alerts.every, most=alerts.most, noted=noted, standing=standing
    )


def _left_of(home: Path, digest: Digest) -> Digest:
    from engine.pipeline.alerting import standing
    from engine.store import Store, database_path

    with Store.open(database_path(home), read_only=True) as store:
        return standing(store, digest)


def _begun(home: Path) -> Told:
    from engine.pipeline.alerting import begun
    from engine.store import Store, database_path

    with Store.open(database_path(home)) as store:
        return begun(store, now=datetime.now(UTC))


def _note(home: Path, told: Told) -> None:
    from engine.pipeline.alerting import put_told
    from engine.store import Store, database_path

    with Store.open(database_path(home)) as store:
        put_told(store, told)


def _note_attempt(home: Path, channel: str, digest: Digest, refused: AlertError | None) -> None:
    from engine.pipeline.delivering import note_attempt
    from engine.store import Store, database_path

    with Store.open(database_path(home)) as store:
        note_attempt(store, channel, digest, refused, now=datetime.now(UTC))


async def _until(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return

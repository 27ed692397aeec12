"""What is priced, and how: options and estimates that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from engine.cli.options import Command
from engine.cli.people import People

if TYPE_CHECKING:
    from engine.money.estimates import Asked
    from engine.money.quotes import Quoted
    from engine.money.tables import Tables
    from engine.store import Store


def priced_options(command: Command) -> Command:
    """Add `--as`, `--format`, `--currency` and `--rate`.

    They arrive as the keywords `platform`, `form`, `currency` and `rates`.
    """
    for option in (
        click.option(
            "--rate",
            "rates",
            multiple=True,
            metavar="RATE",
            help="A rate of exchange: EUR=1.08USD; may be repeated.",
        ),
        click.option("--currency", metavar="CODE", help="The currency to answer in."),
        click.option(
            "--format",
            "form",
            default="post",
            show_default=True,
            metavar="NAME",
            help="post, story, reel, carousel, video; tables may name more.",
        ),
        click.option(
            "--as", "platform", metavar="PLATFORM", help="Price as if it were on PLATFORM."
        ),
    ):
        command = option(command)
    return command


def make_asked(
    form: str,
    niche: str | None,
    platform: str | None,
    *,
    currency: str | None,
    rates: Sequence[str],
) -> Asked:
    """Return what is to be priced, read from options.

    Raises:
        ConfigError: a currency or a rate cannot be read.
    """
    from engine.money.amounts import parse_currency, parse_rates
    from engine.money.estimates import Asked

    return Asked(
        format=form,
        niche=niche,
        platform=platform,
        currency=parse_currency(currency or "USD"),
        rates=parse_rates(rates),
    )


def quote(
    found: People, asked: Asked, tables: Tables, store: Store, *, now: datetime
) -> list[Quoted]:
    """Return an estimate for each of the people, from what their posts usually get before `now`."""
    from dataclasses import replace

    from engine.cli.noticing import is_listed
    from engine.money.estimates import Account, estimate
    from engine.money.quotes import Quoted
    from engine.money.usual import usual_of
    from engine.store.outreach import do_not_contact

    listed = do_not_contact(store)
    asked = replace(asked, niche=asked.niche or found.topic)
    posts = store.posts_by([person.id for person in found.people], until=now)
    quoted = []
    for person in found.people:
        account = Account(
            platform=person.creator.source,
            followers=person.creator.followers,
            usual=usual_of(posts.get(person.id, ())),
        )
        quoted.append(
            Quoted(
                creator=person.creator,
                estimate=estimate(account, asked, tables),
                score=person.score,
                barred=is_listed(person.creator, listed),
            )
        )
    return quoted

"""What is priced, and how: options that several commands share."""

from __future__ import annotations

import click

from engine.cli.options import Command


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

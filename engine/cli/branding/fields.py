"""What of a card can be said by flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_FLAGS: Mapping[str, tuple[str, str, str]] = {
    "aliases": ("--alias", "TEXT", "Another way to write it that is not found by itself."),
    "products": ("--product", "TEXT", "A product of it."),
    "hashtags": ("--hashtag", "TAG", "A hashtag of its own."),
    "domains": ("--domain", "HOST", "A domain of its own, subdomains included, or HOST/PATH."),
    "about": ("--about", "TEXT", "What it is, in a few words."),
    "not_about": ("--not-about", "TEXT", "What else the name means."),
    "exclude": ("--exclude", "TEXT", "A phrase with the name in it that is not the brand."),
    "langs": ("--lang", "CODE", "Look at posts in this language only, such as en."),
    "rivals": ("--rival", "KEY", "The key of a rival's card."),
}


def field_options(command: Command) -> Command:
    """Add a flag for each field of a card; each may be given several times."""
    command = click.option(
        "--handle",
        "handles",
        multiple=True,
        metavar="[PLATFORM:]HANDLE",
        help="A handle of its own; without a platform on any.",
    )(command)
    for field, (flag, metavar, text) in reversed(list(_FLAGS.items())):
        command = click.option(flag, field, multiple=True, metavar=metavar, help=text)(command)
    return command

"""`overheard mcp`: the corpus for assistants, by the Model Context Protocol."""

from __future__ import annotations

import asyncio
import sys
from importlib import import_module

import click

from engine.cli.invocation import Invocation
from engine.cli.options import model_option, require_database
from engine.cli.speech import say
from engine.errors import ConfigError

EXAMPLES = """\b
Examples:
  overheard mcp
  overheard --home ./corpus mcp"""


@click.command(epilog=EXAMPLES)
@model_option
@click.pass_obj
def command(invocation: Invocation, /, *, model: str | None) -> int:
    """Let an assistant read the corpus: search, why, posts, mentions and voice; nothing is written.

    It is started by the assistant, which talks to it on standard input and output. What strangers
    wrote is marked as quoted data in every answer.
    """
    from engine.cli.lending import lend

    settings = invocation.settings(model=model)
    require_database(settings.home)
    try:
        import_module("mcp")
    except ImportError as error:
        raise ConfigError(
            f"the Model Context Protocol is not installed: {error}",
            hint='pip install "overheard[mcp]"',
        ) from error
    from engine.programs import assistants

    if sys.stdin.isatty():
        say("waiting for an assistant on standard input; it is the assistant that starts this")
    asyncio.run(assistants.serve(lend(settings)))
    return 0

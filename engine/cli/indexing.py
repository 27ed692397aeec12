"""`overheard index`: what is pending, done."""

from __future__ import annotations

import click

from engine.cli.importing import index
from engine.cli.invocation import Invocation
from engine.cli.options import model_option, require_database

EXAMPLES = """\b
Examples:
  overheard index
  overheard index --rebuild
  overheard index --model intfloat/multilingual-e5-small"""


@click.command(epilog=EXAMPLES)
@click.option("--rebuild", is_flag=True, help="Make the vector index anew from the database.")
@model_option
@click.pass_obj
def command(invocation: Invocation, /, *, rebuild: bool, model: str | None) -> int:
    """Embed the posts that have no vector yet and bring the vector index up to date.

    What the first search needs is worked out, too. `import` does it all by itself. It goes on
    where it stopped, and another model re-embeds.
    """
    settings = invocation.settings(model=model)
    require_database(settings.home)
    index(settings, rebuild=rebuild, prepare=True)
    return 0

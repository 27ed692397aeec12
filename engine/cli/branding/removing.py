"""`overheard brand remove`: a card that is listened for no more."""

from __future__ import annotations

import click

from engine.branding.finding import require_card
from engine.cli.invocation import Invocation
from engine.cli.speech import say
from engine.store.home import brands_path

EXAMPLES = """\b
Examples:
  overheard brand remove la-roche-posay
  overheard brand remove la-roche-posay --yes"""


@click.command(epilog=EXAMPLES)
@click.argument("key", metavar="KEY")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@click.pass_obj
def command(invocation: Invocation, /, *, key: str, yes: bool) -> int:
    """Remove a brand card. Its mentions go with the next overheard index, import or collect.

    What you labelled for overheard brand train stays, in case the card comes back.
    """
    file = require_card(brands_path(invocation.settings().home), key)
    if not yes and not click.confirm(f"remove {file}?", err=True):
        say("nothing was removed")
        return 0
    file.unlink()
    click.echo(f"removed {file}")
    return 0

"""`overheard formats`: what can be imported."""

from __future__ import annotations

import json

import click

from engine.cli.options import REPORT_OUTPUTS, output_option
from engine.cli.readers import installed_readers

EXAMPLES = """\b
Examples:
  overheard formats
  overheard formats --output json"""


@click.command(epilog=EXAMPLES)
@output_option(*REPORT_OUTPUTS)
def command(*, output: str) -> int:
    """List the formats that `overheard import` recognises."""
    readers = installed_readers()
    if output == "json":
        document = [{"name": name, "description": r.description} for name, r in readers.items()]
        click.echo(json.dumps(document, indent=2))
        return 0
    width = max(map(len, readers))
    for name, reader in readers.items():
        click.echo(f"{name:<{width}}  {reader.description}")
    return 0

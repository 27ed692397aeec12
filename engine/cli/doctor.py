"""`overheard doctor`: what is configured, missing or damaged, and the cure."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from itertools import chain

import click

from engine.cli import checks
from engine.cli.checks import Check
from engine.cli.corpus_checks import check_database, check_vectors
from engine.cli.invocation import Invocation
from engine.cli.options import REPORT_OUTPUTS, model_option, output_option
from engine.cli.stance_checks import check_stances

EXAMPLES = """\b
Examples:
  overheard doctor
  overheard --home ./corpus doctor --output json"""

_STYLES = {"ok": "green", "warn": "yellow", "bad": "bold red"}


@click.command(epilog=EXAMPLES)
@output_option(*REPORT_OUTPUTS)
@model_option
@click.pass_obj
def command(invocation: Invocation, /, *, output: str, model: str | None) -> int:
    """Look at the installation, the settings, the home, the database, the vectors and the model.

    Each line is ok, warn or bad, with the cure. The exit status is 2 if something is bad.
    """
    settings = invocation.settings(model=model)
    found = list(
        chain(
            checks.check_python(),
            checks.check_packages(),
            checks.check_settings(settings),
            checks.check_home(settings),
            checks.check_readers(),
            checks.check_sources(settings),
            checks.check_names(),
            checks.check_model(settings),
            check_stances(),
            check_database(settings.home),
            check_vectors(settings.home),
        )
    )
    if output == "json":
        click.echo(json.dumps([dataclasses.asdict(check) for check in found], indent=2))
    else:
        _print(found)
    return 2 if any(check.state == "bad" for check in found) else 0


def _print(found: Sequence[Check]) -> None:
    from rich.text import Text

    from engine.cli.answers import print_lines
    from engine.cli.layout import styled
    from engine.cli.speech import harmless

    def lines(check: Check) -> list[Text]:
        head = styled(f"{check.state:<5}", _STYLES[check.state])
        told = [head + styled(f"{check.name:<10} {harmless(check.finding)}")]
        return told + ([styled(f"{'':16}cure: {harmless(check.cure)}")] if check.cure else [])

    print_lines(chain.from_iterable(map(lines, found)))

"""`overheard demo`: the whole journey over the bundled posts, in a home of its own."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path

import click

from engine import demo
from engine.amounts import parse_when
from engine.cli.answers import answer, labelled
from engine.cli.importing import import_files, index
from engine.cli.invocation import Invocation, made
from engine.cli.noticing import noticed
from engine.cli.options import RANKED_OUTPUTS, model_option, opened, output_option
from engine.cli.searching import make_brief, rank
from engine.cli.speech import say
from engine.config import Settings
from engine.errors import InputError
from engine.vocabulary import Shortlist

EXAMPLES = """\b
Examples:
  overheard demo
  overheard demo "fountain pens and ink"
  overheard --home ./demo demo "trail running shoes" --top 5"""


@click.command(epilog=EXAMPLES)
@click.argument("text", metavar="[BRIEF]", default=demo.DEFAULT_BRIEF)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="N")
@click.option("--now", "when", metavar="WHEN", help="[default: the day after the newest post]")
@output_option(*RANKED_OUTPUTS)
@model_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    text: str,
    top: int,
    when: str | None,
    output: str,
    model: str | None,
) -> int:
    """Import the bundled posts, index them, rank creators for BRIEF and write a report.

    The posts are real and public; who wrote what is simulated. They go into a home of their own
    (HOME/demo, or the --home given), which a second run finds ready.
    """
    base = invocation.settings(model=model)
    settings = replace(base, home=invocation.home or base.home / "demo")
    now = demo.NOW if when is None else parse_when(when, demo.NOW)
    prepare(settings)
    with opened(settings) as looked_in:
        brief = make_brief(text, {}, looked_in, now=now, top=top)
        found = noticed(labelled(rank(brief, looked_in, now=now)), settings.home)
    answer([found], output, _reports(settings.home, text))
    _say_what_next(settings.home, found)
    return 0


def prepare(settings: Settings) -> None:
    """Bring the home up to date with the bundled posts; a second time changes nothing.

    Raises:
        InputError: a bundled post cannot be read: the installation is damaged.
    """
    say(f"importing {demo.about().posts:,} bundled posts ({demo.LABEL}) into {settings.home}")
    (outcome,) = import_files([str(demo.SAMPLE)], settings, now=demo.NOW)
    if outcome.report is None or outcome.report.n_problems:
        raise InputError("the bundled posts are damaged", hint="install overheard again")
    index(settings)


def _reports(home: Path, text: str) -> list[Path]:
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "brief"
    folder = made(home / "reports")
    return [folder / f"{name}{suffix}" for suffix in (".html", ".csv")]


def _say_what_next(home: Path, found: Shortlist) -> None:
    program = f"overheard --home {shlex.quote(str(home))}"
    now = f"--now {found.made_at:%Y-%m-%d}"
    say("\nnext, for example:")
    if found.candidates:
        handle = found.candidates[0].creator.handle
        say(f"  {program} why {shlex.quote(f'@{handle}')} {shlex.quote(found.brief.text)} {now}")
    say(f"  {program} search 'fountain pens' --followers 10k..100k {now} --to pens.xlsx")
    say("  overheard import FILE      (your own posts: see overheard formats)")

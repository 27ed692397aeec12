"""`overheard brand edit`: a card changed by flags, or in the user's editor."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from engine.branding.fields import with_fields, without
from engine.branding.finding import require_card
from engine.branding.saving import change_card, check_beside
from engine.brands.cards.files import (
    checked,
    parse_card,
    read_card,
    save_text,
)
from engine.cli.branding.doubts import warn
from engine.cli.branding.fields import field_options
from engine.cli.invocation import Invocation
from engine.cli.speech import complain, say
from engine.errors import ConfigError
from engine.store.home import brands_path
from engine.vocabulary import Brand

EXAMPLES = """\b
Examples:
  overheard brand edit la-roche-posay
  overheard brand edit la-roche-posay --alias LRP --product Cicaplast --rival cerave
  overheard brand edit la-roche-posay --drop LRP"""


@click.command(epilog=EXAMPLES)
@click.argument("key", metavar="KEY")
@field_options
@click.option("--drop", multiple=True, metavar="TEXT", help="Remove it from whichever list has it.")
@click.option("--name", metavar="NAME", help="Another name for the brand.")
@click.option(
    "--accents/--no-accents",
    default=None,
    help="Whether accents must stand in posts as in the card.",
)
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    key: str,
    drop: Sequence[str],
    name: str | None,
    accents: bool | None,
    **given: Sequence[str],
) -> int:
    """Change a brand card: what the flags say is added, --drop removes.

    Without flags it is opened in $EDITOR and checked when you close it.
    Posts are held against a changed card by the next overheard index, import or collect.
    """
    folder = brands_path(invocation.settings().home)
    file = require_card(folder, key)
    if any((drop, name, accents is not None, *given.values())):
        card = with_fields(without(read_card(file), drop), given)
        card = replace(card, name=name or card.name)
        card = checked(
            replace(card, accents_matter=card.accents_matter if accents is None else accents)
        )
        change_card(card, folder)
    else:
        edited = _edited(file, folder)
        if edited is None:
            say("nothing was changed")
            return 0
        card = edited
    warn(card)
    click.echo(f"wrote {file}")
    return 0


def _edited(file: Path, folder: Path) -> Brand | None:
    """Return the card as the user's editor left it, and keep it; `None` if nothing changed.

    Raises:
        ConfigError: it is no card, and the user does not try again.
    """
    before = text = file.read_text(encoding="utf-8-sig")
    while True:
        after = click.edit(text, extension=".toml")
        if after is None or after == before:
            return None
        try:
            card = parse_card(after, key=file.stem, where=file.name)
            check_beside(card, folder)
        except ConfigError as error:
            text = _mended(after, file, error)
        else:
            save_text(file, after)
            return card


def _mended(text: str, file: Path, error: ConfigError) -> str:
    """Return `text` to be edited again, if there is somebody to do it."""
    if sys.stdin.isatty():
        complain(str(error), hint=error.hint)
        if click.confirm("edit it again?", default=True, err=True):
            return text
    kept = file.with_suffix(".rejected")
    save_text(kept, text)
    raise ConfigError(
        f"{error}; the card is as it was, what you wrote is in {kept}", hint=error.hint
    ) from error

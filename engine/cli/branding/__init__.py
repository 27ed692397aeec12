"""`overheard brand …`: the cards of what is listened for. A subcommand is a module in a table."""

from __future__ import annotations

from collections.abc import Mapping

import click

from engine.cli.groups import Entry, LazyGroup

SUBCOMMANDS: Mapping[str, Entry] = {
    "add": Entry("engine.cli.branding.adding", "Make a card, with other ways to write the name."),
    "show": Entry("engine.cli.branding.showing", "Show a card and what it matches."),
    "list": Entry("engine.cli.branding.listing", "List the cards."),
    "edit": Entry("engine.cli.branding.editing", "Change a card, by flags or in your editor."),
    "test": Entry("engine.cli.branding.testing", "Show how what a card matches is judged."),
    "train": Entry("engine.cli.branding.training", "Teach the verdicts by posts you labelled."),
    "label": Entry("engine.cli.branding.labelling", "Say what one post means."),
    "remove": Entry("engine.cli.branding.removing", "Remove a card."),
}

EXAMPLES = """\b
Examples:
  overheard brand add "La Roche-Posay" --domain laroche-posay.us
  overheard brand list"""


class BrandGroup(LazyGroup):
    """The subcommands of the table."""

    table = SUBCOMMANDS


@click.group(cls=BrandGroup, epilog=EXAMPLES)
def command() -> None:
    """Brand cards: what to listen for, as TOML files in HOME/brands that you can edit."""

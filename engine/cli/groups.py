"""Groups of commands that are imported when they are used, so that help answers at once."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import click

from engine.config import nearest


class Entry(NamedTuple):
    """A command that is not imported yet: its module and its line in `overheard --help`."""

    module: str
    summary: str


class LazyGroup(click.Group):
    """A group that imports a command when it is used, not when the group is shown.

    Each is a module with a click command called `command`, which returns its exit status.
    """

    table: Mapping[str, Entry] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, `None` if there is none of that name."""
        if cmd_name not in self.table:
            return None
        command = import_module(self.table[cmd_name].module).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.table[cmd_name].module}.command is no click command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begin with, or say which one is nearest."""
        if args[0] not in self.table:
            raise click.UsageError(
                f"there is no command {args[0]!r}; {nearest(args[0], tuple(self.table))}", ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self.table.items()])

"""When the mentions of some brands were last asked for, so that only new ones need be shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from engine.cli.options import Command
from engine.vocabulary import MentionTable

NOTE = "asked"  # what is noted in the home, with the brands


def since_last_options(command: Command) -> Command:
    """Add `--since-last` and `--peek`, as the keywords `since_last` and `peek`."""
    command = click.option(
        "--peek", is_flag=True, help="With --since-last: show the same ones again next time."
    )(command)
    return click.option(
        "--since-last",
        is_flag=True,
        help="Only what was found since the same brands were last asked for so.",
    )(command)


def last_asked(home: Path, brands: Sequence[str]) -> int | None:
    """Return up to when mentions of `brands` were shown, in microseconds; None if never."""
    from engine.store import Store, database_path

    with Store.open(database_path(home), read_only=True) as store:
        written = store.note(_note(brands))
    return None if written is None else int(written)


def note_asked(home: Path, table: MentionTable) -> None:
    """Note that everything in `table`, of all brands asked for, was shown.

    Raises:
        StoreError: the home cannot be written.
    """
    from engine.store import Store, database_path

    if len(table):
        with Store.open(database_path(home)) as store:
            store.put_note(_note(table.brands), str(int(table.found_at.max())))


def found_after(table: MentionTable, moment: int | None) -> np.ndarray:
    """Return the rows found after `moment`; all of them if it is None."""
    return np.flatnonzero(table.found_at > (-1 if moment is None else moment))


def _note(brands: Sequence[str]) -> str:
    return f"{NOTE} {','.join(sorted(brands))}"

"""`overheard erase`: a creator out of every file, for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import click

from engine.cli.invocation import Invocation
from engine.cli.options import require_database
from engine.cli.speech import say
from engine.errors import ConfigError
from engine.pipeline import sweep_vectors
from engine.store import Store
from engine.vocabulary import CreatorKey

EXAMPLES = """\b
Examples:
  overheard erase @ana@example.social
  overheard erase mastodon:77 --yes"""


@click.command(epilog=EXAMPLES)
@click.argument("handle", metavar="@HANDLE")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@click.pass_obj
def command(invocation: Invocation, /, *, handle: str, yes: bool) -> int:
    """Remove a creator and all their posts from every file, and refuse them from then on.

    @HANDLE is a handle, or SOURCE:ID as in exported lists; one who is not in the corpus yet can be
    refused by SOURCE:ID. What was exported before is not touched. It cannot be undone.
    """
    home = invocation.settings().home
    with Store.open(require_database(home)) as store:
        keys = find_keys(store, handle)
        named = ", ".join(f"{key.source}:{key.native_id}" for key in keys)
        if not yes and not click.confirm(f"erase {named} and all their posts?", err=True):
            say("nothing was erased")
            return 0
        removed = store.erase(keys, now=datetime.now(UTC))
        for note in sweep_vectors(home, store):
            say(note)
    click.echo(f"erased {named}: {removed:,} posts; they are refused from now on")
    return 0


def find_keys(store: Store, handle: str) -> Sequence[CreatorKey]:
    """Return whom `handle` names.

    Raises:
        ConfigError: nobody, or several by that handle at one source.
    """
    found = store.creators(store.creators_by_handle(handle)).values()
    if found:
        keys = [creator.key for creator in found]
        if len(keys) > 1:
            raise ConfigError(
                f"{handle} names {len(keys)} creators",
                hint=f"say which: {', '.join(f'{key.source}:{key.native_id}' for key in keys)}",
            )
        return keys
    source, colon, native_id = handle.removeprefix("@").partition(":")
    if colon and source and native_id:
        return [CreatorKey(source, native_id)]
    raise ConfigError(
        f"there is no creator {handle!r} in the corpus",
        hint="to refuse one who is not there yet, write SOURCE:ID, for example mastodon:77",
    )

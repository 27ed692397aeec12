"""`overheard alerts`: where alerts go, and what was told."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from engine.cli.invocation import Invocation
from engine.cli.options import REPORT_OUTPUTS, output_option
from engine.cli.speech import harmless
from engine.config import Settings, load_settings
from engine.pipeline.delivering import SHOWN, deliveries_document
from engine.store import Store, database_path

_NOWHERE = "alerts go nowhere: set [alerts] in overheard.toml, or listen with --webhook URL"
_QUOTED = 100  # characters of a post

EXAMPLES = """\b
Examples:
  overheard alerts
  overheard alerts --top 5 --output json"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--top", type=click.IntRange(min=1), default=SHOWN, show_default=True, metavar="N",
    help="Digests, the newest first.",
)  # fmt: skip
@output_option(*REPORT_OUTPUTS)
@click.pass_obj
def command(invocation: Invocation, /, *, top: int, output: str) -> int:
    """Show where alerts go, and what `overheard listen` told: when, to whom, and what waits.

    A digest that was not taken is tried again while somebody listens.
    """
    settings = invocation.settings()
    document = {"ways": ways_of(settings), **told_document(settings.home, limit=top)}
    if output == "json":
        click.echo(json.dumps(document, indent=2))
    else:
        for line in _lines(document):
            click.echo(harmless(line))
    return 0


def ways_of(settings: Settings) -> dict[str, Any]:
    """Return where alerts go.

    Raises:
        ConfigError: [alerts] of the settings is wrong.
    """
    from engine.alerts import read_alerts
    from engine.alerts.ways import ways_document

    return ways_document(read_alerts(settings.alerts, os.environ), os.environ)


def ways_now(settings: Settings) -> dict[str, Any]:
    """Return where alerts go as the file of `settings` says by now.

    Raises:
        ConfigError: it is wrong.
    """
    now = load_settings(settings.file, home=settings.home) if settings.file else settings
    return ways_of(now)


def told_document(home: Path, *, limit: int = SHOWN, before: int | None = None) -> dict[str, Any]:
    """Return what was told, nothing where there is no database yet.

    Raises:
        StoreError: the database cannot be read.
    """
    path = database_path(home)
    if not path.is_file():
        return {"alerts": [], "next": None}
    with Store.open(path) as store:
        return deliveries_document(store, limit=limit, before=before)


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    names = [" to ".join([one["name"], *one["to"][:1]]) for one in document["ways"]["channels"]]
    yield f"alerts go by {', '.join(names)}" if names else _NOWHERE
    if not document["alerts"]:
        yield "nothing was told yet; overheard listen --brand NAME tells of new mentions"
    for one in document["alerts"]:
        at = one["last_tried_at"][:16].replace("T", " ")
        yield f"{at} UTC  {one['headline']}, by {one['channel']}: {_became(one)}"
        yield from (_line(post) for post in one["posts"])


def _became(one: Mapping[str, Any]) -> str:
    if one["taken"]:
        return "taken"
    times = "once" if one["tries"] == 1 else f"{one['tries']:,} times"
    return f"tried {times}, and waits: {one['error']}"


def _line(post: Mapping[str, Any]) -> str:
    from engine.text import snippet

    return f"    {post['brand']}: @{post['handle']}: {snippet(post['text'], _QUOTED)}"

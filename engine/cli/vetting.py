"""`overheard vet`: what can be said of a creator, each fact with its rule, source and posts."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.invocation import Invocation
from engine.cli.options import now_option, output_option, require_database
from engine.cli.speech import harmless, say
from engine.errors import ExportError

if TYPE_CHECKING:
    from engine.store import Store
    from engine.vetting import Vetting
    from engine.vocabulary import CreatorId

OUTPUTS = ("table", "json", "csv")
EXAMPLES = """\b
Examples:
  overheard vet @ana@example.social
  overheard vet mastodon:77 --window 180d --output json
  overheard vet @ana@example.social --to ana.csv
  overheard vet @ana@example.social --not-same instagram:4711"""


@click.command(epilog=EXAMPLES)
@click.argument("handle", metavar="@HANDLE")
@click.option(
    "--window",
    metavar="SPAN",
    default="90d",
    show_default=True,
    help="How far back engagement rates go.",
)
@click.option("--same", metavar="@HANDLE", help="Keep that this is the same person.")
@click.option("--not-same", metavar="@HANDLE", help="Keep that this is somebody else.")
@click.option("--undecided", metavar="@HANDLE", help="Take back what was kept of the two.")
@click.option(
    "--to",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Write a file too: .json .csv; may be repeated.",
)
@output_option(*OUTPUTS)
@now_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    handle: str,
    window: str,
    same: str | None,
    not_same: str | None,
    undecided: str | None,
    files: tuple[Path, ...],
    output: str,
    now: datetime,
) -> int:
    """Show facts about @HANDLE beside those of peers: profile, habits, engagement, replies.

    Each has its number, the rule it is held against, the source of that rule and posts that show
    it. A flag is no verdict, and no account is called false. @HANDLE may also be SOURCE:ID.
    """
    from engine.questions.vetting import vetted
    from engine.store import Store, database_path

    settings = invocation.settings()
    require_database(settings.home)
    for file in files:
        _form_of(file)
    path = database_path(settings.home)
    wanted = {True: same, False: not_same, None: undecided}
    if any(wanted.values()):
        with Store.open(path) as store:
            _decide(store, handle, wanted, now=now)
    with Store.open(path, read_only=True) as store:
        creator = find(store, handle)
        vetting = vetted(store, creator, window=window, now=now)
    for file in files:
        _write(vetting, file)
        say(f"wrote {file}")
    if output == "table":
        from engine.cli.answers import print_lines, table_width
        from engine.cli.vetted import vetting_lines

        print_lines(vetting_lines(vetting, table_width()))
    else:
        sys.stdout.write(harmless(_FORMS[output](vetting), lines=True))
    return 0


def find(store: Store, handle: str) -> CreatorId:
    """Return the one creator called `handle`, which may be written `source:native_id`.

    Raises:
        ConfigError: nobody is called so, or several are.
    """
    from engine.errors import ConfigError
    from engine.vocabulary import CreatorKey

    source, colon, native_id = handle.partition(":")
    exact = store.creator_by_key(CreatorKey(source, native_id)) if colon else None
    found = store.creators_by_handle(handle) if exact is None else (exact,)
    if not found:
        raise ConfigError(f"nobody in the corpus is called {handle!r}", hint="handles are exact")
    if len(found) > 1:
        keys = ", ".join(f"{c.source}:{c.native_id}" for c in store.creators(found).values())
        raise ConfigError(f"{len(found)} creators are called {handle!r}", hint=f"say which: {keys}")
    return found[0]


def _decide(
    store: Store, handle: str, wanted: Mapping[bool | None, str | None], *, now: datetime
) -> None:
    """Keep what the user says of the creator and others.

    Raises:
        ConfigError: nobody is called so, several are, or both are one.
    """
    from engine.errors import ConfigError

    creator = find(store, handle)
    for is_same, name in wanted.items():
        if name is None:
            continue
        other = find(store, name)
        if other == creator:
            raise ConfigError(f"{handle} and {name} are one creator", hint="name another one")
        store.decide_identity((creator, other), is_same=is_same, now=now)


def _json(vetting: Vetting) -> str:
    from engine.vetting.documents import to_document

    return json.dumps(to_document(vetting), indent=2, ensure_ascii=False) + "\n"


def _csv(vetting: Vetting) -> str:
    from engine.exports.writing import harmless_cell
    from engine.vetting.documents import to_rows

    written = io.StringIO(newline="")
    rows = ([harmless_cell(cell) for cell in row] for row in to_rows(vetting))
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


_FORMS: Mapping[str, Callable[[Vetting], str]] = {"json": _json, "csv": _csv}


def _form_of(file: Path) -> Callable[[Vetting], str]:
    form = _FORMS.get(file.suffix.lower().removeprefix("."))
    if form is None:
        raise ExportError(f"{file}: vet writes no such files", hint="name a .json or a .csv file")
    return form


def _write(vetting: Vetting, file: Path) -> None:
    from engine.exports.files import replacing

    text = _form_of(file)(vetting)
    with replacing(file) as path:
        path.write_text(text, encoding="utf-8")

"""`overheard community`: which creators are customers or followers already."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from engine.cli.invocation import Invocation, made
from engine.cli.layout import columns, day_text
from engine.cli.options import REPORT_OUTPUTS, now_option, output_option, require_database
from engine.cli.speech import complain, harmless, say
from engine.errors import ConfigError

if TYPE_CHECKING:
    from engine.store import Store

EXAMPLES = """\b
Examples:
  overheard community import customers.csv --hashed
  overheard community import followers_1.json --name followers
  overheard community talking-to @ourbrand
  overheard community list
  overheard search "home espresso" --community only
  overheard community remove customers"""

_AT_ONCE = 20_000  # members a transaction
_NAMED = 5  # lines named for each reason
SOME_FAILED = 3


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Say who is a customer or a follower already: marked, filtered and, if asked, preferred."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="The list to add to [default: the name of the file].")
@click.option("--hashed", is_flag=True, help="Keep salted hashes only: nobody can be read there.")
@click.option("--source", metavar="NAME", default="", help="Platform of handles that say none.")
@now_option
@click.pass_obj
def import_(
    invocation: Invocation,
    /,
    *,
    file: Path,
    name: str | None,
    hashed: bool,
    source: str,
    now: datetime,
) -> int:
    """Add the people of FILE to a list: handles, links or ids; never e-mail addresses.

    FILE is CSV (columns handle, url, id, platform, or one named like a platform), a plain list, or
    an export of followers of Instagram, X, TikTok or Mastodon.
    """
    from engine.members import PLATFORMS
    from engine.store import Store, database_path

    settings = invocation.settings()
    made(settings.home)
    platform = PLATFORMS.get(source.casefold(), source.casefold())
    with Store.open(database_path(settings.home)) as store:
        tally = add_file(
            store, file, name or file.stem, hash_members=hashed, platform=platform, now=now
        )
        matched = sum((name or file.stem) in names for names in store.community.creators().values())
    click.echo(
        f"{name or file.stem}: {tally.new:,} new of {tally.read:,} read; "
        f"{matched:,} are creators in the corpus"
    )
    for line in tally.refused_lines():
        say(line)
    if not tally.read:
        complain(
            f"{file} names nobody",
            hint="columns handle, url, id or platform, or a handle or link a line",
        )
    return SOME_FAILED if tally.refused or not tally.read else 0


class Tally(NamedTuple):
    """What became of a file: members read and new, lines refused by reason, the first of each."""

    read: int
    new: int
    refused: Counter[str]
    first: dict[str, list[int]]

    def refused_lines(self) -> Iterator[str]:
        """Yield a line for each reason, with the first lines it is about."""
        for reason, count in self.refused.most_common():
            lines = ", ".join(f"{line:,}" for line in self.first[reason])
            more = " …" if count > len(self.first[reason]) else ""
            say_lines = "line" if count == 1 else "lines"
            yield f"refused {count:,} {say_lines}: {reason} ({say_lines} {lines}{more})"


def add_file(
    store: Store, file: Path, name: str, *, hash_members: bool, platform: str, now: datetime
) -> Tally:
    """Add the people of `file` to the list `name`, a few thousand at a time."""
    from engine.community import Refused, read_members

    refused: Counter[str] = Counter()
    first: dict[str, list[int]] = {}
    read, new, batch = 0, 0, list[str]()
    for found in read_members(file, platform):
        if isinstance(found, Refused):
            refused[found.reason] += 1
            lines = first.setdefault(found.reason, [])
            if len(lines) < _NAMED:
                lines.append(found.line)
            continue
        read += 1
        batch.append(found.member)
        if len(batch) >= _AT_ONCE:
            new += store.community.add(name, batch, hash_members=hash_members, now=now)
            batch = []
    if batch:
        new += store.community.add(name, batch, hash_members=hash_members, now=now)
    return Tally(read, new, refused, first)


@command.command("talking-to")
@click.argument("handle", metavar="@HANDLE")
@click.option("--name", metavar="NAME", help="The list to add to [default: talks to @HANDLE].")
@click.option("--hashed", is_flag=True, help="Keep salted hashes only.")
@now_option
@click.pass_obj
def talking_to(
    invocation: Invocation, /, *, handle: str, name: str | None, hashed: bool, now: datetime
) -> int:
    """Add who replied to @HANDLE, your own account, or named it with @, in the posts collected.

    Run it again after collecting: who is there already stays.
    """
    from engine.cli.vetting import find
    from engine.members import member
    from engine.store import Store, database_path

    home = invocation.settings().home
    require_database(home)
    with Store.open(database_path(home)) as store:
        creator = find(store, handle)
        own = store.creators([creator])[creator]
        keys = store.community.talking_to(own)
        to = name or f"talks to @{(own.handle or own.native_id).removeprefix('@')}"
        lines = [member("id", key.source, key.native_id) for key in keys]
        new = store.community.add(to, lines, hash_members=hashed, now=now)
    click.echo(f"{to}: {new:,} new of {len(keys):,} who do")
    return 0


@command.command("list")
@output_option(*REPORT_OUTPUTS)
@click.pass_obj
def list_(invocation: Invocation, /, *, output: str) -> int:
    """Show the lists, how many are in each, and how many of them are creators in the corpus."""
    from engine.store import Store, database_path

    home = invocation.settings().home
    require_database(home)
    with Store.open(database_path(home), read_only=True) as store:
        known, matched = store.community.lists(), store.community.creators()
    counts = Counter(name for names in matched.values() for name in names)
    if output == "json":
        document = [
            {
                "name": one.name,
                "members": one.members,
                "creators": counts[one.name],
                "hashed": one.salt is not None,
                "imported_at": one.imported_at.isoformat().replace("+00:00", "Z"),
            }
            for one in known
        ]
        click.echo(json.dumps(document, indent=2))
        return 0
    rows = [["list", "members", "creators here", "kept", "since"]]
    for one in known:
        kept = "as hashes" if one.salt is not None else "as they are"
        rows.append(
            [harmless(one.name), f"{one.members:,}", f"{counts[one.name]:,}", kept,
             day_text(one.imported_at)]
        )  # fmt: skip
    for line in columns(rows, left=(0, 3, 4)):
        click.echo(line)
    return 0


@command.command("remove")
@click.argument("name")
@click.pass_obj
def remove(invocation: Invocation, /, *, name: str) -> int:
    """Remove the list NAME with everybody in it."""
    from engine.store import Store, database_path

    home = invocation.settings().home
    require_database(home)
    with Store.open(database_path(home)) as store:
        known = [one.name for one in store.community.lists()]
        if not store.community.remove(name):
            there = ", ".join(known) or "none yet"
            raise ConfigError(f"there is no list {name!r}", hint=f"there are: {there}")
    click.echo(f"removed {name}")
    return 0

"""`overheard community`: which creators are customers or followers already."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from engine.cli.invocation import Invocation, made
from engine.cli.layout import columns, day_text
from engine.cli.options import REPORT_OUTPUTS, now_option, output_option, require_database
from engine.cli.speech import complain, harmless, say

EXAMPLES = """\b
Examples:
  overheard community import customers.csv --hashed
  overheard community import followers_1.json --name followers
  overheard community talking-to @ourbrand
  overheard community list
  overheard search "home espresso" --community only
  overheard community remove customers"""

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
    from engine.community.importing import add_file
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
    from engine.community.importing import add_talking_to
    from engine.store import Store, database_path

    home = invocation.settings().home
    require_database(home)
    with Store.open(database_path(home)) as store:
        found = add_talking_to(store, find(store, handle), name, hash_members=hashed, now=now)
    click.echo(f"{found.name}: {found.new:,} new of {found.read:,} who do")
    return 0


@command.command("list")
@output_option(*REPORT_OUTPUTS)
@click.pass_obj
def list_(invocation: Invocation, /, *, output: str) -> int:
    """Show the lists, how many are in each, and how many of them are creators in the corpus."""
    from engine.community.importing import known_lists
    from engine.store import Store, database_path

    home = invocation.settings().home
    require_database(home)
    with Store.open(database_path(home), read_only=True) as store:
        known = known_lists(store)
    if output == "json":
        click.echo(json.dumps([one.document for one in known], indent=2))
        return 0
    if not known:
        click.echo("no list is known yet; read one: overheard community import FILE")
        return 0
    rows = [["list", "members", "creators here", "kept", "since"]]
    for one in known:
        kept = "as hashes" if one.hashed else "as they are"
        rows.append(
            [harmless(one.name), f"{one.members:,}", f"{one.creators:,}", kept,
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
    from engine.community.importing import remove_list
    from engine.store import Store, database_path

    home = invocation.settings().home
    require_database(home)
    with Store.open(database_path(home)) as store:
        remove_list(store, name)
    click.echo(f"removed {name}")
    return 0

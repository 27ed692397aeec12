"""Lists of customers and followers: brought in, looked at, removed; never anything else of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path, PurePath

from aiohttp import web

from engine.community.importing import (
    KnownList,
    Tally,
    add_file,
    add_talking_to,
    known_lists,
    remove_list,
)
from engine.errors import ConfigError, InputError
from engine.members import PLATFORMS
from engine.questions import Opened
from engine.questions.creators import one_called
from engine.questions.given import moment_of
from engine.store import Store, database_path
from engine.vocabulary import CreatorId
from engine.web import keys
from engine.web.files import Sheet, json_answer, sheet_answer
from engine.web.rendering import render
from engine.web.sent import Sent, sent_file

LARGEST = 64 * 1024 * 1024  # bytes
LONGEST_NAME = 100  # characters
_HEADS = ("name", "members", "creators", "kept", "since")
_BY_HAND = "use overheard community import FILE"


async def page(request: web.Request) -> web.StreamResponse:
    """Show the lists, or give them as a file where the address ends so."""
    lists = await request.app[keys.SERVED].look(_lists)
    suffix = request.match_info["suffix"]
    if suffix:
        kept = [("as hashes" if one.hashed else "as they are", one) for one in lists]
        rows = [(one.name, one.members, one.creators, how, one.imported_at) for how, one in kept]
        document = {"lists": [one.document for one in lists]}
        return sheet_answer(
            Sheet(name="community", document=document, heads=_HEADS, rows=rows), suffix
        )
    return _show(request, lists)


async def api(request: web.Request) -> web.StreamResponse:
    """Give the lists."""
    if request.query:
        raise ConfigError("this address takes no parameters")
    lists = await request.app[keys.SERVED].look(_lists)
    return json_answer({"lists": [one.document for one in lists]})


async def bring(request: web.Request) -> web.StreamResponse:
    """Add the people of a file to a list."""
    async with sent_file(request, by_hand=_BY_HAND, largest=LARGEST, kept_as="members") as sent:
        name = checked(sent.typed.get("name") or PurePath(sent.called).stem)
        add = partial(_add, sent, name, request.app[keys.TOOLS].clock())
        tally = await request.app[keys.SERVED].write(add)
    if not tally.read:
        raise InputError(
            "the file names nobody" + "".join(f"; {line}" for line in tally.refused_lines()),
            hint="columns handle, url, id or platform, or a handle or link a line",
        )
    said = f"{name}: {tally.new:,} new of {tally.read:,} read"
    return await _after(request, "; ".join((said, *tally.refused_lines())))


async def talking(request: web.Request) -> web.StreamResponse:
    """Add who replies to an account or names it to a list."""
    form = await request.post()
    handle = str(form.get("handle", "")).strip()
    name = str(form.get("name", "")).strip()
    if not handle:
        raise ConfigError("no account was named", hint="give your own, as @ourbrand")
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]

    def whose(opened: Opened) -> tuple[CreatorId, datetime]:
        creator, _ = one_called(handle, opened)
        return creator, moment_of(None, tools.clock(), opened.corpus.summary())

    creator, now = await served.run(whose)

    def add(home: Path) -> str:
        with Store.open(database_path(home)) as store:
            found = add_talking_to(
                store,
                creator,
                checked(name) if name else None,
                hash_members=form.get("hashed") == "yes",
                now=now,
            )
        return f"{found.name}: {found.new:,} new of {found.read:,} who talk to {handle}"

    return await _after(request, await served.write(add))


async def remove(request: web.Request) -> web.StreamResponse:
    """Remove a list; the form asks for it in a word."""
    form = await request.post()
    if form.get("sure") != "remove":
        raise ConfigError("nothing was removed", hint="tick the box that says you mean it")
    name = str(form.get("name", ""))
    await request.app[keys.SERVED].write(partial(_remove, name))
    return await _after(request, f"{name}: removed with everybody in it")


def checked(name: str) -> str:
    """Return a name for a list.

    Raises:
        ConfigError: it is empty or too long.
    """
    if not name or len(name) > LONGEST_NAME:
        raise ConfigError(
            "the list needs a name" if not name else "the name is too long",
            hint=f"give one of at most {LONGEST_NAME} letters",
        )
    return name


def _add(sent: Sent, name: str, now: datetime, home: Path) -> Tally:
    platform = sent.typed.get("platform", "").casefold()
    try:
        with Store.open(database_path(home)) as store:
            return add_file(
                store,
                sent.file,
                name,
                hash_members=sent.typed.get("hashed") == "yes",
                platform=PLATFORMS.get(platform, platform),
                now=now,
            )
    except InputError as error:
        told = str(error).replace(str(sent.file), "the file")
        raise InputError(told, hint=error.hint) from error


def _remove(name: str, home: Path) -> None:
    with Store.open(database_path(home)) as store:
        remove_list(store, name)


def _lists(home: Path) -> Sequence[KnownList]:
    with Store.open(database_path(home), read_only=True) as store:
        return known_lists(store)


async def _after(request: web.Request, said: str) -> web.Response:
    return _show(request, await request.app[keys.SERVED].look(_lists), said=said)


def _show(request: web.Request, lists: Sequence[KnownList], *, said: str = "") -> web.Response:
    return render(
        request,
        "community.html.j2",
        title="Community",
        lists=lists,
        said=said,
        platforms=sorted(set(PLATFORMS.values())),
        most_bytes=LARGEST,
    )


_SUFFIX = r"{suffix:(?:\.json|\.csv|\.xlsx)?}"
ROUTES = (
    web.get("/community" + _SUFFIX, page),
    web.post("/community", bring),
    web.post("/community/talking-to", talking),
    web.post("/community/remove", remove),
    web.get("/api/community", api),
)

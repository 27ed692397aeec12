"""What changed on a list: between two of its runs, or from it to another list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from engine.errors import ConfigError
from engine.shortlists import Change
from engine.shortlists.telling import changes, changes_paper, parts_text
from engine.store import Store, database_path
from engine.store.shortlists import SavedList, saved_list, saved_lists
from engine.web import keys
from engine.web.addresses import SUFFIXES
from engine.web.asking import whole
from engine.web.files import paper_answer
from engine.web.rendering import render

_MOST_RUNS = 100_000
KINDS = ("new", "gone", "up", "down", "same")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two runs side by side; `found` is None where there is nothing to compare with yet."""

    kept: SavedList
    other: str | None
    since: int
    until: int
    found: Sequence[Change] | None
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """What is compared, in words."""
        if self.other is not None:
            return f"{self.kept.name} and {self.other}"
        return f"{self.kept.name}: run {self.since} and run {self.until}"

    @property
    def has_changed(self) -> bool:
        """Whether anybody came, went or moved."""
        return any(change.kind != "same" for change in self.found or ())

    def of(self, kind: str) -> list[Change]:
        """Return the changes of a kind."""
        return [change for change in self.found or () if change.kind == kind]


async def page(request: web.Request) -> web.StreamResponse:
    """Show who is new, gone or moved, and why."""
    compared = await _compared(request)
    return render(
        request,
        "listchanges.html.j2",
        title=f"Changes of {compared.kept.name}",
        compared=compared,
        kinds=KINDS,
        parts_text=parts_text,
        suffixes=SUFFIXES,
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the same as a file."""
    compared = await _compared(request)
    if compared.found is None:
        raise ConfigError("the list was run once only", hint="run it again, then compare")
    paper = changes_paper(compared.title, compared.found, request.app[keys.TOOLS].clock())
    return paper_answer(paper, f".{request.match_info['suffix']}", "changes")


async def _compared(request: web.Request) -> Compared:
    """Return what the address asks to compare.

    Raises:
        ConfigError: there is no such run or other list.
    """
    name, other = request.match_info["name"], request.query.get("with") or None
    since = whole(request.query.get("since") or None, "since", most=_MOST_RUNS)
    until = whole(request.query.get("until") or None, "until", most=_MOST_RUNS)

    def work(home: Path) -> Compared:
        with Store.open(database_path(home)) as store:
            names = tuple(one.name for one in saved_lists(store))
            if name not in names:
                raise web.HTTPNotFound(text="there is no such list\n/shortlists names them all")
            kept = saved_list(store, name)
            last = until or len(kept.runs)
            alone = other is None and len(kept.runs) == 1
            found = None if alone else changes(store, name, other, since=since, until=until)
            return Compared(kept=kept, other=other, since=since or max(last - 1, 1), until=last,
                            found=found, names=names)  # fmt: skip

    return await request.app[keys.SERVED].look(work)


ROUTES = (
    web.get("/shortlists/{name:[^/]+}/changes", page),
    web.get("/shortlists/{name:[^/]+}/changes.{suffix:json|csv|xlsx}", as_file),
)

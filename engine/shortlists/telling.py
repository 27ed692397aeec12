"""What changed, as rows; and who is meant by a handle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.config import nearest
from engine.errors import ConfigError
from engine.exports.papers import Paper, Sheet
from engine.shortlists.changes import Change, compare
from engine.shortlists.sheets import run_number
from engine.store import Store
from engine.store.shortlists import SavedList, last_seen, ranks_of, run_of, saved_list
from engine.vocabulary import Creator, CreatorKey

Cells = tuple[str | None, ...]
HEADS = ("change", "source", "id", "handle", "before", "after", "points", "parts", "new_posts",
         "gone_posts")  # fmt: skip


def member(store: Store, kept: SavedList, handle: str) -> CreatorKey:
    """Return who is called `handle`, or is `source:id`, in any run of a list, the last first.

    Raises:
        ConfigError: nobody is, or several are.
    """
    wanted = handle.removeprefix("@").casefold()
    called: dict[str, None] = {}
    for run in sorted(set(last_seen(store, kept.id).values()) | set(kept.runs), reverse=True):
        creators = [one.creator for one in run_of(store, run).candidates]
        found = [creator.key for creator in creators if wanted in _names(creator)]
        if len(found) == 1:
            return found[0]
        if found:
            keys = ", ".join(":".join(key) for key in found)
            raise ConfigError(f"{len(found)} there are called {handle!r}", hint=f"say: {keys}")
        called |= {creator.handle: None for creator in creators if creator.handle}
    hint = nearest(handle.removeprefix("@"), called) if called else "the list is empty"
    raise ConfigError(f"nobody on {kept.name!r} is called {handle!r}", hint=hint)


def _names(creator: Creator) -> set[str]:
    handle = (creator.handle or "").removeprefix("@").casefold()
    return {handle, ":".join(creator.key).casefold()} - {""}


def changes(
    store: Store,
    name: str,
    other: str | None = None,
    *,
    since: int | None = None,
    until: int | None = None,
) -> Sequence[Change]:
    """Return the changes between two runs of a list, or from its last run to that of another.

    `since` and `until` are numbers of runs from 1; without them the last two.

    Raises:
        ConfigError: there is no such list or run, or only one run of it.
    """
    first = saved_list(store, name)
    if other is not None:
        return _between(store, first.runs[-1], saved_list(store, other).runs[-1])
    if len(first.runs) == 1:
        raise ConfigError(
            f"{name!r} was run once only",
            hint=f"run `overheard shortlist rerun {name!r}`, or name another list to compare with",
        )
    last = run_number(first, until)
    before = run_number(first, since if since is not None else max(last - 1, 1))
    return _between(store, first.runs[before - 1], first.runs[last - 1])


def _between(store: Store, before: int, after: int) -> Sequence[Change]:
    ranks = ranks_of(store, before), ranks_of(store, after)
    return compare(run_of(store, before), run_of(store, after), ranks=ranks)


def changes_paper(title: str, found: Sequence[Change], now: datetime) -> Paper:
    """Return changes as a paper of one sheet of texts."""
    rows = difference_rows(found)
    document: Mapping[str, Any] = {
        "made_at": now,
        "rows": [dict(zip(HEADS, row, strict=True)) for row in rows],
    }
    sheet = Sheet(name="Changes", heads=HEADS, rows=rows)
    return Paper(title=title, made_at=now, sheets=(sheet,), document=document)


def difference_rows(found: Sequence[Change]) -> list[Cells]:
    """Return the rows of changes under `HEADS`, as texts."""
    return [_row(change) for change in found]


def _row(change: Change) -> Cells:
    creator = change.creator
    ranks = (None if rank is None else str(rank) for rank in (change.before, change.after))
    points = None if change.points is None else f"{change.points:+.2f}"
    posts = (" ".join(p.url or p.native_id for p in few) for few in (change.more, change.fewer))
    gains = parts_text(change)
    return (change.kind, *creator.key, creator.handle, *ranks, points, gains, *posts)


def parts_text(change: Change) -> str:
    """Return what each part of a score did: `focus +1.2, recency -0.3`."""
    return ", ".join(f"{part} {gain:+.1f}" for part, gain in change.parts.items())

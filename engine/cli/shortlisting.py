"""What the commands of `overheard shortlist` do: search, show, compare and read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from engine.cli.speech import harmless
from engine.config import Settings, nearest
from engine.errors import ConfigError
from engine.shortlists import Change, compare
from engine.store import Store
from engine.store.shortlists import (
    Asked,
    SavedList,
    check_free,
    notes_of,
    run_of,
    save,
    saved_list,
    set_note,
)
from engine.text import snippet
from engine.vocabulary import Candidate, Creator, CreatorKey, Shortlist

_STATUS, _NOTE = "status: ", "note: "
_POSTS_TOLD, _POST_WIDTH = 2, 60
Cells = tuple[str | None, ...]


def search(settings: Settings, asked: Asked, *, now: datetime) -> Shortlist:
    """Return what `overheard search` finds for what was asked, ages counted from `now`."""
    from engine.cli.answers import labelled
    from engine.cli.asides import beside
    from engine.cli.options import opened
    from engine.cli.searching import make_brief, rank

    with (
        opened(settings) as looked_in,
        beside(settings, doubts=None, prefer=None, now=now) as given,
    ):
        brief = make_brief(asked.text, asked.where, looked_in, now=now, top=asked.top)
        return labelled(given.marked(rank(brief, looked_in, given, now=now)))


def shown(store: Store, name: str, number: int | None = None) -> Shortlist:
    """Return a run of a list, the last or that of a number from 1, with notices of today.

    Raises:
        ConfigError: there is no such list or run.
    """
    from engine.cli.noticing import DO_NOT_CONTACT, is_listed
    from engine.store.outreach import do_not_contact, standings

    kept = saved_list(store, name)
    if number is not None and number > len(kept.runs):
        raise ConfigError(
            f"there is no run {number} of {name!r}", hint=f"its runs are 1 to {len(kept.runs)}"
        )
    found = run_of(store, kept.runs[-1 if number is None else number - 1])
    notes, known, listed = notes_of(store, kept.id), standings(store), do_not_contact(store)

    def notices(creator: Creator) -> Iterator[str]:
        if is_listed(creator, listed):
            yield DO_NOT_CONTACT
        if creator.key in known:
            yield f"{_STATUS}{known[creator.key].status.value}"
        if creator.key in notes:
            yield f"{_NOTE}{notes[creator.key]}"

    candidates = (replace(one, notices=tuple(notices(one.creator))) for one in found.candidates)
    return replace(found, candidates=tuple(candidates))


def member(store: Store, kept: SavedList, handle: str) -> CreatorKey:
    """Return who is called `handle`, or is `source:id`, in any run of a list, the last first.

    Raises:
        ConfigError: nobody is, or several are.
    """
    wanted = handle.removeprefix("@").casefold()
    called: dict[str, list[CreatorKey]] = {}
    for run in reversed(kept.runs):
        creators = [one.creator for one in run_of(store, run).candidates]
        found = [creator.key for creator in creators if wanted in _names(creator)]
        if len(found) == 1:
            return found[0]
        if found:
            keys = ", ".join(":".join(key) for key in found)
            raise ConfigError(f"{len(found)} there are called {handle!r}", hint=f"say: {keys}")
        called |= {creator.handle: [] for creator in creators if creator.handle}
    hint = nearest(handle.removeprefix("@"), called) if called else "the list is empty"
    raise ConfigError(f"nobody on {kept.name!r} is called {handle!r}", hint=hint)


def _names(creator: Creator) -> set[str]:
    handle = (creator.handle or "").removeprefix("@").casefold()
    return {handle, ":".join(creator.key).casefold()} - {""}


def changes(store: Store, name: str, other: str | None) -> Sequence[Change]:
    """Return the changes between the last two runs of a list, or from a list to another.

    Raises:
        ConfigError: there is no such list, or only one run of it.
    """
    first = saved_list(store, name)
    if other is None and len(first.runs) == 1:
        raise ConfigError(
            f"{name!r} was run once only",
            hint=f"run `overheard shortlist rerun {name!r}`, or name another list to compare with",
        )
    if other is None:
        before, after = first.runs[-2], first.runs[-1]
    else:
        before, after = first.runs[-1], saved_list(store, other).runs[-1]
    return compare(run_of(store, before), run_of(store, after))


def difference_rows(found: Sequence[Change]) -> tuple[tuple[str, ...], list[Cells]]:
    """Return the heads and the rows of changes, as texts."""
    heads = ("change", "source", "id", "handle", "before", "after", "points", "parts", "new_posts",
             "gone_posts")  # fmt: skip
    return heads, [_row(change) for change in found]


def _row(change: Change) -> Cells:
    creator = change.creator
    ranks = (None if rank is None else str(rank) for rank in (change.before, change.after))
    points = None if change.points is None else f"{change.points:+.2f}"
    posts = (" ".join(p.url or p.native_id for p in few) for few in (change.more, change.fewer))
    return (change.kind, *creator.key, creator.handle, *ranks, points, _parts(change), *posts)


def _parts(change: Change) -> str:
    return ", ".join(f"{part} {gain:+.1f}" for part, gain in change.parts.items())


def difference_lines(found: Sequence[Change]) -> Iterator[str]:
    """Yield what people read: a line for each who changed, and the posts behind it."""
    told = [change for change in found if change.kind != "same" or change.parts]
    for change in told:
        yield harmless(_line(change))
        for sign, posts in (("+", change.more), ("-", change.fewer)):
            for post in posts[:_POSTS_TOLD]:
                text = snippet(" ".join(post.text.split()), _POST_WIDTH)
                yield harmless(f"    {sign} {post.created_at:%Y-%m-%d} {text}")
            if len(posts) > _POSTS_TOLD:
                yield f"    {sign} and {len(posts) - _POSTS_TOLD:,} more"
    same = len(found) - len(told)
    yield f"{same:,} as before" if told else "nothing changed"


def _line(change: Change) -> str:
    creator = change.creator
    name = f"@{creator.handle.removeprefix('@')}" if creator.handle else creator.native_id
    ranks = " -> ".join("none" if rank is None else str(rank) for rank in
                        (change.before, change.after))  # fmt: skip
    why = "" if change.points is None else f"  {change.points:+.1f} points: {_parts(change)}"
    return f"{change.kind:<5}{name} ({creator.source})  rank {ranks}{why}"


def keep_export(store: Store, file: Path, name: str, *, now: datetime) -> tuple[int, int]:
    """Keep the list of an exported file; return how many are on it, and how many were erased.

    Raises:
        ConfigError: the name is taken.
        InputError: the file is no exported list.
    """
    from engine.cli.filters import post_filter
    from engine.exports.reading import read_export
    from engine.exports.writing import flags

    check_free(store, name)
    read = read_export(file, lambda where: post_filter(where, now=now))
    erased = store.erased_of([one.creator.key for one in read.candidates])
    left = tuple(one for one in read.candidates if one.creator.key not in erased)
    brief = read.brief
    asked = Asked(text=brief.text, where=flags(brief.where), top=max(len(read.candidates), 1))
    save(store, name, asked, found=replace(read, candidates=left), now=now)
    kept = saved_list(store, name)
    for candidate in left:
        _keep_note(store, kept.id, candidate)
    return len(left), len(erased)


def _keep_note(store: Store, list_id: int, candidate: Candidate) -> None:
    for notice in candidate.notices:
        if notice.startswith(_NOTE):
            set_note(store, list_id, candidate.creator.key, notice.removeprefix(_NOTE))

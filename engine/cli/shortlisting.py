"""What the commands of `overheard shortlist` search for and print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from engine.cli.asides import beside
from engine.cli.options import Opened, opened, require_database
from engine.cli.speech import harmless
from engine.config import Settings
from engine.questions.people import find_person
from engine.shortlists import Change, sheet_of
from engine.shortlists.placing import placed
from engine.shortlists.telling import parts_text
from engine.store import Store
from engine.store.shortlists import Asked
from engine.text import snippet
from engine.vocabulary import Shortlist

_POSTS_TOLD, _POST_WIDTH = 2, 60


def search(settings: Settings, asked: Asked, *, now: datetime) -> Shortlist:
    """Return what `overheard search` finds for what was asked, ages counted from `now`."""
    with opened(settings) as looked_in:
        return search_in(looked_in, settings, asked, now=now)


def search_in(looked_in: Opened, settings: Settings, asked: Asked, *, now: datetime) -> Shortlist:
    """Return the same of a corpus that is open."""
    from engine.cli.answers import labelled
    from engine.cli.searching import make_brief, rank

    with beside(settings, doubts=asked.doubts, prefer=asked.prefer, now=now) as given:
        brief = make_brief(asked.text, asked.where, looked_in, now=now, top=asked.top)
        brief = replace(brief, weights=dict(asked.weights))
        return labelled(given.marked(rank(brief, looked_in, given, now=now)))


def explained(
    settings: Settings, asked: Asked, handles: Sequence[str], *, now: datetime
) -> Shortlist:
    """Return the creators called `handles` as they are placed for what was asked.

    Raises:
        ConfigError: a handle names nobody or several, or no post of theirs passes the filters.
    """
    from engine.cli.searching import make_brief

    with opened(settings) as looked_in:
        brief = make_brief(asked.text, asked.where, looked_in, now=now, top=asked.top)
        brief = replace(brief, weights=dict(asked.weights))
        with Store.open(require_database(settings.home), read_only=True) as store:
            ids = [find_person(handle, store).id for handle in handles]
        corpus, embedder = looked_in.corpus, looked_in.embedder
        with beside(settings, doubts=asked.doubts, prefer=asked.prefer, now=now) as given:
            return placed(ids, brief, corpus, embedder, now=now, asides=given.asides)


def shown(store: Store, name: str, number: int | None = None) -> Shortlist:
    """Return a list as it stands, or as it was at a run from 1, with what is noted today.

    Raises:
        ConfigError: there is no such list or run.
    """
    return sheet_of(store, name, number=number).shortlist


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
    why = "" if change.points is None else f"  {change.points:+.1f} points: {parts_text(change)}"
    return f"{change.kind:<5}{name} ({creator.source})  rank {ranks}{why}"

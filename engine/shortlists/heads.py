"""Lists as they stand in a line: how many are on each, and how far we are with them.

Counted from names and places; of no creator anything else is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.store import Store
from engine.store.outreach import Standing, Status, standings
from engine.store.shortlists import SavedList, last_seen, made_at_of, ranks_of, saved_lists
from engine.store.worksheets import members_of
from engine.vocabulary import CreatorKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """A list in a line: `creators` on it, how many of them by status, and when it was last run."""

    kept: SavedList
    creators: int
    statuses: Mapping[str, int]
    made_at: datetime


def heads_of(store: Store) -> Sequence[ListHead]:
    """Return every list, by name."""
    known = standings(store)
    return [_head(store, kept, known) for kept in saved_lists(store)]


def _head(store: Store, kept: SavedList, known: Mapping[CreatorKey, Standing]) -> ListHead:
    last = kept.runs[-1]
    on = on_list(
        kept,
        ranks=ranks_of(store, last),
        members=members_of(store, kept.id),
        seen=last_seen(store, kept.id),
    )
    counts = Counter(known[key].status for key in on if key in known)
    return ListHead(
        kept=kept,
        creators=len(on),
        statuses={status.value: counts[status] for status in Status if counts[status]},
        made_at=made_at_of(store, last),
    )


def on_list(
    kept: SavedList,
    *,
    ranks: Mapping[CreatorKey, int],
    members: Mapping[CreatorKey, bool],
    seen: Mapping[CreatorKey, object],
) -> Sequence[CreatorKey]:
    """Return who is on a list: by hand and, where it follows its brief, whoever its run found.

    `ranks` are those of the run, `seen` holds everybody of whom something is known.
    """
    found = [key for key, rank in ranks.items() if rank <= kept.asked.top]
    by_hand = [key for key, is_on in members.items() if is_on and key in seen]
    keys = dict.fromkeys((*(found if kept.asked.follows else ()), *by_hand))
    return [key for key in keys if members.get(key) is not False]

"""What is new about brands since it was last told: mentions, and bursts of them.

What was told is noted in the home, so that a listener that is started again goes on from there,
and what came in meanwhile (by an import, by another run) is told, too. The first time only posts
that come from then on are new, whatever is still to be found in those that are there: of older
ones only those that were edited since so that they name a brand now.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from engine.alerts import BurstNotice, Digest, MentionNotice
from engine.brands.counting.bursts import Burst, Rules, find_bursts
from engine.brands.counting.counted import Reason, Rows, counted
from engine.brands.counting.periods import DAY, microseconds, moment_of
from engine.brands.counting.streams import streams_of
from engine.store import Store
from engine.vocabulary import STANCES, VERDICTS, Brand, MentionTable, PostId, PostKey, Stance

NOTE = "alerts"  # what is noted of what was told
RECENT = 2  # days up to today in which a burst is news
_PAST = 200  # days looked at to know what is usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told: mentions found up to a moment (microseconds), bursts by brand up to a day.

    Days count from 1970. Of posts up to the id `after` nothing is told the first time. `last` is
    the last post there was then, `cards` the versions of the cards that were told of, by key. Of
    posts up to the one in `floors` a brand tells nothing, however late it finds something in them:
    they were there when its card was seen to be new or changed.
    """

    found_at: int
    after: int = 0
    bursts: Mapping[str, int] = field(default_factory=dict)
    last: int = 0
    cards: Mapping[str, int] = field(default_factory=dict)
    floors: Mapping[str, int] = field(default_factory=dict)


def read_told(store: Store) -> Told | None:
    """Return what was told, None if nothing ever was."""
    written = store.note(NOTE)
    if written is None:
        return None
    read = json.loads(written)
    return Told(**read)


def put_told(store: Store, told: Told) -> None:
    """Note what was told."""
    store.put_note(NOTE, json.dumps(asdict(told)))


def begun(store: Store, *, now: datetime) -> Told:
    """Return what was told; where nothing ever was, note that all begins with the next post."""
    told = read_told(store)
    if told is None:
        told = Told(found_at=microseconds(now) - 1, after=store.last_post_id())
        put_told(store, told)
    return told


def news(
    store: Store,
    cards: Sequence[Brand],
    before: Told,
    *,
    now: datetime,
    most: int,
    unsure: bool = False,
) -> tuple[Digest, Told]:
    """Return what is new of `cards` after what was told `before`, and what is told with it.

    At most `most` mentions are told, the others counted. Walls of hashtags, prize draws, repeats
    and further posts of a creator on one day are not new mentions; those of which it is not sure
    whether they mean the brand are told if `unsure`.
    """
    last_post = store.last_post_id()
    table = store.mention_table([card.key for card in cards])
    versions = store.card_versions()  # after the mentions: no change to a card may be overlooked
    floors = _floors(before, {key: versions[key] for key in table.brands if key in versions})
    edited = store.mentions_by_edits(before.found_at)
    rows = _new_rows(table, before, floors, edited, unsure=unsure)
    bursts = _new_bursts(store, table, before, now=now)
    names = {card.key: card.name for card in cards}
    digest = Digest(
        made_at=now,
        notices=(
            *(_burst_notice(burst, names) for burst in bursts),
            *_mention_notices(store, table, rows[:most], names, edited),
        ),
        more=Counter(names[table.brands[code]] for code in table.brand[rows[most:]].tolist()),
    )
    ends = {burst.brand: burst.to_day for burst in bursts}
    last = max(before.found_at, int(table.found_at.max(initial=0)))
    return digest, Told(
        found_at=last,
        bursts={**before.bursts, **ends},
        last=last_post,
        cards={key: versions[key] for key in floors},
        floors=floors,
    )


def _floors(before: Told, versions: Mapping[str, int]) -> dict[str, int]:
    """Return the last post of which nothing is told, by brand, for cards of these `versions`."""
    return {
        key: before.floors.get(key, before.after)
        if before.cards.get(key) == version
        else max(before.after, before.last)
        for key, version in versions.items()
    }


def standing(store: Store, digest: Digest) -> Digest:
    """Return `digest` without the mentions in posts that are no longer there.

    Their creators were erased, or took them back, while it waited to be sent.
    """
    keys = {PostKey(one.source, one.post_id) for one in digest.mentions}
    there = {post.key for post in store.posts_by_keys(keys)}
    kept = tuple(one for one in digest.mentions if PostKey(one.source, one.post_id) in there)
    return replace(digest, notices=(*digest.bursts, *kept))


def _new_rows(
    table: MentionTable,
    before: Told,
    floors: Mapping[str, int],
    edited: Collection[tuple[str, int]],
    *,
    unsure: bool,
) -> Rows:
    """Return the rows that count and were not told `before`, oldest posts first.

    Of posts up to those in `floors`, by brand, nothing is new but what was `edited` into them.
    """
    counts = counted(table)
    rows = counts.rows
    if unsure:
        rows = np.concatenate([rows, counts.left_out[Reason.UNSURE]])
    rows = rows[table.found_at[rows] > before.found_at]
    after = np.array([floors.get(key, before.last) for key in table.brands], dtype=np.int64)
    is_new = table.post_ids[rows] > after[table.brand[rows]]
    is_new |= np.array([_pair(table, row) in edited for row in rows.tolist()], dtype=np.bool_)
    rows = rows[is_new]
    order = np.lexsort((table.post_ids[rows], table.created_at[rows]))
    return np.asarray(rows[order])


def _pair(table: MentionTable, row: int) -> tuple[str, int]:
    return table.brands[table.brand[row]], int(table.post_ids[row])


def _new_bursts(
    store: Store, table: MentionTable, before: Told, *, now: datetime
) -> Sequence[Burst]:
    """Return bursts of the last days that go on from none that was told."""
    today = microseconds(now) // DAY
    days = store.posted_days(now - timedelta(days=_PAST))
    days = days[days <= today]
    if not len(days):
        return ()
    rules = Rules()
    streams = streams_of(table, counted(table), days, spans=rules.spans)
    found = find_bursts(streams, rules, since=today - RECENT + 1).bursts
    return [one for one in found if one.from_day > before.bursts.get(one.brand, -1) + 1]


def _burst_notice(burst: Burst, names: Mapping[str, str]) -> BurstNotice:
    return BurstNotice(
        brand=burst.brand,
        name=names[burst.brand],
        first=moment_of(burst.first).date(),
        last=moment_of(burst.last).date(),
        creators=burst.creators,
        mentions=burst.mentions,
        expected=burst.expected,
    )


def _mention_notices(
    store: Store,
    table: MentionTable,
    rows: Rows,
    names: Mapping[str, str],
    edited: Collection[tuple[str, int]],
) -> list[MentionNotice]:
    posts = store.posts(table.post_ids[rows].tolist())
    creators = store.creators(set(table.creator_ids[rows].tolist()))
    by_id = {int(id_): creator.handle for id_, creator in creators.items()}
    notices = []
    for row in rows.tolist():
        post = posts[PostId(int(table.post_ids[row]))]
        key = table.brands[table.brand[row]]
        notices.append(
            MentionNotice(
                brand=key,
                name=names[key],
                source=post.source,
                post_id=post.native_id,
                url=post.url,
                handle=by_id.get(int(table.creator_ids[row])),
                created_at=post.created_at,
                text=post.text,
                verdict=VERDICTS[table.verdict[row]].value,
                stance=_stance(STANCES[table.stance[row]]),
                by_edit=_pair(table, row) in edited,
            )
        )
    return notices


def _stance(stance: Stance) -> str | None:
    return None if stance is Stance.UNCLEAR else stance.value

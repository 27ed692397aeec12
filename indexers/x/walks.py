"""Where a search of X goes on: in mid-walk, or after the newest post of the last one."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from engine.vocabulary import Query, QueryKind
from indexers.cursors import Held, held_in
from indexers.values import RefusedError
from indexers.x.texts import moment_of

REACH = timedelta(days=7)
_MARGIN = timedelta(minutes=2)  # between our clock and theirs


class Walk(Held, frozen=True):
    """A walk from the newest post back to the first one after `since`.

    `next` is X's token for the page to come, `newest` and `oldest` are the ids of what was seen on
    this walk. With `until`, the walk goes on below that id without a token.
    """

    since: str | None = None
    next: str | None = None
    newest: str | None = None
    oldest: str | None = None
    until: str | None = None

    def onward(self, meta: Meta) -> Walk:
        """Return the walk after a page with this `meta`; at its end, the next walk."""
        newest = latest(self.newest, meta.newest_id)
        if meta.next_token is None:
            return Walk(since=latest(self.since, newest))
        return Walk(
            since=self.since,
            next=meta.next_token,
            newest=newest,
            oldest=meta.oldest_id or self.oldest,
            until=self.until,
        )

    def below(self) -> Walk:
        """Return the walk without its token, which X does not take any more."""
        return Walk(since=self.since, newest=self.newest, oldest=self.oldest, until=self.oldest)


class Meta(msgspec.Struct):
    """What an answer says of itself."""

    result_count: int | None = None
    newest_id: str | None = None
    oldest_id: str | None = None
    next_token: str | None = None


def resumed(cursor: str | None) -> Walk:
    """Return the walk that `cursor` describes; a new one if there is none, or not one of ours."""
    return held_in(cursor, Walk)


def latest(one: str | None, other: str | None) -> str | None:
    """Return the larger of two ids, which are numbers of any length."""
    return (
        max(one, other, key=lambda post_id: (len(post_id), post_id))
        if one and other
        else (one or other)
    )


def query_text(query: Query) -> str:
    """Return the query in X's words. Reposts are not asked for: they would be billed."""
    words = {
        QueryKind.HASHTAG: f"#{query.text}",
        QueryKind.ACCOUNT: f"from:{query.text}",
        QueryKind.TEXT: f"({query.text})" if " OR " in query.text else query.text,
    }
    return f"{words[query.kind]} -is:retweet"


def bounds(walk: Walk, since: datetime | None, *, now: datetime) -> dict[str, str]:
    """Return the parameters that bound a search in time, and go on where the walk is.

    The search reaches back seven days; what lies before that is not asked for, because X refuses
    the whole request.
    """
    earliest = now - REACH + _MARGIN
    asked: dict[str, str] = {}
    last = _made(walk.since)
    after = walk.since if last is None or last > earliest else None
    if since and since > earliest and (last is None or since > last):
        asked["start_time"] = f"{since:%Y-%m-%dT%H:%M:%SZ}"
    elif after:
        asked["since_id"] = after
    if walk.next:
        asked["next_token"] = walk.next
    below = _made(walk.until)
    if walk.until and below and below > earliest:
        asked["until_id"] = walk.until
    return asked


def gap(walk: Walk, *, now: datetime) -> str | None:
    """Return what cannot be had any more because the last walk is too long ago, as a sentence."""
    last = _made(walk.since)
    if last is None or last > now - REACH + _MARGIN:
        return None
    return (
        f"the search of X reaches back 7 days: posts between {last:%Y-%m-%d %H:%M} and "
        f"{now - REACH:%Y-%m-%d %H:%M} UTC are missing"
    )


def _made(post_id: str | None) -> datetime | None:
    """Return when the post with that id was made; `None` if it does not tell."""
    try:
        return moment_of(post_id or "")
    except RefusedError:
        return None

"""X as a source: the recent search of its API v2, within what the user wants to spend."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Mapping, Sequence

import msgspec

from engine.access import Access
from engine.errors import AuthError, SourceError
from engine.protocols import Source
from engine.vocabulary import CreatorKey, Page, Query, QueryKind, SourceInfo
from indexers.client import Client
from indexers.pages import PageDraft
from indexers.rates import RateHeaders
from indexers.x.errors import InvalidRequestError, explainer
from indexers.x.records import add_answer
from indexers.x.spending import Spending, spending_of
from indexers.x.texts import SOURCE
from indexers.x.walks import Meta, Walk, bounds, gap, query_text, resumed

BASE_URL = "https://api.x.com/2/"
TOKEN = "X_BEARER_TOKEN"  # noqa: S105 - its name
MAX_QUERY = 512  # characters
_POST_FIELDS = (
    "id,text,author_id,created_at,lang,public_metrics,entities,referenced_tweets,note_tweet,"
    "edit_history_tweet_ids"
)
_USER_FIELDS = (
    "id,username,name,created_at,description,entities,location,protected,public_metrics,verified"
)
_GONE = frozenset(["Not Found Error", "Forbidden"])  # deleted, suspended


class _Answer(msgspec.Struct):
    data: list[dict[str, object]] | None = None
    includes: dict[str, object] | None = None
    errors: list[dict[str, object]] | None = None
    meta: Meta | None = None

    @property
    def n_profiles(self) -> int:
        users = (self.includes or {}).get("users")
        return len(users) if isinstance(users, list) else 0

    def record(self) -> dict[str, object]:
        """Return it as it came."""
        parts = {"data": self.data, "includes": self.includes, "errors": self.errors}
        return {name: part for name, part in parts.items() if part is not None}


class X:
    """Posts of the last seven days by words, hashtag or account; profiles if they are asked for."""

    name = SOURCE
    info = SourceInfo(
        name=SOURCE,
        summary="X (Twitter), by its API v2, which bills every read",
        takes=frozenset([QueryKind.HASHTAG, QueryKind.TEXT, QueryKind.ACCOUNT]),
        gives=(
            "posts of the last 7 days with likes, replies, reposts, quotes and views; profiles "
            "with followers, bio and location, which cost extra"
        ),
        lacks="posts older than 7 days, reposts (they would be billed), deletions as they happen",
        limits=(
            "max_reads reads a run, never more: about $0.005 a post and $0.010 a profile; "
            "450 searches in 15 minutes"
        ),
        secrets={TOKEN: "the bearer token of your app, from console.x.com"},
        options={
            "max_reads": "how many posts and profiles may be read in one run",
            "profiles": "true: read the profile of each post's creator too, and old ones again "
            "(default false)",
        },
        required=(TOKEN, "max_reads"),
    )

    def __init__(self, access: Access, spending: Spending, *, base_url: str = BASE_URL) -> None:
        self._access = access
        self._spending = spending
        token = access.secrets.get(TOKEN)
        self._client: Client | None = None
        if token:
            self._client = Client(
                access,
                base_url,
                headers={"Authorization": f"Bearer {token.reveal()}"},
                rates=RateHeaders(remaining="x-rate-limit-remaining", reset="x-rate-limit-reset"),
                explain=explainer(access.now),
            )

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the source, which looks up profiles only if the user wants to pay for them.

        Raises:
            ConfigError: no limit of reads is set, or an option is wrong.
        """
        spending = spending_of(access.options, access.meter)
        return [(XWithProfiles if spending.with_profiles else X)(access, spending)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what the search finds, newest first, down to where the last walk began.

        It stops where the limit of reads is reached, and says so.
        """
        walk = resumed(after)
        notes = [note for note in [gap(walk, now=self._access.now())] if note]
        seen = {walk.next}
        while True:
            n_posts = self._spending.page_size()
            if not n_posts:
                yield Page(cursor=after, notes=(*notes, self._spending.told()))
                return
            walk, answer = await self._search(query, walk, n_posts)
            onward = walk.onward(answer.meta or Meta())
            if onward.next in seen and onward.next is not None:
                notes.append("X sent us round in a circle; the rest is asked for next time")
                onward = Walk(since=walk.since)
            after = onward.written()
            if onward.next is None:
                notes.append(self._spending.so_far())
            yield self._page(answer, after, notes)
            if onward.next is None:
                return
            seen.add(onward.next)
            walk, notes = onward, []

    async def _search(self, query: Query, walk: Walk, n_posts: int) -> tuple[Walk, _Answer]:
        """Return the next page, and the walk it is of: another one if X forgot the token."""
        try:
            return walk, await self._asked(query, walk, n_posts)
        except InvalidRequestError as error:
            if walk.next and "next_token" in error.parameters and walk.oldest:
                walk = walk.below()
            elif walk.since and "since_id" in error.parameters:
                walk = Walk(next=walk.next, newest=walk.newest, oldest=walk.oldest)
            else:
                raise
        return walk, await self._asked(query, walk, n_posts)

    async def _asked(self, query: Query, walk: Walk, n_posts: int) -> _Answer:
        text = query_text(query)
        if len(text) > MAX_QUERY:
            raise SourceError(
                f"the query has {len(text):,} characters, and X takes {MAX_QUERY}",
                hint="ask for fewer words at a time",
            )
        params = {
            "query": text,
            "max_results": str(n_posts),
            "tweet.fields": _POST_FIELDS,
            **bounds(walk, query.since, now=self._access.now()),
        }
        per_post = 1
        if self._spending.with_profiles:
            params |= {"expansions": "author_id", "user.fields": _USER_FIELDS}
            per_post = 2
        with self._spending.held(n_posts * per_post):
            answer = await self._ready.get("tweets/search/recent", _Answer, params=params)
            self._spending.spend(posts=len(answer.data or ()), profiles=answer.n_profiles)
        return answer

    @property
    def _ready(self) -> Client:
        if self._client is None:
            raise AuthError(
                f"x: there is no {TOKEN}",
                hint="make an app on console.x.com and put its bearer token into the environment",
            )
        return self._client

    def _page(self, answer: _Answer, cursor: str, notes: Sequence[str]) -> Page:
        now = self._access.now()
        draft = PageDraft(now=now)
        add_answer(answer.record(), draft, "an answer of X", measured_at=now.isoformat())
        for note in [*notes, *_partly(answer.errors or ())]:
            draft.tell(note)
        return draft.finish(cursor)


class XWithProfiles(X):
    """X for those who pay for profiles too."""

    profile_batch = 100

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        """Return the profiles of creators. Who is deleted, suspended or protected is gone.

        Raises:
            SourceError: the limit of reads is reached, or X refused.
        """
        asked = native_ids[: min(self.profile_batch, max(self._spending.left, 0))]
        if native_ids and not asked:
            raise SourceError(self._spending.told(), hint="raise max_reads to read more")
        draft = PageDraft(now=self._access.now())
        if not asked:
            return draft.finish()
        with self._spending.held(len(asked)):
            params = {"ids": ",".join(asked), "user.fields": _USER_FIELDS}
            answer = await self._ready.get("users", _Answer, params=params)
            self._spending.spend(profiles=len(answer.data or ()))
        measured_at = self._access.now().isoformat()
        add_answer(answer.record(), draft, "an answer of X", measured_at=measured_at)
        for native_id in _gone(answer):
            draft.delete_creator(CreatorKey(SOURCE, native_id))
        return draft.finish()


def _partly(errors: Sequence[Mapping[str, object]]) -> list[str]:
    """Return what X could not give of an answer, as a sentence."""
    titles = Counter(str(error.get("title") or "an error") for error in errors)
    told = [f"{title} ({count})" for title, count in sorted(titles.items())]
    return [f"X left something out of an answer: {', '.join(told)}"] if told else []


def _gone(answer: _Answer) -> list[str]:
    """Return the ids of creators that are deleted or suspended, or have become protected."""
    errors = [error for error in answer.errors or () if error.get("resource_type") == "user"]
    gone = [
        str(error.get("resource_id") or error.get("value"))
        for error in errors
        if error.get("title") in _GONE
    ]
    protected = [str(row.get("id")) for row in answer.data or () if row.get("protected") is True]
    return [native_id for native_id in (*gone, *protected) if native_id.isdecimal()]

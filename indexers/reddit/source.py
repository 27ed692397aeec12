"""Reddit as a source: submissions by words, of a subreddit, or all of an account."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from urllib.parse import quote

import msgspec

from engine.access import Access
from engine.errors import GoneError
from engine.protocols import Source
from engine.vocabulary import Page, Query, QueryKind, SourceInfo
from indexers.gathering import Gathering
from indexers.reddit.session import ID, SECRET, USER, Session
from indexers.reddit.things import add_account, add_thing
from indexers.walks import Walk, earliest, read_walk, second_of

SITE = "https://www.reddit.com/"
API = "https://oauth.reddit.com/"
THINGS = 100  # at a time, the most there are
CAP = 900  # seen of a listing, from which its end is likely not the end of what there is
_NAME = re.compile(
    r"(?:https?://(?:\w+\.)?reddit\.com)?/?(?:(r|u|user)/)?([\w-]{2,50})/?", re.ASCII
)


class Children(msgspec.Struct, kw_only=True):
    """What a listing holds, and after which thing it goes on."""

    children: list[dict[str, object]] = msgspec.field(default_factory=list)
    after: str | None = None


class Listing(msgspec.Struct, kw_only=True):
    """One page of a listing; its things are looked at one by one."""

    data: Children


class About(msgspec.Struct, kw_only=True):
    """What is told of an account."""

    data: dict[str, object]


class Reddit:
    """Submissions and comments, newest first, a hundred a page."""

    info = SourceInfo(
        name="reddit",
        summary="Reddit: submissions and comments, by the Data API with your own approved app",
        takes=frozenset({QueryKind.HASHTAG, QueryKind.TEXT, QueryKind.ACCOUNT}),
        gives="scores (fuzzed, hidden at first), comments counted, what accounts say of themselves",
        lacks="followers but of few, places, views; a hashtag is searched as a word; an account is "
        "a person (ana, u/ana) or a subreddit (r/coffee)",
        limits="100 requests a minute; of a search or a place only the newest 1,000 or so",
        secrets={ID: "the id of your app", SECRET: "the secret of your app"},
        options={USER: "your account there, named in the User-Agent as Reddit asks"},
        required=(ID, SECRET),
    )
    name = info.name
    profile_batch = 20

    def __init__(self, access: Access, *, site: str = SITE, api: str = API) -> None:
        self._access = access
        self._session = Session(access, site=site, api=api)

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the one source of Reddit.

        Raises:
            ConfigError: the option `user` is no name of an account.
        """
        return [cls(access)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what is found from the newest back to what is known, a hundred things a page."""
        path, params = asked(query)
        walk = read_walk(after)
        is_resumed = walk.is_under_way
        visited: set[str | None] = set()
        while True:
            place: dict[str, str | int] = {}
            if walk.at is not None:
                place = {"after": walk.at, "count": walk.n_seen}
            answer = await self._session.get(path, Listing, {**params, **place})
            page = Gathering(self.name, now=self._access.now(), since=query.since)
            for child in answer.data.children:
                _add(page, child)
            walk = _after(walk, answer.data, page, lowest=earliest(walk, query.since))
            if walk.at in visited:
                walk = walk.done()
            visited.add(walk.at)
            yield page.finish(walk.written())
            if not walk.is_under_way:
                if not is_resumed:
                    return
                is_resumed = False
                visited.clear()

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        """Return the accounts of `native_ids`, asked for one by one; those not there are gone."""
        page = Gathering(self.name, now=self._access.now())
        for native_id in native_ids:
            try:
                about = await self._session.get(
                    f"user/{quote(native_id, safe='')}/about", About, {}
                )
            except GoneError:
                page.remove_creator(native_id)
                continue
            with page.one(f"account {native_id}"):
                add_account(page, about.data)
        return page.finish()


def asked(query: Query) -> tuple[str, dict[str, str | int]]:
    """Return the path and the parameters that ask for `query`.

    Raises:
        GoneError: no account or subreddit can be called so.
    """
    if query.kind is not QueryKind.ACCOUNT:
        return "search", {"q": query.text, "sort": "new", "type": "link", "limit": THINGS}
    match = _NAME.fullmatch(query.text.strip().lstrip("@"))
    if match is None:
        raise GoneError(
            f"Reddit has no account or subreddit {query.text!r}",
            hint="write ana or u/ana for a person, r/coffee for a subreddit",
        )
    if match[1] == "r":
        return f"r/{match[2]}/new", {"limit": THINGS}
    return f"user/{match[2]}/overview", {"sort": "new", "limit": THINGS}


def _add(page: Gathering, child: Mapping[str, object]) -> None:
    kind, record = child.get("kind"), child.get("data")
    if kind not in ("t1", "t3"):
        page.drop(f"a {kind}, which is no post")
        return
    name = record.get("name") if isinstance(record, Mapping) else None
    with page.one(f"{kind} {name}"):
        add_thing(page, record)


def _after(walk: Walk, found: Children, page: Gathering, *, lowest: int | None) -> Walk:
    """Return where the walk stands after a page of the listing."""
    moments = [at for child in found.children if (at := _moment(child)) is not None]
    newest, n_seen = max(moments, default=None), walk.n_seen + len(found.children)
    # The last one counts: what an account has pinned stands first, however old.
    is_known = bool(moments) and lowest is not None and moments[-1] <= lowest
    if found.after is None and n_seen >= CAP and not is_known:
        page.note(f"Reddit gives no more than the newest {n_seen:,}: what is older was not read")
    if found.after is None or is_known:
        return walk.done(newest=newest)
    return walk.onward(found.after, newest=newest, n_posts=len(found.children))


def _moment(child: Mapping[str, object]) -> int | None:
    record = child.get("data")
    return second_of(record.get("created_utc")) if isinstance(record, Mapping) else None

"""A creator's page: profile, posts, their reception, who is like them, why they are listed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from multidict import MultiDict

from engine.branding.named import Named, brands_named
from engine.community.importing import lists_of
from engine.errors import ConfigError, OverheardError
from engine.exports.objects import post_object, to_json
from engine.exports.views import Section, sections_of
from engine.exports.writing import moment
from engine.outreach.book import entry_for
from engine.portraits import Portrait, newest
from engine.questions import Opened
from engine.questions.creators import alike, find_creator
from engine.questions.given import moment_of
from engine.ranking import Explanation
from engine.store.outreach import Entry
from engine.vocabulary import Creator, CreatorId, CreatorKey, Post, PostFilter, Shortlist
from engine.web import keys
from engine.web.asking import asked_for, whole
from engine.web.files import Sheet, json_answer, sheet_answer
from engine.web.pages.outreach import reading
from engine.web.portraying import cadence_chart, on_topic_by_week, reception_chart
from engine.web.rendering import render
from engine.web.searching import counting, portrait_of, why
from engine.web.slices import Behind, Mark, Slice, behind_of, sliced

POSTS = 20  # on a page
LIKE = 6
_MOST_PAGES = 1_000
_SUFFIXES = ("json", "csv", "xlsx")
_HEADS = ("source", "id", "url", "created_at", "text", "lang", "likes", "replies", "reposts",
          "quotes", "views", "hashtags")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """All that the page shows of a creator."""

    portrait: Portrait
    posts: Sequence[Post]
    page: int
    after: str | None  # the cursor of what follows, None at the end
    like: Shortlist | None
    explanation: Explanation | None
    problem: OverheardError | None
    named: Sequence[Named] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # of brands, by key
    barred: Entry | None = None  # of the do-not-contact list
    community: Sequence[str] = ()  # lists of customers and followers they are in


async def answer(request: web.Request) -> web.StreamResponse:
    """Show a creator, or give the page as a file where the address ends so."""
    suffix, seen = await _look(request)
    if suffix == "json":
        return json_answer(document(seen))
    if suffix:
        return sheet_answer(_sheet(seen), f".{suffix}")
    return _show(request, seen, await request.app[keys.SERVED].list_names())


async def erase(request: web.Request) -> web.StreamResponse:
    """Erase a creator for good; the form asks for it in a word."""
    form = await request.post()
    key = CreatorKey(request.match_info["source"], request.match_info["id"])
    if form.get("sure") != "erase":
        raise ConfigError(
            "nobody was erased", hint="tick the box that says you mean it, then send it again"
        )
    served, tools = request.app[keys.SERVED], request.app[keys.TOOLS]
    removed = await served.write(lambda home: tools.erase(home, [key]))
    return render(request, "erased.html.j2", title="Erased", key=key, removed=removed)


async def _look(request: web.Request) -> tuple[str, Seen]:
    """Return the suffix asked for, and the creator.

    An id may itself end in `.json`; where there is such a creator, it is their page.

    Raises:
        HTTPNotFound: there is no such creator.
    """
    source, native_id = request.match_info["source"], request.match_info["id"]
    stem, _, suffix = native_id.rpartition(".")
    tries = [("", native_id)] + ([(suffix, stem)] if stem and suffix in _SUFFIXES else [])
    for kind, id_ in tries:
        work = partial(look, CreatorKey(source, id_), request)
        seen = await request.app[keys.SERVED].run(work)
        if seen is not None:
            return kind, seen
    raise web.HTTPNotFound(text="there is no such creator here\nperhaps they were erased")


def look(key: CreatorKey, request: web.Request, opened: Opened) -> Seen | None:
    """Return what there is to see of a creator, None if there is nobody; in the corpus' thread."""
    tools = request.app[keys.TOOLS]
    query = MultiDict(request.query)
    written = query.pop("page", None)
    page = whole(written or None, "page", most=_MOST_PAGES) or 1
    asked = asked_for(query, tools.filters)
    creator = find_creator(key, opened)
    if creator is None:
        return None
    behind = behind_of(asked.after) if asked.after else None
    now = moment_of(asked.now, tools.clock(), opened.corpus.summary())
    now = behind.now if behind is not None and asked.now is None else now
    portrait = portrait_of(creator, opened, now=now)
    posts = _posts(portrait, opened, page, behind=behind, now=now)
    explanation, problem = None, None
    try:
        if asked.brief:
            brief = tools.read_brief(asked.brief, asked.where, opened, now=now, top=1)
            with counting(asked, request.app[keys.SERVED].home, tools, now=now) as given:
                explanation = why(creator, brief, opened, now=now, asides=given.asides)
    except ConfigError as error:
        problem = error
    return Seen(
        portrait=portrait,
        posts=posts.rows,
        page=page,
        after=posts.after,
        like=_like(creator, portrait, opened, request),
        explanation=explanation,
        problem=problem,
        named=brands_named(request.app[keys.SERVED].home, portrait.post_ids.tolist()),
        names={card.key: card.name for card in opened.cards},
        barred=_barred(portrait.creator, request),
        community=_community(portrait.creator, request),
    )


def _barred(creator: Creator, request: web.Request) -> Entry | None:
    return reading(partial(entry_for, creator))(request.app[keys.SERVED].home)


def _community(creator: Creator, request: web.Request) -> Sequence[str]:
    return lists_of([creator], request.app[keys.SERVED].home).get(creator.key, ())


def _posts(
    portrait: Portrait, opened: Opened, page: int, *, behind: Behind | None, now: datetime
) -> Slice[Post]:
    """Return the posts of a page by its number, or of that behind another one."""
    every = newest(portrait, opened.corpus, start=0, n=len(portrait.post_ids))
    start = 0 if behind is not None else (page - 1) * POSTS
    return sliced(every[start:], mark_of, top=POSTS, behind=behind, now=now)


def mark_of(post: Post) -> Mark:
    """Return what tells a post's place in a list of posts."""
    return Mark(written=post.created_at, names=post.key)


def _like(
    creator: CreatorId, portrait: Portrait, opened: Opened, request: web.Request
) -> Shortlist | None:
    """Return creators like this one, None where no post of theirs says anything."""
    tools = request.app[keys.TOOLS]
    now = moment_of(None, tools.clock(), opened.corpus.summary())
    try:
        return alike(creator, portrait.creator, PostFilter(), opened, tools, now=now, top=LIKE)
    except ConfigError:
        return None


def document(seen: Seen) -> dict[str, Any]:
    """Return the page as JSON values."""
    portrait, reception = seen.portrait, seen.portrait.reception
    creator = portrait.creator
    return {
        "source": creator.source,
        "id": creator.native_id,
        "handle": creator.handle,
        "name": creator.name,
        "bio": creator.bio,
        "url": creator.url,
        "location": creator.location,
        "followers": creator.followers,
        "following": creator.following,
        "posts": creator.posts,
        "verified": creator.verified,
        "tier": portrait.tier,
        "measured_at": _moment(creator.measured_at),
        "posts_seen": len(portrait.post_ids),
        "first_at": _moment(portrait.first_at),
        "last_at": _moment(portrait.last_at),
        "posts_per_week": portrait.per_week,
        "by_week": _by_week(seen),
        "hashtags": dict(portrait.hashtags),
        "engagement": None
        if reception is None
        else {
            "posts_measured": reception.posts,
            "typical_reactions": reception.typical,
            "percentile": reception.percentile,
            "percentile_low": reception.percentile_low,
            "percentile_high": reception.percentile_high,
            "peers": reception.peers,
            "same_tier": reception.same_tier,
            "histogram": {
                "low": math.expm1(reception.low),
                "high": math.expm1(reception.high),
                "counts": reception.histogram,
            },
        },
        "newest_posts": [post_object(post) for post in seen.posts],
        "next": seen.after,
        "brands": [_named(one) for one in seen.named],
        "community": list(seen.community),
        "similar": to_json(seen.like)["creators"] if seen.like else [],
        "why": _why(seen.explanation),
        "do_not_contact": seen.barred is not None,
    }


def _named(one: Named) -> dict[str, Any]:
    return {
        "brand": one.brand,
        "posts": one.posts,
        "unsure": one.unsure,
        "stances": {stance.value: count for stance, count in one.stances.items()},
        "disclosed": one.disclosed,
    }


def _why(explanation: Explanation | None) -> dict[str, Any] | None:
    if explanation is None:
        return None
    rows = to_json(explanation.shortlist)["creators"]
    return {
        "rank": explanation.rank,
        "ranked": explanation.n_ranked,
        "kept_out_by": list(explanation.kept_out_by),
        "creator": rows[0] if rows else None,
    }


def _moment(at: Any) -> str | None:
    return None if at is None else moment(at)


def _on_topic(seen: Seen) -> Sequence[datetime] | None:
    """Return when posts on topic were written, None where there is no brief."""
    if seen.explanation is None:
        return None
    candidate = seen.explanation.candidate
    return candidate.on_topic_at if candidate else ()


def _by_week(seen: Seen) -> dict[str, Any]:
    week, on_topic = seen.portrait.by_week, _on_topic(seen)
    counted = {"start": moment(week.start), "end": moment(week.end), "counts": week.counts}
    return counted if on_topic is None else counted | {"on_topic": on_topic_by_week(week, on_topic)}


def _sheet(seen: Seen) -> Sheet:
    rows = [
        (
            *(post.source, post.native_id, post.url, post.created_at, post.text, post.lang),
            *(post.engagement.likes, post.engagement.replies, post.engagement.reposts),
            *(post.engagement.quotes, post.engagement.views, " ".join(post.hashtags)),
        )
        for post in seen.posts
    ]
    return Sheet(name="posts", document={}, heads=_HEADS, rows=rows)


def _show(request: web.Request, seen: Seen, lists: Sequence[str]) -> web.Response:
    creator = seen.portrait.creator
    return render(
        request,
        "creator.html.j2",
        title=creator.name or creator.handle or creator.native_id,
        seen=seen,
        lists=lists,
        portrait=seen.portrait,
        creator=creator,
        place=_place(seen.explanation),
        brief=request.query.get("brief", ""),
        cadence=cadence_chart(seen.portrait, _on_topic(seen)),
        received=reception_chart(seen.portrait),
        posts_a_page=POSTS,
        like=_section(seen.like) if seen.like else None,
    )


def _place(explanation: Explanation | None) -> Mapping[str, Any] | None:
    if explanation is None:
        return None
    section = _section(explanation.shortlist)
    card = next(iter(section.cards), None)
    return {"explanation": explanation, "section": section, "card": card}


def _section(found: Shortlist) -> Section:
    (section,) = sections_of([replace(found)])
    return section


ROUTES = (
    web.get("/creators/{source}/{id:.+}", answer),
    web.post("/creators/{source}/{id:.+}/erase", erase),
)

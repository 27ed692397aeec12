"""The posts of a campaign: found by code, link, hashtag or mention, and counted once.

A post that several campaigns claim counts for the one that finds it in the strongest way (code,
link, hashtag, mention); of equally strong ones for the one that began last, then by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import parse_qs, urlsplit

from engine.store.campaigns import Campaign, Member
from engine.vocabulary import Post

_URL = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)


class Found(IntEnum):
    """How a post was found, weakest first."""

    MENTION = 1
    HASHTAG = 2
    LINK = 3
    CODE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A post of a member inside the window, and all ways it was found, strongest first.

    `others` are further campaigns that claim it, and how; `counted_in` is the one it counts for.
    """

    post: Post
    found: tuple[Found, ...]
    others: Mapping[str, Found]
    counted_in: str


def claims_of(
    campaign: Campaign,
    member: Member,
    posts: Sequence[Post],
    rivals: Sequence[tuple[Campaign, Member]] = (),
) -> tuple[Claim, ...]:
    """Return the posts of a member that belong to the campaign, oldest first.

    `rivals` are the other campaigns the same creator is in, with what they are there.
    """
    claims = []
    for post in sorted(posts, key=lambda post: (post.created_at, post.native_id)):
        found = ways_found(campaign, member, post)
        if not found:
            continue
        ways = {rival.name: ways_found(rival, theirs, post) for rival, theirs in rivals}
        others = {name: way[0] for name, way in ways.items() if way}
        best = max(
            [(found[0], campaign.starts_at, _later(campaign.name), campaign.name)]
            + [
                (others[rival.name], rival.starts_at, _later(rival.name), rival.name)
                for rival, _ in rivals
                if rival.name in others
            ]
        )
        claims.append(Claim(post=post, found=found, others=others, counted_in=best[-1]))
    return tuple(claims)


def _later(name: str) -> tuple[int, ...]:
    """Return a key by which the first name in order is the greatest."""
    return (*(-ord(char) for char in name), 0)


def ways_found(campaign: Campaign, member: Member, post: Post) -> tuple[Found, ...]:
    """Return how a post belongs to a campaign, strongest first; nothing outside its window."""
    if not campaign.starts_at <= post.created_at < campaign.ends_at:
        return ()
    ways = {
        Found.CODE: _holds(post.text, member.code) or _tagged(post, [member.code]),
        Found.LINK: any(_leads(link, campaign, member) for link in _links(post)),
        Found.HASHTAG: _tagged(post, campaign.hashtags),
        Found.MENTION: any(_holds(post.text, name) for name in campaign.mentions),
    }
    return tuple(way for way, is_so in ways.items() if is_so)


def _holds(text: str, words: str) -> bool:
    """Return whether `words` stand in the text, whole and in any case, outside of addresses."""
    pattern = rf"(?<![\w-]){re.escape(words)}(?![\w-])"
    return re.search(pattern, _URL.sub(" ", text), re.IGNORECASE) is not None


def _tagged(post: Post, tags: Sequence[str]) -> bool:
    return bool({tag.casefold() for tag in tags} & {tag.casefold() for tag in post.hashtags})


def _links(post: Post) -> list[str]:
    return [*post.links, *_URL.findall(post.text)]


def _leads(link: str, campaign: Campaign, member: Member) -> bool:
    """Return whether a link is the member's own, or leads to the campaign's page untagged."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    query = {key.lower(): values for key, values in parse_qs(parts.query).items()}
    if campaign.name in query.get("utm_campaign", ()):
        return member.tag.casefold() in [tag.casefold() for tag in query.get("utm_content", ())]
    if campaign.url is None or "utm_campaign" in query:
        return False
    page = urlsplit(campaign.url)
    path = page.path.rstrip("/")
    same_host = _host(parts.hostname) == _host(page.hostname)
    return same_host and (parts.path.rstrip("/") == path or parts.path.startswith(f"{path}/"))


def _host(host: str | None) -> str:
    return (host or "").lower().removeprefix("www.")

"""Public ways to reach a creator, and where each was found: the bio, its links, link hubs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from engine.vocabulary import Creator, Post

# Pages that list a person's other addresses; what is on them is for people to look up.
HUBS = (
    *("linktr.ee", "beacons.ai", "bio.link", "lnk.bio", "bio.site", "linkin.bio", "carrd.co"),
    *("campsite.bio", "allmylinks.com", "msha.ke", "solo.to", "taplink.cc", "stan.store"),
    *("hoo.be", "linkpop.com", "komi.io", "flow.page", "about.me", "withkoji.com", "snipfeed.co"),
)
_LOCAL = r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
_EMAIL = re.compile(rf"(?<![\w.%+@-])({_LOCAL})@({_DOMAIN})(?![\w@])")
# "name [at] site (dot) com": only with the brackets that say that it is meant so.
_AT = re.compile(r"\s*[\[({<]\s*(?:at|@|ät|arroba)\s*[\])}>]\s*", re.IGNORECASE)
_DOT = re.compile(r"\s*[\[({<]\s*(?:dot|punkt|punto|ponto|\.)\s*[\])}>]\s*", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'|]+", re.IGNORECASE)
_BARE_HUB = re.compile(
    rf"(?<![\w/.@-])(?:{'|'.join(map(re.escape, HUBS))})/[^\s<>\"'|]+", re.IGNORECASE
)
_TRAILING = ".,;:!?)]}»”’…"  # noqa: RUF001 - what ends a sentence


class Way(StrEnum):
    """What a contact is."""

    EMAIL = "e-mail"
    HUB = "link hub"
    SITE = "site"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Contact:
    """A public way to reach somebody, and where it stands."""

    way: Way
    value: str
    found: str  # "bio", "profile", or the address of a post


def contacts_of(creator: Creator, posts: Sequence[Post] = ()) -> tuple[Contact, ...]:
    """Return the ways to reach `creator`, e-mail first, each once, where it was found first.

    Looked at are the bio, the address of the profile, and the link hubs and mailto links of
    `posts`, newest first. Nothing is fetched and nothing is guessed.
    """
    found = [*_of_bio(creator.bio or ""), *_of_links(posts)]
    if creator.url:
        found.append(Contact(Way.PROFILE, creator.url, "profile"))
    order = list(Way)
    unique = {(one.way, one.value.casefold()): one for one in reversed(found)}
    return tuple(
        sorted(
            unique.values(),
            key=lambda one: (order.index(one.way), found.index(one)),
        )
    )


def emails_of(contacts: Iterable[Contact]) -> tuple[str, ...]:
    """Return the e-mail addresses among `contacts`."""
    return tuple(one.value for one in contacts if one.way is Way.EMAIL)


def _of_bio(bio: str) -> Iterator[Contact]:
    plain = _DOT.sub(".", _AT.sub("@", bio))
    for local, domain in _EMAIL.findall(plain):
        yield Contact(Way.EMAIL, f"{local.rstrip('.')}@{domain.lower()}", "bio")
    for link in [*_URL.findall(bio), *_BARE_HUB.findall(bio)]:
        yield from _of_link(link.rstrip(_TRAILING), "bio")


def _of_links(posts: Sequence[Post]) -> Iterator[Contact]:
    for post in sorted(posts, key=lambda post: post.created_at, reverse=True):
        where = post.url or f"{post.source}:{post.native_id}"
        for link in post.links:
            for contact in _of_link(link, where):
                if contact.way is not Way.SITE:  # what a post links to is seldom the writer's own
                    yield contact


def _of_link(link: str, where: str) -> Iterator[Contact]:
    if link.lower().startswith("mailto:"):
        address = unquote(link[len("mailto:") :].partition("?")[0])
        if _EMAIL.fullmatch(address):
            yield Contact(Way.EMAIL, address, where)
        return
    address = link if "://" in link else f"https://{link}"
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # a bracket where none may be
        return
    if host:
        is_hub = any(host == hub or host.endswith(f".{hub}") for hub in HUBS)
        yield Contact(Way.HUB if is_hub else Way.SITE, address, where)

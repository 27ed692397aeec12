"""Which platform a link leads to, and what the link says of the post and its creator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

_HOSTS: Final[Mapping[str, str]] = {
    "instagram.com": "instagram", "tiktok.com": "tiktok", "twitter.com": "x", "x.com": "x",
    "youtube.com": "youtube", "youtu.be": "youtube", "reddit.com": "reddit", "redd.it": "reddit",
    "threads.net": "threads", "threads.com": "threads", "facebook.com": "facebook",
    "fb.com": "facebook", "fb.watch": "facebook", "linkedin.com": "linkedin",
    "bsky.app": "bluesky", "t.me": "telegram", "pinterest.com": "pinterest",
    "tumblr.com": "tumblr", "truthsocial.com": "truthsocial", "gab.com": "gab", "vk.com": "vk",
    "twitch.tv": "twitch", "snapchat.com": "snapchat", "news.ycombinator.com": "hackernews",
    "douyin.com": "douyin", "xiaohongshu.com": "xiaohongshu", "9gag.com": "9gag",
}  # fmt: skip
_NAMES: Final[Mapping[str, str]] = {
    **{name: name for name in _HOSTS.values()},
    **_HOSTS,
    "twitter": "x", "twitter/x": "x", "x/twitter": "x", "x (twitter)": "x", "ig": "instagram",
    "insta": "instagram", "fb": "facebook", "yt": "youtube", "tik tok": "tiktok",
    "mastodon": "mastodon", "lemmy": "lemmy", "nostr": "nostr", "bsky": "bluesky",
    "hacker news": "hackernews", "weibo": "weibo", "quora": "quora", "rss": "rss", "blog": "blog",
}  # fmt: skip
_HANDLE: Final[Mapping[str, re.Pattern[str]]] = {
    "tiktok": re.compile(r"/@([\w.]+)"),
    "threads": re.compile(r"/@([\w.]+)"),
    "youtube": re.compile(r"/@([\w.-]+)"),
    "x": re.compile(r"/(\w+)/status(?:es)?/\d"),
    "bluesky": re.compile(r"/profile/([^/]+)"),
    "telegram": re.compile(r"/(?:s/)?(\w+)/\d"),
}
_ID: Final[Mapping[str, re.Pattern[str]]] = {
    "instagram": re.compile(r"/(?:p|reel|reels|tv)/([\w-]+)"),
    "tiktok": re.compile(r"/(?:video|photo)/(\d+)"),
    "x": re.compile(r"/status(?:es)?/(\d+)"),
    "youtube": re.compile(r"(?:[?&]v=|youtu\.be/|/shorts/|/live/)([\w-]{6,})"),
    "threads": re.compile(r"/post/([\w-]+)"),
    "reddit": re.compile(r"/comments/(\w+)"),
    "bluesky": re.compile(r"/post/(\w+)"),
}


_PROFILES: Final[Mapping[str, str]] = {
    "instagram": "https://www.instagram.com/{}/",
    "tiktok": "https://www.tiktok.com/@{}",
    "threads": "https://www.threads.com/@{}",
    "x": "https://x.com/{}",
    "reddit": "https://www.reddit.com/user/{}/",
    "telegram": "https://t.me/{}",
}
_LATIN_HANDLE = re.compile(r"[\w.-]+", re.ASCII)


class Link(NamedTuple):
    """What a link to a post says: nothing where it is `None`."""

    source: str | None = None
    handle: str | None = None
    post_id: str | None = None


def named_platform(word: str) -> str | None:
    """Return the source that `word` names: `Twitter` is `x`; `None` if it names none."""
    return _NAMES.get(word.strip().lower())


def read_link(url: str) -> Link:
    """Return what `url`, or an address of the AT protocol, says of a post."""
    if url.startswith("at://"):
        return Link("bluesky", None, url)
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return Link()
    labels = host.split(".")
    hosts = (".".join(labels[start:]) for start in range(len(labels) - 1))
    source = next((_HOSTS[name] for name in hosts if name in _HOSTS), None)
    if source is None:
        return Link()
    handle, post_id = _HANDLE.get(source), _ID.get(source)
    said = handle.search(url) if handle else None
    found = post_id.search(url) if post_id else None
    return Link(source, said[1] if said else None, found[1] if found else None)


def profile_url(source: str, handle: str | None) -> str | None:
    """Return where the profile called `handle` is seen, `None` if that is not known."""
    form = _PROFILES.get(source)
    return form.format(handle) if form and handle and _LATIN_HANDLE.fullmatch(handle) else None

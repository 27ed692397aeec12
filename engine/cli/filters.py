"""The filters a user can give: as flags, and as the `where` of a file of briefs.

Both come through `post_filter`, so a filter means the same wherever it is written. A key is the
flag without its dashes: `--min-posts 3` is `{"min-posts": 3}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import click

from engine.amounts import parse_count, parse_range, parse_share, parse_when
from engine.cli.layout import day_text
from engine.config import nearest
from engine.errors import ConfigError
from engine.vocabulary import CreatorFilter, PostFilter

Command = TypeVar("Command", bound=Callable[..., Any])

OPTIONS: Mapping[str, tuple[str, str]] = {
    "followers": ("RANGE", "Followers of the creator: 10k..100k, 5k.., ..50000."),
    "engagement-rate": ("RANGE", "Median reactions a follower: 2%.., 1%..5%."),
    "source": ("NAME,…", "Platforms the posts are from."),
    "not-source": ("NAME,…", "Leave out posts from these platforms."),
    "lang": ("CODE,…", "Languages of the posts: en,fr."),
    "since": ("WHEN", "Posts from then on: 90d, 6mo, 2026-01-31."),
    "until": ("WHEN", "Posts before then: 30d, 2026-10-01."),
    "location": ("TEXT", "Where the creator is: Berlin, Brazil, 'Spain | Portugal'."),
    "not-in": ("PLACE", "Leave out who is known to be there: London, 'US | Canada'."),
    "bio": ("TEXT", "Words of the creator's bio."),
    "hashtag": ("TAG,…", "Posts with any one of these."),
    "mentions": ("BRAND,…", "Creators with a mention of any one of these that counts."),
    "not-mentions": ("BRAND,…", "Creators without a mention of any of these."),
    "exclude": ("TEXT,…", "Leave out posts and profiles with these words."),
    "active-within": ("SPAN", "The creator's last post is no older: 30d."),
    "min-posts": ("N", "Posts of the creator that pass the other filters."),
    "opted-out": ("include", "Show creators who asked not to be found, too."),
    "community": ("only|exclude", "Creators in your lists of customers and followers."),
}
LISTS = frozenset(
    {"source", "not-source", "lang", "hashtag", "mentions", "not-mentions", "exclude"}
)


def filter_options(command: Command) -> Command:
    """Add every filter to a click command; `--min-posts` arrives as the keyword `min_posts`."""
    for key, (metavar, description) in reversed([*OPTIONS.items()]):
        option = click.option(f"--{key}", metavar=metavar, multiple=key in LISTS, help=description)
        command = option(command)
    return command


def reading_options(command: Command) -> Command:
    """Add what says how a brief's own words are read: `--literal` and `--ignore NAME,…`."""
    command = click.option(
        "--ignore",
        metavar="NAME,…",
        multiple=True,
        help="Filters not to read from the brief's words: followers,location; their words stay.",
    )(command)
    return click.option(
        "--literal", is_flag=True, help="Take the brief as typed: read no filters from its words."
    )(command)


def ignored(where: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return `where` without `ignore` and `literal`, and the filters these say not to read.

    Raises:
        ConfigError: `ignore` is no text or list of texts.
    """
    rest = {key: value for key, value in where.items() if key not in {"ignore", "literal"}}
    literal = where.get("literal") in {True, "true", "yes"}
    return rest, ("all",) if literal else _many({"ignore": where.get("ignore") or ()}, "ignore")


def post_filter(
    where: Mapping[str, object], *, now: datetime, brand: Callable[[str], str] = str
) -> PostFilter:
    """Return the filter that `where` asks for; ages are counted back from `now`.

    `brand` gives the key of the card that is called so (default: what is typed is a key).

    A value is what one would type after the flag, or a list of such where a flag may be
    repeated. What is left out, or `None`, filters nothing.

    Raises:
        ConfigError: a key is unknown or a value cannot be read; the message names it.
    """
    known = {_canonical(key): value for key, value in where.items() if value not in (None, ())}
    excluded = _many(known, "exclude")
    creators = CreatorFilter(
        followers=_read(known, "followers", parse_range),
        engagement_rate=_read(
            known, "engagement-rate", lambda text: parse_range(text, parse_share)
        ),
        location=_read(known, "location", str),
        location_none=_read(known, "not-in", str),
        bio=_read(known, "bio", str),
        active_since=_read(known, "active-within", lambda text: parse_when(text, now)),
        min_posts=_read(known, "min-posts", _whole),
        exclude=excluded,
        mentions_any=_brands(known, "mentions", brand),
        mentions_none=_brands(known, "not-mentions", brand),
        opted_out=_read(known, "opted-out", _included) or False,
        community=_read(known, "community", _community),
    )
    since = _read(known, "since", lambda text: parse_when(text, now))
    until = _read(known, "until", lambda text: parse_when(text, now))
    refuse_empty(since, until, hint="let --since be earlier than --until")
    return PostFilter(
        sources=tuple(source.lower() for source in _many(known, "source")),
        sources_none=tuple(source.lower() for source in _many(known, "not-source")),
        langs=tuple(lang.lower() for lang in _many(known, "lang")),
        since=since,
        until=until,
        hashtags=_hashtags(_many(known, "hashtag")),
        exclude=excluded,
        creators=creators,
    )


def refuse_empty(since: datetime | None, until: datetime | None, *, hint: str) -> None:
    """Refuse a window in which no post can be.

    Raises:
        ConfigError: it ends before it begins, or as it begins; with `hint`.
    """
    if since is not None and until is not None and since >= until:
        raise ConfigError(
            f"there is nothing to look at: it begins {day_text(since)}, "
            f"which is not before its end, {day_text(until)}",
            hint=hint,
        )


Value = TypeVar("Value")


def _canonical(key: str) -> str:
    name = key.replace("_", "-")
    if name not in OPTIONS:
        raise ConfigError(f"there is no filter {key!r}", hint=nearest(name, tuple(OPTIONS)))
    return name


def _read(where: Mapping[str, object], key: str, parse: Callable[[str], Value]) -> Value | None:
    if key not in where:
        return None
    value = where[key]
    try:
        return parse(_one_text(value))
    except ConfigError as error:
        raise ConfigError(f"{key}: {error}", hint=error.hint) from error


def _one_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ConfigError(f"{value!r} is not one value", hint="write it as after the flag")
    if not str(value).strip():
        raise ConfigError("the value is empty", hint="leave the filter out to filter nothing")
    return str(value).strip()


def _many(where: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Return the values of `key`, each of which may hold several between commas; unique."""
    value = where.get(key, ())
    written: Sequence[object] = value if isinstance(value, list | tuple) else (value,)
    parts = []
    for one in written:
        if not isinstance(one, str):
            raise ConfigError(f"{key}: {one!r} is not a text", hint=f"write --{key} a,b or a list")
        parts += [part.strip() for part in one.split(",")]
    return tuple(dict.fromkeys(part for part in parts if part))


def _brands(where: Mapping[str, object], key: str, brand: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(brand(name) for name in _many(where, key)))


def _hashtags(tags: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(tag.lstrip("#").casefold() for tag in tags))
    if not all(found):
        raise ConfigError("hashtag: '#' is no hashtag", hint="for example espresso or '#espresso'")
    return found


def _included(text: str) -> bool:
    if text.lower() not in {"include", "leave-out"}:
        raise ConfigError(f"{text!r} is neither include nor leave-out", hint="include shows them")
    return text.lower() == "include"


def _community(text: str) -> str:
    if text.lower() not in {"only", "exclude"}:
        raise ConfigError(f"{text!r} is neither only nor exclude", hint="write only or exclude")
    return text.lower()


def _whole(text: str) -> int:
    count = parse_count(text)
    if not count.is_integer():
        raise ConfigError(f"{text!r} is not a whole number", hint="for example 3")
    return int(count)

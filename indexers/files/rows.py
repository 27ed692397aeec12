"""A record under guessed columns as a native one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Final

from indexers.files.cells import opened
from indexers.files.containers import at
from indexers.files.counts import read_likes, read_metric
from indexers.files.dates import Order, read_date
from indexers.files.formats import LeftOut, Native, Profile
from indexers.files.guessing import Columns
from indexers.files.mojibake import mended
from indexers.files.platforms import Link, named_platform, profile_url, read_link
from indexers.records import NativeCreator, NativePost
from indexers.values import MAX_COUNT, RefusedError, shown

Say = Callable[[str], None]

NO_LANGUAGES: Final = frozenset(
    {"und", "un", "zxx", "qme", "qam", "qct", "qht", "art", "null", "none", "nan", "n/a"}
)
DAMAGED_IDS: Final = (
    "ids have lost digits in a spreadsheet (5.70306E+17): others are made of the creator, the time "
    "and the text, and match those of no other file"
)
PAID: Final = "paid partnership"
NO_LINK: Final = Link()
_TRUE = frozenset({"true", "yes", "1", "1.0", "y", "t", "ja", "si", "sí", "oui", "sim"})
_FALSE = frozenset({"false", "no", "0", "0.0", "n", "f", "nein", "non", "não", "nao"})
_NOTHING = frozenset({"", "null", "none", "nan", "n/a", "nat", "undefined"})
_DAMAGED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+", re.ASCII)
_BETWEEN = re.compile(r"[\s,;|#\uff03]+")
_ID_OF_FLOAT = re.compile(r"(\d{1,15})\.0", re.ASCII)
_COUNTS = ("likes", "replies", "reposts", "quotes", "views")
_TAG_NAMES = ("name", "title", "text", "tag", "hashtag", "hashtagName", "expanded_url", "url")


class RowReader:
    """Makes native records of rows; `note` is told what is odd, `say` what the user must know."""

    def __init__(self, columns: Columns, order: Order | None, note: Say, say: Say) -> None:
        self._columns = columns
        self._order = order
        self._note = note
        self._say = say
        self._named = {
            target: names if isinstance(names, tuple) else (names,)
            for target, names in columns.named.items()
        }

    def native(self, fields: Mapping[str, object]) -> Native:
        """Return the post of a record, or its profile if the columns hold no posts.

        Raises:
            RefusedError: it has no time, nobody who posted it, or says that it is an error.
        """
        if self._is_so(fields, "is_repost"):
            return LeftOut(reason="a repost")
        if self._is_so(fields, "is_private"):
            return LeftOut(reason="a private account")
        url = self._text(fields, "url")
        link = read_link(url) if url else NO_LINK
        source = self._source(fields, link)
        creator = self._creator(fields, link, source)
        if not self._columns.holds_posts:
            return Profile(source=source, creator=creator)
        created = self._moment(fields, "created_at")
        text = self._body(fields)
        if source == "x" and "&" in text:
            text = html.unescape(text)
        post_id = self._id(fields, link)
        if not url and self._columns.link and post_id:
            url = self._columns.link.format(id=post_id, handle=creator.handle)
        return NativePost(
            source=source,
            id=post_id or made_id(source, creator.id, url or (created, text)),
            text=text,
            created_at=created,
            creator=creator,
            url=url if url and url.startswith("http") else None,
            lang=self._language(fields),
            hashtags=self._list(fields, "hashtags", split=_BETWEEN),
            links=self._list(fields, "links", split=re.compile(r"[\s,]+(?=http)")),
            reply_to=self._reply(fields),
            paid_label=self._paid(fields),
            **self._counts(fields, source),
        )

    def _value(self, fields: Mapping[str, object], target: str) -> object:
        """Return what stands under `target`, `None` for anything that means nothing."""
        for column in self._named.get(target, ()):
            value = fields.get(column)
            if value is None and "." in column:
                value = at(fields, column)
            if isinstance(value, str):
                value = None if value.strip().lower() in _NOTHING else value
            if value is not None:
                return value
        return None

    def _is_so(self, fields: Mapping[str, object], target: str) -> bool:
        """Tell whether one of the columns says so: true, or something that is there."""
        for column in self._named.get(target, ()):
            value = at(fields, column) if "." in column else fields.get(column)
            if _truth(value) or (isinstance(value, dict) and value):
                return True
        return False

    def _text(self, fields: Mapping[str, object], target: str) -> str | None:
        value = self._value(fields, target)
        if value is None or isinstance(value, dict | list | bool):
            return None
        return mended(str(value), self._note).strip() or None

    def _body(self, fields: Mapping[str, object]) -> str:
        parts = (self._text(fields, "title"), self._text(fields, "text"))
        return "\n\n".join(dict.fromkeys(part for part in parts if part))

    def _source(self, fields: Mapping[str, object], link: Link) -> str:
        if self._columns.source is not None:
            return self._columns.source
        written = str(self._value(fields, "source") or "")
        return named_platform(written) or link.source or written.strip().lower() or "file"

    def _counts(self, fields: Mapping[str, object], source: str) -> dict[str, int | None]:
        counts: dict[str, int | None] = {}
        for name in _COUNTS:
            if name in self._named:
                read = read_likes if name == "likes" and source == "instagram" else read_metric
                counts[name] = read(self._value(fields, name), name, self._note)
        if self._is_so(fields, "hides_counts"):
            counts |= dict.fromkeys(("likes", "views"))
        return counts

    def _count(self, fields: Mapping[str, object], name: str) -> int | None:
        return read_metric(self._value(fields, f"creator.{name}"), f"creator.{name}", self._note)

    def _creator(self, fields: Mapping[str, object], link: Link, source: str) -> NativeCreator:
        url = self._text(fields, "creator.url")
        handle = self._text(fields, "creator.handle") or link.handle
        handle = handle.removeprefix("@").strip() if handle else None
        if url and url.startswith("http"):
            handle = handle or read_link(url).handle
        name = self._text(fields, "creator.name")
        known = self._known_id(self._value(fields, "creator.id")) or (handle or "").lower()
        if not known and not name:
            raise RefusedError(f"nobody is said to have posted it{_error_in(fields)}")
        return NativeCreator(
            id=known or made_id(name),
            handle=handle,
            name=name,
            bio=self._text(fields, "creator.bio"),
            url=url or profile_url(source, handle),
            followers=self._count(fields, "followers"),
            following=self._count(fields, "following"),
            posts=self._count(fields, "posts"),
            location=self._text(fields, "creator.location"),
            verified=_truth(self._value(fields, "creator.verified")),
            created_at=self._likely_moment(fields, "creator.created_at"),
            measured_at=self._likely_moment(fields, "creator.measured_at"),
        )

    def _likely_moment(self, fields: Mapping[str, object], target: str) -> float | None:
        if self._value(fields, target) is None:
            return None
        try:
            return self._moment(fields, target)
        except RefusedError:
            self._note(f"{target} that is no date")
            return None

    def _moment(self, fields: Mapping[str, object], target: str) -> float:
        value = self._value(fields, target)
        if value is None:
            raise RefusedError(f"it has no {target}{_error_in(fields)}")
        moment = read_date(value, self._order, self._note)
        return moment.timestamp() if isinstance(moment, datetime) else moment

    def _id(self, fields: Mapping[str, object], link: Link) -> str | None:
        return self._known_id(self._value(fields, "id")) or link.post_id

    def _known_id(self, value: object) -> str | None:
        """Return an id as written, `None` if there is none or digits of it are lost."""
        if value is None or isinstance(value, dict | list | bool):
            return None
        written = str(value).strip()
        is_damaged = _DAMAGED.fullmatch(written) is not None
        if is_damaged or (isinstance(value, float) and abs(value) > MAX_COUNT):
            self._note("an id that a spreadsheet has cut digits off")
            self._say(DAMAGED_IDS)
            return None
        match = _ID_OF_FLOAT.fullmatch(written)
        return match[1] if match else written

    def _reply(self, fields: Mapping[str, object]) -> str | None:
        value = self._value(fields, "reply_to")
        return None if value is None else self._known_id(value)

    def _language(self, fields: Mapping[str, object]) -> str | None:
        value = self._value(fields, "lang")
        if isinstance(value, list):
            value = value[0] if value else None
        written = str(value).strip().lower() if isinstance(value, str) else ""
        return written if 2 <= len(written) <= 12 and written not in NO_LANGUAGES else None

    def _list(
        self, fields: Mapping[str, object], target: str, *, split: re.Pattern[str]
    ) -> list[str] | None:
        value = opened(self._value(fields, target))
        if value is None or isinstance(value, dict | bool | int | float):
            return None
        parts = value if isinstance(value, list) else split.split(str(value).strip("[](){} \"'"))
        return [word for part in parts if (word := _word(part))]

    def _paid(self, fields: Mapping[str, object]) -> str | None:
        if self._is_so(fields, "paid_label"):
            return PAID
        value = self._value(fields, "paid_label")
        if (truth := _truth(value)) is not None:
            return PAID if truth else None
        return str(value)[:200] if isinstance(value, str) else None


def made_id(*parts: object) -> str:
    """Return an id that is always the same for the same parts."""
    written = "\x1f".join(map(str, parts)).encode("utf-8", "replace")
    return f"made-{blake2b(written, digest_size=10).hexdigest()}"


def _word(part: object) -> str:
    if isinstance(part, dict):
        part = next((part[name] for name in _TAG_NAMES if part.get(name)), "")
    return "" if part is None else str(part).strip(" #\"'")


def _truth(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    written = str(value).strip().lower()
    return True if written in _TRUE else False if written in _FALSE else None


def _error_in(fields: Mapping[str, object]) -> str:
    """Return what a row says went wrong, if it is such a row."""
    said = next((fields[name] for name in ("error", "errorDescription") if fields.get(name)), None)
    return f"; the export itself says: {shown(said)}" if said else ""

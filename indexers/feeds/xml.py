"""RSS, Atom and RDF as `feedparser` reads them."""

from __future__ import annotations

import calendar
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import feedparser
from selectolax.lexbor import LexborHTMLParser

from engine.errors import PayloadError
from indexers.feeds.entries import Entry, Feed, bare, is_likely
from indexers.markup import text_of

_LONGEST_ENTITY = 64  # characters that one may stand for
# The declaration of an entity that stands for a file, for other entities, or for much.
_ENTITY = re.compile(
    rb"<!ENTITY\s+(?:%\s+)?\S+\s+(?:SYSTEM|PUBLIC|\"([^\"]*)\"?|'([^']*)'?)", re.IGNORECASE
)
_HARMLESS = re.compile(rb"(?:[^&%]|&#\w+;|&(?:amp|lt|gt|quot|apos);)*")
_CHARACTER = re.compile(rb"&#(?:x([0-9a-fA-F]{1,20})|(\d{1,20}));?")
# What feedparser lets escape on input that is damaged in ways it does not foresee.
_FAULTS = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
    RecursionError,
)  # fmt: skip
_WELL = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_DATES = ("published", "updated", "created")
_KNOWN_WORDS = """
    id guidislink link links title title_detail summary summary_detail subtitle subtitle_detail
    content published published_parsed updated updated_parsed created created_parsed expired
    expired_parsed author authors author_detail contributors publisher publisher_detail href
    tags comments language rights rights_detail license source image enclosures base
    slash_comments slash_section slash_department slash_hit_parade thr_total thr_in-reply-to
    wfw_commentrss media_content media_thumbnail media_statistics media_starrating
    media_community media_credit media_player media_rating media_title media_description
    media_keywords media_restriction media_license media_group media_text media_embed credit
    itunes_duration itunes_explicit itunes_episode itunes_season itunes_episodetype itunes_title
    itunes_block itunes_order itunes_keywords itunes_isclosedcaptioned itunes_image
    podcast_transcript podcast_chapters yt_videoid yt_channelid georss_point where geo_lat
    geo_long feedburner_origlink dc_identifier webfeeds_cover post-id
"""
_KNOWN = frozenset(_KNOWN_WORDS.split())


def read_xml(body: bytes, *, address: str, headers: Mapping[str, str], now: datetime) -> Feed:
    """Return the feed that `body` is, well-formed or not.

    Raises:
        PayloadError: it is no feed, or it declares entities that could blow up or read files.
    """
    _refuse_entities(body, address)
    try:
        parsed = feedparser.parse(
            io.BytesIO(_CHARACTER.sub(_possible, body)),  # a text it would take for a file's name
            response_headers={"content-location": bare(address), **headers},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except _FAULTS as error:
        raise PayloadError(
            f"{address} gives a feed too damaged to be read: {type(error).__name__}"
        ) from error
    if not parsed.get("version") and not parsed.entries:
        raise PayloadError(f"{address} gives no feed", hint=_hint(body))
    about = parsed.feed
    unmapped: Counter[str] = Counter()
    return Feed(
        address=address,
        title=text_of(_text(about, "title")),
        home=_text(about, "link") or None,
        about=text_of(_text(about, "subtitle")),
        lang=_text(about, "language") or None,
        opt_outs=("itunes:block",) if about.get("itunes_block") == 1 else (),
        rest=_rest(about),
        next_url=next(_links(about, "next"), None),
        entries=tuple(_entry(dict(entry), unmapped, now) for entry in parsed.entries),
        unmapped=unmapped,
        notes=tuple(_notes(parsed)),
    )


def _entry(entry: Mapping[str, Any], unmapped: Counter[str], now: datetime) -> Entry:
    for name in entry:
        if name not in _KNOWN:
            unmapped[name] += 1
    body, kind, lang = _body(entry)
    author, author_url = _author(entry)
    return Entry(
        guid=_text(entry, "id") or None,
        url=_text(entry, "link") or None,
        title=_title(entry),
        body=body,
        is_html=kind != "text/plain",
        moment=_moment(entry, unmapped, now),
        author=author,
        author_url=author_url,
        tags=tuple(tag.get("term") or "" for tag in entry.get("tags", ())),
        lang=_text(entry, "language") or lang,
        replies=_count(entry, "slash_comments") or _count(entry, "thr_total"),
        views=_count(entry.get("media_statistics") or {}, "views"),
        reply_to=(entry.get("thr_in-reply-to") or {}).get("ref") or None,
        links=tuple(_links(entry, "enclosure")),
    )


def _body(entry: Mapping[str, Any]) -> tuple[str, str, str | None]:
    """Return the whole text if there is one, else the summary, with its kind and language."""
    whole: Mapping[str, Any] = max(
        entry.get("content", ()), key=lambda part: len(part.get("value") or ""), default={}
    )
    if not whole.get("value"):
        whole = entry.get("summary_detail") or {"value": _text(entry, "summary")}
    return whole.get("value") or "", whole.get("type") or "", whole.get("language")


def _title(entry: Mapping[str, Any]) -> str:
    kind = (entry.get("title_detail") or {}).get("type")
    title = _text(entry, "title")
    return title.strip() if kind == "text/plain" and "&" not in title else text_of(title)


def _author(entry: Mapping[str, Any]) -> tuple[str | None, str | None]:
    for author in entry.get("authors", ()):
        if name := author.get("name"):
            return name, author.get("href")
    return None, None


def _moment(entry: Mapping[str, Any], unmapped: Counter[str], now: datetime) -> float | None:
    """Return the first readable date; those that are written and not readable are counted."""
    for name in _DATES:
        parsed = entry.get(f"{name}_parsed")
        if parsed and is_likely(moment := calendar.timegm(parsed), now):
            return moment
        if parsed or entry.get(name):
            unmapped[f"{name}: not a likely date"] += 1
    return None


def _count(entry: Mapping[str, Any], name: str) -> str | None:
    written = _text(entry, name).strip()
    return written if written.isdecimal() and written.isascii() else None


def _links(entry: Mapping[str, Any], kind: str) -> Iterator[str]:
    for link in entry.get("links", ()):
        if link.get("rel") == kind and link.get("href"):
            yield link["href"]


def _rest(about: Mapping[str, Any]) -> float | None:
    minutes = _count(about, "ttl")
    return None if minutes is None or len(minutes) > 6 else 60.0 * int(minutes)


def _text(entry: Mapping[str, Any], name: str) -> str:
    written = entry.get(name)
    return written if isinstance(written, str) else ""


def _notes(parsed: feedparser.FeedParserDict) -> Iterator[str]:
    fault = parsed.get("bozo_exception")
    if parsed.get("bozo") and not isinstance(fault, _WELL):
        yield f"the feed is not well-formed ({fault}); {len(parsed.entries)} entries were read"


def _refuse_entities(body: bytes, address: str) -> None:
    plain = body.replace(b"\0", b"")  # as it would be in UTF-16, which has room for them too
    for match in _ENTITY.finditer(plain):
        value = match[1] if match[1] is not None else match[2]
        if value is None or len(value) > _LONGEST_ENTITY or not _HARMLESS.fullmatch(value):
            raise PayloadError(
                f"{address} declares XML entities that stand for files or for other entities",
                hint="such a feed is not read, for it can take all memory",
            )


def _possible(match: re.Match[bytes]) -> bytes:
    """Return a reference to a character, empty if there is no such character."""
    number = int(match[1], 16) if match[1] else int(match[2])
    is_half = 0xD800 <= number <= 0xDFFF
    return b"" if is_half or not 0 < number <= 0x10FFFF else match[0]


def _hint(body: bytes) -> str:
    """Return where on a web page the address of its feed is, if it says so."""
    if b"<" in body[:4096]:
        page = LexborHTMLParser(body[: 1 << 16])
        for link in page.css("link[rel~=alternate][href]"):
            kind = link.attributes.get("type") or ""
            if kind.endswith(("rss+xml", "atom+xml", "feed+json")):
                return f"its feed may be {link.attributes.get('href')}"
    return "name the address of the feed itself, not of the page it belongs to"

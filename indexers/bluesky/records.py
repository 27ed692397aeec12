"""Records: what a person wrote, with whatever program. Nobody has checked them.

So only the text has to be right. Anything else that is not as its lexicon says is noted and left
out, and costs the post nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from indexers.records import declared_as
from indexers.values import RefusedError, shown

T = TypeVar("T")

POST = "app.bsky.feed.post"
KNOWN = frozenset(
    {"$type", "text", "createdAt", "facets", "langs", "tags", "labels", "reply", "embed"}
    | {"entities", "via"}  # an old form of facets, and the program it was written with
)
_URI = re.compile(r"at://(?P<did>did:[a-z]+:[\w.:%-]+)/app\.bsky\.feed\.post/(?P<rkey>[\w.~:-]+)")
_NOT_KNOWN = frozenset({"", "und"})
_SHORTENED = re.compile(r"(?:\.{3}|…)$")
_START = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


class _Slice(msgspec.Struct, rename="camel"):
    """UTF-8 bytes from `byte_start` to before `byte_end`."""

    byte_start: int
    byte_end: int


class _Facet(msgspec.Struct):
    index: _Slice
    features: list[dict[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a post's record says; `labels` are what its author says of it."""

    text: str
    hashtags: Sequence[str]
    links: Sequence[str]
    lang: str | None
    reply_to: str | None
    labels: Sequence[str]


def author_of(uri: str) -> str:
    """Return the DID in the address of a post.

    Raises:
        RefusedError: it is the address of nothing, or of something else.
    """
    return _parts_of(uri)["did"]


def web_address(uri: str) -> str:
    """Return where a reader finds the post at `uri`; it outlives a change of handle.

    Raises:
        RefusedError: it is the address of nothing, or of something else.
    """
    parts = _parts_of(uri)
    return f"https://bsky.app/profile/{parts['did']}/post/{parts['rkey']}"


def _parts_of(uri: str) -> re.Match[str]:
    if match := _URI.fullmatch(uri):
        return match
    raise RefusedError(f"uri is {shown(uri)!r}, which is not the address of a post")


def read_record(record: Mapping[str, object], *, notes: list[str]) -> Written:
    """Return what the `record` of a post says.

    Raises:
        RefusedError: it is the record of something else, or its text is none.
    """
    if (kind := record.get("$type", POST)) != POST:
        raise RefusedError(f"the record is a {shown(kind)}, not a post")
    text = _text_of(record)
    facets = _facets(record.get("facets"), notes)
    tags = [tag for facet in facets for tag in _features(facet, "tag")]
    links = [link for facet in facets for link in _features(facet, "uri")]
    embedded = list(_embedded(record.get("embed"), notes))
    notes += [f"record.{name}" for name in record.keys() - KNOWN]
    return Written(
        text=_expanded(text, facets) if links and ("..." in text or "…" in text) else text,
        hashtags=[*tags, *_strings(record.get("tags"), "record.tags", notes)],
        links=list(dict.fromkeys((*links, *embedded))),
        lang=_language(_strings(record.get("langs"), "record.langs", notes)),
        reply_to=_parent(record.get("reply"), notes),
        labels=labels_in(record.get("labels"), notes=notes),
    )


def told_in(record: Mapping[str, object]) -> tuple[str, list[str]]:
    """Return the text and the hashtags of a record: what tells whether it is worth reading.

    Raises:
        RefusedError: its text is none.
    """
    notes: list[str] = []
    tags = [
        tag for facet in _facets(record.get("facets"), notes) for tag in _features(facet, "tag")
    ]
    return _text_of(record), [*tags, *_strings(record.get("tags"), "record.tags", notes)]


def _text_of(record: Mapping[str, object]) -> str:
    text = record.get("text", "")
    if not isinstance(text, str):
        raise RefusedError("record.text is no text")
    return text


def labels_in(labels: object, *, notes: list[str]) -> tuple[str, ...]:
    """Return the labels of a record or a view; none that were taken back."""
    if isinstance(labels, Mapping):
        labels = labels.get("values")  # as authors label themselves
    found = declared(labels, list[dict[str, object]], "labels", notes) or []
    values = [str(label.get("val", "")) for label in found if not label.get("neg")]
    return tuple(dict.fromkeys(value for value in values if value))


def declared(value: object, kind: type[T], name: str, notes: list[str]) -> T | None:
    """Return `value` as a `kind`; what is none is noted under `name`, and not known."""
    if value is None:
        return None
    try:
        return declared_as(value, kind)
    except RefusedError:
        notes.append(f"{name}: not as declared")
        return None


def _facets(value: object, notes: list[str]) -> list[_Facet]:
    given = declared(value, list[object], "record.facets", notes) or []
    found = (declared(one, _Facet, "record.facets", notes) for one in given)
    return [facet for facet in found if facet]


def _features(facet: _Facet, name: str) -> Iterator[str]:
    for feature in facet.features:
        if isinstance(value := feature.get(name), str) and value:
            yield value


def _strings(value: object, name: str, notes: list[str]) -> list[str]:
    return declared(value, list[str], name, notes) or []


def _language(langs: Sequence[str]) -> str | None:
    return next((lang for lang in langs if lang.lower() not in _NOT_KNOWN), None)


def _parent(reply: object, notes: list[str]) -> str | None:
    refs = declared(reply, dict[str, object], "record.reply", notes) or {}
    uri = _uri_in(refs.get("parent"))
    if refs and not uri:
        notes.append("record.reply: not as declared")
    return uri or None


def _uri_in(reference: object) -> str:
    uri = reference.get("uri") if isinstance(reference, Mapping) else None
    return uri if isinstance(uri, str) else ""


def _embedded(embed: object, notes: list[str]) -> Iterator[str]:
    """Yield the links of cards, and the web address of a quoted post."""
    parts = declared(embed, dict[str, object], "record.embed", notes) or {}
    media = parts.get("media")
    for holder in (parts, media if isinstance(media, Mapping) else {}):
        if link := _uri_in(holder.get("external")):
            yield link
    quoted = parts.get("record")
    if isinstance(quoted, Mapping):
        quoted = quoted.get("record", quoted)  # with media it lies one deeper
    if (match := _URI.fullmatch(_uri_in(quoted))) is not None:
        yield web_address(match[0])


def _expanded(text: str, facets: Sequence[_Facet]) -> str:
    """Return `text` with links in full where it shows their beginning only."""
    encoded = text.encode("utf-8", "surrogatepass")
    end = len(encoded)
    for facet in sorted(facets, key=lambda facet: facet.index.byte_start, reverse=True):
        link = next(_features(facet, "uri"), "")
        first, last = facet.index.byte_start, facet.index.byte_end
        if 0 <= first < last <= end and _begins(
            encoded[first:last].decode("utf-8", "replace"), link
        ):
            encoded = encoded[:first] + link.encode("utf-8", "surrogatepass") + encoded[last:]
            end = first
    return encoded.decode("utf-8", "surrogatepass")


def _begins(shown_link: str, link: str) -> bool:
    """Return whether `shown_link` is the beginning of `link` with dots after it."""
    start = _START.sub("", _SHORTENED.sub("", shown_link))
    is_short = len(start) > 1 and _SHORTENED.search(shown_link) is not None
    return is_short and _START.sub("", link).startswith(start)

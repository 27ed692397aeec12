"""Native posts, JSONL: one JSON object a line, with the names of this project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import BinaryIO

from engine.errors import InputError
from engine.protocols import Likeness
from engine.vocabulary import Creator, Page, Post
from indexers.files.containers import Container, ahead, look
from indexers.files.cutting import Piece, cut_records
from indexers.files.drafts import Draft
from indexers.files.likeness import likeness, needed
from indexers.files.lines import Line, cut_lines, read_chunks
from indexers.files.objects import NotAnObjectError, parse_object
from indexers.files.sureness import once_sure
from indexers.records import REQUIRED
from indexers.values import RefusedError

TRIED_LINES = 100  # without a JSON object among them, a file is no JSONL
_BOM = b"\xef\xbb\xbf"


class NativeJsonl:
    """The reader of native posts in JSONL."""

    name = "jsonl"
    description = "native posts, JSON lines or an array (source, id, text, created_at, creator)"

    def recognises(self, head: bytes) -> float:
        """Return 1 if a line or an element of `head` has the fields of a native post, else 0."""
        if any(map(is_native, look(head).records)):
            return 1.0
        lines = head.removeprefix(_BOM).split(b"\n")
        return float(any(_is_native_line(line) for line in lines))

    def compare(self, head: bytes) -> Likeness:
        """Return which of the fields that are required are in `head`."""
        record: Mapping[str, object] = max(look(head).records, key=len, default={})
        return likeness(record, needed(" ".join(REQUIRED)))

    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]:
        """Yield the posts of `stream` in pages of about 2,000 records.

        Raises:
            InputError: none of the first hundred lines is a JSON object.
        """
        draft = Draft(now=now)
        head, chunks = ahead(read_chunks(stream))
        is_document = look(head).container is Container.DOCUMENT
        unit = "record" if is_document else "line"
        lines: Iterator[Line | Piece]
        lines = cut_records(chunks, frozenset()) if is_document else cut_lines(chunks)
        for line in _surely_objects(lines):
            try:
                draft.add(_object_on(line))
            except RefusedError as reason:
                draft.refuse(f"{unit} {line.number}", reason)
            if draft.is_full:
                yield draft.finish()
        if not draft.is_empty:
            yield draft.finish()


def to_native(post: Post, creator: Creator | None = None) -> dict[str, object]:
    """Return the native record of `post` by `creator`, ready for `json.dumps`.

    The reverse of reading: a reader makes equal values of it. Without a `creator` the record
    names no more than their id. `ValueError` if `post` is by somebody else.
    """
    creator = creator or Creator(source=post.source, native_id=post.creator_id)
    if creator.key != (post.source, post.creator_id):
        raise ValueError(f"post {post.native_id} is by {post.creator_id}, not {creator.native_id}")
    fields = _plain(asdict(post))
    fields.update(_plain(asdict(post.engagement)))
    profile = _plain(asdict(creator))
    for name in ("native_id", "creator_id", "engagement"):
        del fields[name]
    del profile["native_id"], profile["source"]
    record: dict[str, object] = {"source": post.source, "id": post.native_id, **fields}
    return record | {"creator": {"id": creator.native_id, **profile}}


def _plain(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: _plain_value(value) for name, value in fields.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return list(value) if isinstance(value, tuple) else value


def _is_native_line(line: bytes) -> bool:
    try:
        return is_native(parse_object(line))
    except RefusedError:
        return False


def is_native(record: Mapping[str, object]) -> bool:
    """Tell whether a record has the fields of a native post."""
    if not isinstance(record.get("creator"), dict):
        return False
    return record.keys() >= {name for name in REQUIRED if "." not in name}


def _surely_objects(lines: Iterator[Line | Piece]) -> Iterator[Line | Piece]:
    """Pass on the lines that are not blank, once one of the first hundred is an object."""
    return once_sure(
        (line for line in lines if line.fault or line.content.strip()),
        _is_object,
        refusal=_refusal,
        tried=TRIED_LINES,
    )


def _refusal(held: Sequence[Line | Piece]) -> InputError:
    return InputError(
        f"this is no JSONL: none of its first {len(held)} lines is a JSON object",
        hint=_hint(held[0].content),
    )


def _is_object(line: Line | Piece) -> bool:
    try:
        _object_on(line)
    except NotAnObjectError:
        return False
    except RefusedError:
        return True
    return True


def _hint(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it begins like UTF-16: save it as UTF-8"
    if start.lstrip().startswith((b"[", b"{")):
        return "a native post is an object with source, id, text, created_at and creator.id"
    return "see overheard formats for what can be read"


def _object_on(line: Line | Piece) -> dict[str, object]:
    if line.fault:
        raise NotAnObjectError(line.fault)
    return parse_object(line.content)

"""The lines of a stream, numbered, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from engine.errors import InputError

MAX_LINE_BYTES = 16 << 20
_READ_BYTES = 1 << 18
_BOM = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line by its number (from 1), without its end; `fault` says why it cannot be had."""

    number: int
    content: bytes
    fault: str | None = None


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    r"""Yield the lines of `stream`, which end at `\n` or `\r\n`; see `cut_lines`."""
    return cut_lines(read_chunks(stream))


def read_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of `stream` as they come, without a byte order mark."""
    start = b""
    while len(start) < len(_BOM) and (chunk := stream.read(_READ_BYTES)):
        start += chunk
    yield start.removeprefix(_BOM)
    while chunk := stream.read(_READ_BYTES):
        yield chunk


def cut_lines(chunks: Iterator[bytes]) -> Iterator[Line]:
    r"""Yield the lines of `chunks`, which end at `\n` or `\r\n` and nowhere else.

    A line over `MAX_LINE_BYTES` is passed over unread and yields
    a fault, as does the first line that a stream failing in the middle cannot give whole.

    Raises:
        InputError: the stream failed before it gave a single whole line.
    """
    number = 0
    try:
        for number, content in enumerate(_cut(chunks), start=1):
            if content is None:
                yield Line(number, b"", f"the line is longer than {MAX_LINE_BYTES >> 20} MiB")
            else:
                yield Line(number, content)
    except InputError as error:
        if number == 0:
            raise
        yield Line(number + 1, b"", f"nothing is read from here on, because {error}")


def _cut(chunks: Iterator[bytes]) -> Iterator[bytes | None]:
    """Yield lines, `None` for one that is too long."""
    parts: list[bytes] = []  # of the unfinished line; joined once, however many reads it spans
    size = 0
    for chunk in chunks:
        lines = chunk.split(b"\n")
        for line in lines[:-1]:
            parts.append(line)
            yield _joined(parts, size + len(line))
            parts, size = [], 0
        size += len(lines[-1])
        parts = [*parts, lines[-1]] if size <= MAX_LINE_BYTES else []
    if size:
        yield _joined(parts, size)


def _joined(parts: list[bytes], size: int) -> bytes | None:
    return None if size > MAX_LINE_BYTES else b"".join(parts).removesuffix(b"\r")

"""Opening what the user names: a file, an archive of one, or standard input.

The content decides, not the name: gzip, Zstandard, xz and bzip2 are known by their first bytes and
decompressed as a stream, in bounded memory. A Parquet file is given out as lines of JSON, one a
row. ZIP archives and folders are opened in `engine.inputs.archives`.
"""

from __future__ import annotations

import bz2
import io
import lzma
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast

import zstandard

from engine.errors import InputError
from engine.inputs.parquet import parquet_lines

STDIN = "-"
HEAD_BYTES = 1 << 16
MAX_RATIO: Final = 200  # decompressed to compressed; text of posts stays below 30
MAX_XZ_MEMORY: Final = 1 << 28  # bytes, for its dictionary: the highest preset takes a quarter
SUSPECT_BYTES = 1 << 26  # the ratio of less than this (64 MiB) harms nobody
MAX_WINDOW: Final = 1 << 31  # of a Zstandard frame; archives of Reddit look back as far
_SLICE_BYTES = 1 << 10  # compressed, at a time: at worst 32 MiB come out of it
_READ_BYTES = 1 << 18
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_XZ = b"\xfd7zXZ\x00"
_BZIP2 = b"BZh"
_ZSTD = b"\x28\xb5\x2f\xfd"
_OTHERS = {
    b"PK\x03\x04": "a ZIP archive within another or on standard input",
    b"7z\xbc\xaf": "a 7z archive",
    b"SQLite format 3\x00": "an SQLite database",
    b"%PDF": "a PDF document",
}


@contextmanager
def open_input(name: str) -> Iterator[BinaryIO]:
    """Open the file `name`, or standard input for `-`, and yield its decompressed bytes.

    `read(n)` may give fewer than `n` bytes before the end. What an archive still held is given
    out before its fault is raised. Standard input is left open.

    Raises:
        InputError: a missing or unreadable file, a folder, an archive of a kind that is not
            read. From `read`, or here if nothing could be read at all: a truncated or damaged
            archive, and one that expands more than `MAX_RATIO` times.
    """
    with _open_raw(name) as raw, open_stream(raw, name) as stream:
        yield stream


@contextmanager
def open_stream(raw: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """Yield the decompressed bytes of `raw`, called `name`, as `open_input` does with a file."""
    with _Input(raw, name) as stream:
        yield cast("BinaryIO", stream)


def head(stream: BinaryIO) -> bytes:
    """Return the first bytes of `stream`, at most `HEAD_BYTES`, without taking them from it.

    Fewer only where the stream ends, or fails, before. `ValueError` for a stream that is neither
    from `open_input` nor seekable.
    """
    if isinstance(stream, _Input):
        return stream.head()
    if not stream.seekable():
        raise ValueError("a stream must be seekable, or opened by open_input, to look ahead")
    position = stream.tell()
    start = stream.read(HEAD_BYTES)
    stream.seek(position)
    return start


@contextmanager
def _open_raw(name: str) -> Iterator[BinaryIO]:
    if name == STDIN:
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            raw = stack.enter_context(Path(name).open("rb"))
        except (OSError, ValueError) as error:  # a NUL in the name is a ValueError
            raise _unopened(name, error) from error
        yield raw


def _unopened(name: str, error: OSError | ValueError) -> InputError:
    match error:
        case FileNotFoundError():
            what, hint = f"there is no file {name!r}", "check the name and the folder you are in"
        case IsADirectoryError():
            what, hint = f"{name!r} is a folder, not a file", "name the files in it, as FOLDER/*"
        case PermissionError():
            what, hint = f"you may not read {name!r}", "ask for the right: chmod u+r FILE"
        case _:
            what, hint = f"{name!r} cannot be opened: {error}", "check the name and the disk"
    return InputError(what, hint=hint)


class _Input(io.RawIOBase):
    """The decompressed bytes of a file, with a look ahead; a fault waits behind the last byte."""

    def __init__(self, raw: BinaryIO, name: str) -> None:
        super().__init__()
        self._ahead = bytearray()
        self._fault: InputError | None = None
        self._chunks = _decompressed(raw, name)
        self._fill(1)
        if self._fault and not self._ahead:
            raise self._fault

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._fill(len(buffer))
        if self._fault and not self._ahead:
            raise self._fault
        given = self._ahead[: len(buffer)]
        buffer[: len(given)] = given
        del self._ahead[: len(given)]
        return len(given)

    def head(self) -> bytes:
        self._fill(HEAD_BYTES)
        return bytes(self._ahead[:HEAD_BYTES])

    def _fill(self, wanted: int) -> None:
        while len(self._ahead) < wanted and not self._fault:
            try:
                chunk = next(self._chunks, None)
            except InputError as fault:
                self._fault = fault
                return
            if chunk is None:
                return
            self._ahead += chunk


def _decompressed(raw: BinaryIO, name: str) -> Iterator[bytes]:
    chunks = _chunks(raw, name)
    first = next(chunks, b"")
    for magic, kind in _OTHERS.items():
        if first.startswith(magic):
            hint = (
                "unpack it, or save it as CSV, first; .gz, .zst, .xz and .bz2 are read as they are"
            )
            raise InputError(f"{name!r} is {kind}, which is not read", hint=hint)
    if first.startswith(_PARQUET):
        yield from parquet_lines(first, chunks, name)
    elif first.startswith(_GZIP):
        yield from _Archive(name, "gzip").unpack(first, chunks)
    elif first.startswith(_ZSTD):
        yield from _Archive(name, "Zstandard").unpack(first, chunks)
    elif first.startswith(_XZ):
        yield from _Archive(name, "xz").unpack(first, chunks)
    elif first.startswith(_BZIP2):
        yield from _Archive(name, "bzip2").unpack(first, chunks)
    else:
        yield first
        yield from chunks


def _chunks(raw: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        while chunk := raw.read(_READ_BYTES):
            yield chunk
    except OSError as error:
        raise InputError(
            f"{name!r} cannot be read on: {error}", hint="check the disk or the connection"
        ) from error


class _Decompressor(Protocol):
    """What zlib's and Zstandard's one-frame decompressors have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class _Archive:
    """One archive being unpacked, of one or several frames, with a guard against bombs."""

    def __init__(self, name: str, kind: str) -> None:
        self._name = name
        self._kind = kind
        self._taken = 0  # bytes, compressed
        self._given = 0  # bytes, decompressed

    def unpack(self, first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
        frame: _Decompressor | None = None
        for piece in _slices(first, rest):
            self._taken += len(piece)
            left = piece
            while left:
                if frame is None and not left.strip(b"\0"):
                    break  # tapes and some downloads pad an archive with zeros
                frame = frame or self._frame()
                yield self._inflated(frame, left)
                left = frame.unused_data if frame.eof else b""
                frame = None if frame.eof else frame
        if frame is not None:
            raise InputError(
                f"{self._name!r} is a {self._kind} archive that breaks off after "
                f"{self._taken:,} bytes",
                hint="download or copy it again; what could be read was read",
            )

    def _frame(self) -> _Decompressor:
        if self._kind == "gzip":
            return zlib.decompressobj(wbits=31)
        if self._kind == "xz":
            return lzma.LZMADecompressor(memlimit=MAX_XZ_MEMORY)
        if self._kind == "bzip2":
            return bz2.BZ2Decompressor()
        return zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()

    def _inflated(self, frame: _Decompressor, piece: bytes) -> bytes:
        try:
            text = frame.decompress(piece)
        except (zlib.error, zstandard.ZstdError, lzma.LZMAError, OSError) as error:
            raise InputError(
                f"{self._name!r} is a damaged {self._kind} archive, after {self._taken:,} "
                f"bytes: {error}",
                hint="download or copy it again; what could be read was read",
            ) from error
        self._given += len(text)
        if self._given > max(SUSPECT_BYTES, MAX_RATIO * self._taken):
            raise InputError(
                f"{self._name!r} expands more than {MAX_RATIO} times ({self._taken:,} bytes to "
                f"over {self._given:,}): not read on, for it may be a decompression bomb",
                hint="if you trust it, unpack it first and import the unpacked file",
            )
        return text


def _slices(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    chunk: bytes | None = first
    while chunk:
        for start in range(0, len(chunk), _SLICE_BYTES):
            yield chunk[start : start + _SLICE_BYTES]
        chunk = next(rest, None)

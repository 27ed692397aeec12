"""The file of a vector index: a cache that proves itself whole before anybody believes it.

    magic | length of header | header (JSON) | ids (int64) | payload | CRC-32 of all before

FAISS reads a file with flipped bits without complaint, so the checksum is looked at first.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from engine.errors import VectorIndexError
from engine.vectors.members import Members

_MAGIC = b"overheard vectors\n"
_FORMAT = 2
_CHUNK = 1 << 20
_LENGTH_BYTES = 4  # of the header's length, and of the checksum; little-endian
_LEAST = len(_MAGIC) + 2 * _LENGTH_BYTES

WritePayload = Callable[[Callable[[bytes], int]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the file says of itself.

    `generation` counts the saves, from 1. Behind the vectors stand so many small `codes` of them,
    made after a look at `codes_seen` vectors; 0 if there are none.
    """

    format: int = _FORMAT
    database_id: str
    model_id: str
    dim: int
    kind: str
    generation: int
    count: int
    watermark: int
    codes: int = 0
    codes_seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a file cannot be used. `is_damaged`: worth keeping for a look, not merely another's."""

    reason: str
    is_damaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """Where an index is kept, and whose vectors belong in it."""

    path: Path
    dim: int
    model_id: str
    database_id: str

    def doubt(self) -> Doubt | None:
        """Return why the file may not be used; `None` if every byte of it may be.

        Reads the whole file once. The file must exist.
        """
        try:
            reason = _damage(self.path)
            doubt = _other_format(self.path) if reason is None else None
        except (OSError, ValueError) as error:
            reason, doubt = f"cannot be read ({error})", None
        if reason is not None:
            return Doubt(reason=reason, is_damaged=True)
        if doubt is not None:
            return doubt
        with self.path.open("rb") as stream:
            return self._mismatch(_read_header(stream))

    def _mismatch(self, header: Header) -> Doubt | None:
        for name in ("database_id", "model_id", "dim"):
            theirs, ours = getattr(header, name), getattr(self, name)
            if theirs != ours:
                reason = f"was made for {name.removesuffix('_id')} {theirs}, not {ours}"
                return Doubt(reason=reason, is_damaged=False)
        return None

    @contextmanager
    def reading(self) -> Iterator[tuple[Header, Members, BinaryIO]]:
        """Open a file without doubts: its header, its ids, and the stream at the payload."""
        with self.path.open("rb") as stream:
            header = _read_header(stream)
            ids = np.frombuffer(stream.read(8 * header.count), dtype="<i8").astype(np.int64)
            yield header, Members(ids, watermark=header.watermark), stream

    def write(
        self,
        members: Members,
        *,
        kind: str,
        generation: int,
        payload: WritePayload,
        codes: int = 0,
        codes_seen: int = 0,
    ) -> None:
        """Replace the file, whole or not at all. `payload` is handed a function that writes.

        The other arguments are what its header says.

        Raises:
            VectorIndexError: the file cannot be written; the old one is as it was.
        """
        header = Header(
            database_id=self.database_id,
            model_id=self.model_id,
            dim=self.dim,
            kind=kind,
            generation=generation,
            count=len(members),
            watermark=members.watermark,
            codes=codes,
            codes_seen=codes_seen,
        )
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _write(temporary, header, members, payload)
            temporary.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            raise VectorIndexError(
                f"the vector index {self.path} cannot be written ({error.strerror})",
                hint="free some space or make the folder writable, then run overheard index",
            ) from error
        finally:
            temporary.unlink(missing_ok=True)

    def set_aside(self, doubt: Doubt) -> str:
        """Move a doubtful file out of the way and return what happened, as a sentence."""
        kept = self.path.with_name(f"{self.path.name}.corrupt")
        try:
            if doubt.is_damaged:
                self.path.replace(kept)
                fate = f"it was renamed {kept.name}"
            else:
                self.path.unlink()
                fate = "it was removed"
        except OSError as error:
            fate = f"it could not be moved away ({error.strerror})"
        return f"the vector index {self.path} {doubt.reason}; {fate} and is made again from rows"


class _Summed:
    """A stream being written, and the checksum of what has gone through."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.crc = 0
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        self.crc = zlib.crc32(data, self.crc)
        try:
            return self._stream.write(data)
        except OSError as error:
            self.error = error  # a library that calls back may lose the exception's type
            raise


def _write(path: Path, header: Header, members: Members, payload: WritePayload) -> None:
    described = json.dumps(asdict(header)).encode()
    with path.open("wb") as stream:
        summed = _Summed(stream)
        summed.write(_MAGIC + len(described).to_bytes(_LENGTH_BYTES, "little") + described)
        summed.write(members.ids.astype("<i8").tobytes())
        try:
            payload(summed.write)
        except RuntimeError:
            if summed.error is not None:
                raise summed.error from None
            raise
        stream.write(summed.crc.to_bytes(_LENGTH_BYTES, "little"))
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damage(path: Path) -> str | None:
    """Return what is wrong with the bytes of the file, whatever they mean."""
    left = path.stat().st_size - _LENGTH_BYTES
    if left + _LENGTH_BYTES < _LEAST:
        return f"is cut short ({left + _LENGTH_BYTES} bytes)"
    crc, buffer = 0, memoryview(bytearray(_CHUNK))
    with path.open("rb", buffering=0) as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            return "is not a vector index, or its beginning is damaged"
        stream.seek(0)
        while left > 0:
            read = stream.readinto(buffer[: min(left, _CHUNK)])
            if not read:
                return "became shorter while it was read"
            crc = zlib.crc32(buffer[:read], crc)
            left -= read
        expected = stream.read(_LENGTH_BYTES)
    return None if crc.to_bytes(_LENGTH_BYTES, "little") == expected else "fails its checksum"


def _other_format(path: Path) -> Doubt | None:
    """Return why the file cannot be read; what an older version made is not worth keeping."""
    with path.open("rb") as stream:
        theirs = _read_fields(stream).get("format")
    if theirs == _FORMAT:
        return None
    reason = f"has format {theirs}, and this version reads {_FORMAT}"
    is_older = isinstance(theirs, int) and theirs < _FORMAT
    return Doubt(reason=reason, is_damaged=not is_older)


def _read_header(stream: BinaryIO) -> Header:
    return Header(**_read_fields(stream))


def _read_fields(stream: BinaryIO) -> dict[str, Any]:
    stream.seek(len(_MAGIC))
    length = int.from_bytes(stream.read(_LENGTH_BYTES), "little")
    fields: dict[str, Any] = json.loads(stream.read(length))
    return fields

"""What a name stands for: one file, the files in a folder, or the members of a ZIP archive.

Nothing is unpacked to disk, so a member's name, however it is written, leads nowhere.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from engine.errors import InputError
from engine.inputs.opening import MAX_RATIO, STDIN, SUSPECT_BYTES, open_input, open_stream

MAX_PARTS: Final = 10_000
_ZIP = b"PK\x03\x04"
_WORKBOOK = "[Content_Types].xml"
_ENCRYPTED = 1
# NotImplementedError is what zipfile raises for a way of packing that it does not know.
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stream of bytes to import: a file, or the `member` of the ZIP archive it is."""

    path: str
    member: str | None = None
    beside_others: bool = False

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return self.path if self.member is None else f"{self.path}: {self.member}"


def parts_of(name: str) -> list[Part]:
    """Return what the user means by `name`, in alphabetical order for a folder or an archive.

    Hidden files and what macOS and Windows add to archives are left out. A part is
    `beside_others` if it was not named itself.

    Raises:
        InputError: a folder or an archive with nothing or too much in it, an archive that is
            encrypted, damaged, a workbook, or expands more than `MAX_RATIO` times.
    """
    if name != STDIN and Path(name).is_dir():
        return _in_folder(name)
    return _in_archive(name) if _is_zip(name) else [Part(path=name)]


@contextmanager
def open_part(part: Part) -> Iterator[BinaryIO]:
    """Open `part` as `open_input` opens a file, with the same errors."""
    if part.member is None:
        with open_input(part.path) as stream:
            yield stream
        return
    with _archive(part.path) as archive:
        try:
            member = archive.open(part.member)
        except (*_FAULTS, RuntimeError, KeyError) as error:
            raise InputError(f"{part.name!r} cannot be read: {error}", hint=_UNPACK) from error
        with member, open_stream(cast("BinaryIO", _Member(member, part.name)), part.name) as stream:
            yield stream


_UNPACK = "unpack the archive yourself and import the files in it"


class _Member:
    """A member being read, whose faults are ours."""

    def __init__(self, member: object, name: str) -> None:
        self._member = cast("BinaryIO", member)
        self._name = name

    def read(self, size: int) -> bytes:
        try:
            return self._member.read(size)
        except _FAULTS as error:
            raise InputError(f"{self._name!r} is damaged: {error}", hint=_UNPACK) from error


def _in_folder(name: str) -> list[Part]:
    found: list[Part] = []
    for folder, folders, files in os.walk(name):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        for file in sorted(files):
            path = str(Path(folder) / file)
            if file.startswith("."):
                continue
            found += _in_archive(path) if _is_zip(path) else [Part(path=path, beside_others=True)]
    return _within_reason(name, found, "folder")


def _in_archive(name: str) -> list[Part]:
    with _archive(name) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
    _check(name, members)
    found = [
        Part(path=name, member=info.filename, beside_others=len(members) > 1)
        for info in sorted(members, key=lambda info: info.filename)
        if not _is_added(info.filename)
    ]
    return _within_reason(name, found, "archive")


def _check(name: str, members: list[zipfile.ZipInfo]) -> None:
    if any(info.filename == _WORKBOOK for info in members):
        raise InputError(
            f"{name!r} is an Excel workbook or an office document",
            hint="save its sheet as CSV (UTF-8), and import that",
        )
    if locked := [info.filename for info in members if info.flag_bits & _ENCRYPTED]:
        raise InputError(
            f"{name!r} is encrypted: {locked[0]!r} needs a password",
            hint="unpack it with its password, and import the files in it",
        )
    size = sum(info.file_size for info in members)
    if size > max(SUSPECT_BYTES, MAX_RATIO * Path(name).stat().st_size):
        raise InputError(
            f"{name!r} expands more than {MAX_RATIO} times, to {size:,} bytes: not read, for it "
            "may be a decompression bomb",
            hint="if you trust it, unpack it first and import the unpacked files",
        )


def _within_reason(name: str, found: list[Part], kind: str) -> list[Part]:
    if not found:
        raise InputError(f"the {kind} {name!r} holds no file", hint="check the name")
    if len(found) > MAX_PARTS:
        raise InputError(
            f"the {kind} {name!r} holds {len(found):,} files; the limit is {MAX_PARTS:,}",
            hint="import it in portions",
        )
    return found


def _is_zip(name: str) -> bool:
    if name == STDIN:
        return False
    try:
        with Path(name).open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except (OSError, ValueError):  # open_input says what is wrong
        return False


def _is_added(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith(".") or last == "Thumbs.db"


@contextmanager
def _archive(name: str) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(name)
    except (*_FAULTS, ValueError) as error:
        raise InputError(
            f"{name!r} is a damaged ZIP archive: {error}",
            hint="download or copy it again; a ZIP archive cannot be read without its end",
        ) from error
    with archive:
        yield archive

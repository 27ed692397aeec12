"""Files sent to the page: kept in the home until they are imported, and no longer."""

from __future__ import annotations

import asyncio
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from aiohttp import BodyPartReader, MultipartReader, web

from engine.errors import ConfigError, InputError

MOST_BYTES = 2 << 30  # of all files sent at once
MOST_FILES = 50
LONGEST = 15 * 60.0  # seconds that sending may take
SILENCE = 60.0  # seconds without a byte
ROOM = 2  # times the size of the files has to be free on the disk
_CHUNK = 1 << 18  # bytes
_LONGEST_NAME = 120  # bytes
_STALE = 86_400.0  # seconds after which what an earlier run left is removed
_STRANGE = re.compile(r"[^\w.\-() ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Files that came together. `mappings` are what the user said of their columns, by name."""

    id: str
    folder: Path
    files: tuple[Path, ...]
    mappings: dict[str, Mapping[str, object]] = field(default_factory=dict)


class Uploads:
    """The parcels that wait to be imported."""

    def __init__(self) -> None:
        self._kept: dict[str, Parcel] = {}

    async def receive(self, parts: MultipartReader, home: Path) -> Parcel:
        """Return the files among `parts`, kept in a folder of their own in `home`.

        Raises:
            InputError: there is no file, or there are too many; sending took too long.
            HTTPRequestEntityTooLarge: they are larger than `MOST_BYTES`.
            ConfigError: the home cannot be written.
        """
        id_ = secrets.token_hex(8)
        folder = home / "uploads" / id_
        try:
            await asyncio.to_thread(_make_room, folder)
            async with asyncio.timeout(LONGEST):
                files = await _received(parts, folder)
        except TimeoutError as error:
            await asyncio.to_thread(_remove, folder)
            raise InputError("the file did not come in time", hint=_BY_HAND) from error
        except OSError as error:
            await asyncio.to_thread(_remove, folder)
            raise ConfigError(f"the file cannot be kept: {error.strerror}", hint=_FREE) from error
        except BaseException:
            await asyncio.to_thread(_remove, folder)
            raise
        self._kept[id_] = parcel = Parcel(id=id_, folder=folder, files=tuple(files))
        return parcel

    def get(self, id_: str) -> Parcel:
        """Return a parcel.

        Raises:
            HTTPNotFound: it was imported, forgotten, or never came.
        """
        if id_ not in self._kept:
            raise web.HTTPNotFound(text="that file is not here any more\nsend it once more")
        return self._kept[id_]

    async def forget(self, parcel: Parcel) -> None:
        """Remove a parcel and its files."""
        self._kept.pop(parcel.id, None)
        await asyncio.to_thread(_remove, parcel.folder)

    async def close(self) -> None:
        """Remove all of them."""
        for parcel in list(self._kept.values()):
            await self.forget(parcel)


_BY_HAND = "import it in a terminal: overheard import FILE"
_FREE = "free some space, or make the folder writable"


def check_size(length: int | None, home: Path) -> None:
    """Let pass a request of `length` bytes (None: not said).

    Raises:
        HTTPRequestEntityTooLarge: it is too large.
        InputError: there is no room for it.
    """
    if length is None:
        return
    if length > MOST_BYTES:
        raise too_large(length)
    there = next(folder for folder in (home, *home.parents) if folder.is_dir())
    if (free := shutil.disk_usage(there).free) < ROOM * length:
        raise InputError(
            f"{free / 1e6:,.0f} MB are free on the disk, too few for {length / 1e6:,.0f} MB of "
            "posts",
            hint=_FREE,
        )


def too_large(length: int) -> web.HTTPRequestEntityTooLarge:
    """Return the refusal of what is larger than `MOST_BYTES`."""
    return web.HTTPRequestEntityTooLarge(
        max_size=MOST_BYTES,
        actual_size=length,
        text=f"the page takes at most {MOST_BYTES / 1e9:,.1f} GB at once\n{_BY_HAND}",
    )


def sweep(home: Path) -> None:
    """Remove what an earlier run left behind."""
    folder = home / "uploads"
    for left in folder.iterdir() if folder.is_dir() else ():
        if time.time() - left.stat().st_mtime > _STALE:
            _remove(left)


async def _received(parts: MultipartReader, folder: Path) -> list[Path]:
    files: list[Path] = []
    taken = 0
    while (part := await asyncio.wait_for(parts.next(), SILENCE)) is not None:
        if not isinstance(part, BodyPartReader) or not part.filename:
            continue
        if len(files) == MOST_FILES:
            raise InputError(
                f"more than {MOST_FILES} files at once", hint="put them into one ZIP archive"
            )
        path = folder / _plain(part.filename, {file.name for file in files})
        taken = await _save(part, path, taken)
        files.append(path)
    if not files:
        raise InputError("there was no file", hint="choose one, or drop it on the page")
    return files


async def _save(part: BodyPartReader, path: Path, taken: int) -> int:
    """Write `part` to `path`; return `taken` and its size together, in bytes."""
    with await asyncio.to_thread(path.open, "xb") as file:
        while chunk := await asyncio.wait_for(part.read_chunk(_CHUNK), SILENCE):
            taken += len(chunk)
            if taken > MOST_BYTES:
                raise too_large(taken)
            await asyncio.to_thread(file.write, chunk)
    return taken


def _plain(name: str, taken: set[str]) -> str:
    """Return `name` without folders and strange characters, another one than those `taken`."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = _STRANGE.sub("_", last).lstrip(". ").strip() or "file"
    kept = plain.encode()[-_LONGEST_NAME:].decode("utf-8", "ignore").lstrip(". ") or "file"
    return kept if kept not in taken else f"{len(taken) + 1}-{kept}"


def _make_room(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)


def _remove(folder: Path) -> None:
    """Remove a folder of ours, and the one around it if that leaves it empty."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()

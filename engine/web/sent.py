"""A form with one file in it, received within a size and a time, and put where it is read once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from aiohttp import BodyPartReader, MultipartReader, web

from engine.errors import ConfigError, InputError
from engine.web.door import PARTS

LARGEST = 32 * 1024 * 1024  # bytes, unless told otherwise
PATIENCE = 120.0  # seconds to send a form in
_LONGEST_FIELD = 400  # bytes
_SUFFIX = re.compile(r"\.[a-z]{1,8}")
_NONE = ("no file was sent", "choose a file, then send the form again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The file of a form as it lies on the disk, what it is called, and the fields typed beside."""

    file: Path
    called: str
    typed: Mapping[str, str]


@asynccontextmanager
async def sent_file(
    request: web.Request, *, by_hand: str, largest: int = LARGEST, kept_as: str | None = None
) -> AsyncIterator[Sent]:
    """Give the file that a form sends, for as long as the context lasts.

    It is kept as `kept_as`, else with the suffix it was sent with. `by_hand` is the command that
    reads such a file of any size.

    Raises:
        ConfigError: no file was sent.
        InputError: it is larger than `largest` bytes, or took longer than `PATIENCE`.
    """
    if PARTS not in request:
        raise ConfigError(_NONE[0], hint=_NONE[1])
    with TemporaryDirectory() as folder:
        try:
            async with asyncio.timeout(PATIENCE):
                sent = await _received(
                    request[PARTS], Path(folder), largest=largest, kept_as=kept_as, by_hand=by_hand
                )
        except TimeoutError as error:
            raise InputError("the file took too long to arrive", hint=by_hand) from error
        yield sent


async def _received(
    parts: MultipartReader, folder: Path, *, largest: int, kept_as: str | None, by_hand: str
) -> Sent:
    called, file, typed = "", folder / "sent", {}
    async for part in parts:
        if not isinstance(part, BodyPartReader):
            continue
        if part.name == "file" and part.filename:
            called = PurePath(part.filename.replace("\\", "/")).name
            file = folder / (kept_as or f"sent{_suffix(called)}")
            await _store(part, file, largest=largest, by_hand=by_hand)
        elif part.name and not part.filename:
            read = await part.read_chunk(_LONGEST_FIELD)
            typed[part.name] = read.decode("utf-8", "replace").strip()
    if not called:
        raise ConfigError(_NONE[0], hint=_NONE[1])
    return Sent(file=file, called=called, typed=typed)


def _suffix(called: str) -> str:
    suffix = PurePath(called).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


async def _store(part: BodyPartReader, file: Path, *, largest: int, by_hand: str) -> None:
    size = 0
    with file.open("wb") as kept:
        while chunk := await part.read_chunk():
            size += len(chunk)
            if size > largest:
                most = f"{largest // 1024 // 1024} MB"
                raise InputError(f"the file is larger than {most}", hint=by_hand)
            await asyncio.to_thread(kept.write, chunk)

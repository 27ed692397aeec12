"""Files that are the old one or the new one, never half of either."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ExportError
from engine.vocabulary import Shortlist

_NO_FOLDER = "make the folder first, or choose another"
_NO_PERMISSION = "choose a folder you may write to, or close the program that has the file open"
_NO_SPACE = "free some space, or choose another disk; the old file, if any, is as it was"
_HINTS = {
    errno.ENOENT: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: _NO_PERMISSION,
    errno.ENOSPC: _NO_SPACE,
    errno.EDQUOT: _NO_SPACE,
    errno.EFBIG: _NO_SPACE,
    errno.EISDIR: "that is a folder: name a file in it",
    errno.ENAMETOOLONG: "choose a shorter name",
}


@dataclass(slots=True)
class Format:
    """An `Exporter` made of a suffix and a function that renders shortlists."""

    suffix: str
    render: Callable[[Sequence[Shortlist]], bytes]

    def write(self, shortlists: Sequence[Shortlist], path: Path) -> None:
        """Write `shortlists` to `path`."""
        path.write_bytes(self.render(shortlists))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the place of `path` once it is on disk.

    If anything is raised inside, `path` stays as it was and nothing else is left behind. A link
    is followed, and the permissions of a file that is replaced are kept.

    Raises:
        ExportError: the operating system refuses; the hint says what to do.
    """
    try:
        target = path.resolve()
        unfinished = target.with_name(f".overheard-{secrets.token_hex(8)}{target.suffix}")
        try:
            yield unfinished
            _settle(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(
            f"{path} could not be written: {error.strerror or error}",
            hint=_HINTS.get(error.errno or 0, "try another folder"),
        ) from error


def _settle(unfinished: Path, target: Path) -> None:
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    if target.is_file():
        shutil.copymode(target, unfinished)
    unfinished.replace(target)

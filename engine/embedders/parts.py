"""Models that packages carry in parts: whether they are here, and joined into one folder.

They are joined once, into the user's folder for caches, by one process at a time, and checked
against the digests of `shipped`. From then on the packages may go.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Sequence
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, distribution
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from filelock import FileLock

from engine.embedders.files import folder_in_making
from engine.embedders.shipped import Content, Part, Shipped
from engine.errors import EmbedderError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 1 << 20  # bytes
_LOCK = "joining.lock"
# Sizes and times of the files when their digests were last right; no file of settings, by its name.
_SEAL = "joined.seal"
_SCRATCH = ".making-*"  # what `folder_in_making` leaves behind when the process is killed


def joined_folder() -> Path:
    """Return where models that came in parts are kept, whether there are any or not."""
    return platformdirs.user_cache_path("overheard") / "joined"


def is_at_hand(model: Shipped, *, cache: Path | None = None) -> bool:
    """Return whether `model` was joined under `cache`, or all of its packages are installed.

    Whether it is sound shows when it is asked for; `cache` is by default `joined_folder()`.
    """
    return ((cache or joined_folder()) / model.name).is_dir() or not missing(model)


def missing(model: Shipped) -> tuple[str, ...]:
    """Return the packages of `model` that are not installed, in order."""
    return tuple(part.package for part in model.parts if _place(part) is None)


def find_joined(model: Shipped, *, cache: Path | None = None) -> Path | None:
    """Return the folder of `model`, joined if it was not yet; None if none of it is here.

    Raises:
        EmbedderError: some of its packages are missing or damaged, or it cannot be written.
    """
    cache = cache or joined_folder()
    folder = cache / model.name
    if _is_sealed(model, folder):
        return folder
    if not folder.is_dir() and len(missing(model)) == len(model.parts):
        return None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / _LOCK):
            if not _is_sealed(model, folder) and not _proven(model, folder):
                _join(model, folder)
    except OSError as error:
        raise EmbedderError(
            f"the model {model.name} cannot be put together in {cache}: {error.strerror or error}",
            hint=f"it takes {_megabytes(model.size)} there: make room, and see that you may write",
        ) from error
    return folder


def _join(model: Shipped, folder: Path) -> None:
    """Make `folder` of the parts; what a killed process left of it is cleared away."""
    paths = _sound(model)
    for left in folder.parent.glob(_SCRATCH):
        shutil.rmtree(left, ignore_errors=True)
    free = shutil.disk_usage(folder.parent).free
    if free < model.size:
        raise EmbedderError(
            f"the model {model.name} takes {_megabytes(model.size)} in {folder.parent}, "
            f"where {_megabytes(free)} are free",
            hint="make room there",
        )
    with folder_in_making(folder) as making:
        with io.BufferedReader(_Joined(paths)) as whole, zipfile.ZipFile(whole) as archive:
            for name in model.files:
                (making / name).parent.mkdir(parents=True, exist_ok=True)
                with archive.open(f"{model.top}/{name}") as read, (making / name).open("wb") as to:
                    shutil.copyfileobj(read, to, _CHUNK)
        if not _proven(model, making):
            raise EmbedderError(
                f"what was put together in {folder.parent} is not the model {model.name}",
                hint="run this again; if it fails again, that disk is not to be trusted",
            )


def _sound(model: Shipped) -> list[Path]:
    """Return the files of all parts of `model`, whole."""
    lacking = missing(model)
    if lacking:
        raise EmbedderError(
            f"of the {len(model.parts)} packages that carry the model {model.name}, not installed: "
            + ", ".join(lacking),
            hint=model.install,
        )
    found = []
    for part in model.parts:
        path = _place(part)
        if path is None or not _holds(path, part.content):
            raise EmbedderError(
                f"the package {part.package} is damaged: {part.file} is not what it should be",
                hint=f"{model.install} --force-reinstall",
            )
        found.append(path)
    return found


def _place(part: Part) -> Path | None:
    """Return where the file of `part` lies, if its package is installed."""
    try:
        return Path(str(distribution(part.package).locate_file(part.file)))
    except PackageNotFoundError:
        return None


def _holds(path: Path, content: Content) -> bool:
    try:
        with path.open("rb") as read:
            right_size = path.stat().st_size == content.size
            return right_size and file_digest(read, "sha256").hexdigest() == content.sha256
    except OSError:
        return False


def _proven(model: Shipped, folder: Path) -> bool:
    """Return whether all files of `model` are in `folder` as they should be; seal them if so."""
    if not all(_holds(folder / name, content) for name, content in model.files.items()):
        return False
    (folder / _SEAL).write_text(json.dumps(_marks(model, folder)), encoding="utf-8")
    return True


def _is_sealed(model: Shipped, folder: Path) -> bool:
    try:
        sealed = json.loads((folder / _SEAL).read_bytes())
        marks = _marks(model, folder)
    except (OSError, ValueError):
        return False
    sizes = {name: content.size for name, content in model.files.items()}
    return sealed == marks and {name: size for name, (size, _) in marks.items()} == sizes


def _marks(model: Shipped, folder: Path) -> dict[str, list[int]]:
    stats = {name: (folder / name).stat() for name in model.files}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


class _Joined(io.RawIOBase):
    """Files read one after another, as if they were one."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self._files = [path.open("rb") for path in paths]
        self._starts = [0, *accumulate(path.stat().st_size for path in paths)]
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._starts[-1]}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        for file, start, end in zip(self._files, self._starts, self._starts[1:], strict=False):
            if start <= self._at < end:
                file.seek(self._at - start)
                n = file.readinto(memoryview(buffer)[: end - self._at])
                self._at += n
                return n
        return 0

    def close(self) -> None:
        for file in self._files:
            file.close()
        super().close()

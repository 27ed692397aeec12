"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`, making its folder; a reader sees the old file or the new one.

    Raises:
        OSError: the disk is full or the place not writable.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        making.write_bytes(content)
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)


@contextmanager
def folder_in_making(final: Path) -> Iterator[Path]:
    """Lend a new folder that becomes `final` when the block ends well, and vanishes when not.

    A folder that stands at `final` already is replaced. Of two processes that make the same
    folder at once, one wins, and both go on with what it made.

    Raises:
        OSError: the disk is full or the place not writable.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=final.parent, prefix=".making-") as scratch:
        making = Path(scratch) / final.name
        making.mkdir()
        yield making
        if final.exists():
            shutil.move(final, Path(scratch) / "replaced")
        try:
            making.rename(final)
        except OSError:
            if not final.is_dir():
                raise

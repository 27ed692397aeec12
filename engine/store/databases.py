"""`sqlite_utils`, without pandas.

Where pandas is installed, `sqlite_utils` imports it for types that are not used here, which takes
half a second of every command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PANDAS = "pandas"


@contextmanager
def _left_alone() -> Iterator[None]:
    """Have pandas not be found inside, unless it is there already."""
    if _PANDAS in sys.modules:
        yield
        return
    sys.modules[_PANDAS] = None  # type: ignore[assignment]  # what `import` takes for absent
    try:
        yield
    finally:
        del sys.modules[_PANDAS]


with _left_alone():
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["Database", "Migrations"]

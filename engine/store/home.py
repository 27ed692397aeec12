"""Where things stand in a home, the folder that holds everything."""

from __future__ import annotations

import re
from pathlib import Path


def database_path(home: Path) -> Path:
    """Return the path of the database: all that has to be kept."""
    return home / "overheard.db"


def vectors_path(home: Path) -> Path:
    """Return the folder of all that is worked out of the database, and may be deleted."""
    return home / "vectors"


def index_path(home: Path, model_id: str) -> Path:
    """Return the path of the vector index of one model: a cache, which may be deleted."""
    return vectors_path(home) / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', model_id)}.faiss"


def kept_path(home: Path, model_id: str) -> Path:
    """Return the path of what was worked out of all posts: a cache, which may be deleted."""
    return index_path(home, model_id).with_suffix(".kept")


def lock_path(home: Path) -> Path:
    """Return the path of the file that whoever indexes holds locked."""
    return home / ".lock"


def brands_path(home: Path) -> Path:
    """Return the folder of the brand cards, which people edit."""
    return home / "brands"

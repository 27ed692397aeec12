"""What became of a list between two runs of it, or between two lists."""

from __future__ import annotations

from engine.shortlists.changes import Change, compare

__all__ = ["Change", "compare"]

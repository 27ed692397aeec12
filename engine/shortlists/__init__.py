"""Lists that people work on: begun, added to, noted on, weighed, run again and compared."""

from __future__ import annotations

from engine.shortlists.changes import Change, compare
from engine.shortlists.sheets import ListSheet, Row, sheet_of

__all__ = ["Change", "ListSheet", "Row", "compare", "sheet_of"]

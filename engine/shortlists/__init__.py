"""Lists that people work on: begun, added to, noted on, weighed, run again and compared."""

from __future__ import annotations

from engine.shortlists.changes import Change, compare
from engine.shortlists.heads import ListHead, heads_of
from engine.shortlists.sheets import ListSheet, Row, sheet_of

__all__ = ["Change", "ListHead", "ListSheet", "Row", "compare", "heads_of", "sheet_of"]

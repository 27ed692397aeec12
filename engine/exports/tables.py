"""A paper of one table of texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.exports.papers import Paper, Sheet


def table_paper(
    title: str, heads: tuple[str, ...], rows: Sequence[Sequence[str | None]], made_at: datetime
) -> Paper:
    """Return a paper of one sheet; its document has the rows by the heads of their columns."""
    return Paper(
        title=title,
        made_at=made_at,
        sheets=(Sheet(name=title, heads=heads, rows=rows),),
        document={
            "made_at": made_at,
            "rows": [dict(zip(heads, row, strict=True)) for row in rows],
        },
    )

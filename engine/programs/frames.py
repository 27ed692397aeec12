"""Rows as data frames, where pandas is installed; what is not known stays unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from engine.errors import ConfigError
from engine.exports.rows import Cell

if TYPE_CHECKING:
    import pandas as pd


def frame_of(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> pd.DataFrame:
    """Return `rows` as a data frame: whole numbers, floats, texts and times in UTC, with `<NA>`.

    Raises:
        ConfigError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise ConfigError(
            "pandas is not installed", hint='pip install pandas, or pip install "overheard[pandas]"'
        ) from error
    return pd.DataFrame({head: _column([row[j] for row in rows]) for j, head in enumerate(heads)})


def _column(cells: Sequence[Cell]) -> Any:
    import pandas as pd

    known = [cell for cell in cells if cell is not None]
    if known and all(isinstance(cell, datetime) for cell in known):
        return pd.to_datetime(pd.Series(list(map(_in_utc, cells)), dtype=object), utc=True)
    if any(isinstance(cell, str | datetime) for cell in known) or not known:
        texts = [cell if cell is None or isinstance(cell, str) else str(cell) for cell in cells]
        return pd.array(texts, dtype="string")
    whole = all(isinstance(cell, int) for cell in known)
    return pd.array(list(cells), dtype="Int64" if whole else "Float64")


def _in_utc(cell: Cell) -> datetime | None:
    return cell.astimezone(UTC) if isinstance(cell, datetime) else None

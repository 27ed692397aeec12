"""The hand-made shortlists in every format, as they were when somebody last looked at them.

After a wanted change: OVERHEARD_REGENERATE=1 pytest tests/engine/exports, and review the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.exports import EXPORTERS, export
from tests.engine.exports.readback import as_text
from tests.engine.exports.samples import BATCH, SHORTLIST

GOLDEN = Path(__file__).parent / "golden"
NAMES = {".xlsx": "xlsx.json", ".parquet": "parquet.json"}


def held_against(name: str, written: str) -> str:
    """Return the golden text `name`, after writing it anew if that is asked for."""
    golden = GOLDEN / name
    if os.environ.get("OVERHEARD_REGENERATE"):
        GOLDEN.mkdir(exist_ok=True)
        golden.write_bytes(written.encode())
    return golden.read_bytes().decode()


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_a_shortlist_is_written_as_it_was_reviewed(suffix: str, tmp_path: Path) -> None:
    export([SHORTLIST], tmp_path / f"list{suffix}")
    written = as_text(suffix, (tmp_path / f"list{suffix}").read_bytes())
    assert written == held_against(f"shortlist.{NAMES.get(suffix, suffix[1:])}", written)


@pytest.mark.parametrize("suffix", [".html", ".json"])
def test_several_shortlists_are_written_as_they_were_reviewed(suffix: str, tmp_path: Path) -> None:
    export(BATCH, tmp_path / f"list{suffix}")
    written = as_text(suffix, (tmp_path / f"list{suffix}").read_bytes())
    assert written == held_against(f"batch{suffix}", written)

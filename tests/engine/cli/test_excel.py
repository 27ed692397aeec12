"""`--excel`: a CSV of findings about brands begins with the mark that Excel looks for."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

import pytest

from engine.cli.main import main
from tests.engine.cli.branded import make_home
from tests.fakes import make_post

POSTS = (
    make_post("1", "#ad Krups für mich", creator="1", days_ago=3, hashtags=("ad",)),
    make_post("2", "Krups or DeLonghi?", creator="2", days_ago=1),
)


@pytest.mark.parametrize("asked", [("mentions", "krups"), ("voice", "krups", "delonghi"),
                                   ("partners", "krups")])  # fmt: skip
def test_findings_about_brands_are_marked_for_excel_where_that_is_asked_for(
    tmp_path: Path, asked: tuple[str, ...]
) -> None:
    home = make_home(tmp_path / "home", POSTS)
    plain, marked = tmp_path / "plain.csv", tmp_path / "marked.csv"
    words = ("--home", str(home), *asked, "--now", "2026-06-01T12:00:00Z")
    assert main([*words, "--to", str(plain)]) == 0
    assert main([*words, "--to", str(marked), "--excel"]) == 0
    assert len(plain.read_bytes().splitlines()) > 1
    assert marked.read_bytes() == BOM_UTF8 + plain.read_bytes()

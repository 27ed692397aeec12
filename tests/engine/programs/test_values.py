"""Answers as data frames, files and tables of a notebook."""

from __future__ import annotations

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol

import pytest

from engine import Creators, Findings, HomeCorpus
from engine.errors import ConfigError, ExportError
from engine.exports.papers import Paper, Sheet
from engine.exports.reading import read_export
from engine.programs.frames import frame_of
from engine.programs.notebook import ROWS, Table, html_of
from engine.vocabulary import PostFilter
from tests.engine.web.people import HOSTILE, HOSTILE_LINKS
from tests.fakes import NOW

ALLOWED = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "a"}


class Shown(Protocol):
    def _repr_html_(self) -> str: ...


class _Tags(HTMLParser):
    """Collects the tags and attributes there are."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    return tags


@pytest.fixture(scope="module")
def found(corpus: HomeCorpus) -> Creators:
    return corpus.search("espresso grinder", top=200, now=NOW)


def test_a_frame_has_a_row_a_creator_under_the_names_of_the_csv(found: Creators) -> None:
    frame = found.to_pandas()
    assert frame["rank"].tolist() == list(range(1, len(found) + 1))
    assert frame["id"].tolist() == [one.creator.native_id for one in found]
    assert frame["score"].tolist() == pytest.approx([one.score for one in found])
    parts = ["relevance", "frequency", "focus", "engagement", "recency"]
    assert frame[parts].sum(axis=1).tolist() == pytest.approx(frame["score"].tolist())


def test_what_is_not_known_is_neither_zero_nor_a_float(found: Creators) -> None:
    frame = found.to_pandas().set_index("id")
    unknown = {one.creator.native_id for one in found if one.creator.followers is None}
    assert unknown
    assert {key for key in frame.index if frame["followers"].isna()[key]} == unknown
    assert str(frame["followers"].dtype) == "Int64"
    assert str(frame["made_at"].dtype).endswith("UTC]")
    assert frame["made_at"].iloc[0] == NOW


def test_columns_of_nothing_known_and_of_mixed_numbers_have_types() -> None:
    frame = frame_of(("none", "mixed", "whole"), [(None, 1, None), (None, 2.5, 3)])
    assert [str(kind) for kind in frame.dtypes] == ["string", "Float64", "Int64"]
    assert frame["none"].isna().all()
    assert frame_of(("text", "when"), []).columns.tolist() == ["text", "when"]


def test_the_posts_of_the_evidence_are_rows_of_their_own(found: Creators) -> None:
    frame = found.evidence_to_pandas()
    told = [(rank, shown.post.native_id) for rank, one in enumerate(found, 1)
            for shown in one.evidence]  # fmt: skip
    assert list(zip(frame["rank"], frame["post_id"], strict=True)) == told


def test_without_pandas_it_is_said_what_to_install(
    found: Creators, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ConfigError, match="pandas is not installed") as caught:
        found.to_pandas()
    assert "pip install" in (caught.value.hint or "")


def test_a_written_list_reads_back_as_the_same_list(found: Creators, tmp_path: Path) -> None:
    path = found.write(str(tmp_path / "list.json"))
    read = read_export(path, lambda where: PostFilter())
    assert [one.creator.key for one in read.candidates] == [one.creator.key for one in found]
    assert json.loads(path.read_text()) == found.to_dict()
    with pytest.raises(ExportError, match="names no format"):
        found.write(tmp_path / "list.docx")


def test_findings_are_rows_by_their_heads_and_know_their_sheets(tmp_path: Path) -> None:
    sheets = (
        Sheet(name="Shares", heads=("brand", "share"), rows=[("krups", 0.75), ("other", None)]),
        Sheet(name="Days", heads=("day",), rows=[(NOW,)]),
    )
    paper = Paper(title="Voice", made_at=NOW, sheets=sheets, document={"at": NOW})
    found = Findings(paper=paper)
    assert [*found] == [{"brand": "krups", "share": 0.75}, {"brand": "other", "share": None}]
    assert found[1:] == [{"brand": "other", "share": None}]
    assert found.to_pandas()["share"].isna().tolist() == [False, True]
    assert found.to_pandas("Days")["day"].tolist() == [NOW]
    assert found.to_dict() == {"at": "2026-06-01T12:00:00Z"}
    assert found.write(tmp_path / "voice.csv").read_text().splitlines()[1] == "krups,0.75"
    with pytest.raises(ConfigError, match="no sheet 'Weeks'") as caught:
        found.to_pandas("Weeks")
    assert caught.value.hint == "there are: Shares, Days"


def test_a_table_of_a_notebook_is_made_of_harmless_tags_only(corpus: HomeCorpus) -> None:
    hostile = corpus.search("espresso espresso grinder script onload", top=5, now=NOW)
    shown: list[Shown] = [
        hostile,
        corpus.posts("espresso script onload onmouseover", top=20, now=NOW),
        corpus.why(":".join(hostile[0].creator.key), "espresso", now=NOW),
        corpus.similar(":".join(hostile[0].creator.key), now=NOW),
    ]
    for one in shown:
        read = _read(one._repr_html_())
        assert read.tags <= ALLOWED
        assert read.attributes <= {"scope", "href", "rel", "target"}
        assert all(link.startswith(("http://", "https://")) for link in read.links)
    assert any("<script" in _read(one._repr_html_()).text for one in shown)


def test_hostile_heads_notes_and_links_stay_texts() -> None:
    table = Table(title=HOSTILE[0], heads=HOSTILE, rows=[HOSTILE_LINKS], notes=HOSTILE)
    read = _read(html_of(table))
    assert read.tags <= ALLOWED
    assert read.links == []
    assert all(link in read.text for link in HOSTILE_LINKS)


def test_a_long_table_says_how_many_rows_are_not_shown() -> None:
    read = _read(html_of(Table(title="Long", heads=("n",), rows=[(i,) for i in range(ROWS + 7)])))
    assert "and 7 more" in read.text
    assert f"{ROWS - 1}" in read.text


def test_opening_a_home_does_not_wait_for_pandas_and_pandas_is_there_after() -> None:
    code = (
        "import sys, engine.store; assert 'pandas' not in sys.modules; "
        "import pandas; assert pandas.DataFrame({'a': [1]}).shape == (1, 1)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

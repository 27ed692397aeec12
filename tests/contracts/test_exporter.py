"""The laws of every exporter: all is there, the same bytes each time, the old file or the new."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from engine.errors import ExportError
from engine.exports import EXPORTERS, export
from engine.protocols import Exporter
from tests.engine.exports.readback import as_text
from tests.engine.exports.samples import BATCH, NOBODY, SHORTLIST

exporters = pytest.mark.parametrize("exporter", EXPORTERS.values(), ids=[*EXPORTERS])
SCORES = {  # by format: how the scores of the three creators are written
    ".html": ("71.3", "22.5", "2.0"),
}


def write(exporter: Exporter, path: Path) -> bytes:
    exporter.write(BATCH, path)
    return path.read_bytes()


def test_exporters_are_found_by_the_suffix_they_say() -> None:
    assert [*EXPORTERS] == [".csv", ".xlsx", ".parquet", ".json", ".html", ".txt"]
    assert [exporter.suffix for exporter in EXPORTERS.values()] == [*EXPORTERS]


@exporters
def test_equal_shortlists_give_equal_bytes(exporter: Exporter, tmp_path: Path) -> None:
    assert write(exporter, tmp_path / "a") == write(exporter, tmp_path / "b")


@exporters
def test_every_creator_and_every_score_is_there(exporter: Exporter, tmp_path: Path) -> None:
    text = as_text(exporter.suffix, write(exporter, tmp_path / "file"))
    for score in SCORES.get(exporter.suffix, ("71.3", "22.45833333", "2")):
        assert score in text
    names = ("mastodon", "77", "0012") if exporter.suffix == ".txt" else ("mastodon", "mallory")
    for name in (*names, "0012"):
        assert name in text


@exporters
def test_every_format_but_the_run_says_what_it_was_made_from(
    exporter: Exporter, tmp_path: Path
) -> None:
    text = as_text(exporter.suffix, write(exporter, tmp_path / "file"))
    for fact in ("minilm-0123", "0.1.0", "5000..50000", "real text, simulated creators"):
        assert (fact in text) == (exporter.suffix != ".txt")


@exporters
def test_a_shortlist_without_creators_and_no_shortlist_at_all_can_be_written(
    exporter: Exporter, tmp_path: Path
) -> None:
    for shortlists in ([NOBODY], []):
        exporter.write(shortlists, tmp_path / "file")
        as_text(exporter.suffix, (tmp_path / "file").read_bytes())


@exporters
def test_export_replaces_a_file_and_leaves_nothing_beside_it(
    exporter: Exporter, tmp_path: Path
) -> None:
    path = tmp_path / f"list{exporter.suffix.upper()}"
    path.write_bytes(b"old")
    path.chmod(0o640)
    export(BATCH, path)
    assert path.read_bytes() == write(exporter, tmp_path / "expected")
    assert path.stat().st_mode & 0o777 == 0o640
    assert {file.name for file in tmp_path.iterdir()} == {path.name, "expected"}


@exporters
@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_write_that_fails_leaves_the_old_file(
    exporter: Exporter, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"list{exporter.suffix}"
    path.write_bytes(b"old")
    original = Path.write_bytes

    def full(self: Path, data: object) -> None:
        if step == "write_bytes":
            original(self, b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, step, full)
    with pytest.raises(ExportError, match="No space left on device") as caught:
        export([SHORTLIST], path)
    monkeypatch.undo()
    assert str(path) in str(caught.value)
    assert "free some space" in (caught.value.hint or "")
    assert path.read_bytes() == b"old"
    assert [*tmp_path.iterdir()] == [path]


def test_a_write_that_is_interrupted_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export([SHORTLIST], path)
    assert path.read_bytes() == b"old"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("name", ["list.pdf", "list", ".csv"])
def test_an_unknown_suffix_names_those_there_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="names no format") as caught:
        export([SHORTLIST], tmp_path / name)
    assert caught.value.hint == "there are: .csv .xlsx .parquet .json .html .txt"
    assert [*tmp_path.iterdir()] == []


def test_what_the_system_refuses_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").write_text("")
    cases = {
        tmp_path / "nowhere" / "list.csv": "make the folder first",
        tmp_path / "file" / "list.csv": "make the folder first",
        tmp_path / "folder.csv": "that is a folder",
    }
    for path, hint in cases.items():
        with pytest.raises(ExportError, match=path.name) as caught:
            export([SHORTLIST], path)
        assert hint in (caught.value.hint or "")
    assert {file.name for file in tmp_path.iterdir()} == {"folder.csv", "file"}


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "real.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    export([SHORTLIST], link)
    assert link.is_symlink()
    assert target.read_bytes() == write_alone(tmp_path / "expected")


def write_alone(path: Path) -> bytes:
    EXPORTERS[".csv"].write([SHORTLIST], path)
    return path.read_bytes()

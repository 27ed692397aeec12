"""`overheard import` on a small home."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from tests.engine.cli.small_home import Run, home, line, lines, posts, run

__all__ = ["home", "posts", "run"]


def test_import_counts_what_it_did_and_does_it_once(run: Run, posts: Path) -> None:
    first, second = run("import", str(posts)), run("import", str(posts))
    assert first.out == (f"{posts}: posts read: 9 (9 new, 0 updated, 0 unchanged), creators: 3\n")
    assert "9 texts embedded, 9 vectors in the index" in first.err
    assert second.out == f"{posts}: posts read: 9 (0 new, 0 updated, 9 unchanged), creators: 3\n"
    assert "0 texts embedded, 9 vectors in the index" in second.err


def test_a_bad_record_is_named_and_the_rest_is_kept(run: Run, posts: Path) -> None:
    posts.write_text("\n".join([*lines()[:4], '{"source": "x"}', "{broken"]), encoding="utf-8")
    answer = run("import", str(posts), "--output", "json")
    (report,) = json.loads(answer.out)
    assert answer.status == 3
    assert (report["posts_new"], report["failed"]) == (4, 2)
    assert [problem["where"] for problem in report["problems"]] == ["line 5", "line 6"]
    assert f"{posts}: line 5: " in answer.err
    assert "records that could not be read: 2; the rest is kept" in answer.err


def test_only_the_first_ten_problems_are_printed(run: Run, posts: Path) -> None:
    posts.write_text("\n".join([*lines(), *["{broken"] * 25]), encoding="utf-8")
    answer = run("import", "--no-index", str(posts))
    assert answer.err.count(f"{posts}: line ") == 10
    assert "records that could not be read: 25 (15 not shown); the rest is kept" in answer.err


def test_a_file_of_no_known_format_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><p>espresso</p>")
    answer = run("import", str(tmp_path / "page.html"))
    assert answer.status == 2
    assert "page.html is of no known format" in answer.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b'[\n{"source": "x"}\n]', "nearest format is jsonl, which needs id, text, created_at"),
        (
            b'{"source": "x", "text": "y", "creator": {"id": 1}}',
            "creator; the nearest format is jsonl",
        ),
        (b'{"zodiac": "leo"}', "no known format has any of them"),
        ('{"source": "x"}'.encode("utf-16"), "save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_it_looks_like(
    run: Run, tmp_path: Path, content: bytes, word: str
) -> None:
    (tmp_path / "export").write_bytes(content)
    answer = run("import", str(tmp_path / "export"))
    assert answer.status == 2
    assert word in answer.err


def test_an_archive_is_read_part_by_part_and_what_is_no_format_is_passed_over(
    run: Run, tmp_path: Path, posts: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("data/posts.jsonl", posts.read_bytes())
        archive.writestr("media/a.png", b"\x89PNG\r\n\x1a\n\x00")
    answer = run("import", "--no-index", str(tmp_path / "export.zip"))
    assert answer.status == 0
    assert "export.zip: data/posts.jsonl: posts read: 9 (9 new" in answer.out
    assert "1 of 2 files are of no known format and passed over: media/a.png" in answer.err


def test_a_folder_with_nothing_to_read_is_one_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    for name in ("a.png", "b.png"):
        (tmp_path / "media" / name).write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    answer = run("import", "--no-index", str(tmp_path / "media"))
    assert answer.status == 2
    assert "none of its files is of a known format" in answer.err
    assert not (tmp_path / "home").exists()


def test_columns_are_guessed_shown_and_overruled_by_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("Caption,Date,Username\nhi,03/04/2021,ana\n")
    answer = run("import", "--no-index", "posts.csv")
    assert answer.status == 2
    assert "dates like 03/04/2021" in answer.err
    (tmp_path / "columns.toml").write_text('dates = "day-first"\nsource = "forum"\n')
    answer = run("import", "--no-index", "posts.csv", "--mapping", "columns.toml")
    assert answer.status == 0
    assert "posts.csv as guessed: posts read: 1 (1 new" in answer.out
    assert "columns as guessed: text from 'Caption', created_at from 'Date'" in answer.err
    assert "source of every post: forum" in answer.err


@pytest.mark.parametrize(("content", "said"), [(None, "cannot be read"), ("a = ", "is no TOML")])
def test_a_mapping_that_cannot_be_read_is_said(
    run: Run, tmp_path: Path, content: str | None, said: str
) -> None:
    if content:
        (tmp_path / "columns.toml").write_text(content)
    answer = run("import", "posts.csv", "--mapping", "columns.toml")
    assert answer.status == 2
    assert said in answer.err


def test_noise_on_standard_input_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\x00noise\n" * 200)))
    assert run("import", "-").status == 2
    assert not (tmp_path / "home").exists()


def test_a_bad_file_does_not_stop_the_others(run: Run, posts: Path, tmp_path: Path) -> None:
    packed = tmp_path / "more.jsonl.gz"
    packed.write_bytes(gzip.compress(line(20, "bo", "Tea for once").encode()))
    answer = run("import", "--no-index", str(tmp_path / "none"), str(posts), str(packed))
    assert answer.status == 3
    assert "9 new" in answer.out
    assert "more.jsonl.gz: posts read: 1 (1 new" in answer.out
    assert json.loads(run("status", "--output", "json").out)["posts"] == 10


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO("\n".join(lines()).encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert run("import", "--no-index", "-").out.startswith("-: posts read: 9 (9 new")


def test_an_unknown_format_lists_the_known(run: Run, posts: Path) -> None:
    answer = run("import", "--format", "jsnl", str(posts))
    assert answer.status == 2
    _, _, listed = answer.err.partition("did you mean 'jsonl'? there are: ")
    assert {"csv", "guessed", "jsonl"} <= {*listed.strip().split(", ")}

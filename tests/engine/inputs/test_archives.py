"""Folders and ZIP archives as the files in them, and Parquet as lines of JSON."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.errors import InputError
from engine.inputs import archives, open_input, opening, parquet
from engine.inputs.archives import open_part, parts_of


def zipped(folder: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> str:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return str(path)


def read_all(name: str) -> dict[str, bytes]:
    found = {}
    for part in parts_of(name):
        with open_part(part) as stream:
            found[part.member or Path(part.path).name] = b"".join(
                iter(lambda opened=stream: opened.read(7_001), b"")
            )
    return found


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_members_of_an_archive_are_read_in_order_and_unpacked(
    tmp_path: Path, compression: int
) -> None:
    members = {"data/b.json": b"x" * 99_999, "data/a.json.gz": gzip.compress(b"packed")}
    extra = {"__MACOSX/a": b"no", ".DS_Store": b"no"}
    name = zipped(tmp_path, {**members, **extra}, compression)
    assert [part.name for part in parts_of(name)] == [
        f"{name}: data/a.json.gz", f"{name}: data/b.json",
    ]  # fmt: skip
    assert read_all(name) == {"data/a.json.gz": b"packed", "data/b.json": b"x" * 99_999}


def test_a_folder_is_its_files_and_those_in_archives_in_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.jsonl").write_bytes(b"b")
    (tmp_path / "a.jsonl").write_bytes(b"a")
    (tmp_path / ".hidden").write_bytes(b"no")
    zipped(tmp_path, {"c.jsonl": b"c"})
    assert read_all(str(tmp_path)) == {"a.jsonl": b"a", "c.jsonl": b"c", "b.jsonl": b"b"}


def test_a_plain_file_is_itself_and_a_missing_one_is_said_when_opened(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    assert read_all(str(tmp_path / "a")) == {"a": b"a"}
    with pytest.raises(InputError, match="there is no file"):
        read_all(str(tmp_path / "b"))


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    name = zipped(tmp_path / "inside", {"../../escaped.jsonl": b"a", "/etc/escaped": b"b"})
    assert sorted(read_all(name).values()) == [b"a", b"b"]
    assert [path.name for path in tmp_path.rglob("*")] == ["inside", "export.zip"]


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    name = zipped(tmp_path, {"a.json": b"secret"})
    content = bytearray(Path(name).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag in the central directory
    Path(name).write_bytes(content)
    with pytest.raises(InputError, match="needs a password"):
        parts_of(name)


def test_a_bomb_is_refused_before_a_byte_of_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "SUSPECT_BYTES", 1 << 20)
    name = zipped(tmp_path, {"bomb": bytes(8 << 20)})
    with pytest.raises(InputError, match="8,388,608 bytes"):
        parts_of(name)


def test_a_bomb_in_an_archive_in_an_archive_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SUSPECT_BYTES", 1 << 20)
    name = zipped(tmp_path, {"bomb.gz": gzip.compress(bytes(8 << 20))})
    with pytest.raises(InputError, match="expands more than"):
        read_all(name)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b""}, "an Excel workbook"),
        ({}, "holds no file"),
    ],
)
def test_an_archive_of_no_use_is_refused(
    tmp_path: Path, members: dict[str, bytes], said: str
) -> None:
    name = zipped(tmp_path, {**members, "__MACOSX/x": b""})
    with pytest.raises(InputError, match=said):
        parts_of(name)


def test_damage_is_said(tmp_path: Path) -> None:
    name = zipped(tmp_path, {"a.json": b"0123456789" * 100}, zipfile.ZIP_STORED)
    content = Path(name).read_bytes()
    Path(name).write_bytes(content.replace(b"0123456789", b"012345x789", 1))
    with pytest.raises(InputError, match="is damaged"):
        read_all(name)
    Path(name).write_bytes(content[:500])
    with pytest.raises(InputError, match="damaged ZIP archive"):
        read_all(name)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_PARTS", 2)
    name = zipped(tmp_path, {f"{number}.json": b"" for number in range(3)})
    with pytest.raises(InputError, match="3 files; the limit is 2"):
        parts_of(name)


def parquet_file(folder: Path, table: pa.Table) -> str:
    path = folder / "posts.parquet"
    pq.write_table(table, path)
    return str(path)


def lines_of(name: str) -> list[dict[str, object]]:
    with open_input(name) as stream:
        content = b"".join(iter(lambda: stream.read(7_001), b""))
    return [json.loads(line) for line in io.BytesIO(content)]


def test_the_rows_of_parquet_are_lines_of_json(tmp_path: Path) -> None:
    rows = [
        {"id": number, "text": "caf\u00e9\u2028", "tags": ["a"], "user": {"n": None}, "views": 1.5}
        for number in range(2_500)
    ]
    assert lines_of(parquet_file(tmp_path, pa.Table.from_pylist(rows))) == rows


def test_times_in_parquet_are_written_out(tmp_path: Path) -> None:
    moment = datetime(2026, 5, 1, 10, tzinfo=UTC)
    name = parquet_file(tmp_path, pa.table({"at": [moment]}))
    (line,) = lines_of(name)
    assert datetime.fromisoformat(str(line["at"])) == moment


def test_a_damaged_parquet_file_is_one_clear_error(tmp_path: Path) -> None:
    name = parquet_file(tmp_path, pa.table({"id": list(range(1_000))}))
    Path(name).write_bytes(Path(name).read_bytes()[:-20])
    with pytest.raises(InputError, match="a Parquet file that cannot be read"):
        lines_of(name)


def test_parquet_that_expands_absurdly_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_SUSPECT_BYTES", 1_000)
    monkeypatch.setattr(parquet, "MAX_EXPANSION", 1)
    name = parquet_file(tmp_path, pa.table({"id": list(range(50_000))}))
    with pytest.raises(InputError, match="decompression bomb"):
        lines_of(name)

"""An index file is believed only if every byte is as it was written."""

from __future__ import annotations

import json
import random
import zlib
from pathlib import Path

import numpy as np
import pytest

from engine.errors import VectorIndexError
from engine.vectors import open_index
from engine.vectors.faiss import FaissIndex
from engine.vectors.file import IndexFile
from tests.unit_vectors import unit_rows

DIM = 8
MINE = {"dim": DIM, "model_id": "minilm", "database_id": "d1"}


@pytest.fixture
def file(tmp_path: Path) -> IndexFile:
    """The file of an index of fifty vectors."""
    saved = IndexFile(path=tmp_path / "minilm.faiss", dim=DIM, model_id="minilm", database_id="d1")
    index = FaissIndex(DIM, file=saved)
    index.add(np.arange(1, 51), unit_rows(50, dim=DIM))
    index.save()
    return saved


def test_every_truncation_is_noticed(file: IndexFile) -> None:
    whole = file.path.read_bytes()
    for length in (*range(0, len(whole), 7), len(whole) - 1):
        file.path.write_bytes(whole[:length])
        doubt = file.doubt()
        assert doubt is not None, length
        assert doubt.is_damaged


def test_every_flipped_bit_is_noticed(file: IndexFile) -> None:
    whole = file.path.read_bytes()
    dice = random.Random(0)  # noqa: S311 - a reproducible choice of bits
    for _ in range(600):
        bit = dice.randrange(8 * len(whole))
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        file.path.write_bytes(flipped)
        assert file.doubt() is not None, bit
    file.path.write_bytes(whole + b"x")
    assert file.doubt() is not None


def test_a_damaged_file_is_renamed_and_the_index_starts_empty(file: IndexFile) -> None:
    content = bytearray(file.path.read_bytes())
    content[len(content) // 2] ^= 4
    file.path.write_bytes(content)
    index, reason = open_index(file.path, **MINE)
    assert reason == (
        f"the vector index {file.path} fails its checksum; "
        "it was renamed minilm.faiss.corrupt and is made again from rows"
    )
    assert (len(index), index.watermark()) == (0, 0)
    assert file.path.with_name("minilm.faiss.corrupt").read_bytes() == content
    index.add(np.arange(1, 3), unit_rows(2, dim=DIM))
    index.save()
    assert open_index(file.path, **MINE)[1] is None


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"database_id": "d2"}, "was made for database d1, not d2"),
        ({"model_id": "e5"}, "was made for model minilm, not e5"),
        ({"dim": 4}, "was made for dim 8, not 4"),
    ],
)
def test_a_file_made_for_something_else_is_removed(
    file: IndexFile, other: dict[str, object], said: str
) -> None:
    index, reason = open_index(file.path, **{**MINE, **other})  # type: ignore[arg-type]
    assert reason is not None
    assert said in reason
    assert len(index) == 0
    assert list(file.path.parent.iterdir()) == []


def test_a_newer_format_is_kept_aside(file: IndexFile) -> None:
    magic = b"overheard vectors\n"
    header = json.dumps({"format": 3, "surprise": True}).encode()
    body = magic + len(header).to_bytes(4, "little") + header
    file.path.write_bytes(body + zlib.crc32(body).to_bytes(4, "little"))
    _, reason = open_index(file.path, **MINE)
    assert reason is not None
    assert "has format 3, and this version reads 2" in reason
    assert file.path.with_name("minilm.faiss.corrupt").exists()


def test_something_that_is_no_index_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "minilm.faiss"
    path.write_text("these are not vectors, but they are somebody's notes")
    index, reason = open_index(path, **MINE)
    assert reason is not None
    assert "is not a vector index, or its beginning is damaged" in reason
    assert len(index) == 0


def test_a_payload_that_faiss_cannot_read_is_kept_aside(file: IndexFile) -> None:
    with file.reading() as (_, members, _):
        file.write(members, kind="flat-fp16", generation=2, payload=lambda write: write(b"what?"))
    index, reason = open_index(file.path, **MINE)
    assert reason is not None
    assert "holds what FAISS cannot read" in reason
    assert len(index) == 0


def test_generations_count_the_saves(file: IndexFile) -> None:
    index, _ = open_index(file.path, **MINE)
    index.save()
    index.save()
    with file.reading() as (header, _, _):
        assert (header.generation, header.count, header.watermark) == (3, 50, 50)


def test_a_save_that_fails_leaves_the_old_file(
    file: IndexFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.path.read_bytes()
    index, _ = open_index(file.path, **MINE)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(VectorIndexError, match="No space left on device") as caught:
        index.save()
    assert caught.value.hint is not None
    assert file.path.read_bytes() == before
    assert [path.name for path in file.path.parent.iterdir()] == ["minilm.faiss"]


def test_an_index_in_memory_cannot_be_saved() -> None:
    with pytest.raises(ValueError, match="no file"):
        FaissIndex(DIM).save()

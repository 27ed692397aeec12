"""Opening files, archives and standard input."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import zstandard

from engine.errors import InputError
from engine.inputs import HEAD_BYTES, head, open_input, opening

TEXT = b"".join(b"line %d of a file that is read\n" % number for number in range(20_000))
PACKED = {
    "plain": TEXT,
    "gzip": gzip.compress(TEXT),
    "gzip in two members": gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]),
    "xz": lzma.compress(TEXT),
    "xz in two streams": lzma.compress(TEXT[:99]) + lzma.compress(TEXT[99:]),
    "bzip2": bz2.compress(TEXT),
    "bzip2 in two streams": bz2.compress(TEXT[:99]) + bz2.compress(TEXT[99:]),
    "gzip with padding": gzip.compress(TEXT) + bytes(3_000),
    "zstd": zstandard.ZstdCompressor().compress(TEXT),
    "zstd in two frames": zstandard.ZstdCompressor().compress(TEXT[:99])
    + zstandard.ZstdCompressor().compress(TEXT[99:]),
}


def written(folder: Path, content: bytes) -> str:
    path = folder / "input"
    path.write_bytes(content)
    return str(path)


def read_all(name: str) -> bytes:
    with open_input(name) as stream:
        return b"".join(iter(lambda: stream.read(7_001), b""))


def drain(name: str, given: bytearray) -> None:
    with open_input(name) as stream:
        while chunk := stream.read(4_096):
            given += chunk


def read_until_fault(name: str) -> tuple[bytes, InputError]:
    """Return what a broken file gave, and how it ended."""
    given = bytearray()
    with pytest.raises(InputError) as caught:
        drain(name, given)
    return bytes(given), caught.value


@pytest.mark.parametrize("kind", PACKED)
def test_content_decides_how_a_file_is_read(tmp_path: Path, kind: str) -> None:
    assert read_all(written(tmp_path, PACKED[kind])) == TEXT


@pytest.mark.parametrize("kind", PACKED)
def test_looking_ahead_takes_nothing_away(tmp_path: Path, kind: str) -> None:
    with open_input(written(tmp_path, PACKED[kind])) as stream:
        assert head(stream) == TEXT[:HEAD_BYTES]
        assert head(stream) == TEXT[:HEAD_BYTES]
        assert b"".join(iter(lambda: stream.read(1 << 20), b"")) == TEXT


def test_looking_ahead_works_on_any_seekable_stream() -> None:
    stream = io.BytesIO(TEXT)
    stream.seek(5)
    assert head(stream) == TEXT[5 : HEAD_BYTES + 5]
    assert stream.tell() == 5


def test_looking_ahead_on_a_pipe_of_somebody_else_is_a_mistake() -> None:
    ends = os.pipe()
    os.close(ends[1])
    with os.fdopen(ends[0], "rb") as pipe, pytest.raises(ValueError, match="seekable"):
        head(pipe)


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    assert read_all(written(tmp_path, b"")) == b""


def test_standard_input_is_read_and_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO(PACKED["gzip"])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=buffer))
    assert read_all("-") == TEXT
    assert not buffer.closed


@pytest.mark.parametrize("kind", ["gzip", "zstd"])
@pytest.mark.parametrize("missing", [1, 5, 2_000])
def test_a_truncated_archive_gives_what_it_holds_and_then_says_so(
    tmp_path: Path, kind: str, missing: int
) -> None:
    given, fault = read_until_fault(written(tmp_path, PACKED[kind][:-missing]))
    assert TEXT.startswith(given)
    assert given or kind == "zstd"  # zstd packs this text into one block: all of it or nothing
    assert "breaks off after" in str(fault)
    assert fault.hint


def test_a_damaged_archive_gives_what_it_holds_and_then_says_so(tmp_path: Path) -> None:
    packed = bytearray(PACKED["gzip"])
    packed[-6] ^= 0xFF  # the checksum
    given, fault = read_until_fault(written(tmp_path, bytes(packed)))
    assert len(TEXT) - len(given) < 1 << 18  # what the last slice held is in doubt
    assert TEXT.startswith(given)
    assert "damaged gzip archive" in str(fault)


def test_bytes_behind_an_archive_are_not_passed_over(tmp_path: Path) -> None:
    given, fault = read_until_fault(written(tmp_path, PACKED["gzip"] + b"something else"))
    assert given == TEXT
    assert "damaged gzip archive" in str(fault)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_decompression_bomb_is_not_followed(
    tmp_path: Path, pack: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SUSPECT_BYTES", 1 << 20)
    bomb = pack(bytes(40 << 20))  # type: ignore[operator]
    given, fault = read_until_fault(written(tmp_path, bomb))
    assert len(given) < 40 << 20
    assert "decompression bomb" in str(fault)


def test_highly_repetitive_but_small_files_are_no_bombs(tmp_path: Path) -> None:
    assert read_all(written(tmp_path, gzip.compress(bytes(5 << 20)))) == bytes(5 << 20)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"PK\x03\x04rest", "ZIP"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"SQLite format 3\0", "SQLite")],
)
def test_archives_of_other_kinds_are_named(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=kind) as caught, open_input(written(tmp_path, content)):
        pass
    assert "first" in str(caught.value.hint)


def test_a_missing_file_a_folder_and_a_nonsense_name_are_told_apart(tmp_path: Path) -> None:
    for name, said in [
        (str(tmp_path / "absent"), "there is no file"),
        (str(tmp_path), "is a folder"),
        ("nul\0name", "cannot be opened"),
    ]:
        with pytest.raises(InputError, match=said) as caught, open_input(name):
            pass
        assert caught.value.hint


def test_a_file_that_may_not_be_read_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as root, who may read it all
    with pytest.raises(InputError, match="may not read"), open_input(str(tmp_path / "secret")):
        pass


def test_a_disk_that_fails_in_mid_file_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().read(10)

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Failing(TEXT)))
    given, fault = read_until_fault("-")
    assert given == TEXT[:10]
    assert "cannot be read on" in str(fault)


def test_zstd_that_looks_back_far_is_read(tmp_path: Path) -> None:
    """Archives of Reddit are packed with `--long=31`; the header says so in its sixth byte."""
    packer = zstandard.ZstdCompressor().compressobj()
    packed = bytearray(packer.compress(TEXT) + packer.flush())
    packed[5] = (31 - 10) << 3
    path = tmp_path / "RS.zst"
    path.write_bytes(packed)
    with open_input(str(path)) as stream:
        assert stream.read() == TEXT


@pytest.mark.parametrize("compress", [lzma.compress, bz2.compress])
def test_bombs_of_other_archives_are_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compress: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(opening, "SUSPECT_BYTES", 1 << 20)
    with pytest.raises(InputError, match="decompression bomb"):
        read_all(written(tmp_path, compress(bytes(64 << 20))))

"""Parquet files as lines of JSON, so that whoever reads the one reads the other."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Final

import msgspec

from engine.errors import InputError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

ROWS_AT_A_TIME = 1_000
MAX_EXPANSION: Final = 1_000  # columns of one repeated value shrink a lot
_SUSPECT_BYTES = 1 << 30
_IN_MEMORY_BYTES = 1 << 25


def parquet_lines(first: bytes, rest: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Yield the rows of the Parquet file that begins with `first` as JSON objects, one a line.

    Raises:
        InputError: it is damaged, encrypted, or expands absurdly.
    """
    import pyarrow as pa

    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
        file.write(first)
        for chunk in rest:
            file.write(chunk)
        size = file.tell()
        file.seek(0)
        try:
            yield from _lines(file, size, name)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise InputError(
                f"{name!r} is a Parquet file that cannot be read: {error}",
                hint="download or copy it again; what could be read was read",
            ) from error


def _lines(file: IO[bytes], size: int, name: str) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    encode = msgspec.json.Encoder(enc_hook=str).encode
    with pq.ParquetFile(file) as table:
        _check(table, size, name)
        for batch in table.iter_batches(batch_size=ROWS_AT_A_TIME):
            yield b"".join([encode(row) + b"\n" for row in batch.to_pylist()])


def _check(table: ParquetFile, size: int, name: str) -> None:
    groups = range(table.metadata.num_row_groups)
    expanded = sum(table.metadata.row_group(number).total_byte_size for number in groups)
    if expanded > max(_SUSPECT_BYTES, MAX_EXPANSION * size):
        raise InputError(
            f"{name!r} expands more than {MAX_EXPANSION} times, to {expanded:,} bytes: not read, "
            "for it may be a decompression bomb",
            hint="if you trust it, save it as CSV and import that",
        )

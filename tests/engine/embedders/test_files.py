"""Files that are whole at every moment, whoever writes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from engine.embedders.files import write_atomically

WRITERS, TIMES = 8, 100


def test_threads_that_write_one_file_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    file = tmp_path / "known" / "one.json"
    contents = [bytes([65 + n]) * 50_000 for n in range(WRITERS)]

    def write(content: bytes) -> None:
        for _ in range(TIMES):
            write_atomically(file, content)
            assert file.read_bytes() in contents

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, contents))
    assert [path.name for path in file.parent.iterdir()] == [file.name]

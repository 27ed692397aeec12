"""Exported lists sent back to the page as files, and files that are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from tempfile import gettempdir
from urllib.parse import quote

import pytest

from tests.engine.web.conftest import Answer, Served
from tests.engine.web.kept import fresh, keep, ranked, send


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home in which every test keeps lists of its own names."""
    with fresh(tmp_path_factory.mktemp("lists")) as served:
        yield served


def upload(served: Served, content: bytes, filename: str, name: str = "") -> Answer:
    """Send a file as a browser does: the token first."""
    head = '--b\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n{}'
    fields = "\r\n".join(
        (
            head.format("csrf", "", served.door.form_token),
            head.format("name", "", name),
            head.format("file", f'; filename="{filename}"', ""),
        )
    )
    body = fields.encode() + content + b"\r\n--b--\r\n"
    return served.ask("/shortlists/import", method="POST", body=body,
                      Content_Type="multipart/form-data; boundary=b")  # fmt: skip


@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx", ".parquet", ".csv?excel=yes"])
def test_an_exported_file_sent_to_the_page_is_the_same_list(lists: Served, suffix: str) -> None:
    name = f"sent {suffix.replace('?', '')}"
    path = keep(lists, name, *ranked(lists)[:3])
    send(lists, f"{path}/columns", ("column", "budget"))
    send(lists, f"{path}/notes", ("creator", ranked(lists)[0]), ("note", "fair; call"),
         ("own.budget", "007"))  # fmt: skip
    file = lists.ask(f"{path}{suffix}").body
    answer = upload(lists, file, f"a/b\\..\\{name}.{suffix[1:].partition('?')[0]}", f"{name} again")
    assert answer.headers["Location"].endswith("?said=imported&n=3")
    one, other = (lists.ask(f"/api/shortlists/{quote(it)}").json for it in (name, f"{name} again"))
    for document in (one, other):
        del document["name"], document["brief"]["where"]
        for row in document["creators"]:
            row["score"] = round(row["score"], 6)  # parts are written to eight decimals
            row["parts"] = {part: round(points, 6) for part, points in row["parts"].items()}
    assert other == one


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"", "", "no file was sent"),
        (b"x", "list.exe", "is of no list"),
        (b"x", "../../etc/passwd", "is of no list"),
        (b"no zip", "list.xlsx", "it is no workbook"),
        (b"{}", "list.json", "is no exported list"),
        (b"x" * (32 * 2**20 + 1), "list.csv", "the file is larger than 32 MB"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_is_kept(
    lists: Served, content: bytes, filename: str, said: str
) -> None:
    before = lists.ask("/api/shortlists").json
    answer = upload(lists, content, filename, "never")
    assert answer.status == 400
    assert answer.says(said)
    assert str(gettempdir()) not in answer.text.partition("<footer")[0]
    assert lists.ask("/api/shortlists").json == before


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(lists: Served) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(300 * 2**20))
    answer = upload(lists, packed.getvalue(), "bomb.xlsx", "bomb")
    assert (answer.status, "more than any list" in answer.text) == (400, True)

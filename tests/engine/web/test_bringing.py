"""Bringing posts in from the page: uploads and their bounds, columns and what they hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from multidict import MultiDict

from engine.errors import ConfigError
from engine.web import uploads
from engine.web.pages.bringing import mapping_of
from tests.engine.web.conftest import Answer, Served, serving
from tests.engine.web.people import HOSTILE

ODD = "Wer;Wann;Was;Herzen\nana;2026-05-01 10:00;Espresso at home;3\n"
LINE = """{"source":"mastodon","id":"1","text":"espresso","created_at":"2026-05-01T10:00:00Z","""
LINE += """"creator":{"id":"7","handle":"ana"}}\n"""


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """The page over a home that is not there yet."""
    with serving(tmp_path / "home") as served:
        yield served


def upload(served: Served, *files: tuple[str, bytes], csrf: str | None = None) -> Answer:
    token = served.door.form_token if csrf is None else csrf
    parts = [b'--xyz\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + token.encode()]
    for name, content in files:
        head = f'\r\n--xyz\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: text/csv\r\n\r\n" + content)
    body = b"".join([*parts, b"\r\n--xyz--\r\n"])
    return served.ask(
        "/import", method="POST", body=body, Content_Type="multipart/form-data; boundary=xyz"
    )


def left_in(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*")) if home.exists() else []


def test_an_empty_home_shows_three_ways_in(empty: Served) -> None:
    text = empty.ask("/").text
    assert [f'action="{way}"' in text for way in ("/demo", "/import", "/collect")] == [True] * 3
    assert "hackernews" in text
    assert not empty.home.exists()


def test_a_table_of_unknown_columns_is_shown_with_what_they_hold(empty: Served) -> None:
    answer = upload(empty, ("odd.csv", ODD.encode()))
    assert answer.status == 303
    shown = empty.ask(answer.headers["Location"]).text
    assert all(f"<bdi>{column}</bdi>" in shown for column in ("Wer", "Wann", "Was", "Herzen"))
    assert "no column is a text" in shown
    fields = ("creator.handle", "created_at", "text", "likes")
    named = [("0:column", name) for name in ("Wer", "Wann", "Was", "Herzen")]
    named += [("0:field", field) for field in fields]
    form = [("csrf", empty.door.form_token), ("do", "look"), ("0:source", "mastodon"), *named]
    sent = empty.ask(
        answer.headers["Location"], method="POST", body=urlencode(form),
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    again = empty.ask(sent.headers["Location"]).text
    assert "Espresso at home" in again
    assert "<bdi>ana</bdi> on mastodon" in again


def test_what_is_forgotten_leaves_nothing_behind(empty: Served) -> None:
    path = upload(empty, ("odd.csv", ODD.encode())).headers["Location"]
    assert any(name.endswith("odd.csv") for name in left_in(empty.home))
    assert empty.send(path, do="forget").status == 303
    assert left_in(empty.home) == []
    assert empty.ask(path).status == 404


@pytest.mark.parametrize(
    ("name", "content", "said", "hint"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "a PDF document", "save it as CSV"),
        ("a.csv", b"", "empty", "check that it was written"),
        ("a.zip", b"PK\x03\x04 broken", "damaged ZIP archive", "download or copy it again"),
        ("a.bin", bytes(range(256)) * 10, "of no known format", "known are"),
    ],
)
def test_a_bad_file_gives_its_error_and_what_to_do_and_is_not_kept(
    empty: Served, name: str, content: bytes, said: str, hint: str
) -> None:
    answer = upload(empty, (name, content))
    assert answer.status == 400
    assert said in answer.text
    assert answer.says(hint)
    assert left_in(empty.home) == []


def test_an_archive_that_grows_out_of_measure_is_refused(empty: Served) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (70 << 20))
    answer = upload(empty, ("a.zip", packed.getvalue()))
    assert answer.status == 400
    assert "expands more than 200 times" in answer.text


def test_an_upload_is_bounded_whether_it_says_its_size_or_not(
    empty: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000)
    answer = upload(empty, ("a.csv", b"x" * 2_000))
    assert (answer.status, "at most" in answer.text) == (413, True)
    monkeypatch.setattr("engine.web.pages.bringing.check_size", lambda *_: None)
    answer = upload(empty, ("a.csv", b"x" * 600), ("b.csv", b"x" * 600))
    assert (answer.status, "overheard import FILE" in answer.text) == (413, True)
    assert left_in(empty.home) == []


def test_an_upload_that_does_not_come_to_an_end_is_given_up(
    empty: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(uploads, "SILENCE", 0.2)
    head = (
        f"POST /import HTTP/1.1\r\nHost: 127.0.0.1:{empty.port}\r\nContent-Length: 5000\r\n"
        f"X-CSRF-Token: {empty.door.form_token}\r\n"
        "Content-Type: multipart/form-data; boundary=xyz\r\n\r\n--xyz\r\n"
        'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nbegun'
    )
    with socket.create_connection(("127.0.0.1", empty.port), timeout=30) as line:
        line.sendall(head.encode())
        answer = line.recv(1 << 16).decode()
    assert "400" in answer.splitlines()[0]
    assert left_in(empty.home) == []


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv", ".hidden.csv", "a\x00b.csv",
             "CON:évil.csv", "é" * 300 + ".csv", "--format=x.csv"],
)  # fmt: skip
def test_a_name_leads_nowhere(empty: Served, name: str) -> None:
    answer = upload(empty, (name.replace("\x00", "%00"), ODD.encode()))
    assert answer.status == 303
    (folder,) = (empty.home / "uploads").iterdir()
    (file,) = folder.iterdir()
    assert not file.name.startswith(".")
    assert len(file.name.encode()) <= 120
    assert file.suffix == ".csv"
    assert not list(empty.home.parent.glob("*.csv"))


def test_without_the_token_of_our_form_nothing_is_taken(empty: Served) -> None:
    assert upload(empty, ("a.csv", ODD.encode()), csrf="other").status == 403
    assert empty.ask("/import/0123456789abcdef").status == 404
    assert empty.ask("/import/..%2f..%2fetc").status == 404
    assert left_in(empty.home) == []


def test_hostile_names_of_columns_are_only_shown(empty: Served) -> None:
    head = ",".join('"' + name.replace('"', '""').replace("\n", " ") + '"' for name in HOSTILE)
    path = upload(empty, ("odd.csv", f"{head},text\n{head},x\n".encode())).headers["Location"]
    shown = empty.ask(path)
    assert shown.status == 200
    assert "<script src=x" not in shown.text.lower()
    assert "<img" not in shown.text.lower()
    assert shown.text.count("<script") == 1


def test_a_mapping_says_what_columns_hold_and_what_they_no_longer_hold() -> None:
    form = MultiDict(
        [("0:column", "Wer"), ("0:column", "Was"), ("0:field", "creator.handle"), ("0:field", ""),
         ("0:was", "text"), ("0:was", "creator.handle"), ("0:source", " x "), ("0:dates", "")]
    )  # fmt: skip
    columns = {"creator.handle": "Wer", "text": ""}
    assert mapping_of(form, 0) == {"columns": columns, "source": "x"}
    twice = MultiDict([("1:column", "a"), ("1:column", "b"), ("1:field", "text")])
    twice.add("1:field", "text")
    with pytest.raises(ConfigError, match="cannot both be text"):
        mapping_of(twice, 1)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"query": "tea"}, "no source is chosen"),
        ({"source": "hackernews"}, "nothing to ask for"),
        ({"source": "mastodont", "query": "tea"}, "did you mean"),
        ({"source": "telegram", "hashtag": "tea"}, "does not answer such queries"),
        ({"source": "hackernews", "query": "tea", "limit": "none"}, "none"),
        ({"source": "hackernews", "query": "tea", "since": "soon"}, "not a date"),
        ({"source": "mastodon", "hashtag": "tea", "option": "x"}, "no NAME=VALUE"),
        ({"source": "hackernews", "query": "\n".join(map(str, range(51)))}, "more than 50"),
    ],
)
def test_what_cannot_be_collected_is_said_in_the_form(
    empty: Served, form: dict[str, str], said: str
) -> None:
    answer = empty.send("/collect", **form)
    assert answer.status == 400
    assert answer.says(said)
    assert 'action="/collect"' in answer.text
    assert empty.ask("/api/job").json == {"job": None}

"""A page over a small home in which lists are kept, and what tests of lists do again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlencode

from tests.engine.web.conftest import Answer, Served, fill, serving
from tests.engine.web.people import pages

ADDRESS = "brief=espresso+grinder&now=2026-06-01"
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
JSON = {"Accept": "application/json"} | FORM


@contextmanager
def fresh(home: Path) -> Iterator[Served]:
    fill(home, *pages())
    with serving(home) as served:
        yield served


def send(served: Served, path: str, *fields: tuple[str, str], **headers: str) -> Answer:
    body = urlencode([("csrf", served.door.form_token), *fields])
    given = FORM | headers
    return served.ask(path, method="POST", body=body, **given)


def ranked(served: Served) -> list[str]:
    rows = served.ask(f"/api/search?{ADDRESS}&top=200").json["creators"]
    return [f"{row['source']}:{row['id']}" for row in rows]


def keep(served: Served, name: str, *who: str) -> str:
    """Keep those who are `who`, or the first 25, as a list; return its path."""
    fields = [("name", name), ("address", ADDRESS), ("who", "ticked" if who else "first")]
    answer = send(served, "/shortlists", *fields, *(("creator", one) for one in who))
    assert answer.status == 303, answer.text
    path = answer.headers["Location"].partition("?")[0]
    assert unquote(path) == f"/shortlists/{name}"
    return path


def held(served: Served, path: str) -> dict[str, dict[str, object]]:
    rows = served.ask(f"/api{path}").json["creators"]
    return {f"{row['source']}:{row['id']}": row for row in rows}

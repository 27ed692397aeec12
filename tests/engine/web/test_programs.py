"""The interface for programs is whole: all of it described, paged by cursors, marked by ETags."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.cli.serving import make_tools
from engine.config import Settings
from engine.exports.papers import Paper
from engine.web.slices import behind_of, paged
from tests.engine.cli.branded import make_home
from tests.engine.web import conftest
from tests.engine.web.conftest import Served, fill, tools_of
from tests.fakes import NOW, make_creator, make_page, make_post

CREATOR = "/api/creators/mastodon/11"
PAGES = (
    "/search.{}?brief=espresso&now=2026-06-01", "/creators/mastodon/11.{}?now=2026-06-01",
    "/brands.{}", "/mentions.{}?brand=krups&now=2026-06-01", "/voice.{}?brand=krups&now=2026-06-01",
    "/partners.{}?brand=krups&now=2026-06-01", "/prices/tables.{}",
    "/prices.{}?creator=mastodon:11&as=instagram&now=2026-06-01",
)  # fmt: skip
API = (
    "/api/search?brief=espresso&now=2026-06-01", "/api/similar?creator=mastodon:11&now=2026-06-01",
    f"{CREATOR}?now=2026-06-01", "/api/mentions?brand=krups&now=2026-06-01",
    "/api/voice?brand=krups&now=2026-06-01", "/api/partners?brand=krups&now=2026-06-01",
    "/api/openapi.json", "/api/prices/tables",
    "/api/prices?creator=mastodon:11&as=instagram&now=2026-06-01",
)  # fmt: skip


def described(served: Served) -> dict[str, Any]:
    found: dict[str, Any] = served.ask("/api/openapi.json").json
    return found


def test_every_address_under_api_is_described_and_every_described_one_is_there(
    served: Served,
) -> None:
    paths = set()
    for resource in served.app.router.resources():
        for method in {route.method for route in resource} & {"GET"}:
            del method
            path = resource.canonical
            if path.startswith("/api/{name}"):
                continue  # findings about brands: one route for all of them
            paths.add(path)
    ours = {path for path in paths if path.startswith("/api/")}
    findings = {"/api/mentions", "/api/voice", "/api/partners"}
    assert ours | findings == set(described(served)["paths"])


def test_every_answer_that_is_described_has_a_schema_that_names_its_fields(served: Served) -> None:
    document = described(served)
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            for status, answer in told["responses"].items():
                if status == "304":
                    continue
                reference = answer["content"]["application/json"]["schema"]["$ref"]
                schema = document["components"]["schemas"][reference.rpartition("/")[2]]
                assert schema["type"] == "object", (path, method)
                assert schema.get("properties"), (path, method, reference)


@pytest.mark.parametrize("address", [page.format(kind) for page in PAGES
                                     for kind in ("json", "csv", "xlsx")] + list(API))  # fmt: skip
def test_the_same_answer_has_the_same_mark_and_is_not_sent_twice(
    served: Served, address: str
) -> None:
    first = served.ask(address)
    assert first.status == 200
    again = served.ask(address, If_None_Match=first.headers["Etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Etag"] == first.headers["Etag"]
    assert again.headers["Content-Security-Policy"]


def test_a_workbook_of_a_page_does_not_say_when_it_was_asked_for(served: Served) -> None:
    for page in PAGES:
        book = zipfile.ZipFile(io.BytesIO(served.ask(page.format("xlsx")).body))
        assert f"{datetime.now(UTC):%Y-%m-%d}" not in book.read("docProps/core.xml").decode()


def test_another_question_has_another_mark(served: Served) -> None:
    one, other = (served.ask(f"/api/search?brief=espresso&top={n}") for n in (1, 2))
    assert one.headers["Etag"] != other.headers["Etag"]


def follow(served: Served, address: str, rows: str) -> list[Any]:
    """Return the rows of every page from the first on."""
    found: list[Any] = []
    after = ""
    for _ in range(50):
        page = served.ask(address + after).json
        found += page[rows]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"
    raise AssertionError("the pages do not end")


def test_posts_of_a_creator_go_on_behind_a_cursor(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("many")
    posts = [make_post(f"{i}", f"espresso {i}", creator="1", days_ago=1 + i // 3)
             for i in range(50)]  # fmt: skip
    fill(home, make_page(*posts, creators=[make_creator("1", handle="ana")]))
    with conftest.serving(home) as served:
        told = follow(served, "/api/creators/mastodon/1?now=2026-06-01", "newest_posts")
        by_number = [
            one
            for page in (1, 2, 3)
            for one in served.ask(f"/api/creators/mastodon/1?page={page}").json["newest_posts"]
        ]
        wrong = served.ask("/api/creators/mastodon/1?after=none")
    assert [one["id"] for one in told] == [one["id"] for one in by_number]
    assert len({one["id"] for one in told}) == len(posts)
    assert (wrong.status, wrong.json["error"]) == (400, "the cursor is none of ours")


def test_mentions_go_on_behind_a_cursor_and_the_rest_of_the_answer_stays() -> None:
    rows = [
        {"created_at": NOW - timedelta(days=i // 3), "source": "x", "id": str(i), "brand": brand}
        for i in range(20)
        for brand in ("krups", "delonghi")
    ]
    whole = Paper(title="Mentions", made_at=NOW, sheets=(),
                  document={"notes": ["a note"], "mentions": rows})  # fmt: skip
    seen, behind = [], None
    while True:
        page = paged(whole, top=7, behind=behind).document
        assert (page["notes"], page["listed"]) == (["a note"], 40)
        seen += page["mentions"]
        if page["next"] is None:
            break
        behind = behind_of(page["next"])
    assert seen == rows


def test_a_page_of_mentions_counts_ages_from_the_moment_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = [make_post(str(i), f"my Krups number {i}: {word}", creator=str(i), days_ago=i + 1)
             for i, word in enumerate(("loud", "old", "new", "gone", "broken"))]  # fmt: skip
    home = make_home(tmp_path, posts)
    tools = replace(tools_of(home), papers=make_tools(Settings(home=home)).papers)
    monkeypatch.setattr(conftest, "tools_of", lambda _: tools)
    with conftest.serving(home) as served:
        address = "/api/mentions?brand=krups&top=2"
        first = served.ask(address).json
        other = served.ask(f"{address}&after={first['next']}").json
        told = follow(served, address, "mentions")
        wrong = served.ask(f"{address}&after=none")
    assert first["made_at"] == other["made_at"]
    assert [one["id"] for one in told] == ["0", "1", "2", "3", "4"]
    assert (wrong.status, wrong.json["error"]) == (400, "the cursor is none of ours")


def test_our_own_files_are_kept_by_their_digest_and_pages_are_asked_for_again(
    served: Served,
) -> None:
    page = served.ask("/search")
    assert page.headers["Cache-Control"] == "no-cache, private"
    files = re.findall(r'"(/static/[^"]+[?][0-9a-f]+)"', page.text)
    assert len(files) >= 2
    for file in files:
        assert served.ask(file).headers["Cache-Control"].endswith("immutable")
        plain = served.ask(file.partition("?")[0])
        assert (plain.status, plain.headers["Cache-Control"]) == (200, "no-cache, private")
    assert served.ask("/static/none.js?0123").headers["Cache-Control"] == "no-cache, private"


@pytest.mark.parametrize("name", ["after", "sort", "brief", "literal"])
def test_what_an_address_does_not_take_is_refused_and_not_passed_over(
    served: Served, name: str
) -> None:
    answer = served.ask(f"/api/similar?creator=mastodon:11&{name}=yes")
    assert (answer.status, name in answer.json["error"]) == (400, True)

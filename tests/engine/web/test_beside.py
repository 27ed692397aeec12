"""What is counted beside the topic: page and command line give the same list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import engine.embedders
from engine.cli.main import main
from engine.config import load_settings
from engine.embedders.hashing import HashingEmbedder
from tests.engine.web.conftest import fill, serving, tools_of
from tests.engine.web.people import pages
from tests.fakes import NOW

BRIEF = "espresso grinder"
WHEN = NOW.isoformat()
ASKED = {"brief": BRIEF, "now": WHEN}
BOTH = "doubts = true\nprefer_community = 7.0\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty creators, of whom the last ten are customers."""
    place = tmp_path_factory.mktemp("beside")
    fill(place / "home", *pages())
    members = "".join(f"{i},mastodon\n" for i in range(50, 60))
    (place / "customers.csv").write_text(f"id,platform\n{members}", encoding="utf-8")
    assert main(["--home", str(place / "home"), "community", "import",
                 str(place / "customers.csv")]) == 0  # fmt: skip
    return place / "home"


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.embedders, "load_embedder", lambda *_, **__: HashingEmbedder())


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main([*words, "--now", WHEN, "--output", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("written", "flags", "asked", "parts"),
    [
        ("", [], {}, set()),
        (BOTH, [], {}, {"doubts", "community"}),
        (BOTH, ["--no-doubts", "--prefer-community", "2.5"],
         {"doubts": "no", "prefer-community": "2.5"}, {"community"}),
        ("", ["--doubts"], {"doubts": "yes"}, {"doubts"}),
    ],
)  # fmt: skip
def test_the_page_counts_what_the_command_line_counts(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    written: str,
    flags: list[str],
    asked: dict[str, str],
    parts: set[str],
) -> None:
    (config := tmp_path / "overheard.toml").write_text(written, encoding="utf-8")
    call = ["--config", str(config), "--home", str(home)]
    said = printed(capsys, *call, "search", BRIEF, *flags)["creators"]
    first = f"{said[0]['source']}:{said[0]['id']}"
    why = printed(capsys, *call, "why", first, BRIEF, *flags)["creator"]
    query = urlencode(ASKED | asked)
    tools = tools_of(home, load_settings(config, home=home))
    with serving(home, tools=tools) as served:
        shown = served.ask(f"/api/search?{query}").json["creators"]
        whose = f"{said[0]['source']}/{said[0]['id']}"
        place = served.ask(f"/api/creators/{whose}?{query}").json["why"]["creator"]
        spots = served.ask(f"/api/map?{query}").json["creators"]
    assert shown == said
    assert set(said[0]["parts"]) >= parts
    assert {"doubts", "community"} - parts == {"doubts", "community"} - set(said[0]["parts"])
    assert place["parts"] == why["parts"]
    assert [(one["source"], one["id"]) for one in spots[: len(said)]] == [
        (one["source"], one["id"]) for one in said
    ]


def test_a_list_kept_from_the_page_is_run_again_as_it_was_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(home) as served:
        address = urlencode(ASKED | {"prefer-community": "9"})
        kept = served.send("/shortlists", name="ours", who="first", address=address)
        before = served.ask("/api/shortlists/ours").json["creators"]
        changes = served.send("/shortlists/ours/rerun")
        after = served.ask("/api/shortlists/ours").json["creators"]
    assert (kept.status, changes.status) == (303, 303)
    own = printed(capsys, "--home", str(home), "search", BRIEF, "--prefer-community", "9")
    assert [one["id"] for one in after] == [one["id"] for one in before]
    assert [one["id"] for one in before] == [one["id"] for one in own["creators"]]
    assert max(one["parts"]["community"] for one in after) == 9.0


def test_a_new_member_is_preferred_by_the_next_search(tmp_path: Path) -> None:
    fill(tmp_path / "home", *pages())
    asked = f"/api/search?{urlencode(ASKED | {'prefer-community': '10'})}"
    (tmp_path / "fans.csv").write_text("id,platform\n7,mastodon\n", encoding="utf-8")
    with serving(tmp_path / "home") as served:
        before = served.ask(asked).json["creators"]
        assert main(["--home", str(tmp_path / "home"), "community", "import",
                     str(tmp_path / "fans.csv")]) == 0  # fmt: skip
        after = served.ask(asked).json["creators"]
    points = {one["id"]: one["parts"]["community"] for one in after}
    assert not any(one["parts"]["community"] for one in before)
    assert points["7"] == 10.0


@pytest.mark.parametrize("wrong", ["doubts=perhaps", "prefer-community=-1", "prefer-community=x"])
def test_what_cannot_be_counted_is_refused_with_advice(home: Path, wrong: str) -> None:
    with serving(home) as served:
        answer = served.ask(f"/api/search?brief=espresso&{wrong}")
    assert answer.status == 400
    assert wrong.split("=")[0] in answer.json["error"]

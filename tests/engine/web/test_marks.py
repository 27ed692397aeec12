"""Who is on a list of the user's is marked wherever the page puts creators forward."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.store import Store, database_path
from tests.engine.cli.branded import make_home
from tests.engine.web.conftest import fill, serving
from tests.engine.web.people import pages
from tests.fakes import NOW, make_creator, make_post

ASKED = "brief=espresso+grinder"


def test_lists_made_since_a_search_are_seen_by_the_same_search(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "customers.csv"
    fill(home, *pages())
    with serving(home) as served:
        before = served.ask(f"/api/search?{ASKED}").json["creators"]
        one, other = before[0], before[1]
        assert not any(key in one for key in ("notices", "community"))
        file.write_text(f"id,platform\n{other['id']},{other['source']}\n", encoding="utf-8")
        call = ["--home", str(home)]
        barred = [*call, "outreach", "do-not-contact", "add", f"{one['source']}:{one['id']}"]
        assert main([*barred, "--now", NOW.isoformat()]) == 0
        assert main([*call, "community", "import", str(file)]) == 0
        after = {row["id"]: row for row in served.ask(f"/api/search?{ASKED}").json["creators"]}
        rows = list(csv.DictReader(io.StringIO(served.ask(f"/search.csv?{ASKED}").text)))
        shown = [served.ask(f"/search?{ASKED}&view={view}").text for view in ("cards", "table")]
    assert after[one["id"]]["notices"] == ["do not contact"]
    assert after[other["id"]]["community"] == ["customers"]
    (row,) = (row for row in rows if row["id"] == one["id"])
    assert row["notices"] == "do not contact"
    for text in shown:
        assert text.count("do not contact") == 1
        assert "in <bdi>customers</bdi>" in text


@pytest.mark.parametrize("view", ["cards", "table"])
def test_who_is_against_the_brand_of_a_brief_is_shown_so(tmp_path: Path, view: str) -> None:
    texts = ("I hate my Krups espresso machine, it leaks.", "Never buy Krups again, broken twice.")
    home = make_home(
        tmp_path / "home",
        [make_post(str(i), creator="1", text=text) for i, text in enumerate(texts)],
        creators=[make_creator("1", handle="ana")],
    )
    fill(home)
    with Store.open(database_path(home)) as store:
        store.connection.execute("UPDATE mentions SET stance = 'against'")
    with serving(home) as served:
        said = served.ask("/api/search?brief=Krups+espresso+machines&mentions=krups").json
        text = served.ask(f"/search?brief=Krups+espresso+machines&mentions=krups&view={view}").text
    (one,) = said["creators"]
    assert one["warnings"] == ["against krups: 2 of 2 mentions"]
    assert "against krups: 2 of 2 mentions" in text

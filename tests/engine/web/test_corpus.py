"""The corpus page: posts by day, what was left out, and the runs before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from engine.store import Store, database_path
from tests.engine.web.conftest import fill, serving
from tests.fakes import NOW, make_page, make_post


def test_days_runs_and_what_was_left_out_are_all_shown(tmp_path: Path) -> None:
    old = make_post("old", created_at=NOW - timedelta(days=200))
    same = [make_post(name, created_at=NOW - timedelta(days=2)) for name in ("a", "b")]
    fill(tmp_path, make_page(old, *same, make_post("c", created_at=NOW - timedelta(days=1))))
    with Store.open(database_path(tmp_path)) as store:
        for number in (1, 2):
            query = {"query": f"#tea{number}", "posts_new": number, "failed": 0,
                     "dropped": {"a <b>repost</b>": number}, "stopped": "no more"}  # fmt: skip
            at = (NOW + timedelta(hours=number)).isoformat()
            report = {"at": at, "sources": [{"source": "lemmy", "queries": [query]}]}
            store.put_report("collect", report, now=NOW)
    with serving(tmp_path) as served:
        held, text = served.ask("/corpus.json").json, served.ask("/corpus").text
    days = [str((NOW - timedelta(days=ago)).date()) for ago in (2, 1)]
    assert held["by_day"] == {"mastodon": dict(zip(days, (2, 1), strict=True))}
    assert [run["query"] for run in held["runs"]] == ["#tea2", "#tea1"]
    assert "Posts per day and source" in text
    assert '<bdi>a &lt;b&gt;repost&lt;/b&gt;</bdi></th><td class="n">3</td>' in text
    assert all(f"#tea{number}" in text for number in (1, 2))

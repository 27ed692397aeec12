"""Charts in pages: their style sheet is ours and comes with every page."""

from __future__ import annotations

from engine.charts import STYLE
from tests.engine.web.conftest import Served


def test_the_style_sheet_of_charts_comes_with_every_page(served: Served) -> None:
    page = served.ask("/brands")
    [address] = [part for part in page.text.split('"') if part.startswith("/static/charts.css?")]
    sheet = served.ask(address)
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert sheet.text == STYLE.read_text()


def test_with_a_brief_a_creators_weeks_tell_posts_on_topic_from_others(served: Served) -> None:
    bare = served.ask("/api/creators/mastodon/5").json
    told = served.ask("/api/creators/mastodon/5?brief=espresso").json
    assert "on_topic" not in bare["by_week"]
    assert sum(told["by_week"]["on_topic"]) == told["why"]["creator"]["posts_on_topic"]
    page = served.ask("/creators/mastodon/5?brief=espresso").text
    assert "on topic, " in page
    assert "other posts" in page


def test_the_peers_of_a_creator_are_a_histogram_with_their_own_mark(served: Served) -> None:
    told = served.ask("/api/creators/mastodon/5").json["engagement"]
    assert sum(told["histogram"]["counts"]) == told["peers"]
    page = served.ask("/creators/mastodon/5").text
    assert page.count('class="ch-own"') == 2  # wide and narrow

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

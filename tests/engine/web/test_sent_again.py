"""Whatever a form was sent to may be asked for again, by reloading or from the history."""

from __future__ import annotations

import re

import pytest
from aiohttp import web

from tests.engine.web.conftest import Served


def _places(served: Served) -> list[str]:
    """Return an address of every kind that takes forms."""
    found = set()
    for route in served.app.router.routes():
        if route.method == "POST" and isinstance(route.resource, web.Resource):
            found.add(re.sub(r"{(.*?)(?::[^/]+)?}", _value, route.resource.canonical))
    return sorted(found)


def _value(field: re.Match[str]) -> str:
    return {"source": "bluesky", "id": "0123456789abcdef"}.get(field[1], "none")


def test_every_address_of_a_form_answers_when_it_is_asked_for_again(served: Served) -> None:
    places = _places(served)
    assert {"/community", "/campaigns/none/sales", "/community/talking-to"} <= {*places}
    refused = [place for place in places if served.ask(place).status == 405]
    assert refused == []
    assert served.ask("/shortlists/none").status == 404


@pytest.mark.parametrize(
    ("sent_to", "shown"),
    [
        ("/community/talking-to", "/community"),
        ("/community/remove", "/community"),
        ("/brands/card/none/label", "/brands/card/none"),
        ("/brands/refresh", "/brands"),
        ("/shortlists/import", "/shortlists"),
        ("/creators/bluesky/a/b/erase", "/creators/bluesky/a/b"),
        ("/demo/leave", "/"),
        ("/demo", "/"),
        ("/index", "/"),
    ],
)
def test_it_leads_to_the_page_the_form_stood_on(served: Served, sent_to: str, shown: str) -> None:
    answer = served.ask(sent_to)
    assert (answer.status, answer.headers["Location"]) == (303, shown)


def test_what_takes_no_forms_is_still_for_reading_only(served: Served) -> None:
    assert served.ask("/prices", method="DELETE").status in (403, 405)
    assert served.send("/prices").status == 405

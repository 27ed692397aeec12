"""Who is let in, and what other sites cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.web import Door
from tests.engine.web.conftest import Served, fill, serving
from tests.engine.web.people import pages

ERASE = "/creators/mastodon/nobody/erase"
ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "192.168.1.9", "", "["])
def test_a_name_made_to_point_here_is_refused(served: Served, name: str) -> None:
    answer = served.ask("/api/status", Host=name)
    assert answer.status == 421
    assert "posts" not in answer.text


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost:8765", "[::1]:1"])
def test_names_of_this_machine_are_served(served: Served, name: str) -> None:
    assert served.ask("/api/status", Host=name).status == 200


def test_a_form_without_its_token_changes_nothing(served: Served) -> None:
    for body in ("sure=erase", "sure=erase&csrf=", "sure=erase&csrf=guessed"):
        answer = served.ask(ERASE, method="POST", body=body, Content_Type=FORM)
        assert answer.status == 403
    parts = '--b\r\nContent-Disposition: form-data; name="sure"\r\n\r\nerase\r\n--b--\r\n'
    answer = served.ask(
        ERASE, method="POST", body=parts, Content_Type="multipart/form-data; boundary=b"
    )
    assert answer.status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_the_token(
    served: Served, headers: dict[str, str]
) -> None:
    body = f"csrf={served.door.form_token}&sure=erase"
    answer = served.ask(ERASE, method="POST", body=body, Content_Type=FORM, **headers)
    assert answer.status == 403


def test_a_form_of_our_own_is_taken(served: Served) -> None:
    body = f"csrf={served.door.form_token}"
    answer = served.ask(ERASE, method="POST", body=body, Content_Type=FORM, Origin=served.url)
    assert answer.status == 400
    assert "Nobody was erased" in answer.text


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd",
     "/static/%00", "/creators/../../etc/passwd"],
)  # fmt: skip
def test_no_path_leads_out(served: Served, path: str) -> None:
    answer = served.ask(path)
    assert answer.status in {400, 403, 404}
    assert "make_app" not in answer.text
    assert "root:" not in answer.text


def test_a_bug_is_not_shown_with_its_trace(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("engine.web.pages.search.page_of", broken)
    answer = served.ask("/api/search?brief=espresso")
    assert answer.status == 500
    assert answer.json["error"] == "a bug in overheard: RuntimeError"
    assert "secret" not in answer.text


def test_whoever_can_be_reached_from_outside_asks_for_a_token(tmp_path: Path) -> None:
    fill(tmp_path, *pages())
    door = Door.of(ANYWHERE)
    assert door.token is not None
    with serving(tmp_path, door) as served:
        assert served.ask("/api/status").status == 401
        assert served.ask("/api/status", Authorization="Bearer wrong").status == 401
        assert served.ask("/api/status", Authorization=f"Bearer {door.token}").status == 200
        entered = served.ask(f"/corpus?token={door.token}")
        assert (entered.status, entered.headers["Location"]) == (303, "/corpus")
        cookie = entered.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert served.ask("/corpus", Cookie=cookie.partition(";")[0]).status == 200
        assert served.ask("/corpus?token=wrong").status == 401
        assert served.ask("/corpus", Host="evil.example").status == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_only_this_machine_needs_no_token(host: str) -> None:
    assert Door.of(host).token is None


@pytest.mark.parametrize("host", [ANYWHERE, "::", "192.168.1.20", "box.example"])
def test_every_other_address_needs_one(host: str) -> None:
    token = Door.of(host).token
    assert token is not None
    assert len(token) >= 32

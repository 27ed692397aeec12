"""Campaigns in the page: begun from a list, with codes and links, sales sent, results shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser

from tests.engine.web.conftest import Answer, Served, fill, serving
from tests.engine.web.kept import keep
from tests.engine.web.looking import scripts_shown
from tests.engine.web.people import HOSTILE, pages
from tests.fakes import NOW

START = f"{NOW - timedelta(days=60):%Y-%m-%d}"
END = f"{NOW + timedelta(days=1):%Y-%m-%d}"
WINDOW = {"from": START, "until": END, "currency": "EUR"}
LINK = "https://acme.example/spring"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home with a list of three, and a campaign of it."""
    home = tmp_path_factory.mktemp("planned")
    fill(home, *pages())
    with serving(home) as served:
        keep(served, "three", "mastodon:5", "mastodon:11", "mastodon:17")
        made = served.send(
            "/campaigns", name="spring", shortlist="three", hashtags="#espresso", url=LINK, **WINDOW
        )
        assert (made.status, made.headers["Location"]) == (303, "/campaigns/spring")
        yield served


def sent(served: Served, path: str, content: str, name: str = "orders.csv") -> Answer:
    parts = [
        ('name="csrf"', served.door.form_token),
        (f'name="file"; filename="{name}"', content),
    ]
    body = "".join(f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n"
                   for head, text in parts)  # fmt: skip
    return served.ask(path, method="POST", body=f"{body}--x--\r\n",
                      Content_Type="multipart/form-data; boundary=x")  # fmt: skip


def test_a_campaign_begun_from_a_list_gives_each_a_code_and_a_link(planned: Served) -> None:
    rows = planned.ask("/campaigns/spring/codes.json").json["creators"]
    assert {row["id"] for row in rows} >= {"5", "11", "17"}
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(row["link"].startswith(f"{LINK}?utm_source=mastodon") for row in rows)
    text = planned.ask("/campaigns/spring").text
    assert all(row["code"] in text for row in rows)
    assert planned.ask("/api/campaigns").json["rows"][0]["name"] == "spring"


def test_posts_in_the_window_are_found_and_counted(planned: Served) -> None:
    report = planned.ask("/api/campaigns/spring").json
    (five,) = [one for one in report["creators"] if one["id"] == "5"]
    # Of creator 5, posts j = 0 to 5 are 1.5 + 9 j days old, all tagged, with (35 + 3 j) likes.
    assert len(five["posts"]) == 6
    assert five["counts"]["likes"] == sum(35 + 3 * j for j in range(6))
    book = openpyxl.load_workbook(io.BytesIO(planned.ask("/campaigns/spring.xlsx").body))
    assert book.sheetnames[:3] == ["Creators", "Posts", "Inputs"]


def test_sales_are_read_from_a_file_once_and_make_a_revenue(planned: Served) -> None:
    path = "/campaigns/spring"
    code = {row["id"]: row["code"] for row in planned.ask(f"{path}/codes.json").json["creators"]}
    planned.send(f"{path}/creators", creator="mastodon:11", fee="100EUR")
    orders = f"order id,code,amount,currency\n1,{code['11']},250.00,EUR\n2,{code['11']},50,EUR\n"
    first = sent(planned, f"{path}/sales", orders + "3,NOBODY,9,EUR\n4,X,much,EUR\n")
    assert first.status == 200
    assert "3 sales, 3 new, 0 changed, 0 as they were" in first.text
    assert "lines that could not be read, left out: 1" in first.text
    assert "0 new, 0 changed, 2 as they were" in sent(planned, f"{path}/sales", orders).text
    report = planned.ask(f"/api{path}").json
    (eleven,) = [one for one in report["creators"] if one["id"] == "11"]
    assert (eleven["revenue"], eleven["cost"]) == (300, 100)
    assert eleven["roi"] == pytest.approx((300 - 100) / 100)
    rows = list(csv.DictReader(io.StringIO(planned.ask(f"{path}.csv").text)))
    assert [row["revenue"] for row in rows if row["id"] == "11"] == ["300.0"]


def test_what_cannot_be_read_is_said_and_changes_nothing(planned: Served) -> None:
    path = "/campaigns/spring"
    before = planned.ask(f"/api{path}").json["total"]
    odd = sent(planned, f"{path}/sales", "a,b\n1,2\n", name="<b>.csv")
    assert odd.status == 400
    assert "&lt;b&gt;.csv has no columns of sales" in odd.text
    assert planned.send(f"{path}/creators", creator="mastodon:5", fee="much").status == 400
    assert planned.send(f"{path}/creators", shortlist="none").status == 400
    assert planned.send(f"{path}/remove").status == 400
    assert planned.ask(f"/api{path}").json["total"] == before
    assert planned.ask("/api/campaigns/none").status == 404
    assert planned.ask(f"/api{path}?rate=much").status == 400
    assert 'role="alert"' in planned.ask(f"{path}?rate=much").text


def test_a_file_that_is_too_large_is_refused(planned: Served) -> None:
    answer = sent(planned, "/campaigns/spring/sales", "code,amount\n" + "A,1\n" * (8 * 2**20))
    assert answer.status == 400
    assert "larger than 32 MB" in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Spring glow"} | WINDOW, "is no name of a campaign"),
        ({"name": "spring"} | WINDOW, "there is a campaign"),
        ({"name": "early", "from": END, "until": START}, "ends before it begins"),
        ({"name": "none", "from": START}, "the day after its last is missing"),
        ({"name": "bad", "url": "javascript:1"} | WINDOW, "is no address"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_beside_what_was_typed(
    planned: Served, fields: dict[str, str], said: str
) -> None:
    answer = planned.send("/campaigns", **fields)
    assert answer.status == 400
    assert answer.says(said)
    assert f'value="{fields["name"]}"' in answer.text


def test_who_is_not_to_be_contacted_is_left_out(tmp_path: Path) -> None:
    fill(tmp_path, *pages())
    with serving(tmp_path) as served:
        keep(served, "two", "mastodon:5", "mastodon:11")
        served.send("/outreach/do-not-contact", creator="mastodon:11")
        served.send("/campaigns", name="tea", shortlist="two", **WINDOW)
        rows = served.ask("/campaigns/tea/codes.json").json["creators"]
        served.send("/campaigns/tea/creators/out", creator="mastodon:5")
        after = served.ask("/campaigns/tea/codes.json").json["creators"]
        served.send("/campaigns/tea/remove", sure="remove")
        gone = served.ask("/campaigns/tea")
    assert ([row["id"] for row in rows], after, gone.status) == (["5"], [], 404)


def test_hostile_words_do_nothing_in_campaigns(browser: Browser, planned: Served) -> None:
    for i, text in enumerate(HOSTILE):
        planned.send("/campaigns/spring/creators", creator=f"mastodon:h{i}/{text}", fee="5EUR")
    planned.send("/campaigns", name="odd", mentions=HOSTILE[0], hashtags=HOSTILE[1], **WINDOW)
    planned.send("/campaigns/odd/creators", shortlist="three")
    paths = ["/campaigns", "/campaigns/spring", "/campaigns/odd"]
    assert scripts_shown(browser, planned.url, paths) > 0

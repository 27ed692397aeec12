"""Letters, whom not to contact, and how far we are: seen and changed in the page."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import Browser

from engine.store import Store, database_path
from engine.store.outreach import Barred, Status, bar, set_status, standings, unbar
from engine.vocabulary import CreatorKey
from engine.web.pages.outreach import SHOWN
from tests.engine.web.conftest import Served, fill, serving
from tests.engine.web.looking import scripts_shown
from tests.engine.web.people import HOSTILE, pages
from tests.fakes import NOW, make_creator, make_page, make_post

LETTERS = "/outreach/letters"
ANA = f"{LETTERS}?creator=mastodon:5&brand=Acme&about=espresso+grinder"
ALL_HOSTILE = "".join(f"&creator={quote(f'mastodon:h{i}/{text}')}"
                      for i, text in enumerate(HOSTILE))  # fmt: skip


@pytest.fixture(scope="module")
def reach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home of its own: what is written down here is marked in other pages."""
    home = tmp_path_factory.mktemp("reach")
    mail = make_creator("mail", handle="mail", name="Mia", bio="mia [at] example (dot) org")
    post = make_post("m1", "espresso with a new grinder", creator="mail", days_ago=3)
    fill(home, *pages(), make_page(post, creators=[mail]))
    with serving(home) as served:
        yield served


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home in which many people are on their way."""
    home = tmp_path_factory.mktemp("crowd")
    Store.open(database_path(home)).close()
    with serving(home) as served:
        yield served


def test_a_letter_quotes_a_post_and_keeps_nothing(reach: Served) -> None:
    found = reach.ask(f"/api{ANA}").json["letters"]
    assert [(one["id"], one["refused"]) for one in found] == [("5", None)]
    text = reach.ask(ANA).text
    assert found[0]["subject"].startswith("Acme and your post of ")
    assert "1 letter. Nothing was sent" in text
    assert found[0]["post"]["text"].split(",")[0] in found[0]["text"]
    with Store.open(database_path(reach.home)) as store:
        assert CreatorKey("mastodon", "5") not in standings(store)


def test_letters_come_as_tables_and_as_messages_that_open_unsent(reach: Served) -> None:
    asked = f"creator=mastodon:mail&{ANA.partition('?')[2]}"
    rows = list(csv.DictReader(io.StringIO(reach.ask(f"{LETTERS}.csv?{asked}").text)))
    assert [row["id"] for row in rows] == ["mail", "5"]
    book = openpyxl.load_workbook(io.BytesIO(reach.ask(f"{LETTERS}.xlsx?{asked}").body))
    assert book.worksheets[0].max_row == 3
    packed = zipfile.ZipFile(io.BytesIO(reach.ask(f"{LETTERS}.zip?{asked}").body))
    messages = [message_from_bytes(packed.read(name), policy=default) for name in packed.namelist()]
    assert [message["X-Unsent"] for message in messages] == ["1", "1"]
    assert [message["To"] for message in messages] == ["mia@example.org", None]
    assert "mailto:mia@example.org?subject=" in reach.ask(f"{LETTERS}?{asked}").text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("brand=Acme", "it is not said whom to write to"),
        ("creator=mastodon:5&about=tea", "it is not said who writes"),
        ("creator=mastodon:5&brand=Acme", "it is not said what the brand is about"),
        ("creator=nobody&brand=Acme&about=tea", "nobody in the corpus is called"),
        ("shortlist=none&brand=Acme", "there is no"),
        ("creator=mastodon:5&brand=Acme&about=tea&currency=gold", ""),
    ],
)
def test_what_is_missing_for_letters_is_said(reach: Served, query: str, said: str) -> None:
    answer = reach.ask(f"/api{LETTERS}?{query}")
    page = reach.ask(f"{LETTERS}?{query}")
    assert (answer.status, page.status) == (400, 400)
    assert answer.json["error"].startswith(said)
    assert 'role="alert"' in page.text


def test_who_is_not_to_be_contacted_gets_no_letter_and_is_marked(reach: Served) -> None:
    asked = f"{LETTERS}?creator=mastodon:7&brand=Acme&about=espresso"
    page = "/creators/mastodon/7"
    sent = reach.send("/outreach/do-not-contact", creator="mastodon:7", why=HOSTILE[0], back=page)
    assert (sent.status, sent.headers["Location"]) == (303, page)
    (draft,) = reach.ask(f"/api{asked}").json["letters"]
    assert draft["refused"].startswith("on the do-not-contact list (creator mastodon:7)")
    assert reach.ask(f"/api{page}").json["do_not_contact"]
    assert "Take off the list" in reach.ask(page).text
    rows = reach.ask("/api/outreach/do-not-contact").json["rows"]
    assert [(row["entry"], row["why"]) for row in rows] == [("mastodon:7", HOSTILE[0])]
    reach.send("/outreach/do-not-contact/remove", kind="creator", entry="mastodon:7")
    assert not reach.ask(f"/api{page}").json["do_not_contact"]
    assert reach.ask("/api/outreach/do-not-contact").json["rows"] == []
    again = reach.send("/outreach/do-not-contact/remove", kind="creator", entry="mastodon:7")
    assert again.status == 400


@pytest.mark.parametrize(
    ("who", "kind", "entry"),
    [("@Bo@Example.Social", "handle", "bo@example.social"), ("Bo@Example.org", "email", None),
     ("@ana8@social.example", "creator", "mastodon:8")],
)  # fmt: skip
def test_the_list_takes_handles_addresses_and_creators(
    reach: Served, who: str, kind: str, entry: str | None
) -> None:
    named = entry or who.casefold()
    sent = reach.send("/outreach/do-not-contact", who=who)
    assert sent.headers["Location"] == "/outreach/do-not-contact?said=barred"
    rows = reach.ask("/outreach/do-not-contact.json").json["rows"]
    assert (kind, named) in [(row["kind"], row["entry"]) for row in rows]
    reach.send("/outreach/do-not-contact/remove", kind=kind, entry=named)


def test_the_list_goes_on_behind_a_cursor_whoever_is_taken_off_meanwhile(reach: Served) -> None:
    handles = [f"bar{n:03}" for n in range(SHOWN + 5)]
    with Store.open(database_path(reach.home)) as store:
        for handle in handles:
            bar(store, Barred.HANDLE, handle, why=None, now=NOW)
    first = reach.ask("/outreach/do-not-contact").text
    assert f"1 to {SHOWN} of {SHOWN + 5}" in first
    (there,) = re.findall(r'rel="next" href="([^"]+)"', first)
    sent = reach.send("/outreach/do-not-contact/remove", kind="handle", entry="bar000", back=there)
    assert sent.headers["Location"] == f"{there}&said=off"
    second = reach.ask(there).text
    assert re.findall(r"<bdi>(bar\d+)</bdi>", first + second) == handles
    assert f"{SHOWN} to {SHOWN + 4} of {SHOWN + 4}" in second
    assert 'rel="next"' not in second
    assert reach.ask("/outreach/do-not-contact?after=nonsense").status == 400
    with Store.open(database_path(reach.home)) as store:
        for handle in handles:
            unbar(store, Barred.HANDLE, handle)


def test_how_far_we_are_goes_on_behind_a_cursor_within_its_status(crowd: Served) -> None:
    ids = [f"n{n:03}" for n in range(SHOWN + 1)]
    with Store.open(database_path(crowd.home)) as store:
        for id_ in ids:
            set_status(store, CreatorKey("x", id_), Status.AGREED, note=None, now=NOW)
    first = crowd.ask("/outreach?status=agreed").text
    (there,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = crowd.ask(there.replace("&amp;", "&")).text
    assert re.findall(r">(n\d{3})</bdi>", first + second) == ids
    assert f"{SHOWN + 1} to {SHOWN + 1} of {SHOWN + 1}" in second


def test_the_form_alone_is_no_mistake(reach: Served) -> None:
    answer = reach.ask(LETTERS)
    assert (answer.status, 'role="alert"' in answer.text) == (200, False)


def test_a_form_without_its_token_changes_nothing(reach: Served) -> None:
    for path in ("/outreach/do-not-contact", "/outreach/letters", "/outreach/status",
                 "/outreach/letter"):  # fmt: skip
        answer = reach.ask(path, method="POST", body="creator=mastodon:9&who=@x&text=Subject: x",
                           Content_Type="application/x-www-form-urlencoded")  # fmt: skip
        assert answer.status == 403
    assert reach.ask("/api/outreach/do-not-contact").json["rows"] == []


def test_how_far_we_are_is_kept_and_shown_by_status(reach: Served) -> None:
    kept = reach.send("/outreach/letters", creator="mastodon:11")
    assert kept.headers["Location"] == "/outreach?said=kept&n=1"
    reach.send("/outreach/status", creator="mastodon:11", status="contacted", note=HOSTILE[2])
    (row,) = reach.ask("/outreach.json").json["rows"]
    assert (row["id"], row["status"], row["note"]) == ("11", "contacted", HOSTILE[2])
    assert "ana11@social.example" in reach.ask("/outreach?status=contacted").text
    assert "Nobody has that status" in reach.ask("/outreach?status=agreed").text
    assert reach.send("/outreach/status", creator="mastodon:11", status="wed").status == 400


def test_notes_say_what_to_fill_in_and_no_option_of_a_command(reach: Served) -> None:
    reach.send("/outreach/status", creator="mastodon:13", status="contacted")
    text = reach.ask(f"{ANA}&creator=mastodon:13").text
    assert "no price on mastodon is published" in text
    assert "contacted since" in text
    assert "--" not in re.sub(r"<[^>]+>", "", text)


def test_ones_own_letter_is_what_drafts_begin_with(reach: Served) -> None:
    own = "Subject: Hi {{ creator.name }}\n\nAbout {{ topic }}.\n"
    try:
        assert "Kept" in reach.send("/outreach/letter", text=own).text
        (draft,) = reach.ask(f"/api{ANA}").json["letters"]
        assert (draft["subject"], draft["text"]) == ("Hi Ana 5", "About espresso grinder.\n")
        bad = reach.send("/outreach/letter", text="Subject: {% if %}")
        assert (bad.status, "line 1" in bad.text) == (400, True)
        reach.send("/outreach/letter", text="Subject: {{ creator.shoe_size }}\n")
        assert "The letter fails for 1 creator" in reach.ask(ANA).text
    finally:
        reach.send("/outreach/letter", do="forget", text="")
    assert reach.ask(f"/api{ANA}").json["letters"][0]["subject"].startswith("Acme and your post")


@pytest.mark.parametrize(
    "path", ["/search.csv?brief=espresso", "/creators/mastodon/7.csv", "/corpus.csv",
             "/outreach.csv", f"{LETTERS}.csv?{ANA.partition('?')[2]}"],
)  # fmt: skip
def test_any_csv_comes_for_excel_too(reach: Served, path: str) -> None:
    plain, mark = reach.ask(path), "&" if "?" in path else "?"
    marked = reach.ask(f"{path}{mark}excel=yes")
    assert plain.status == marked.status == 200
    assert marked.body == BOM_UTF8 + plain.body
    assert reach.ask(f"{path}{mark}excel=no").status == 400


def test_hostile_words_do_nothing_and_nothing_is_too_wide(browser: Browser, reach: Served) -> None:
    for text in HOSTILE:
        reach.send("/outreach/do-not-contact", who=f"@{text.replace(' ', '')}", why=text)
    letters = f"{LETTERS}?brand={quote(HOSTILE[0])}&about=espresso{ALL_HOSTILE}"
    paths = ["/outreach", "/outreach/do-not-contact", "/outreach/letter", letters, ANA, LETTERS,
             "/creators/mastodon/5"]  # fmt: skip
    assert scripts_shown(browser, reach.url, paths) > 0


def test_a_letter_is_asked_for_from_a_creators_page_by_keyboard_and_copied(
    browser: Browser, reach: Served
) -> None:
    context = browser.new_context(
        base_url=reach.url, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto("/creators/mastodon/5")
    page.focus("text=Draft a letter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/outreach/letters?creator=*")
    page.fill("#l-brand", "Acme")
    page.fill("#l-about", "espresso")
    page.press("#l-about", "Enter")
    page.click("[data-copy]")
    page.wait_for_selector("[data-said]:text-is('copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{page.input_value('[data-subject]')}\n\n{page.input_value('[data-text]')}"
    context.close()

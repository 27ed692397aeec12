"""`overheard outreach` on a small home."""

from __future__ import annotations

import csv
import email
import json
from pathlib import Path

import pytest

from tests.engine.cli.small_home import NOW, Run, home, posts, run

__all__ = ["home", "posts", "run"]
pytestmark = pytest.mark.usefixtures("home")
DRAFT = ("outreach", "draft", "--brand", "Acme", *NOW)
BRIEF = ("--brief", "espresso", "--as", "instagram")


def bar(run: Run, who: str) -> None:
    assert run("outreach", "do-not-contact", "add", who, "--why", "asked", *NOW).status == 0


def test_letters_quote_a_post_on_the_topic_and_nothing_is_sent(run: Run) -> None:
    answer = run(*DRAFT, *BRIEF)
    assert answer.status == 0
    assert "== @ana (mastodon)" in answer.out
    assert "Subject: Acme and your post of 2026-05-03" in answer.out
    assert "Espresso machine descaled" in answer.out
    assert "3 letters, 0 creators without; nothing was sent" in answer.err


def test_a_creator_by_handle_needs_to_be_told_what_it_is_about(run: Run) -> None:
    answer = run(*DRAFT, "@ana")
    assert (answer.status, "what is shared is not known without a topic" in answer.err) == (2, True)
    assert "Espresso machine descaled" in run(*DRAFT, "@ana", "--about", "espresso").out


def test_a_brand_card_names_who_writes_and_its_words_count(run: Run) -> None:
    run("brand", "add", "Acme Coffee", "--key", "acme", "--about", "latte art", "--yes")
    for brand in ("acme", "Acme Coffee", "ACME"):
        asked = ("outreach", "draft", "--brand", brand, *NOW, *BRIEF, "--output", "json")
        (ana,) = [one for one in json.loads(run(*asked).out)["letters"] if one["handle"] == "ana"]
        assert ana["subject"].startswith("Acme Coffee and your post of ")
        assert ana["shared"] == ["espresso", "art", "latte"]
    (ana,) = [
        one
        for one in json.loads(run(*DRAFT[:3], "Acme Tea", *NOW, *BRIEF, "--output", "json").out)[
            "letters"
        ]
        if one["handle"] == "ana"
    ]
    assert ana["shared"] == ["espresso"]
    assert "Hello" in run("outreach", "draft", "--brand", "acme", *NOW, "@ana").out


def test_that_a_second_letter_has_to_be_asked_for_is_said_once(run: Run) -> None:
    run("outreach", "status", "@ana", "contacted", *NOW)
    answer = run(*DRAFT, *BRIEF)
    assert "no letter: contacted since 2026-06-01\n" in answer.out
    assert answer.err.count("--again drafts for those who were written to already, too") == 1
    assert "--again drafts" not in run(*DRAFT, *BRIEF, "--again").err


def test_who_is_on_the_list_gets_none_and_is_marked_everywhere(run: Run, tmp_path: Path) -> None:
    bar(run, "@ana")
    letters = json.loads(run(*DRAFT, *BRIEF, "--output", "json").out)["letters"]
    refused = {one["handle"]: one["refused"] for one in letters}
    assert refused["ana"] == "on the do-not-contact list (creator mastodon:c-ana): asked"
    assert sorted(one["handle"] for one in letters if one["text"]) == ["bo", "cy"]
    assert "    do not contact\n" in run("search", "espresso", *NOW).out
    names = ("a.json", "a.csv", "a.html", "a.xlsx", "a.parquet")
    run("search", "espresso", *NOW, *(part for name in names for part in ("--to", name)))
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))["creators"]
    notices = {one["handle"]: one.get("notices") for one in found}
    assert notices == {"ana": ["do not contact"], "bo": None, "cy": None}
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        rows = {row["handle"]: row["notices"] for row in csv.DictReader(file)}
    assert rows == {"ana": "do not contact", "bo": "", "cy": ""}
    assert "do not contact" in (tmp_path / "a.html").read_text("utf-8")
    assert "do not contact" in run("similar", "@bo", *NOW).out
    assert "  do not contact\n" in run("why", "@ana", "espresso", *NOW).out
    assert "do not contact" not in run("why", "@bo", "espresso", *NOW).out
    assert "note: do not contact\n" in run("vet", "@ana", *NOW).out
    assert "do not contact" in json.loads(run("vet", "@ana", *NOW, "--output", "json").out)["notes"]


def test_who_is_on_the_list_is_in_no_set_that_a_budget_buys(run: Run) -> None:
    asked = ("price", *BRIEF, *NOW, "--budget", "5000USD", "--posts", "3", "--output", "json")
    before = json.loads(run(*asked).out)["budget"]
    bar(run, "@ana")
    after = json.loads(run(*asked).out)["budget"]
    assert [one["creator"] for one in before["taken"]] == ["mastodon:c-ana", "mastodon:c-bo"]
    assert [one["creator"] for one in after["taken"]] == ["mastodon:c-bo"]
    why = {one["creator"]: one["why"] for one in after["left_out"]}
    assert why["mastodon:c-ana"] == "on the do-not-contact list"


def test_the_list_takes_handles_ids_and_addresses_and_gives_them_back(run: Run) -> None:
    for who in ("@ana", "@Stranger", "mastodon:99", "Someone@Example.org"):
        bar(run, who)
    again = run("outreach", "do-not-contact", "add", "@ana")
    assert again.out == "creator mastodon:c-ana was already on the list\n"
    listed = json.loads(run("outreach", "do-not-contact", "list", "--output", "json").out)["rows"]
    assert {(one["kind"], one["entry"], one["handle"], one["why"]) for one in listed} == {
        ("creator", "mastodon:c-ana", "ana", "asked"),
        ("handle", "stranger", None, "asked"),
        ("creator", "mastodon:99", None, "asked"),
        ("email", "someone@example.org", None, "asked"),
    }
    assert run("outreach", "do-not-contact", "remove", "@ana").out == "@ana is off the list\n"
    gone = run("outreach", "do-not-contact", "remove", "@ana")
    assert (gone.status, "is not on the list" in gone.err) == (2, True)
    wrong = run("outreach", "do-not-contact", "add", "two words")
    assert (wrong.status, "is no handle and no address" in wrong.err) == (2, True)


def test_how_far_we_are_is_kept(run: Run) -> None:
    run(*DRAFT, *BRIEF)
    assert run("outreach", "status", "@bo", "contacted", "--note", "by mail", *NOW).status == 0
    rows = json.loads(run("outreach", "list", "--output", "json").out)["rows"]
    assert [(one["handle"], one["status"], one["note"]) for one in rows] == [
        ("ana", "to contact", None),
        ("cy", "to contact", None),
        ("bo", "contacted", "by mail"),
    ]
    assert "no letter: contacted since 2026-06-01" in run(*DRAFT, *BRIEF).out
    assert "no letter" not in run(*DRAFT, *BRIEF, "--again").out
    assert "contacted   mastodon  c-bo" in run("outreach", "list").out


def test_a_template_that_fails_for_some_costs_their_letters_only(run: Run, tmp_path: Path) -> None:
    template = tmp_path / "my.j2"
    template.write_text(
        "Subject: Hi\n\n{{ 1 / (creator.followers or 0) }} {{ post.quote }}\n", encoding="utf-8"
    )
    answer = run(*DRAFT, *BRIEF, "--template", "my.j2", "--to", "a.csv")
    assert answer.status == 3
    assert "the template failed for 1 creator: my.j2, line 3: division by zero" in answer.err
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        rows = {row["handle"]: row for row in csv.DictReader(file)}
    assert rows["cy"]["refused"] == "my.j2, line 3: division by zero"
    assert rows["ana"]["subject"] == rows["bo"]["subject"] == "Hi"


def test_a_template_that_is_none_stops_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my.j2").write_text("Subject: {{ x", encoding="utf-8")
    answer = run(*DRAFT, *BRIEF, "--template", "my.j2", "--eml", "letters")
    assert (answer.status, "my.j2, line 1: " in answer.err) == (2, True)
    assert not (tmp_path / "letters").exists()
    assert (
        run("outreach", "list").out
        == "nobody was written to yet; begin with: overheard outreach draft @HANDLE\n"
    )


def test_messages_are_written_unsent(run: Run, tmp_path: Path) -> None:
    answer = run(*DRAFT, *BRIEF, "--eml", "letters", "--sender", "jo@acme.example")
    assert "wrote 3 unsent messages into letters" in answer.err
    files = sorted((tmp_path / "letters").iterdir())
    assert [file.name for file in files] == [f"mastodon-{who}.eml" for who in ("ana", "bo", "cy")]
    read = email.message_from_bytes(files[0].read_bytes())
    assert (read["X-Unsent"], read["To"], read["From"]) == ("1", None, "jo@acme.example")


def test_the_template_can_be_copied_and_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    assert run("outreach", "template", "--copy", "my.j2").status == 0
    assert (tmp_path / "my.j2").read_text("utf-8") == run("outreach", "template").out
    again = run("outreach", "template", "--copy", "my.j2")
    assert (again.status, "is there already" in again.err) == (2, True)


def test_a_cell_of_the_merge_begins_no_formula(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my.j2").write_text("Subject: =cmd|x\n\n=1+1\n", encoding="utf-8")
    run(*DRAFT, *BRIEF, "--template", "my.j2", "--to", "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        (first, *_) = csv.DictReader(file)
    assert (first["subject"], first["text"]) == ("'=cmd|x", "'=1+1\n")


def test_letters_go_to_a_saved_list_too(run: Run) -> None:
    run("shortlist", "save", "beans", "espresso", *NOW)
    asked = ("--as", "instagram", "--again", "--output", "json")
    of_list = json.loads(run(*DRAFT, "--shortlist", "beans", *asked).out)["letters"]
    of_brief = json.loads(run(*DRAFT, *BRIEF, *asked[2:]).out)["letters"]
    assert [one["text"] for one in of_list] == [one["text"] for one in of_brief]
    assert len(of_list) == 3

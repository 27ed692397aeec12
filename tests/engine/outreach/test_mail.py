"""Drafts as messages and as a table to merge from."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.outreach.drafts import Addressee, Draft, draft
from engine.outreach.mail import drafts_paper, is_address, to_message, write_messages
from engine.outreach.templates import Letter
from tests.engine.outreach.letters import ANA, approach, to_ana
from tests.fakes import NOW

OURS = {
    *("X-Unsent", "Subject", "To", "From", "Content-Type", "Content-Transfer-Encoding"),
    "MIME-Version",
}


def lettered(subject: str = "Hi", text: str = "Text\n") -> Draft:
    return replace(draft(to_ana(), approach(), now=NOW), letter=Letter(subject, text))


def read_back(message: EmailMessage) -> EmailMessage:
    read = email.message_from_bytes(bytes(message), policy=email.policy.SMTP)
    assert isinstance(read, EmailMessage)
    return read


def test_a_message_is_unsent_and_addressed_to_the_public_address() -> None:
    read = read_back(to_message(lettered("Grüße"), sender="jo@acme.example"))
    assert (read["X-Unsent"], read["To"]) == ("1", "ana@example.org")
    assert (read["From"], read["Subject"], read["Date"]) == ("jo@acme.example", "Grüße", None)
    assert read.get_content().replace("\r\n", "\n") == "Text\n"


@given(st.text(max_size=60), st.text(max_size=80))
def test_no_text_begins_another_header(subject: str, text: str) -> None:
    evil = f"{subject}\r\nBcc: everybody@example.org\n\n"
    message = to_message(lettered(evil, text), sender="a@b.example\nBcc: x@y.example")
    read = read_back(message)
    assert set(read.keys()) <= OURS
    assert "Bcc" not in read


def test_files_are_named_after_creators_and_stay_in_the_folder(tmp_path: Path) -> None:
    evil = replace(lettered(), addressee=Addressee(creator=replace(ANA, handle="../../etc/x")))
    drafts = [lettered(), lettered(), evil, replace(lettered(), letter=None)]
    written = write_messages(drafts, tmp_path, sender=None)
    names = ["mastodon-ana.eml", "mastodon-ana-2.eml", "mastodon-..-..-etc-x.eml"]
    assert [file.name for file in written] == names
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names)


def test_a_later_letter_replaces_none_to_another_handle_of_the_same_script(tmp_path: Path) -> None:
    for native_id, handle in (("1", "東京"), ("2", "大阪")):
        someone = replace(ANA, native_id=native_id, handle=handle)
        write_messages(
            [replace(lettered(), addressee=Addressee(creator=someone))], tmp_path, sender=None
        )
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mastodon-1.eml", "mastodon-2.eml"]


def test_the_paper_has_a_row_a_creator_and_every_contact() -> None:
    drafts = [draft(to_ana(), approach(), now=NOW), draft(to_ana(posts=()), approach(), now=NOW)]
    paper = drafts_paper(drafts, made_at=NOW, notes=())
    main, contacts = paper.sheets
    rows = [dict(zip(main.heads, row, strict=True)) for row in main.rows]
    assert [row["email"] for row in rows] == ["ana@example.org"] * 2
    assert [row["subject"] for row in rows] == ["Hi ana", None]
    assert rows[1]["refused"] == "no post of theirs on the topic to quote"
    assert contacts.rows[0] == ("mastodon", "77", "ana", "e-mail", "ana@example.org", "bio")


@pytest.mark.parametrize("text", ["jo@acme.example", "jo.b+c@mail.acme.example"])
def test_one_address_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    ["Jo", "jo@", "", "jo@acme.example, x@y.example", "jo@acme.example\nBcc: x@y.example"],
)
def test_what_is_more_or_less_than_an_address_is_none(text: str) -> None:
    assert not is_address(text)

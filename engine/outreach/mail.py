"""Drafts as files: `.eml` messages that mail programs open unsent, and a paper to merge from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from engine.exports.files import replacing
from engine.exports.papers import Paper, Sheet
from engine.exports.rows import Cell
from engine.exports.writing import number
from engine.money.quotes import estimate_values
from engine.outreach.drafts import Draft
from engine.text import clean

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60  # letters of a file's name
_HEADS = (
    *("source", "id", "handle", "name", "url", "followers", "score", "status", "email"),
    *("other_contacts", "subject", "text", "post_url", "post_date", "post_text", "shared"),
    *("price_low", "price_high", "price_currency", "refused", "notes"),
)
_CONTACT_HEADS = ("source", "id", "handle", "way", "value", "found_in")


def to_message(draft: Draft, *, sender: str | None) -> EmailMessage:
    """Return the draft as a message that mail programs take for unsent.

    `sender` is an address or None. Without a public e-mail address the message has no `To`.

    Raises:
        ValueError: the draft has no letter.
    """
    if draft.letter is None:
        raise ValueError("there is no letter")
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = one_line(draft.letter.subject)
    address = _address(draft.email)
    if address is not None:
        message["To"] = address
    own = _address(sender)
    if own is not None:
        message["From"] = own
    message.set_content(clean(draft.letter.text), charset="utf-8")
    return message


def one_line(text: str) -> str:
    """Return `text` without anything that could begin another header."""
    return " ".join(clean(text).split())


def _address(text: str | None) -> Address | None:
    if text is None:
        return None
    try:
        return Address(addr_spec=one_line(text))
    except (HeaderParseError, ValueError, IndexError):
        return None


def is_address(text: str) -> bool:
    """Return whether `text` is one e-mail address and nothing else."""
    address = _address(text)
    return address is not None and bool(address.domain) and address.addr_spec == text.strip()


def write_messages(drafts: Sequence[Draft], folder: Path, *, sender: str | None) -> list[Path]:
    """Write every letter of `drafts` as an `.eml` file of `folder`; return the files.

    A file is named after platform and handle; one of the same name is replaced.

    Raises:
        ExportError: a file cannot be written.
    """
    written: list[Path] = []
    for draft in drafts:
        if draft.letter is None:
            continue
        path = folder / _file_name(draft, taken={file.name for file in written})
        with replacing(path) as unfinished:
            unfinished.write_bytes(bytes(to_message(draft, sender=sender)))
        written.append(path)
    return written


def _file_name(draft: Draft, *, taken: set[str]) -> str:
    creator = draft.addressee.creator
    handle = (creator.handle or "").lstrip("@")
    # Of 東京 and 大阪 no letter would be left: a later one would take the place of the first.
    name = f"{creator.source}-{handle if handle.isascii() and handle else creator.native_id}"
    safe = _UNSAFE.sub("-", name).strip(".-")[:_LONGEST] or "letter"
    same = 1
    while (file := f"{safe}{'' if same == 1 else f'-{same}'}.eml") in taken:
        same += 1
    return file


def drafts_paper(drafts: Sequence[Draft], *, made_at: datetime, notes: Sequence[str]) -> Paper:
    """Return the paper of the drafts: a row a creator, fit for a mail merge, and all contacts."""
    return Paper(
        title="Letters to creators",
        made_at=made_at,
        sheets=(
            Sheet(name="Letters", heads=_HEADS, rows=[_row(draft) for draft in drafts]),
            Sheet(
                name="Contacts",
                heads=_CONTACT_HEADS,
                rows=[row for draft in drafts for row in _contact_rows(draft)],
            ),
        ),
        document={
            "made_at": made_at,
            "letters": [_values(draft) for draft in drafts],
            "notes": list(notes),
        },
        notes=tuple(notes),
    )


def _row(draft: Draft) -> tuple[Cell, ...]:
    creator, post, letter = draft.addressee.creator, draft.post, draft.letter
    price, score = draft.addressee.estimate, draft.addressee.score
    others = [one.value for one in draft.contacts if one.value != draft.email]
    return (
        *(creator.source, creator.native_id, creator.handle, creator.name, creator.url),
        *(creator.followers, None if score is None else number(score)),
        *(draft.status.value if draft.status else None, draft.email, " ".join(others) or None),
        *((letter.subject, letter.text) if letter else (None, None)),
        *((post.url, post.created_at, post.text) if post else (None, None, None)),
        ", ".join(draft.shared) or None,
        *(_rounded(price.low if price else None), _rounded(price.high if price else None)),
        price.currency if price and price.low is not None else None,
        *(draft.refused, "; ".join(draft.notes) or None),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else number(value)


def _contact_rows(draft: Draft) -> list[tuple[Cell, ...]]:
    creator = draft.addressee.creator
    who = (creator.source, creator.native_id, creator.handle)
    return [(*who, one.way.value, one.value, one.found) for one in draft.contacts]


def _values(draft: Draft) -> Mapping[str, Any]:
    creator, letter, post = draft.addressee.creator, draft.letter, draft.post
    price = draft.addressee.estimate
    return {
        "source": creator.source,
        "id": creator.native_id,
        "handle": creator.handle,
        "name": creator.name,
        "status": draft.status.value if draft.status else None,
        "email": draft.email,
        "contacts": [
            {"way": one.way.value, "value": one.value, "found_in": one.found}
            for one in draft.contacts
        ],
        "subject": letter.subject if letter else None,
        "text": letter.text if letter else None,
        "post": None
        if post is None
        else {
            "source": post.source,
            "id": post.native_id,
            "url": post.url,
            "created_at": post.created_at,
            "text": post.text,
        },
        "shared": list(draft.shared),
        "estimate": estimate_values(price) if price else None,
        "refused": draft.refused,
        "notes": list(draft.notes),
    }

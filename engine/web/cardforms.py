"""A brand card as the fields of a form, and back: one entry a line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from multidict import MultiMapping

from engine.branding.trials import Term
from engine.brands.cards.files import key_of
from engine.brands.cards.reading import LISTS, card_of, key_given
from engine.brands.matching.terms import ANYWHERE
from engine.vocabulary import Brand

FIELDS: Mapping[str, tuple[str, str]] = {
    "about": ("What the brand is", "In a few words. Tells it from an ordinary word."),
    "not_about": ("What else the name means", "The fruit; a goal or an aim."),
    "aliases": (
        "Other ways to write it",
        "Case, accents, hyphens and spacing are found by themselves. Plurals and misspellings not.",
    ),
    "products": ("Products", "Names that stand for the brand."),
    "handles": ("Handles", "instagram:name counts there; a name alone counts on any platform."),
    "hashtags": ("Hashtags", "Its own. The name written as one word is found anyway."),
    "domains": ("Domains", "example.com covers its subdomains."),
    "exclude": ("Phrases that are not the brand", "With the name in them, such as apple pie."),
    "langs": ("Languages", "Codes such as en; none: posts in all languages."),
    "rivals": ("Rivals", "Keys of other cards."),
}
"""What is said of a brand, in the order of the form: its label and what to write there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardForm:
    """A card as it is being written. `texts` are the fields of `FIELDS` as they were typed.

    `seen` is a digest of the file it was made from, empty for a new card.
    """

    key: str = ""
    name: str = ""
    texts: Mapping[str, str]
    accents_matter: bool = False
    seen: str = ""

    def card(self) -> Brand:
        """Return the card that was written.

        Raises:
            ConfigError: it is none; the message names the field.
        """
        values: dict[str, object] = {"name": self.name, "accents_matter": self.accents_matter}
        values |= {field: _lines(self.texts.get(field, "")) for field in LISTS}
        values["handles"] = _handles(_lines(self.texts.get("handles", "")))
        key = key_given(self.key, where="the key") if self.key else ""
        card = card_of(values, key=key or "new", where="the card")
        return replace(card, key=key or key_of(card.name))

    def with_terms(self, terms: list[Term]) -> CardForm:
        """Return it with more entries, each on a line of its field."""
        texts = dict(self.texts)
        for one in terms:
            before = texts.get(one.field, "").rstrip()
            if one.text not in before.splitlines():
                texts[one.field] = f"{before}\n{one.text}".lstrip()
        return replace(self, texts=texts)


def blank(name: str = "") -> CardForm:
    """Return the form of a card that is yet to be written."""
    return CardForm(name=name, texts=dict.fromkeys(FIELDS, ""))


def form_of(card: Brand, seen: str) -> CardForm:
    """Return the form of a card that is there."""
    texts = {field: "\n".join(getattr(card, field)) for field in LISTS}
    handles = [
        handle if source == ANYWHERE else f"{source}:{handle}"
        for source, names in card.handles.items()
        for handle in names
    ]
    return CardForm(
        key=card.key,
        name=card.name,
        texts=texts | {"handles": "\n".join(handles)},
        accents_matter=card.accents_matter,
        seen=seen,
    )


def form_sent(fields: MultiMapping[Any], key: str = "") -> CardForm:
    """Return the form as it was sent; `key` is that of a card that is there."""
    sent = {name: str(fields.get(name, "")).replace("\r\n", "\n") for name in FIELDS}
    return CardForm(
        key=key or str(fields.get("key", "")).strip(),
        name=str(fields.get("name", "")).strip(),
        texts=sent,
        accents_matter=fields.get("accents_matter") == "yes",
        seen=str(fields.get("seen", "")),
    )


def terms_kept(fields: MultiMapping[Any]) -> list[Term]:
    """Return the proposals that were ticked, as `FIELD:TEXT`."""
    kept = [str(value).partition(":") for value in fields.getall("keep", [])]
    return [Term(field=field, text=text) for field, _, text in kept if field in FIELDS and text]


def digest_of(file: Path) -> str:
    """Return a digest of what stands in `file`."""
    return hashlib.blake2b(file.read_bytes(), digest_size=8).hexdigest()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _handles(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        source, colon, handle = line.rpartition(":")
        found.setdefault(source.strip().lower() if colon else ANYWHERE, []).append(handle.strip())
    return found

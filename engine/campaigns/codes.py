"""Codes and links that tell whose post a sale came from: unique and readable aloud."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from engine.errors import ConfigError
from engine.store.campaigns import Campaign
from engine.text import CODE_LETTERS, ascii_letters
from engine.vocabulary import Creator

MEDIUM = "creator"
_LONGEST_NAME = 10
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,30}[A-Z0-9])?", re.ASCII)


def make_code(creator: Creator, campaign: Campaign, taken: Collection[str]) -> str:
    """Return a code of handle and campaign, such as ANA-SPRING, that is not among `taken`."""
    who = ascii_letters(creator.handle or creator.name or creator.native_id)[:CODE_LETTERS]
    what = ascii_letters(campaign.name.partition("-")[0])[:_LONGEST_NAME]
    return _free("-".join(filter(None, (who or "CREATOR", what))), taken)


def given_code(text: str) -> str:
    """Return a code as given, in capitals.

    Raises:
        ConfigError: it is more than letters, digits and hyphens.
    """
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise ConfigError(f"{text!r} is no code", hint="letters, digits and hyphens: ANA-SPRING")
    return code


def make_tag(creator: Creator, taken: Collection[str]) -> str:
    """Return what the links of the creator carry as `utm_content`, not among `taken`."""
    handle = creator.handle or creator.name or creator.native_id
    tag = ascii_letters(handle, between="-").lower()[:40].strip("-")
    return _free(tag or "creator", taken)


def link_of(campaign: Campaign, source: str, tag: str) -> str | None:
    """Return the page of the campaign with the parameters that tell whose link it was."""
    if campaign.url is None:
        return None
    parts = urlsplit(campaign.url)
    kept = [(key, value) for key, value in parse_qsl(parts.query) if not key.startswith("utm_")]
    ours = [
        ("utm_source", source),
        ("utm_medium", MEDIUM),
        ("utm_campaign", campaign.name),
        ("utm_content", tag),
    ]
    return urlunsplit(parts._replace(query=urlencode([*kept, *ours])))


def _free(wish: str, taken: Collection[str]) -> str:
    used = {one.upper() for one in taken}
    number = 1
    while (found := wish if number == 1 else f"{wish}{number}").upper() in used:
        number += 1
    return found

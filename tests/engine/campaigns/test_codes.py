"""Codes and links are unique and can be read aloud."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.campaigns.codes import given_code, link_of, make_code, make_tag
from engine.errors import ConfigError
from tests.engine.campaigns.plans import SPRING
from tests.fakes import make_creator


def test_a_code_is_made_of_handle_and_campaign() -> None:
    assert make_code(make_creator(handle="ana.b"), SPRING, ()) == "ANAB-SPRING"
    assert make_code(make_creator(handle="Ünï"), SPRING, ()) == "UNI-SPRING"
    assert make_code(make_creator("9", handle="山"), SPRING, ()) == "CREATOR-SPRING"


@given(st.lists(st.text(max_size=12), max_size=12))
def test_codes_and_tags_are_unique_and_plain_whatever_the_handles(handles: list[str]) -> None:
    codes: list[str] = []
    tags: list[str] = []
    for handle in handles:
        creator = make_creator(handle=handle)
        codes.append(make_code(creator, SPRING, codes))
        tags.append(make_tag(creator, tags))
    assert len(set(codes)) == len(codes) == len({tag.lower() for tag in tags})
    assert all(given_code(code) == code for code in codes)
    assert all(tag.isascii() and " " not in tag for tag in tags)


def test_a_link_keeps_the_page_and_says_whose_it_is() -> None:
    from dataclasses import replace

    campaign = replace(SPRING, url="https://acme.example/p?size=xl&utm_source=old#top")
    link = urlsplit(link_of(campaign, "tiktok", "ana"))
    assert (link.hostname, link.path, link.fragment) == ("acme.example", "/p", "top")
    assert parse_qs(link.query) == {
        "size": ["xl"],
        "utm_source": ["tiktok"],
        "utm_medium": ["creator"],
        "utm_campaign": ["spring"],
        "utm_content": ["ana"],
    }
    assert link_of(replace(SPRING, url=None), "x", "ana") is None


@pytest.mark.parametrize("text", ["", "A B", "-A", "ÄNA", "A" * 40, "A=1"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="is no code"):
        given_code(text)

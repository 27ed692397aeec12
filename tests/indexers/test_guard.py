"""An answer from outside never leads into the own network."""

from __future__ import annotations

import asyncio

import pytest
from yarl import URL

from engine.errors import PayloadError
from indexers.guard import check_redirect, is_private

PUBLIC = "https://93.184.215.14/feed"


@pytest.mark.parametrize(
    "target",
    [
        "https://10.0.0.1/secret",
        "https://192.168.1.1/",
        "https://127.0.0.1:8000/api",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "https://0.0.0.0/",
        "http://93.184.215.14/feed",
        "ftp://93.184.215.14/feed",
        "file:///etc/passwd",
        "gopher://93.184.215.14/",
    ],
)
def test_a_public_address_leads_to_no_private_one_and_no_worse_scheme(target: str) -> None:
    with pytest.raises(PayloadError):
        asyncio.run(check_redirect(URL(PUBLIC), URL(target)))


@pytest.mark.parametrize(
    ("start", "target"),
    [
        (PUBLIC, "https://93.184.215.14/other"),
        (PUBLIC, "https://1.1.1.1/"),
        ("http://93.184.215.14/", "https://93.184.215.14/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:9000/"),
        ("http://localhost/", "http://10.0.0.1/"),
    ],
)
def test_what_a_person_could_have_typed_is_let_pass(start: str, target: str) -> None:
    asyncio.run(check_redirect(URL(start), URL(target)))


@pytest.mark.parametrize(
    ("host", "private"), [("8.8.8.8", False), ("172.16.0.1", True), ("::ffff:10.0.0.1", True)]
)
def test_addresses_are_told_apart(host: str, private: bool) -> None:  # noqa: FBT001
    assert asyncio.run(is_private(host)) is private

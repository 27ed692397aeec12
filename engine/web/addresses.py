"""Addresses of pages: taken apart, changed, and put together again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from yarl import URL

SUFFIXES = (".json", ".csv", ".xlsx")
"""What any page may end in to come as a file."""


@dataclass(frozen=True, slots=True)
class Address:
    """A path and what stands behind the question mark; every method returns another address."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, url: URL) -> Address:
        """Return the address of a page, fields left empty left out."""
        pairs = tuple((name, value) for name, value in url.query.items() if value.strip())
        return cls(url.raw_path, pairs)

    def but(self, **changes: object) -> Address:
        """Return it with these parameters instead; None takes one out. `_` stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in changes.items()}
        kept = [(name, value) for name, value in self.query if name not in named]
        added = [(name, str(value)) for name, value in named.items() if value is not None]
        return Address(self.path, (*kept, *added))

    def without(self, *names: str) -> Address:
        """Return it without these parameters."""
        return Address(self.path, tuple(pair for pair in self.query if pair[0] not in names))

    def dropping(self, name: str, value: str) -> Address:
        """Return it without this one value of a parameter."""
        return Address(self.path, tuple(pair for pair in self.query if pair != (name, value)))

    def plus(self, name: str, value: str) -> Address:
        """Return it with one more parameter of this name."""
        return Address(self.path, (*self.query, (name, value)))

    def to(self, path: str) -> Address:
        """Return the same question at another path."""
        return Address(path, self.query)

    def suffixed(self, suffix: str) -> Address:
        """Return the address of the same page as a file."""
        return Address(f"{self.path}{suffix}", self.query)

    @property
    def asked(self) -> str:
        """Return what stands behind the question mark."""
        return urlencode(self.query)

    def get(self, name: str) -> str:
        """Return the first value of a parameter, empty if there is none."""
        return next((value for given, value in self.query if given == name), "")

    def all(self, name: str) -> list[str]:
        """Return every value of a parameter."""
        return [value for given, value in self.query if given == name]

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


def back(address: str, usual: str) -> URL:
    """Return where a form says it was, if that is a path of ours, else `usual`."""
    try:
        there = URL(address)
    except ValueError:
        return URL(usual)
    is_ours = re.fullmatch(r"/(?![/\\]).*", address) is not None and not there.absolute
    return there if is_ours else URL(usual)


def creator_path(source: str, native_id: str) -> str:
    """Return the path of a creator's page."""
    return f"/creators/{quote(source, safe='')}/{quote(native_id, safe='')}"


def list_path(name: str) -> str:
    """Return the path of a list's page."""
    return f"/shortlists/{quote(name, safe='')}"

"""The readers of files that are installed, found by their entry points."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import entry_points

from engine.config import nearest
from engine.errors import ConfigError, InputError
from engine.protocols import Reader

GROUP = "overheard.readers"


def installed_readers() -> dict[str, Reader]:
    """Return every installed reader by its name, in alphabetical order.

    Raises:
        ConfigError: one cannot be imported.
    """
    found = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    readers: dict[str, Reader] = {}
    for point in found:
        try:
            readers[point.name] = point.load()()
        except (ImportError, AttributeError) as error:
            raise ConfigError(
                f"the reader {point.name} ({point.value}) cannot be imported: {error}",
                hint="install the package it is from again, or remove it",
            ) from error
    if not readers:
        raise ConfigError(
            "no reader of any format is installed", hint="install again: pip install -e ."
        )
    return readers


def choose_reader(
    head: bytes, name: str, *, wanted: str | None, readers: dict[str, Reader]
) -> Reader:
    """Return the reader called `wanted`, else the one that recognises `head`.

    Standard input (`-`) that nothing recognises is taken for native JSONL, which reports every
    line it cannot read.

    Raises:
        ConfigError: there is no format called `wanted`.
        InputError: nothing recognises the file called `name`.
    """
    if wanted is not None:
        if wanted in readers:
            return readers[wanted]
        raise ConfigError(
            f"there is no format called {wanted!r}", hint=nearest(wanted, tuple(readers))
        )
    for reader in readers.values():
        if reader.recognises(head):
            return reader
    if name == "-" and "jsonl" in readers:
        return readers["jsonl"]
    if not head.strip():
        raise InputError(f"{name} is empty", hint="check that it was written or copied whole")
    raise InputError(f"{name} is of no known format", hint=_hint(head, readers))


def _hint(head: bytes, readers: Collection[str]) -> str:
    """Return what is likely to make a file that begins with `head` readable."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it begins like UTF-16: save it as UTF-8"
    if start.startswith(b"["):
        return "it begins like a JSON array: write one object a line, as jq -c '.[]' does"
    if start.startswith(b"{"):
        return "a native post is one line with source, id, text, created_at and creator.id"
    return f"known are {', '.join(readers)} (see overheard formats); choose one with --format"

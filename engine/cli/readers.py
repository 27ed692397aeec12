"""The readers of files that are installed, found by their entry points."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path

from engine.config import nearest
from engine.errors import ConfigError, InputError
from engine.protocols import ComparingReader, Likeness, MappedReader, Reader
from engine.text import snippet

MAPPING = """a mapping is, for example, source = "instagram" and [columns] likes = "Me gusta\""""
GROUP = "overheard.readers"
SHOWN = 15  # names of fields in a hint
NAME_WIDTH = 40


def installed_readers() -> dict[str, Reader]:
    """Return every installed reader by its name, in alphabetical order.

    An entry point names a class, or a function that returns a reader or a tuple of several.

    Raises:
        ConfigError: one cannot be imported.
    """
    found = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    readers: dict[str, Reader] = {}
    for point in found:
        try:
            made = point.load()()
        except (ImportError, AttributeError) as error:
            raise ConfigError(
                f"the reader {point.name} ({point.value}) cannot be imported: {error}",
                hint="install the package it is from again, or remove it",
            ) from error
        several = made if isinstance(made, tuple) else (made,)
        readers |= {reader.name: reader for reader in several}
    if not readers:
        raise ConfigError(
            "no reader of any format is installed", hint="install again: pip install -e ."
        )
    return dict(sorted(readers.items()))


def read_mapping(path: Path) -> dict[str, object]:
    """Return what the TOML file at `path` says of columns.

    Raises:
        ConfigError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", hint=MAPPING) from error
    except ValueError as error:
        raise ConfigError(f"{path} is no TOML: {error}", hint=MAPPING) from error


def mapped_readers(readers: dict[str, Reader], mapping: dict[str, object]) -> dict[str, Reader]:
    """Return those of `readers` whose columns can be mapped, with `mapping`.

    Raises:
        ConfigError: a reader cannot use it.
    """
    return {
        name: reader.mapped(mapping)
        for name, reader in readers.items()
        if isinstance(reader, MappedReader)
    }


def choose_reader(
    head: bytes, name: str, *, wanted: str | None, readers: dict[str, Reader]
) -> Reader:
    """Return the reader called `wanted`, else the one that is surest of `head`.

    Of equally sure ones it is the first by name. Standard input (`-`) that nothing recognises is
    taken for native JSONL, which reports every line it cannot read.

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
    best = max(readers.values(), key=lambda reader: reader.recognises(head))
    if best.recognises(head):
        return best
    if name == "-" and "jsonl" in readers:
        return readers["jsonl"]
    if not head.strip():
        raise InputError(f"{name} is empty", hint="check that it was written or copied whole")
    raise InputError(f"{name} is of no known format", hint=_hint(head, readers))


def _hint(head: bytes, readers: dict[str, Reader]) -> str:
    """Return what is likely to make a file that begins with `head` readable."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it begins like UTF-16: save it as UTF-8"
    compared = {
        name: reader.compare(head)
        for name, reader in readers.items()
        if isinstance(reader, ComparingReader)
    }
    seen = max((likeness.seen for likeness in compared.values()), key=len, default=())
    if not seen:
        return f"known are {', '.join(readers)} (see overheard formats); choose one with --format"
    best = max(compared, key=lambda name: (compared[name].share, len(compared[name].present)))
    return f"its fields are {_listed(seen)}; {_nearness(best, compared[best])}"


def _nearness(name: str, likeness: Likeness) -> str:
    if not likeness.present:
        return "no known format has any of them (see overheard formats, and --mapping)"
    return (
        f"the nearest format is {name}, which needs {_listed(likeness.missing)} as well: "
        "rename them, choose a format with --format, or say what they hold with --mapping"
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(snippet(name, NAME_WIDTH) for name in names[:SHOWN]) + more

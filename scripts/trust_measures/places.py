"""How often the country of a text that names a place is right: texts labelled by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from engine.places import resolve

OURS = Path(__file__).resolve().parent.parent.parent / "tests/engine/places/locations.tsv"


def table(file: Path) -> Iterator[str]:
    """Yield how many of the texts are resolved, and how many of those are right, by half.

    A line is a text and the code of its country, `-` for none, or codes between bars.
    """
    lines = [line.rstrip("\n").split("\t") for line in file.read_text("utf-8").splitlines()]
    yield "half | texts of one country | resolved | country right | others, named all the same"
    for half in ("tune", "check"):
        rows = [(text, code) for text, code in lines if _half(text) == half]
        found = [(resolve(text).country, code) for text, code in rows if len(code) == 2]
        named = [(got, code) for got, code in found if got is not None]
        right = sum(got == code for got, code in named)
        other = [resolve(text).country for text, code in rows if len(code) != 2]
        wrong = sum(country is not None for country in other)
        yield (
            f"{half} | {len(found)} | {len(named) / len(found):.1%} | "
            f"{right / max(len(named), 1):.1%} | {wrong} of {len(other)}"
        )


def _half(text: str) -> str:
    return "tune" if hashlib.sha256(text.encode()).digest()[0] % 2 == 0 else "check"

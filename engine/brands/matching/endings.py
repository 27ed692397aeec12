"""What languages write on to a name or in front of it, as `endings.toml` lists it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from engine.brands.matching.folding import folded, marked
from engine.text.languages import primary

MIN_LETTERS = 4  # of a name that takes endings; with fewer left of it, a form is in doubt
LONGEST = 8  # letters of an ending
_LAST = "="


class Line(NamedTuple):
    """Endings, folded and as written, of names that end in `after`, without `cut` letters."""

    after: re.Pattern[str]
    cut: int
    least: int
    add: tuple[tuple[str, str], ...]

    def fits(self, word: str) -> bool:
        """Return whether a folded word takes these endings."""
        return len(word) >= self.least and self.after.search(word) is not None

    def endings(self, stem: str) -> Iterator[tuple[str, str]]:
        """Return what may stand after `stem`, folded: each ending folded and as written."""
        for plain, written in self.add:
            yield plain.replace(_LAST, stem[-1]), written.replace(_LAST, stem[-1])


class Grammar(NamedTuple):
    """What a language does to names; `tells_names`: a capital within a sentence means a name.

    `plurals` are endings that only people can tell to mean the brand.
    """

    lines: tuple[Line, ...] = ()
    plurals: tuple[Line, ...] = ()
    prefixes: frozenset[str] = frozenset()
    tells_names: bool = True


def tongue(lang: str | None) -> str | None:
    """Return the language whose endings count in a post of `lang`; `None` if there are none."""
    return _codes().get(primary(lang)) if lang else None


@cache
def grammar(lang: str) -> Grammar:
    """Return what `lang`, one of `tongues`, does to names."""
    table = _tables()[lang]
    return Grammar(
        lines=tuple(_line(one) for one in table.get("endings", ())),
        plurals=tuple(_line(one) for one in table.get("plurals", ())),
        prefixes=frozenset(folded(one) for one in table.get("prefixes", "").split()),
        tells_names=table.get("capital", True),
    )


def tongues() -> Sequence[str]:
    """Return the languages that have endings or prefixes."""
    return tuple(_tables())


def _line(table: Mapping[str, Any]) -> Line:
    written = (marked(one) for one in table["add"].split())
    return Line(
        after=re.compile(rf"(?:{table['after']})$"),
        cut=table.get("cut", 0),
        least=table.get("least", MIN_LETTERS),
        add=tuple((folded(one), one) for one in written),
    )


@cache
def _codes() -> Mapping[str, str]:
    codes = ((lang, (lang, *table.get("codes", ()))) for lang, table in _tables().items())
    return {primary(code): lang for lang, own in codes for code in own}


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    text = (files("engine.brands.matching") / "endings.toml").read_text(encoding="utf-8")
    return {key: table for key, table in tomllib.loads(text).items() if isinstance(table, dict)}

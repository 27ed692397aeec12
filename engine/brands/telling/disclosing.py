"""The words that disclose advertising, read from a data file that a person may replace."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from engine.brands.telling.letters import fold
from engine.brands.telling.paying import KINDS, Paying
from engine.brands.telling.phrases import Phrase, compile_phrase
from engine.errors import ConfigError
from engine.vocabulary.brands import Disclosed

FILE_NAME = "disclosure.toml"
"""Under this name in the home folder, a file of the user's takes the place of ours."""

_RULE_KEYS = (
    "name", "countries", "lang", "level", "source", "date", "include", "tags", "tag_endings",
    "labels", "phrases", "nouns", "money",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What counts as `level` in some countries in one language, who says so, and since when."""

    name: str
    countries: tuple[str, ...]
    lang: str
    level: Disclosed
    source: str
    date: str
    tags: frozenset[str] = frozenset()
    tag_endings: tuple[str, ...] = ()
    labels: tuple[Phrase, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    nouns: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Words of one language around those that disclose; all folded and lower-case."""

    country: str
    spaced: bool = True
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    paying: Paying | None = None

    def of(self, name: str) -> tuple[str, ...]:
        """Return the words under `name`, none if there are none."""
        return self.words.get(name, ())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """A whole data file."""

    as_of: str
    buried_behind: int
    languages: Mapping[str, Language]
    rules: tuple[Rule, ...]
    commercial: Mapping[str, tuple[str, ...]]

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of the countries there are rules of, in the order of the alphabet."""
        return tuple(sorted({code for rule in self.rules for code in rule.countries}))

    def country_of(self, code: str) -> str:
        """Return the code of a country there are rules of, in capitals; UK is GB.

        Raises:
            ConfigError: there are none of it; the hint names the nearest and all there are.
        """
        wanted = {"UK": "GB"}.get(code.strip().upper(), code.strip().upper())
        if wanted in self.countries:
            return wanted
        near = [known for known in self.countries if known[0] == wanted[:1]]
        raise ConfigError(
            f"there are no rules of disclosure of a country {code!r}",
            hint=(f"near it: {', '.join(near)}; " if near else "")
            + f"there are: {', '.join(self.countries)}",
        )


@cache
def our_rules() -> Rules:
    """Return the rules that come with the program."""
    text = (files("engine.brands.telling") / FILE_NAME).read_text(encoding="utf-8")
    return parse_rules(text, FILE_NAME)


def load_rules(file: Path) -> Rules:
    """Return the rules of `file`, ours where there is no such file.

    Raises:
        ConfigError: it cannot be read, is no TOML, or a rule in it is wrong.
    """
    if not file.exists():
        return our_rules()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{file} cannot be read: {error}", hint="it has to be a text file in UTF-8"
        ) from error
    return parse_rules(text, str(file))


def parse_rules(text: str, where: str) -> Rules:
    """Return the rules written in `text`; `where` names it in errors.

    Raises:
        ConfigError: naming the line.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{where} is not TOML: {error}", hint="mend that line, or remove the file to use ours"
        ) from error
    return _Reading(text, where, table).rules()


class _WrongError(ValueError):
    """Something in the file is wrong; `near` is words to find its line by."""

    def __init__(self, message: str, near: str) -> None:
        super().__init__(message)
        self.near = near


class _Reading:
    """One reading of one file."""

    def __init__(self, text: str, where: str, table: Mapping[str, Any]) -> None:
        self._text, self._where, self._table = text, where, table
        self._people: frozenset[str] = frozenset()
        self._languages: dict[str, Language] = {}

    def rules(self) -> Rules:
        try:
            return self._rules()
        except _WrongError as wrong:
            at = self._text.find(wrong.near)
            line = self._text.count("\n", 0, max(at, 0)) + 1
            raise ConfigError(
                f"{self._where}, line {line}: {wrong}", hint="compare it with the file of ours"
            ) from wrong

    def _rules(self) -> Rules:
        table = self._table
        people = _strings(table, "people", "people")
        self._people = frozenset(fold(one).lower() for one in people)
        buried = table.get("buried_behind", 6)
        if not isinstance(buried, int) or buried < 1:
            raise _WrongError(f"buried_behind = {buried!r} is no number from 1", "buried_behind")
        paying = _table(table, "paying")
        self._languages = {
            k: _language(k, v, self._paying(k, paying.get(k)))
            for k, v in _table(table, "language").items()
        }
        rules = table.get("rule", [])
        if not isinstance(rules, list) or not all(isinstance(one, dict) for one in rules):
            raise _WrongError("rule is no list of tables", "rule")
        commercial = _table(table, "commercial")
        return Rules(
            as_of=str(table.get("as_of", "")),
            buried_behind=buried,
            languages=self._languages,
            rules=tuple(rule for one in rules for rule in self._rule(one)),
            commercial={
                k: _strings(commercial, k, k) for k, v in commercial.items() if isinstance(v, list)
            },
        )

    def _paying(self, code: str, row: object) -> Paying | None:
        if row is None:
            return None
        near = f"[paying.{code}]"
        if not isinstance(row, dict) or not {"pays", "content", "not"} <= set(row):
            raise _WrongError(f"paying.{code} needs pays, content and not", near)
        for key in row:
            if key not in (*KINDS, "style"):
                raise _WrongError(f"paying.{code} has no {key!r}", near)
        words = {k: [fold(one).lower() for one in _strings(row, k, near)] for k in row}
        return Paying(words, self._people)

    def _rule(self, row: Mapping[str, Any]) -> Iterator[Rule]:
        """Yield the rule of `row`, and one of the same name for each group it includes."""
        name, level = str(row.get("name", "")), row.get("level")
        near = f'"{name}"'
        for key in row:
            if key not in _RULE_KEYS:
                raise _WrongError(f"rule {name!r} has no {key!r}", key)
        if level not in ("clear", "weak"):
            raise _WrongError(f"rule {name!r}: level {level!r} is neither clear nor weak", near)
        yield self._made(row, row, near)
        groups = _table(self._table, "group")
        for group in _strings(row, "include", near):
            if group not in groups:
                raise _WrongError(f"there is no group {group!r}", f'"{group}"')
            yield self._made(row, {"lang": row.get("lang"), **groups[group]}, near)

    def _made(self, row: Mapping[str, Any], words: Mapping[str, Any], near: str) -> Rule:
        lang = words.get("lang")
        if lang not in self._languages:
            raise _WrongError(f"rule {row.get('name')!r}: there is no language {lang!r}", near)
        return Rule(
            name=str(row["name"]),
            countries=_strings(row, "countries", near),
            lang=lang,
            level=Disclosed(row["level"]),
            source=str(row.get("source", "")),
            date=str(row.get("date", "")),
            tags=frozenset(fold(tag).lower() for tag in _strings(words, "tags", near)),
            tag_endings=tuple(fold(t).lower() for t in _strings(words, "tag_endings", near)),
            labels=tuple(self._phrase(one, lang) for one in _strings(words, "labels", near)),
            phrases=tuple(
                self._phrase(one, lang)
                for key in ("phrases", "money")
                for one in _strings(words, key, near)
            ),
            nouns=tuple(self._phrase(one, lang) for one in _strings(words, "nouns", near)),
        )

    def _phrase(self, written: str, lang: str) -> Phrase:
        language = self._languages[lang]
        try:
            return compile_phrase(
                written, language.words, spaced=language.spaced, people=self._people
            )
        except ValueError as error:
            raise _WrongError(f"{written!r}: {error}", f'"{written}"') from error


def _language(code: str, row: object, paying: Paying | None) -> Language:
    if not isinstance(row, dict) or not isinstance(row.get("country"), str):
        raise _WrongError(f"language.{code} needs a country", f"[language.{code}]")
    words = {k: _strings(row, k, k) for k, v in row.items() if isinstance(v, list)}
    return Language(
        country=row["country"],
        spaced=bool(row.get("spaced", True)),
        words={k: tuple(fold(word).lower() for word in v) for k, v in words.items()},
        paying=paying,
    )


def _table(row: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = row.get(key, {})
    if not isinstance(found, dict):
        raise _WrongError(f"{key} is no table", key)
    return found


def _strings(row: Mapping[str, Any], key: str, near: str) -> tuple[str, ...]:
    found = row.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        raise _WrongError(f"{key} is no list of texts", near)
    return tuple(found)

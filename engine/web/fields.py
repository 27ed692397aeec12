"""The fields of a form in which several things are named: one a line, or as words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.errors import ConfigError

_LONGEST = 2_000  # characters of a field
MOST = 50  # things of a kind at once


def check_sizes(sources: Sequence[str], *others: int, example: str) -> None:
    """Check that some `sources` are chosen, `example` is one, and not too much at once.

    Raises:
        ConfigError: none is, or there are more than `MOST` of them or in one of the `others`.
    """
    if not sources:
        raise ConfigError("no source is chosen", hint=f"tick one, for example {example}")
    if max(len(sources), *others) > MOST:
        raise ConfigError(f"more than {MOST} at once", hint="ask for some of it first")


def option_words(several: Mapping[str, Sequence[str]]) -> list[str]:
    """Return `--name=value` for every value of the options that may be repeated."""
    return [f"--{name}={value}" for name, values in several.items() for value in values]


class Fields:
    """What the fields of a form hold, by name.

    Raises:
        ConfigError: a field is too long, or holds what no text has.
    """

    def __init__(self, given: Mapping[str, Sequence[str]]) -> None:
        values = [value for several in given.values() for value in several]
        if any(len(value) > _LONGEST or "\0" in value for value in values):
            raise ConfigError(
                f"a field is longer than {_LONGEST:,} characters", hint="ask for less"
            )
        self._given = given

    def lines(self, name: str) -> list[str]:
        """Return the lines of a field that are not blank."""
        found = [line.strip() for value in self._given.get(name, ()) for line in value.splitlines()]
        return [line for line in found if line]

    def words(self, name: str) -> list[str]:
        """Return the words of a field, which blanks or commas divide."""
        return [word for line in self.lines(name) for word in line.replace(",", " ").split()]

    def first(self, name: str) -> str | None:
        """Return the first line of a field, None where it is left empty."""
        return next(iter(self.lines(name)), None)

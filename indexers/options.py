"""The settings of a source, read: from its table, or as typed after `--option`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.errors import ConfigError


def texts(options: Mapping[str, object], name: str, default: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the texts of an option: a list of them, or one text with commas between.

    Raises:
        ConfigError: it is neither.
    """
    value = options.get(name)
    if value is None:
        return tuple(default)
    written = value.split(",") if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        raise ConfigError(f"{name} = {value!r} is no list of texts", hint=f'{name} = ["…", "…"]')
    return tuple(dict.fromkeys(one.strip() for one in written if one.strip()))


def text(options: Mapping[str, object], name: str, default: str | None = None) -> str | None:
    """Return the text of an option.

    Raises:
        ConfigError: it is no text, or an empty one.
    """
    value = options.get(name, default)
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    raise ConfigError(f"{name} = {value!r} is no text", hint=f'{name} = "…"')


def whole(
    options: Mapping[str, object], name: str, default: int | None = None, *, low: int = 0
) -> int | None:
    """Return the whole number of an option, from `low` up.

    Raises:
        ConfigError: it is no such number.
    """
    value = options.get(name, default)
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= low):
        return value
    raise ConfigError(f"{name} = {value!r} is no whole number from {low} up", hint=f"{name} = 100")


def flag(options: Mapping[str, object], name: str) -> bool:
    """Return whether an option is set; it is not unless the user says so.

    Raises:
        ConfigError: it is neither true nor false.
    """
    value = options.get(name, False)
    if isinstance(value, str):
        value = {"true": True, "false": False}.get(value.strip().lower(), value)
    if isinstance(value, bool):
        return value
    raise ConfigError(f"{name} = {value!r} is neither true nor false", hint=f"{name} = true")

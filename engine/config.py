"""What the user has set: from flags, the environment and one TOML file, in that order.

The file is the one named with `--config`, or `overheard.toml` in the user's configuration
folder. It is never looked for in the working folder: a downloaded folder configures nothing.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import ConfigError

FILE_NAME = "overheard.toml"
HOME_VARIABLE = "OVERHEARD_HOME"
STANCES_VARIABLE = "OVERHEARD_STANCE_MODEL"
DEFAULT_MODEL = "minilm"
AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command works with.

    `home` is the folder that holds everything, `model` the name or path of the embedding model,
    `threads` how many of them it may use (`None`: as many as the machine has), `file` the file
    these were read from. `contact` is told to platforms with every request (a page or an e-mail
    address), `sources` are the `[sources.NAME]` tables, settings of live sources by name, and
    `alerts` is the `[alerts]` table, which `engine.alerts` reads.
    `stance_model` is the name or folder of the model that tells stances, of
    `engine.brands.telling.models`, or `AUTO`: the best that is installed.
    `doubts` says whether flags of creators take points from their scores; `prefer_community` is how
    many points those in a list of customers or followers get.
    """

    home: Path
    model: str = DEFAULT_MODEL
    stance_model: str = AUTO
    threads: int | None = None
    file: Path | None = None
    contact: str | None = None
    sources: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    alerts: Mapping[str, object] = field(default_factory=dict)
    doubts: bool = False
    prefer_community: float = 0.0


def load_settings(
    file: Path | None = None,
    *,
    home: Path | None = None,
    model: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings: what is given, else from the environment, else from `file`.

    The environment may name a home and the model that tells stances.
    Without `file`, the one in the user's configuration folder is read where there is one.

    Raises:
        ConfigError: the file is missing, is no TOML, or holds an unknown key or a wrong value.
    """
    environment = os.environ if environment is None else environment
    found = _configuration_file(file)
    table = _read(found) if found else {}
    chosen_home = home or environment.get(HOME_VARIABLE) or _text(table, "home", found)
    stances = environment.get(STANCES_VARIABLE) or _text(table, "stance_model", found)
    return Settings(
        home=Path(chosen_home).expanduser() if chosen_home else _data_folder(),
        model=model or _text(table, "model", found) or DEFAULT_MODEL,
        stance_model=stances or AUTO,
        threads=_threads(table, found),
        file=found,
        contact=_text(table, "contact", found),
        sources=_tables(table, "sources", found),
        alerts=_table(table, "alerts", found),
        doubts=_switch(table, "doubts", found),
        prefer_community=_points(table, "prefer_community", found),
    )


def user_configuration_file() -> Path:
    """Return where the user's own configuration file stands, whether it exists or not."""
    import platformdirs

    return platformdirs.user_config_path("overheard", appauthor=False) / FILE_NAME


def nearest(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """Return a hint for an unknown `word`: the nearest of `known`, and all of them."""
    close = difflib.get_close_matches(word, known, n=1)
    guess = f"did you mean {close[0]!r}? " if close else ""
    return f"{guess}there are: {', '.join(known)}"


_ASIDES = ("doubts", "prefer_community")
MOST_PREFERRED = 20.0
"""Points of a score that being in a community can give at the most."""

_KEYS = ("home", "model", "stance_model", "threads", "contact", "sources", "alerts", *_ASIDES)


def _data_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("overheard", appauthor=False)


def _configuration_file(file: Path | None) -> Path | None:
    if file is not None:
        return file
    usual = user_configuration_file()
    return usual if usual.is_file() else None


def _read(file: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"the configuration file {file} cannot be read: {error.strerror}",
            hint="name one that exists with --config, or leave --config out",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the configuration file {file} is not TOML: {error}",
            hint='a line looks like: model = "minilm"',
        ) from error
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"{file}: there is no setting {key!r}", hint=nearest(key, _KEYS))
    return table


def _text(table: Mapping[str, Any], key: str, file: Path | None) -> str | None:
    text = table.get(key)
    if text is None or (isinstance(text, str) and text.strip()):
        return text
    raise ConfigError(f"{file}: {key} = {text!r} is not a text", hint=f'write {key} = "…"')


def _tables(
    table: Mapping[str, Any], key: str, file: Path | None
) -> Mapping[str, Mapping[str, object]]:
    tables = table.get(key, {})
    if isinstance(tables, dict) and all(isinstance(one, dict) for one in tables.values()):
        return tables
    raise ConfigError(
        f"{file}: [{key}] holds something that is no table", hint=f"begin one with [{key}.NAME]"
    )


def _table(table: Mapping[str, Any], key: str, file: Path | None) -> Mapping[str, object]:
    found = table.get(key, {})
    if isinstance(found, dict):
        return found
    raise ConfigError(f"{file}: {key} = {found!r} is no table", hint=f"begin it with [{key}]")


def _switch(table: Mapping[str, Any], key: str, file: Path | None) -> bool:
    switch = table.get(key, False)
    if isinstance(switch, bool):
        return switch
    raise ConfigError(f"{file}: {key} = {switch!r} is neither true nor false", hint="write true")


def _points(table: Mapping[str, Any], key: str, file: Path | None) -> float:
    points = table.get(key, 0)
    is_number = isinstance(points, int | float) and not isinstance(points, bool)
    if is_number and 0 <= points <= MOST_PREFERRED:
        return float(points)
    raise ConfigError(
        f"{file}: {key} = {points!r} is no number of points",
        hint=f"write a number from 0 to {MOST_PREFERRED:g}",
    )


def _threads(table: Mapping[str, Any], file: Path | None) -> int | None:
    threads = table.get("threads")
    is_count = isinstance(threads, int) and not isinstance(threads, bool) and threads >= 1
    if threads is None or is_count:
        return threads
    raise ConfigError(
        f"{file}: threads = {threads!r} is not a number of threads",
        hint="write a whole number from 1, or leave the line out",
    )

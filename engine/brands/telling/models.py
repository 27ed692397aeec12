"""The models that can tell stances, and which of them does in this process."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from engine.config import DEFAULT_MODEL as DEFAULT
from engine.errors import ConfigError, EmbedderError

LARGE = "all-mpnet-base-v2"
CHANGES = {DEFAULT: "stance.safetensors", LARGE: "stance_mpnet.safetensors"}
"""What our changes to a model are called, by the last part of its name or path."""


@dataclass(slots=True)
class _Choice:
    name: str = DEFAULT


_CHOICE = _Choice()


def choose(name: str) -> None:
    """Have stances told by the model called `name`, or lying in that folder, from now on.

    Raises:
        ConfigError: there are no changes of ours to that model.
    """
    if known_as(name) not in CHANGES:
        raise ConfigError(
            f"stances cannot be told by the model {name!r}",
            hint=f"stance_model is one of {', '.join(CHANGES)}, or a folder called {LARGE}",
        )
    _CHOICE.name = name


def chosen() -> str:
    """Return the name or folder of the model that tells stances."""
    return _CHOICE.name


def known_as(name: str) -> str:
    """Return the last part of a name or path."""
    return Path(name).name


def reads(name: str, lang: str | None) -> bool:
    """Return whether the model called `name` tells texts in `lang`; the large one only English."""
    return known_as(name) != LARGE or lang in (None, "en")


def changes(name: str) -> Path:
    """Return the file of our changes to the model called `name`."""
    return Path(str(files("engine.brands.telling"))) / CHANGES[known_as(name)]


def folder_of(name: str) -> Path:
    """Return where the model called `name` lies.

    Raises:
        EmbedderError: it is not on this machine.
    """
    from engine.embedders.folders import find_folder  # here: settings are read without it

    folder = find_folder(name)
    if folder is None:
        raise EmbedderError(
            f"the model {name!r} that tells stances is not on this machine",
            hint=f"hf download sentence-transformers/{known_as(name)}, or leave stance_model out",
        )
    return folder

"""The models that can tell stances, and which of them does in this process."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from engine.config import AUTO
from engine.config import DEFAULT_MODEL as DEFAULT
from engine.errors import ConfigError, EmbedderError

LARGE = "all-mpnet-base-v2"
CHANGES = {DEFAULT: "stance.safetensors", LARGE: "stance_mpnet.safetensors"}
"""What our changes to a model are called, by the last part of its name or path."""
_OTHERWISE = f'or have stances told by the small model: stance_model = "{DEFAULT}"'


@dataclass(slots=True)
class _Choice:
    name: str = DEFAULT


_CHOICE = _Choice()


def choose(name: str) -> None:
    """Have stances told by the model called `name`, or lying in that folder, from now on.

    With `AUTO` that is the large one once its packages are installed, else the one installed
    with us; it is looked once, when the first stance is told.

    Raises:
        ConfigError: there are no changes of ours to that model.
    """
    if name != AUTO and known_as(name) not in CHANGES:
        raise ConfigError(
            f"stances cannot be told by the model {name!r}",
            hint=f"stance_model is one of {AUTO}, {', '.join(CHANGES)}, or a folder called {LARGE}",
        )
    _CHOICE.name = name


def chosen() -> str:
    """Return the name or folder of the model that tells stances."""
    if _CHOICE.name == AUTO:
        from engine.embedders.parts import is_at_hand  # here: settings are read without it
        from engine.embedders.shipped import MPNET

        _CHOICE.name = LARGE if is_at_hand(MPNET) else DEFAULT
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
        EmbedderError: it is not on this machine, or what is there of it is damaged.
    """
    from engine.embedders.folders import find_folder
    from engine.embedders.shipped import MPNET

    try:
        folder = find_folder(name)
    except EmbedderError as error:
        raise EmbedderError(str(error), hint=f"{error.hint}; {_OTHERWISE}") from error
    if folder is None:
        raise EmbedderError(
            f"the model {name!r} that tells stances is not on this machine",
            hint=f"{MPNET.bring}; {_OTHERWISE}",
        )
    return folder

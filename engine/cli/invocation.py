"""What stands before the command: the home and the settings, read when a command asks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.brands.telling.models import choose
from engine.config import Settings, load_settings
from engine.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """The options of `overheard` itself. `None` where the user gave none."""

    home: Path | None = None
    config: Path | None = None
    debug: bool = False

    def settings(self, *, model: str | None = None) -> Settings:
        """Return the settings, with `model` if one was given by hand; stances are told by them.

        Raises:
            ConfigError: the configuration cannot be read, or no stances be told as it says.
        """
        settings = load_settings(self.config, home=self.home, model=model)
        choose(settings.stance_model)
        return settings


def made(folder: Path) -> Path:
    """Return `folder`, made if it was not there.

    Raises:
        ConfigError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"the folder {folder} cannot be made: {error.strerror}",
            hint="name another one: overheard --home DIR …",
        ) from error
    return folder

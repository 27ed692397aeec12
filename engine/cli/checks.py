"""What `overheard doctor` looks at, one function a matter; none changes anything that is whole."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from engine.config import Settings, user_configuration_file
from engine.errors import OverheardError

State = Literal["ok", "warn", "bad"]

OLDEST_PYTHON = (3, 11)
SPACE_LOW, SPACE_NONE = 2_000_000_000, 200_000_000  # bytes free


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding: what was looked at, how it is, and what to do if it is not `ok`."""

    name: str
    state: State
    finding: str
    cure: str | None = None


def check_python() -> Iterator[Check]:
    """Look at the interpreter."""
    found = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    if sys.version_info >= OLDEST_PYTHON:
        yield Check(name="python", state="ok", finding=found)
    else:
        yield Check(name="python", state="bad", finding=found, cure="use Python 3.11 or newer")


def check_packages() -> Iterator[Check]:
    """Look for every library that the installed package says it needs."""
    names = [_name(line) for line in requires("overheard") or () if "extra ==" not in line]
    found, missing = [], []
    for name in sorted(names):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        lacking = f"not installed: {', '.join(missing)}"
        yield Check(name="packages", state="bad", finding=lacking, cure="pip install -e . again")
    else:
        yield Check(name="packages", state="ok", finding=", ".join(found))


def check_settings(settings: Settings) -> Iterator[Check]:
    """Say where the settings come from."""
    origin = str(settings.file) if settings.file else f"none at {user_configuration_file()}"
    threads = settings.threads or "all"
    finding = f"home {settings.home}, model {settings.model}, threads {threads}; file: {origin}"
    yield Check(name="settings", state="ok", finding=finding)


def check_home(settings: Settings) -> Iterator[Check]:
    """Look whether the home can be written, and at the space left there."""
    home = settings.home
    standing = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    if not (standing.is_dir() and os.access(standing, os.W_OK | os.X_OK)):
        cure = "make it writable, or name another folder with --home"
        yield Check(name="home", state="bad", finding=f"{standing} cannot be written", cure=cure)
    elif standing != home:
        finding, cure = f"{home} is not there yet", "it is made by the first overheard import"
        yield Check(name="home", state="warn", finding=finding, cure=cure)
    else:
        yield Check(name="home", state="ok", finding=f"{home} can be written")
    yield _space(standing)


def check_names() -> Iterator[Check]:
    """Say which models have a short name."""
    from engine.embedders.names import KNOWN

    told = [f"{name} ({known.about})" for name, known in KNOWN.items()]
    finding = f"{'; '.join(told)}; or any sentence-transformers name or path"
    yield Check(name="models", state="ok", finding=finding)


def check_model(settings: Settings) -> Iterator[Check]:
    """Load the model and embed a word with it."""
    from engine.cli.options import load_model

    try:
        embedder = load_model(settings)
        length = float((embedder.embed_query("espresso") ** 2).sum()) ** 0.5
    except OverheardError as error:
        yield Check(name="model", state="bad", finding=str(error), cure=error.hint)
        return
    finding = f"{embedder.model_id}, {embedder.dim} dimensions"
    if abs(length - 1) > 1e-2:
        cure = f"remove {settings.home / 'models'} and run this again"
        yield Check(name="model", state="bad", finding=f"{finding}: broken vectors", cure=cure)
    else:
        yield Check(name="model", state="ok", finding=finding)


def check_readers() -> Iterator[Check]:
    """Import every reader that is installed."""
    from engine.cli.readers import installed_readers

    try:
        readers = installed_readers()
    except OverheardError as error:
        yield Check(name="formats", state="bad", finding=str(error), cure=error.hint)
    else:
        yield Check(name="formats", state="ok", finding=", ".join(readers))


def check_sources(settings: Settings) -> Iterator[Check]:
    """Import every live source that is installed, and tell which of their keys are set."""
    from engine.cli.connecting import installed_sources, options_of, secrets_of

    try:
        infos = [maker.info for maker in installed_sources().values()]
        for info in infos:
            options_of(info, settings, {})
    except OverheardError as error:
        yield Check(name="sources", state="bad", finding=str(error), cure=error.hint)
        return
    keyed = [info for info in infos if set(info.required) & info.secrets.keys()]
    ready = [
        info.name for info in keyed if set(info.required) <= {*secrets_of(info), *info.options}
    ]
    free = [info.name for info in infos if info not in keyed]
    missing = [info.name for info in keyed if info.name not in ready]
    found = [f"without a key: {', '.join(free)}"]
    found += [f"with yours: {', '.join(ready)}"] if ready else []
    found += [f"not without a key: {', '.join(missing)}"] if missing else []
    yield Check(name="sources", state="ok", finding="; ".join(found))


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def _space(folder: Path) -> Check:
    from engine.cli.layout import size_text

    free = shutil.disk_usage(folder).free
    finding = f"{size_text(free)} free"
    if free >= SPACE_LOW:
        return Check(name="disk", state="ok", finding=finding)
    state: State = "warn" if free >= SPACE_NONE else "bad"
    return Check(name="disk", state=state, finding=finding, cure="free some space")

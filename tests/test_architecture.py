"""The rules of the house that no single module can keep by itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import click
import pytest

import engine
from engine.cli.main import COMMANDS, overheard

ROOT = Path(__file__).parent.parent
HEAVY = {"torch", "transformers", "sentence_transformers", "spacy", "faiss", "openvino"}
ALSO_LATE = {"numpy", "rich", "pyarrow", "xlsxwriter", "symspellpy", "sqlite3", "jinja2"}


def _modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(' '.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_help_imports_nothing_heavy() -> None:
    modules = _modules_after("from engine.cli.main import main; main(['--help'])")
    assert "click" in modules
    assert not modules & (HEAVY | ALSO_LATE)


HELP_OF_ALL = f"""
import contextlib, json, os, sys
from engine.cli.main import main
heavy = {sorted(HEAVY)}
loaded = {{}}
for name in {[*COMMANDS]}:
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        status = main([name, "--help"])
    loaded[name] = [status, [one for one in heavy if one in sys.modules]]
print(json.dumps(loaded))
"""


@pytest.fixture(scope="module")
def after_help() -> dict[str, list[object]]:
    """Exit status and heavy modules after the help of each command, all in one process."""
    done = subprocess.run(
        [sys.executable, "-c", HELP_OF_ALL], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_imports_no_model(
    after_help: dict[str, list[object]], name: str
) -> None:
    assert after_help[name] == [0, []]


def test_importing_the_engine_imports_nothing_heavy() -> None:
    assert not _modules_after("import engine") & (HEAVY | ALSO_LATE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = overheard.get_command(click.Context(overheard), name)
    assert command is not None
    help_text = command.get_help(click.Context(command, info_name=name))
    assert f"overheard {name}" in help_text.partition("Examples:")[2]
    undocumented = [
        option.name
        for option in command.params
        if isinstance(option, click.Option)
        and option.name not in {"output", "top"}
        and not option.help
    ]
    assert undocumented == []


def test_no_command_swallows_an_option_of_the_program() -> None:
    assert {option.name for option in overheard.params} == {
        *("home", "config", "debug", "events", "version")
    }


@pytest.mark.parametrize("name", engine.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(engine, name) is not None


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'influencer'"):
        engine.influencer  # noqa: B018


def test_the_version_is_the_same_everywhere() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert declared == engine.__version__ == version("overheard")


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_nothing_names_a_path_of_one_machine() -> None:
    private = re.compile(r"/(?:work|root|home/\w+)/")
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for folder in ("engine", "indexers", "scripts", "tests")
        for file in (ROOT / folder).rglob("*.py")
        for match in private.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []

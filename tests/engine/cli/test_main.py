"""What the program does with its arguments and with whatever goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import __version__

PATCHED = """
import sys
from engine.cli import formats, main
def installed_readers():
    {what}
formats.installed_readers = installed_readers
sys.exit(main.main(sys.argv[1:]))
"""


def _run(*arguments: str, patch: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program; `patch` is what `overheard formats` does in place of its work."""
    program = ["-m", "engine.cli.main"] if patch is None else ["-c", PATCHED.format(what=patch)]
    return subprocess.run(
        [sys.executable, *program, *arguments], capture_output=True, text=True, check=False
    )


def test_the_version_is_said() -> None:
    done = _run("--version")
    assert (done.returncode, done.stdout) == (0, f"overheard, version {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["serch"], "there is no command 'serch'; did you mean 'search'?", "see overheard --help"),
        (["formats", "--outptu", "json"], "No such option", "see overheard formats --help"),
        (["formats", "--output", "xml"], "'xml' is not one of", "see overheard formats --help"),
        (["import"], "Missing argument", "see overheard import --help"),
    ],
)
def test_wrong_usage_is_two_lines_and_status_2(arguments: list[str], error: str, hint: str) -> None:
    done = _run(*arguments)
    first, second = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert first.startswith("error: ")
    assert error in first
    assert second == f"hint: {hint}"


def test_without_a_command_the_help_is_shown_as_it_is() -> None:
    done = _run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: overheard ")
    assert "hint: " not in done.stderr


@pytest.mark.parametrize(
    ("kind", "status"), [("ConfigError", 2), ("StoreError", 2), ("SourceError", 3)]
)
def test_our_errors_are_two_lines_and_their_status(kind: str, status: int) -> None:
    raising = f"from engine.errors import {kind}; raise {kind}('it broke', hint='mend it')"
    done = _run("formats", patch=raising)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr == "error: it broke\nhint: mend it\n"


def test_debug_shows_where_an_error_came_from() -> None:
    raising = "from engine.errors import ConfigError; raise ConfigError('it broke')"
    done = _run("--debug", "formats", patch=raising)
    assert done.returncode != 0
    assert "Traceback" in done.stderr
    assert "it broke" in done.stderr


def test_a_bug_is_two_lines_and_status_1() -> None:
    done = _run("formats", patch="return {}['nothing']")
    first, second = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (1, "")
    assert first == "error: a bug in overheard: KeyError: 'nothing' (__main__:5)"
    assert "overheard --debug" in second
    assert "Traceback" in _run("--debug", "formats", patch="return {}['nothing']").stderr


def test_an_interruption_is_status_130_without_a_traceback() -> None:
    done = _run("formats", patch="raise KeyboardInterrupt")
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert "stopped" in done.stderr


def test_an_output_that_cannot_be_written_is_no_bug() -> None:
    failing = "import errno; raise OSError(errno.ENOSPC, 'No space left on device')"
    done = _run("formats", patch=failing)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "error: the output cannot be written: No space left on device"
    )


@pytest.mark.parametrize(
    "printing",
    [
        "print('x' * 1_000_000); raise SystemExit(7)",
        "from engine.cli.layout import make_console; make_console().print('x' * 1_000_000)",
    ],
    ids=["plain", "table"],
)
def test_a_reader_that_has_had_enough_is_no_error(printing: str) -> None:
    command = [sys.executable, "-c", PATCHED.format(what=printing), "formats"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_wrong_configuration_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("modle = 'x'")
    done = _run("--config", str(file), "--home", str(tmp_path), "search", "tea")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {file}: there is no setting 'modle'\nhint: did you mean")


def test_an_empty_home_says_how_to_fill_it(tmp_path: Path) -> None:
    done = _run("--home", str(tmp_path / "none"), "search", "tea")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: there is nothing in {tmp_path / 'none'} yet\nhint: read")
    assert not (tmp_path / "none").exists()

"""`overheard` as others get it: a wheel, installed into an environment outside the checkout.

Made once for all the processes that share a run of the tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from filelock import BaseFileLock, FileLock

SHARED = "OVERHEARD_TESTS_SHARED"  # the variable that names a folder of this run of the tests
ROOT = Path(__file__).parent.parent
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.egg-info", "build")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The folder it runs in, empty but for the environment, and the program."""

    folder: Path
    program: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the program away from the checkout, with nothing set that could help it find it."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "OVERHEARD_HOME": str(self.folder / "home"),
        }
        return subprocess.run(
            [self.program, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=self.folder,
            env=environment,
        )


def alone() -> BaseFileLock:
    """Return what keeps the other processes from what is installed for as long as it is held."""
    return FileLock(Path(os.environ[SHARED]) / "installed.lock", is_singleton=True)


@cache
def installed() -> Installed:
    """Build the wheel and install it, unless another process has."""
    folder = Path(os.environ[SHARED]) / "installed"
    program = folder / "environment" / "bin" / "overheard"
    with alone():
        if not (folder / "is ready").exists():
            folder.mkdir()
            _install(folder)
            (folder / "is ready").touch()
    return Installed(folder=folder, program=program)


def _install(folder: Path) -> None:
    """The libraries that it depends on are those of this Python."""
    environment = folder / "environment"
    _call("-m", "venv", "--without-pip", str(environment))
    python = environment / "bin" / "python"
    major_minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = environment / "lib" / major_minor / "site-packages"
    # A plain path in a .pth file: this Python's libraries are seen, its own .pth files (an
    # editable overheard among them) are not.
    (own / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    wheel = build_wheel(folder)
    _call("-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel))


def build_wheel(folder: Path) -> Path:
    """Build the wheel from a copy of what belongs into it, and return it."""
    source = folder / "source"
    for name in ("engine", "indexers"):
        shutil.copytree(ROOT / name, source / name, ignore=NOT_SHIPPED)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source / name)
    _call("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source))
    shutil.rmtree(source)
    (wheel,) = folder.glob("*.whl")
    return wheel


@cache
def demo_run() -> subprocess.CompletedProcess[str]:
    """Run `overheard demo` once for all tests that look at it, unless another process has."""
    told = installed().folder / "demo.json"
    with alone():
        if not told.exists():
            done = installed().run("demo")
            told.write_text(json.dumps([done.returncode, done.stdout, done.stderr]), "utf-8")
    status, out, error = json.loads(told.read_text("utf-8"))
    return subprocess.CompletedProcess(["overheard", "demo"], status, out, error)


def demo_home(folder: Path) -> Path:
    """Return a copy, in `folder`, of the home that the demo made."""
    demo_run()
    home = folder / "demo"
    with alone():
        shutil.copytree(installed().folder / "home" / "demo", home)
    return home


def _call(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=ROOT.parent
    )
    if done.returncode:
        raise AssertionError(f"python {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")

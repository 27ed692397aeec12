"""`overheard` as others get it: a wheel, installed into an environment outside the checkout."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


@cache
def installed() -> Installed:
    """Build the wheel and install it; the libraries it depends on are those of this Python."""
    folder = Path(tempfile.mkdtemp(prefix="overheard-installed-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
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
    return Installed(folder=folder, program=environment / "bin" / "overheard")


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
    """Run `overheard demo` once for all tests that look at it."""
    return installed().run("demo")


def demo_home(folder: Path) -> Path:
    """Return a copy, in `folder`, of the home that the demo made."""
    demo_run()
    home = folder / "demo"
    shutil.copytree(installed().folder / "home" / "demo", home)
    return home


def _call(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=ROOT.parent
    )
    if done.returncode:
        raise AssertionError(f"python {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")

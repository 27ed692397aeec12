"""Corpora in the product: imported and searched as a user would, through the command line."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine.judging.evaluation import BriefLine, read_run
from scripts.evaluation.baselines import TOP
from scripts.evaluation.collection import Trial
from scripts.evaluation.measures import Rankings

if TYPE_CHECKING:
    from engine.corpus import LocalCorpus
    from engine.protocols import Embedder

CHECKOUT = Path(__file__).resolve().parent.parent.parent
NOW = datetime(2013, 9, 1, tzinfo=UTC)
_RANKS = ("ranking", "exports", "cli", "demo", "judging")  # nothing a home depends on


@cache
def code_key(without: tuple[str, ...] = ()) -> str:
    """Return a digest of the engine's code, less the folders and files named."""
    files = sorted((CHECKOUT / "engine").rglob("*.py"))
    kept = [f for f in files if f.relative_to(CHECKOUT / "engine").parts[0] not in without]
    return hashlib.sha256(b"".join(file.read_bytes() for file in kept)).hexdigest()[:16]


def home_key() -> str:
    """Return a digest of the code that a home depends on."""
    return code_key(_RANKS)


def run_key(trial: Trial, *settings: str) -> str:
    """Return a digest of all that a run of ours depends on: code, posts and `settings`."""
    parts = (code_key(), _digest(trial.posts), *settings)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def fill(trial: Trial, *, start_from: Path | None = None) -> None:
    """Import the posts of `trial` into its home, unless this code has done so before.

    `start_from` is a home that holds some of them already.
    """
    done, key = trial.home / "imported", home_key() + _digest(trial.posts)
    if done.exists() and done.read_text(encoding="utf-8") == key:
        return
    if start_from is not None and not trial.home.exists():
        part = trial.home.with_name(f"{trial.home.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(start_from, part).rename(trial.home)
    product(trial.home, "import", *map(str, trial.posts))
    done.write_text(key, encoding="utf-8")


def search(trial: Trial, briefs: Sequence[BriefLine], cached: Path) -> Rankings:
    """Return the product's answer to `briefs`, out of its command line; kept in `cached`."""
    said = "\n".join(json.dumps({"id": b.id, "text": b.text}) for b in briefs)
    kept = cached / f"ours_{run_key(trial, said)}.run"
    if not kept.exists():
        cached.mkdir(parents=True, exist_ok=True)
        file = kept.with_suffix(".jsonl")
        file.write_text(said + "\n", encoding="utf-8")
        options = ["--output", "trec", "--top", str(TOP), "--now", NOW.date().isoformat()]
        part = kept.with_suffix(".part")
        part.write_bytes(product(trial.home, "search", "--briefs", str(file), *options))
        part.rename(kept)
    return read_run(kept)


def product(home: Path, *arguments: str) -> bytes:
    """Run the command line of the product on a home, and return what it says."""
    command = [sys.executable, "-m", "engine.cli.main", "--home", str(home), *arguments]
    return subprocess.run(command, cwd=CHECKOUT, check=True, stdout=subprocess.PIPE).stdout


def _digest(files: Sequence[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


@contextmanager
def opened(trial: Trial) -> Iterator[tuple[LocalCorpus, Embedder]]:
    """Open the corpus of `trial` in this process, with an embedder that remembers briefs."""
    from engine.corpus import LocalCorpus
    from engine.embedders import load_embedder

    embedder = Remembering(load_embedder(cache=trial.home / "models"))
    with LocalCorpus.open(trial.home, embedder) as corpus:
        yield corpus, embedder


class Remembering:
    """An embedder that embeds each query once; implements `engine.protocols.Embedder`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model_id, self.dim = embedder.model_id, embedder.dim
        self.embed = embedder.embed
        self.embed_query = cache(embedder.embed_query)

"""A tiny model, and where it is kept converted."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.embedders import load_embedder
from tests.engine.embedders.models import save_tiny_model


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    return save_tiny_model(folder, pooling="mean", prompts={"query": "find "})


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Path:
    """A cache that holds the tiny model converted. Not to be changed: copy it."""
    folder = tmp_path_factory.mktemp("models")
    load_embedder(str(tiny), cache=folder, threads=1)
    return folder

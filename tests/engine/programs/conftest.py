"""A small home to ask from Python: sixty who talk about espresso, three of them hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import HomeCorpus, open_corpus
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import index_home
from engine.store import Store, database_path
from tests.engine.web.people import pages
from tests.fakes import NOW


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of the page's creators."""
    folder = tmp_path_factory.mktemp("programs")
    with Store.open(database_path(folder)) as store:
        for page in pages():
            store.commit_page(page, now=NOW)
    index_home(folder, HashingEmbedder(), say=lambda _: None)
    return folder


@pytest.fixture(scope="module")
def corpus(home: Path) -> Iterator[HomeCorpus]:
    """That home, open."""
    with open_corpus(home, embedder=HashingEmbedder()) as opened:
        yield opened

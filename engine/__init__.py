"""Social-listening discovery: from public posts to ranked, explained creators.

The public names are here and are imported when they are first used:

    from engine import open_corpus

    with open_corpus() as corpus:
        found = corpus.search("home espresso", followers="5k..50k")
        found.to_pandas()
        for candidate in found:
            ...
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from engine.programs import HomeCorpus
    from engine.protocols import Embedder

__version__ = "0.1.0"

_HOME_OF: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "Brief",
            "Candidate",
            "Creator",
            "CreatorFilter",
            "Engagement",
            "Evidence",
            "Page",
            "Post",
            "PostFilter",
            "Problem",
            "Range",
            "Shortlist",
        ),
        "engine.vocabulary",
    ),
    **dict.fromkeys(("Embedder", "Reader", "Source", "VectorIndex", "Corpus"), "engine.protocols"),
    **dict.fromkeys(("Creators", "Findings", "HomeCorpus", "Posts", "Reasons"), "engine.programs"),
    "OverheardError": "engine.errors",
    "explain": "engine.ranking",
    "export": "engine.exports",
    "load_embedder": "engine.embedders",
    "parse_brief": "engine.briefs",
    "shortlist": "engine.ranking",
    "similar": "engine.ranking.likeness",
}

__all__ = ["__version__", "open_corpus", *_HOME_OF]


def open_corpus(home: str | Path | None = None, *, embedder: Embedder | None = None) -> HomeCorpus:
    """Return the corpus in `home` (default: the user's own), read by the vectors of `embedder`.

    It is open until it is closed, or for as long as a `with` lasts.

    Raises:
        ConfigError: there is no corpus there yet, or the configuration cannot be read.
        EmbedderError: the default model cannot be loaded.
    """
    folder = None if home is None else import_module("pathlib").Path(home)
    settings = import_module("engine.config").load_settings(home=folder)
    lent = import_module("engine.cli.lending").lend(settings, embedder)
    corpus: HomeCorpus = import_module("engine.programs").HomeCorpus.open(lent)
    return corpus


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)

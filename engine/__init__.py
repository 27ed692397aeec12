"""Social-listening discovery: from public posts to ranked, explained creators.

The public names are here and are imported when they are first used:

    import engine
    embedder = engine.load_embedder()
    with engine.open_corpus(embedder=embedder) as corpus:
        now = datetime.now(UTC)
        brief = engine.parse_brief("home espresso, 5k to 50k followers", now=now)
        for candidate in engine.shortlist(brief, corpus, embedder, now=now).candidates:
            ...
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from engine.protocols import Corpus, Embedder

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
    "OverheardError": "engine.errors",
    "explain": "engine.ranking",
    "export": "engine.exports",
    "load_embedder": "engine.embedders",
    "parse_brief": "engine.briefs",
    "shortlist": "engine.ranking",
    "similar": "engine.ranking.likeness",
}

__all__ = ["__version__", "open_corpus", *_HOME_OF]


def open_corpus(
    home: Path | None = None, *, embedder: Embedder | None = None
) -> AbstractContextManager[Corpus]:
    """Return the corpus in `home` (default: the user's own), read by the vectors of `embedder`.

    Raises:
        ConfigError: there is no corpus there yet, or the configuration cannot be read.
        EmbedderError: the default model cannot be loaded.
    """
    settings = import_module("engine.config").load_settings(home=home)
    if embedder is None:
        load = import_module("engine.embedders").load_embedder
        embedder = load(settings.model, cache=settings.home / "models", threads=settings.threads)
    corpus: AbstractContextManager[Corpus] = import_module("engine.corpus").LocalCorpus.open(
        settings.home, embedder
    )
    return corpus


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)

"""From the name of a model to an embedder that is ready."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs
from filelock import FileLock

from engine.embedders.converted import PROOF, Converted, find_converted
from engine.embedders.devices import may_have_gpu
from engine.embedders.files import folder_in_making
from engine.embedders.folders import find_folder, loadable, title
from engine.embedders.identity import model_id
from engine.embedders.names import DEFAULT, missing_prompts
from engine.errors import EmbedderError
from engine.protocols import Embedder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_log = logging.getLogger(__name__)
# A conversion in bfloat16 agrees to 0.9999; what agrees less is another model.
_AGREES = 0.998
_LOCK = "making.lock"  # beside the models


def load_embedder(
    name: str = DEFAULT, *, cache: Path | None = None, threads: int | None = None
) -> Embedder:
    """Return the model called `name`, ready to embed.

    `name` is `minilm` (all-MiniLM-L6-v2, installed with us), another of
    `engine.embedders.names.KNOWN`, a folder, or a name on the Hugging Face hub. Converted models
    are kept under `cache` (default: the user's folder for caches). `threads` bounds the processors
    used by a converted model; default all.

    Raises:
        EmbedderError: the model is not there or cannot be loaded, or `cache` not be written.
        ValueError: `threads` is below 1.
    """
    if threads is not None and threads < 1:
        raise ValueError(f"threads must be at least 1, not {threads}")
    cache = cache or platformdirs.user_cache_path("overheard") / "models"
    try:
        return _find_ready(name, cache, threads) or _in_turn(name, cache, threads)
    except OSError as error:
        raise EmbedderError(
            f"the model {name!r} cannot be read, or {cache} not be written: {error}",
            hint="make room there, or name a folder you may write to",
        ) from error


def _find_ready(name: str, cache: Path, threads: int | None) -> Embedder | None:
    """Return the converted model if one is kept and fit for use."""
    folder = find_folder(name)
    if folder is None or may_have_gpu():
        return None
    identity = _identity(name, folder, cache)
    converted = find_converted(cache / identity)
    return _find_proven(converted, identity, threads) if converted else None


def _in_turn(name: str, cache: Path, threads: int | None) -> Embedder:
    """Return the model, made ready by one thread of one process at a time: one of them converts."""
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / _LOCK):
        return _find_ready(name, cache, threads) or _loaded(name, cache, threads)


def _loaded(name: str, cache: Path, threads: int | None) -> Embedder:
    """Return the model as sentence-transformers loads it, converted where that can be done."""
    with _quiet():
        from engine.embedders.conversion import is_convertible
        from engine.embedders.sentence import SentenceEmbedder, load_model, say_before

        model = load_model(loadable(name))
        folder = find_folder(name)
        if folder is None:
            raise EmbedderError(
                f"the model {name!r} was loaded, but its files are not found",
                hint="name the folder it is in",
            )
        identity = _identity(name, folder, cache)
        say_before(model, missing_prompts(folder, title(name)))
        if model.device.type == "cpu" and is_convertible(model):
            embedder = _find_conversion(model, cache / identity, threads)
            if embedder is not None:
                return embedder
        return SentenceEmbedder(model, model_id=identity)


def _identity(name: str, folder: Path, cache: Path) -> str:
    prompts = missing_prompts(folder, title(name))
    return model_id(folder, title=title(name), cache=cache, prompts=prompts)


def _find_conversion(
    model: SentenceTransformer, place: Path, threads: int | None
) -> Embedder | None:
    """Convert `model` into `place`; None, with a warning, if that cannot be done faithfully."""
    from engine.embedders.conversion import convert

    converted = find_converted(place)
    if converted and (embedder := _find_proven(converted, place.name, threads)):
        return embedder
    try:
        with folder_in_making(place) as folder:
            convert(model, folder)
    except RuntimeError as error:
        _log.warning("%s runs without conversion, which is slower: %s", place.name, error)
        return None
    converted = find_converted(place)
    return _find_proven(converted, place.name, threads) if converted else None


def _find_proven(converted: Converted, identity: str, threads: int | None) -> Embedder | None:
    """Return the converted model if it still gives the proof's vector."""
    with _quiet():
        from engine.embedders.graph import GraphEmbedder

    try:
        embedder = GraphEmbedder(converted, model_id=identity, threads=threads)
        agreement = float(np.dot(embedder.embed([PROOF])[0], converted.card.proof))
    except (RuntimeError, EmbedderError) as error:
        _log.warning("the conversion of %s cannot be used: %s", identity, error)
        return None
    if agreement >= _AGREES:
        return embedder
    _log.warning("the conversion of %s is not faithful: agreement %.4f", identity, agreement)
    return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the warnings of other people's imports and loaders from ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield

"""Any model by name or path, run by sentence-transformers on the CPU or a GPU."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import PurePath
from typing import Any

import numpy as np
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer

from engine.embedders.prompts import Prompts, prompts_of
from engine.embedders.rows import check_text, distinct, unit_rows
from engine.embedders.shipped import SHIPPED
from engine.errors import EmbedderError
from engine.vocabulary import Vectors

_VOICE: Any = import_module("transformers.utils.logging")  # has no types
# What loading raises: no such model or no network, a broken or foreign configuration, damaged
# weights, an architecture or a package that is not there.
_LOADING = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RuntimeError,
    ImportError,
    SafetensorError,
)


class SentenceEmbedder:
    """A model that sentence-transformers runs itself, on the device it was loaded on."""

    def __init__(self, model: SentenceTransformer, *, model_id: str) -> None:
        dim = model.get_embedding_dimension()
        if dim is None:
            raise EmbedderError(
                f"{model_id} does not say how many numbers its vectors have",
                hint="choose a model of one vector a text",
            )
        self.dim = dim
        self._model = model
        self._model_id = model_id
        self._prompts = prompts_of_model(model)

    @property
    def model_id(self) -> str:
        """The weights and settings behind the vectors."""
        return self._model_id

    def embed(self, texts: Sequence[str]) -> Vectors:  # (n, dim) float32, unit rows
        """Return a unit row for each of `texts`; equal texts are computed once.

        Raises:
            ValueError: a text is blank or not clean Unicode.
            EmbedderError: the model failed.
        """
        unique, positions = distinct(texts)
        if not unique:
            return np.empty((0, self.dim), dtype=np.float32)
        with _translated(self._model_id):
            rows = self._model.encode_document(
                unique, prompt=self._prompts.document, show_progress_bar=False
            )
        return unit_rows(np.asarray(rows), unique)[positions]

    def embed_query(self, text: str) -> Vectors:  # (dim,) float32, unit
        """Return the unit vector of a query, with the model's prompt for queries.

        Raises:
            ValueError: `text` is blank or not clean Unicode.
            EmbedderError: the model failed.
        """
        check_text(text)
        with _translated(self._model_id):
            rows = self._model.encode_query(
                [text], prompt=self._prompts.query, show_progress_bar=False
            )
        query: Vectors = unit_rows(np.asarray(rows), [text])[0]
        return query


def load_model(name: str) -> SentenceTransformer:
    """Return the model at a path or of that name on the hub, on a GPU if there is one.

    Raises:
        EmbedderError: it is not there, or cannot be loaded.
    """
    try:
        with hushed():
            return SentenceTransformer(name)
    except _LOADING as error:
        raise EmbedderError(
            f"the model {name!r} cannot be loaded: {type(error).__name__}: {error}",
            hint=_how_to_bring(name),
        ) from error


def _how_to_bring(name: str) -> str:
    if name in SHIPPED:
        return SHIPPED[name].bring
    return (
        "check the name or path; a model of the hub has to be downloaded once, which "
        "needs a network and HF_HUB_OFFLINE not set. Without: run `hf download "
        f"{name} --local-dir {PurePath(name).name}` where there is one, bring that folder here "
        "and name its path"
    )


def say_before(model: SentenceTransformer, prompts: Prompts) -> None:
    """Give `model` the prompts that are not empty."""
    named = {"query": prompts.query, "passage": prompts.document}
    model.prompts.update({kind: prompt for kind, prompt in named.items() if prompt})


def prompts_of_model(model: SentenceTransformer) -> Prompts:
    """Return what `model` wants before a query and before a post."""
    return prompts_of(model.prompts, model.default_prompt_name)


@contextmanager
def _translated(model_id: str) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise EmbedderError(
            f"{model_id} failed: {error}",
            hint="if memory ran out, embed on the CPU or choose a smaller model",
        ) from error


@contextmanager
def hushed() -> Iterator[None]:
    """Keep transformers from drawing progress bars and from remarks that are not for users."""
    bars, verbosity = _VOICE.is_progress_bar_enabled(), _VOICE.get_verbosity()
    _VOICE.disable_progress_bar()
    _VOICE.set_verbosity_error()
    try:
        yield
    finally:
        _VOICE.set_verbosity(verbosity)
        if bars:
            _VOICE.enable_progress_bar()

"""A transformer as it lies in a folder, with its weights under the names BERT gives them.

Two kinds can tell stances: BERT's own, and MPNet (Song and others, 2020), which differs in that
it adds to the attention of one token to another a number for how far apart they stand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from engine.brands.telling.shown import LONGEST
from engine.errors import EmbedderError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Weights = Mapping[str, NDArray[np.float32]]
_PLACES = "embeddings.position_embeddings.weight"
_KINDS = "embeddings.token_type_embeddings.weight"
_FARS = "encoder.relative_attention_bias.weight"
_SKIPPED = 2  # MPNet's first places, which no token ever has
_FURTHEST = 128  # tokens apart, beyond which MPNet tells no distances apart
_NAMES = (
    ("attention.attn.q.", "attention.self.query."),
    ("attention.attn.k.", "attention.self.key."),
    ("attention.attn.v.", "attention.self.value."),
    ("attention.attn.o.", "attention.output.dense."),
    ("attention.LayerNorm.", "attention.output.LayerNorm."),
)
_ENDS = {"bert": ("[CLS]", "[SEP]"), "mpnet": ("<s>", "</s>")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """A transformer; `ends` are the ids that begin and end a text.

    `apart` is what is added to attention, (1, heads, LONGEST, LONGEST), None if nothing is.
    """

    weights: Weights
    tokenizer: Tokenizer
    heads: int
    epsilon: float
    ends: tuple[int, int]
    apart: NDArray[np.float32] | None = None

    @property
    def width(self) -> int:
        """How many numbers a token is."""
        return int(self.weights["embeddings.LayerNorm.weight"].shape[0])

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return 1 + max(int(name.split(".")[2]) for name in self.weights if ".layer." in name)


def read_encoder(folder: Path) -> Encoder:
    """Return the transformer in `folder`.

    Raises:
        EmbedderError: it is of another kind, or its files are not there.
    """
    try:
        settings = json.loads((folder / "config.json").read_bytes())
        tables = load_file(folder / "model.safetensors")
        tokenizer = _tokenizer(folder)
    except OSError as error:
        raise EmbedderError(
            f"the model in {folder} cannot be read: {error}",
            hint="name a folder with config.json, tokenizer.json and model.safetensors",
        ) from error
    kind = settings.get("model_type")
    if kind not in _ENDS:
        raise EmbedderError(
            f"the model in {folder} is of the kind {kind}, which tells no stances",
            hint=f"kinds that can: {', '.join(_ENDS)}",
        )
    first, last = (tokenizer.token_to_id(end) for end in _ENDS[kind])
    weights = {name: table for name, table in tables.items() if table.dtype == np.float32}
    return Encoder(
        weights=_as_bert(weights) if kind == "mpnet" else weights,
        tokenizer=tokenizer,
        heads=settings["num_attention_heads"],
        epsilon=settings["layer_norm_eps"],
        ends=(first, last),
        apart=_apart(weights[_FARS]) if kind == "mpnet" else None,
    )


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    if not (folder / "tokenizer.json").is_file():
        raise FileNotFoundError(f"no tokenizer.json in {folder}")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _as_bert(weights: Weights) -> Weights:
    named = {}
    for name, table in weights.items():
        for theirs, ours in _NAMES:
            name = name.replace(theirs, ours)
        named[name] = table
    named[_PLACES] = named[_PLACES][_SKIPPED:]
    named[_KINDS] = np.zeros_like(named[_PLACES][:1])
    return named


def _apart(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what `table`, (buckets, heads), adds for each two places: near ones have their own."""
    half = len(table) // 2
    exact = half // 2
    place = np.arange(LONGEST)
    ahead = place[None, :] - place[:, None]  # (from, to)
    far = np.abs(ahead)
    steps = np.log(np.maximum(far, 1) / exact) / np.log(_FURTHEST / exact) * (half - exact)
    # Rounded towards 0 after a step to 32 bits, as the model was trained.
    wide = np.minimum(exact + steps.astype(np.float32).astype(np.int64), half - 1)
    bucket = np.where(far < exact, far, wide) + half * (ahead > 0)
    return np.ascontiguousarray(table[bucket].transpose(2, 0, 1)[None])

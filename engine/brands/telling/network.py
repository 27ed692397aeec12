"""A transformer with a few small matrices of ours in its upper layers, as a graph of OpenVINO.

The transformer is one of `encoders`, whatever model a home embeds by. Its upper layers are changed
by low-rank matrices (LoRA: Hu and others, 2021), which are what `stance.safetensors` holds for
all-MiniLM-L6-v2, and a linear layer reads five stances off the first token, the mean of all and the
mean of the brand's. Nothing is downloaded and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import openvino as ov
import openvino.opset13 as op
from numpy.typing import NDArray

from engine.brands.telling.encoders import Encoder, Weights

ATTENTION = tuple(f"attention.self.{part}" for part in ("query", "key", "value"))
DENSE = (*ATTENTION, "attention.output.dense", "intermediate.dense", "output.dense")
NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
_FAR = 1e4  # what is taken off the attention to padding
Node = Any


def graph(base: Encoder, ours: Weights) -> ov.Model:
    """Return the graph from (n, t) token ids, mask and mask of the brand to (n, 5) probabilities.

    `ours` is the changes to the weights of `base`, by the same names. At most `LONGEST` tokens
    where `base` tells how far apart they stand.
    """
    ids, mask, brand = (
        op.parameter(ov.PartialShape([-1, -1]), kind, name=name)
        for name, kind in (("ids", np.int64), ("mask", np.float32), ("brand", np.float32))
    )
    weights = {**base.weights, **_changed(base.weights, ours)}
    states = _embedded(ids, weights, base)
    beside = _beside(mask, base)
    for layer in range(base.layers):
        states = _layer(states, beside, _Part(weights, f"encoder.layer.{layer}.", base))
    first = op.squeeze(op.slice(states, _ints(0), _ints(1), _ints(1), _ints(1)), _ints(1))
    read = op.concat([first, _mean(states, mask), _mean(states, brand)], -1)
    said = op.add(op.matmul(read, _const(ours["head"]), False, False), _const(ours["head.bias"]))  # noqa: FBT003
    return ov.Model([op.softmax(said, -1)], [ids, mask, brand], "stance")


def padded(rows: Sequence[Sequence[int]], kind: type[np.generic]) -> NDArray[Any]:
    """Return `rows` as one array, zeros at the ends of the shorter."""
    table = np.zeros((len(rows), max(map(len, rows))), dtype=kind)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return table


@dataclass(frozen=True, slots=True)
class _Part:
    """The weights whose names begin with `under`."""

    weights: Weights
    under: str
    base: Encoder

    def __getitem__(self, name: str) -> Node:
        return _const(self.weights[self.under + name])


def _changed(base: Weights, ours: Weights) -> Weights:
    """Return weights plus the product of two narrow ones of `ours`, or plus their change."""
    found = {}
    for name, table in ours.items():
        narrow, _, part = name.rpartition(".")
        if part == "a":
            whole = f"{narrow}.weight"
            found[whole] = base[whole] + (table @ ours[f"{narrow}.b"]).T
        elif name in base:
            found[name] = base[name] + table
    return found


def _beside(mask: Node, base: Encoder) -> Node:
    """Return what is added to attention: next to nothing is left of that to padding."""
    far = op.unsqueeze(op.multiply(op.subtract(mask, _const(1.0)), _const(_FAR)), _ints(1, 2))
    if base.apart is None:
        return far
    length = op.gather(op.shape_of(mask), _ints(1), _ints(0))
    ends = op.concat([length, length], 0)
    apart = op.slice(_const(base.apart), _ints(0, 0), ends, _ints(1, 1), _ints(2, 3))
    return op.add(apart, far)


def _const(values: Any) -> Node:
    return op.constant(np.ascontiguousarray(values, dtype=np.float32))


def _ints(*values: int) -> Node:
    return op.constant(np.array(values, dtype=np.int64))


def _embedded(ids: Node, weights: Weights, base: Encoder) -> Node:
    places = weights["embeddings.position_embeddings.weight"]
    kinds = weights["embeddings.token_type_embeddings.weight"]
    length = op.gather(op.shape_of(ids), _ints(1), _ints(0))
    at = op.slice(_const(places + kinds[0]), _ints(0), length, _ints(1), _ints(0))
    words = op.gather(_const(weights["embeddings.word_embeddings.weight"]), ids, _ints(0))
    part = _Part(weights, "embeddings.", base)
    return _norm(op.add(words, at), part, "LayerNorm")


def _layer(states: Node, beside: Node, part: _Part) -> Node:
    query, key, value = (_heads(_dense(states, part, name), part.base) for name in ATTENTION)
    scale = _const((part.base.width // part.base.heads) ** -0.5)
    scores = op.multiply(op.matmul(query, key, False, True), scale)  # noqa: FBT003
    looked = op.matmul(op.softmax(op.add(scores, beside), -1), value, False, False)  # noqa: FBT003
    turned = op.transpose(looked, _ints(0, 2, 1, 3))
    joined = op.reshape(turned, _ints(0, 0, part.base.width), True)  # noqa: FBT003
    states = op.add(states, _dense(joined, part, "attention.output.dense"))
    states = _norm(states, part, NORMS[0])
    inner = op.gelu(_dense(states, part, "intermediate.dense"), "erf")
    states = op.add(states, _dense(inner, part, "output.dense"))
    return _norm(states, part, NORMS[1])


def _heads(states: Node, base: Encoder) -> Node:
    split = op.reshape(states, _ints(0, 0, base.heads, base.width // base.heads), True)  # noqa: FBT003
    return op.transpose(split, _ints(0, 2, 1, 3))


def _dense(states: Node, part: _Part, name: str) -> Node:
    turned = op.matmul(states, part[f"{name}.weight"], False, True)  # noqa: FBT003
    return op.add(turned, part[f"{name}.bias"])


def _norm(states: Node, part: _Part, name: str) -> Node:
    even = op.mvn(states, _ints(-1), True, part.base.epsilon, "inside_sqrt")  # noqa: FBT003
    return op.add(op.multiply(even, part[f"{name}.weight"]), part[f"{name}.bias"])


def _mean(states: Node, mask: Node) -> Node:
    chosen = op.unsqueeze(mask, _ints(-1))
    total = op.reduce_sum(op.multiply(states, chosen), _ints(1))
    return op.divide(total, op.maximum(op.reduce_sum(chosen, _ints(1)), _const(1.0)))

"""A transformer with a few small matrices of ours in its upper layers, as a graph of OpenVINO.

The transformer is all-MiniLM-L6-v2 as it is installed with us, whatever model a home embeds by. Its
upper layers are changed by low-rank matrices (LoRA: Hu and others, 2021), which are what
`stance.safetensors` holds, and a linear layer reads five stances off the first token, the mean of
all and the mean of the brand's. Nothing is downloaded and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import openvino as ov
import openvino.opset13 as op
from numpy.typing import NDArray

HEADS, WIDTH, LAYERS = 12, 384, 6
FIRST = 3  # the lowest layer that is changed
ATTENTION = tuple(f"attention.self.{part}" for part in ("query", "key", "value"))
DENSE = (*ATTENTION, "attention.output.dense", "intermediate.dense", "output.dense")
NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
_EPSILON = 1e-12
_FAR = 1e4  # what is taken off the attention to padding
Weights = Mapping[str, NDArray[np.float32]]
Node = Any


def graph(base: Weights, ours: Weights) -> ov.Model:
    """Return the graph from (n, t) token ids, mask and mask of the brand to (n, 5) probabilities.

    `base` is the transformer, `ours` the changes to it by the same names.
    """
    ids, mask, brand = (
        op.parameter(ov.PartialShape([-1, -1]), kind, name=name)
        for name, kind in (("ids", np.int64), ("mask", np.float32), ("brand", np.float32))
    )
    weights = {**base, **{name: _changed(name, base, ours) for name in _changeable()}}
    states = _embedded(ids, weights)
    far = op.unsqueeze(op.multiply(op.subtract(mask, _const(1.0)), _const(_FAR)), _ints(1, 2))
    for layer in range(LAYERS):
        states = _layer(states, far, weights, f"encoder.layer.{layer}.")
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


def _changeable() -> list[str]:
    return [
        f"encoder.layer.{layer}.{name}.{part}"
        for layer in range(FIRST, LAYERS)
        for name in (*DENSE, *NORMS)
        for part in ("weight", "bias")
    ]


def _changed(name: str, base: Weights, ours: Weights) -> NDArray[np.float32]:
    """Return a matrix plus the product of its two narrow ones, or a vector plus its change."""
    narrow = name.removesuffix(".weight")
    if f"{narrow}.a" in ours:
        return base[name] + (ours[f"{narrow}.a"] @ ours[f"{narrow}.b"]).T
    return base[name] + ours[name]


def _const(values: Any) -> Node:
    return op.constant(np.ascontiguousarray(values, dtype=np.float32))


def _ints(*values: int) -> Node:
    return op.constant(np.array(values, dtype=np.int64))


def _embedded(ids: Node, weights: Weights) -> Node:
    places = weights["embeddings.position_embeddings.weight"]
    kinds = weights["embeddings.token_type_embeddings.weight"]
    length = op.gather(op.shape_of(ids), _ints(1), _ints(0))
    at = op.slice(_const(places + kinds[0]), _ints(0), length, _ints(1), _ints(0))
    words = op.gather(_const(weights["embeddings.word_embeddings.weight"]), ids, _ints(0))
    return _norm(op.add(words, at), weights, "embeddings.LayerNorm")


def _layer(states: Node, far: Node, weights: Weights, layer: str) -> Node:
    query, key, value = (_heads(_dense(states, weights, layer + name)) for name in ATTENTION)
    scores = op.multiply(op.matmul(query, key, False, True), _const((WIDTH // HEADS) ** -0.5))  # noqa: FBT003
    looked = op.matmul(op.softmax(op.add(scores, far), -1), value, False, False)  # noqa: FBT003
    joined = op.reshape(op.transpose(looked, _ints(0, 2, 1, 3)), _ints(0, 0, WIDTH), True)  # noqa: FBT003
    states = op.add(states, _dense(joined, weights, layer + "attention.output.dense"))
    states = _norm(states, weights, layer + NORMS[0])
    inner = op.gelu(_dense(states, weights, layer + "intermediate.dense"), "erf")
    states = op.add(states, _dense(inner, weights, layer + "output.dense"))
    return _norm(states, weights, layer + NORMS[1])


def _heads(states: Node) -> Node:
    split = op.reshape(states, _ints(0, 0, HEADS, WIDTH // HEADS), True)  # noqa: FBT003
    return op.transpose(split, _ints(0, 2, 1, 3))


def _dense(states: Node, weights: Weights, name: str) -> Node:
    turned = op.matmul(states, _const(weights[f"{name}.weight"]), False, True)  # noqa: FBT003
    return op.add(turned, _const(weights[f"{name}.bias"]))


def _norm(states: Node, weights: Weights, name: str) -> Node:
    even = op.mvn(states, _ints(-1), True, _EPSILON, "inside_sqrt")  # noqa: FBT003
    scaled = op.multiply(even, _const(weights[f"{name}.weight"]))
    return op.add(scaled, _const(weights[f"{name}.bias"]))


def _mean(states: Node, mask: Node) -> Node:
    chosen = op.unsqueeze(mask, _ints(-1))
    total = op.reduce_sum(op.multiply(states, chosen), _ints(1))
    return op.divide(total, op.maximum(op.reduce_sum(chosen, _ints(1)), _const(1.0)))

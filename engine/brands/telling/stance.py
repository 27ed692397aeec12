"""Where the writer of a text stands towards a brand it names.

A network (`network`; `models` says which) and the rules (`turned`, with VADER's scores) each give
the five stances a probability; the two are multiplied, the rules with an exponent below one. Where
`for` or `against` wins without being probable, the stance is unclear. `scripts/train_stance.py`
makes the numbers in `stance.safetensors` and measures them on texts that were held out. It is far
from sure: README says how far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from engine.brands.telling.cues import cues
from engine.brands.telling.models import changes, chosen, folder_of, reads
from engine.brands.telling.shown import tokens
from engine.embedders.names import DEFAULT
from engine.vocabulary import STANCES, Naming, Stance

RULES_WEIGH = 0.6
LEAST = 0.45  # probability of for and against, below which nothing is said
AT_A_TIME = 64
_TINY = 1e-6
_SIDES = (Stance.FOR, Stance.AGAINST)
Probabilities = NDArray[np.float64]


def stance_of(
    text: str,
    spans: Sequence[tuple[int, int]],
    *,
    others: Sequence[tuple[int, int]] = (),
    lang: str | None = None,
) -> Stance:
    """Return the stance of `text` towards the brand named at `spans`.

    `spans` and `others`, where other brands are named, are half-open offsets in characters.
    Without a span the stance is unclear. Many at once are quicker: `stances_of`.
    """
    return stances_of([Naming(text=text, spans=(*spans,), others=(*others,), lang=lang)])[0]


def stances_of(namings: Sequence[Naming]) -> list[Stance]:
    """Return the stance of each of `namings`."""
    named = [naming for naming in namings if naming.spans]
    found = iter(map(decided, probabilities(named)))
    return [next(found) if naming.spans else Stance.UNCLEAR for naming in namings]


def probabilities(  # (n, 5), rows sum to 1
    namings: Sequence[Naming], model: str | None = None
) -> Probabilities:
    """Return how probable each of `STANCES` is, by the network and the rules together.

    `model` is the one to ask (default: the chosen one); what it does not read is told by the one
    installed with us.
    """
    model = model or chosen()
    found = np.empty((len(namings), len(STANCES)))
    asked = [model if reads(model, naming.lang) else DEFAULT for naming in namings]
    for name in sorted(set(asked)):
        places = [place for place, one in enumerate(asked) if one == name]
        some = [namings[place] for place in places]
        found[places] = blended(by_network(some, name), by_cues(cues(some), _ours(name)))
    return found


def blended(network: Probabilities, rules: Probabilities) -> Probabilities:
    """Return the product of both, the rules with `RULES_WEIGH` as exponent, as probabilities."""
    both = np.maximum(network, _TINY) * np.maximum(rules, _TINY) ** RULES_WEIGH
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def by_cues(found: NDArray[np.float64], ours: Mapping[str, NDArray[Any]]) -> Probabilities:
    """Return what a linear model makes of the rows of `cues`."""
    said = found @ ours["cues"].astype(np.float64) + ours["cues.bias"].astype(np.float64)
    powers = np.exp(said - said.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def by_network(namings: Sequence[Naming], model: str = DEFAULT) -> Probabilities:
    """Return what the network says; it reads texts of like length together."""
    reader = _reader(model)
    read = [tokens(reader.tokenizer, naming, reader.ends) for naming in namings]
    order = sorted(range(len(read)), key=lambda place: len(read[place][0]))
    found = np.empty((len(read), len(STANCES)))
    for start in range(0, len(order), AT_A_TIME):
        places = order[start : start + AT_A_TIME]
        found[places] = reader.read([read[place] for place in places])
    return found


def decided(probable: Probabilities) -> Stance:
    """Return what a row of probabilities comes to: unclear where a side wins without being sure."""
    best = int(probable.argmax())
    stance = STANCES[best]
    return Stance.UNCLEAR if stance in _SIDES and probable[best] < LEAST else stance


@dataclass(frozen=True, slots=True)
class _Reader:
    tokenizer: Any
    ends: tuple[int, int]
    compiled: Any

    def read(self, rows: Sequence[tuple[list[int], list[int]]]) -> NDArray[np.float32]:
        from engine.brands.telling.network import padded

        ids = padded([row for row, _ in rows], np.int64)
        mask = padded([[1] * len(row) for row, _ in rows], np.float32)
        return np.array(self.compiled([ids, mask, padded([b for _, b in rows], np.float32)])[0])


@cache
def _ours(model: str) -> Mapping[str, NDArray[Any]]:
    return {name: table.astype(np.float32) for name, table in load_file(changes(model)).items()}


@cache
def _reader(model: str) -> _Reader:
    # Only here, where a stance is told: commands that tell none start without them.
    import openvino as ov

    from engine.brands.telling.encoders import read_encoder
    from engine.brands.telling.network import graph

    base = read_encoder(folder_of(model))
    settings = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
    compiled = ov.Core().compile_model(graph(base, _ours(model)), "CPU", settings)
    return _Reader(base.tokenizer, base.ends, compiled)

"""A converted model on disk: its graph, its tokenizer, and a card that says what they are."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from engine.embedders.prompts import Prompts

# Raise this when conversion makes something else of the same model.
_FORM = 1
_CARD = "card.json"
PROOF = "Ceramic burr grinder or blade: which one for espresso at home, under 200 euros?"


def runtime() -> str:
    """Return what a conversion is good for: our form of it and the release of OpenVINO."""
    return f"{_FORM}, openvino {version('openvino')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is to be known of a converted model beside its files.

    `proof` is the vector, by sentence-transformers, of the text `PROOF`: a conversion that gives
    another is damaged. `max_length` is in tokens.
    """

    prompts: Prompts
    max_length: int
    pad_id: int
    dim: int
    proof: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Converted:
    """The files of a converted model in `folder`."""

    folder: Path
    card: Card

    @property
    def graph(self) -> Path:
        """The layers, in OpenVINO's format; the weights lie beside it."""
        return self.folder / "model.xml"

    @property
    def weights(self) -> Path:
        """The numbers of the layers, float32."""
        return self.folder / "model.bin"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer, in the format of the package of that name."""
        return self.folder / "tokenizer.json"

    def seal(self) -> None:
        """Write the card, with what the other files must look like.

        Raises:
            OSError: the disk is full.
        """
        card = {"runtime": runtime(), "files": self._marks(), **asdict(self.card)}
        (self.folder / _CARD).write_text(json.dumps(card), encoding="utf-8")

    def is_whole(self, files: object) -> bool:
        """Return whether the files look as the card says: `files` as `seal` wrote it."""
        try:
            return self._marks() == files
        except FileNotFoundError:
            return False

    def _marks(self) -> dict[str, Any]:
        # The weights are vouched for by their size and by the proof: reading gigabytes at every
        # start would take seconds.
        return {
            "graph": blake2b(self.graph.read_bytes(), digest_size=16).hexdigest(),
            "tokenizer": blake2b(self.tokenizer.read_bytes(), digest_size=16).hexdigest(),
            "weights": self.weights.stat().st_size,
        }


def find_converted(folder: Path) -> Converted | None:
    """Return the model converted into `folder`; None if it is not there or not fit for use.

    Not fit is what another release of OpenVINO made, or what is cut short or changed.

    Raises:
        OSError: the folder cannot be read.
    """
    try:
        written = json.loads((folder / _CARD).read_bytes())
        files = written.pop("files")
        if written.pop("runtime") != runtime():
            return None
        prompts = Prompts(**written.pop("prompts"))
        proof = tuple(written.pop("proof"))
        converted = Converted(folder, Card(prompts=prompts, proof=proof, **written))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return converted if converted.is_whole(files) else None

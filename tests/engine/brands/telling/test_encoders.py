"""Transformers read from folders: MPNet's, made up small and at random, against transformers'."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import MPNetConfig, MPNetModel

from engine.brands.telling import network
from engine.brands.telling.encoders import read_encoder
from engine.brands.telling.shown import LONGEST, tokens
from engine.errors import EmbedderError
from engine.vocabulary import STANCES, Naming

WORDS = ("<s>", "<pad>", "</s>", "<unk>", "acme", "i", "left", "alas")
WIDTH, HEADS, RANK = 24, 2, 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small MPNet whose numbers for distances are large enough to tell."""
    torch.manual_seed(0)
    made = tmp_path_factory.mktemp("mpnet")
    shape = MPNetConfig(
        vocab_size=len(WORDS), hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=HEADS,
        intermediate_size=32, max_position_embeddings=LONGEST + 4,
        initializer_range=0.5,
    )  # fmt: skip
    model = MPNetModel(shape)
    torch.nn.init.normal_(model.encoder.relative_attention_bias.weight, std=2)
    torch.nn.init.normal_(model.embeddings.position_embeddings.weight)
    model.save_pretrained(made)
    words = models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token=WORDS[3])
    tokenizer = Tokenizer(words)
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(made / "tokenizer.json"))
    return made


def told(folder: Path, ours: dict[str, np.ndarray], rows: list[list[int]]) -> np.ndarray:
    """What the graph says of rows in one batch; the head reads five dimensions of the mean."""
    head = np.zeros((3 * WIDTH, len(STANCES)), dtype=np.float32)
    head[WIDTH : WIDTH + len(STANCES)] = np.eye(len(STANCES))
    none = np.zeros(len(STANCES), dtype=np.float32)
    graph = network.graph(read_encoder(folder), {**ours, "head": head, "head.bias": none})
    compiled = ov.Core().compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    ids = network.padded(rows, np.int64)
    mask = network.padded([[1] * len(row) for row in rows], np.float32)
    return np.array(compiled([ids, mask, np.zeros_like(mask)])[0])


def expected(model: MPNetModel, rows: list[list[int]]) -> np.ndarray:
    with torch.no_grad():
        states = [model(torch.tensor([row])).last_hidden_state[0] for row in rows]
        means = torch.stack([one.mean(0)[: len(STANCES)] for one in states])
    return torch.softmax(means, 1).numpy()


ROWS = [[0, 4, 2], [0, *(4 + n % 4 for n in range(LONGEST - 2)), 2]]


def test_mpnet_is_read_as_transformers_reads_it(folder: Path) -> None:
    model = MPNetModel.from_pretrained(folder).eval()
    np.testing.assert_allclose(told(folder, {}, ROWS), expected(model, ROWS), atol=1e-5)


def test_narrow_matrices_are_added_as_their_product(folder: Path) -> None:
    rng = np.random.default_rng(0)
    narrow, wide = (
        rng.normal(size=size).astype(np.float32) for size in ((WIDTH, RANK), (RANK, WIDTH))
    )
    shift = rng.normal(size=WIDTH).astype(np.float32)
    name = "encoder.layer.1.attention.self.query"
    ours = {f"{name}.a": narrow, f"{name}.b": wide, f"{name}.bias": shift}
    model = MPNetModel.from_pretrained(folder).eval()
    changed = model.encoder.layer[1].attention.attn.q
    with torch.no_grad():
        changed.weight += torch.from_numpy((narrow @ wide).T)
        changed.bias += torch.from_numpy(shift)
    found = told(folder, ours, ROWS)
    np.testing.assert_allclose(found, expected(model, ROWS), atol=1e-5)
    assert np.abs(found - told(folder, {}, ROWS)).max() > 1e-3


def test_a_text_begins_and_ends_as_the_model_wants(folder: Path) -> None:
    encoder = read_encoder(folder)
    naming = Naming(text="i left Kaffora", spans=((7, 14),), others=(), lang="en")
    assert tokens(encoder.tokenizer, naming, encoder.ends) == ([0, 5, 6, 4, 2], [0, 0, 0, 1, 0])


def test_another_kind_of_model_is_refused(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    settings = json.loads((folder / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(settings | {"model_type": "t5"}))
    with pytest.raises(EmbedderError, match="of the kind t5, which tells no stances"):
        read_encoder(tmp_path)


@pytest.mark.parametrize("gone", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_folder_without_all_its_files_is_refused(folder: Path, tmp_path: Path, gone: str) -> None:
    for file in folder.iterdir():
        if file.name != gone:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(EmbedderError, match="cannot be read") as refused:
        read_encoder(tmp_path)
    assert gone in (refused.value.hint or "")

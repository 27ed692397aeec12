from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from engine.embedders import identity
from engine.embedders.identity import model_id


@pytest.fixture
def model(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "model"))


def _id(model: Path, cache: Path) -> str:
    return model_id(model, title="Tiny", cache=cache)


def _edit(path: Path, **settings: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **settings}))


def _change_weights(model: Path) -> None:
    weights = bytearray((model / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (model / "model.safetensors").write_bytes(weights)


CHANGES = {
    "weights": _change_weights,
    "prompts": lambda model: _edit(
        model / "config_sentence_transformers.json", prompts={"query": "seek "}
    ),
    "pooling": lambda model: _edit(model / "1_Pooling" / "config.json", pooling_mode="cls"),
    "length": lambda model: _edit(model / "tokenizer_config.json", model_max_length=12),
    "case": lambda model: _edit(model / "sentence_bert_config.json", do_lower_case=False),
    "tokenizer": lambda model: _edit(model / "tokenizer.json", normalizer=None),
    "architecture": lambda model: _edit(model / "config.json", hidden_act="relu"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_decides_the_vectors_changes_the_identity(
    model: Path, tmp_path: Path, what: str
) -> None:
    before = _id(model, tmp_path)
    CHANGES[what](model)
    assert _id(model, tmp_path / "other") != before


def test_another_text_treatment_changes_the_identity_despite_the_record(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _id(model, tmp_path)
    monkeypatch.setattr(identity, "TEXT_VERSION", identity.TEXT_VERSION + 1)
    assert _id(model, tmp_path) != before


def test_place_notes_and_a_second_copy_of_the_weights_do_not_change_it(
    model: Path, tmp_path: Path
) -> None:
    before = _id(model, tmp_path)
    (model / "README.md").write_text("about it")
    (model / "pytorch_model.bin").write_bytes(b"the same in another format")
    _edit(model / "config_sentence_transformers.json", __version__={"sentence_transformers": "9"})
    moved = model.rename(tmp_path / "moved")
    assert _id(moved, tmp_path) == before


def test_the_identity_is_the_title_made_safe_and_a_hash(model: Path, tmp_path: Path) -> None:
    name, _, digest = model_id(model, title="big/model v2", cache=tmp_path).rpartition("-")
    assert name == "big-model-v2"
    assert len(digest) == 12
    assert set(digest) <= set("0123456789abcdef")


def test_files_are_hashed_again_only_when_they_changed(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _id(model, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(identity, "_digest", lambda files: pytest.fail(f"hashed {files}"))
        assert _id(model, tmp_path) == before
    weights = model / "model.safetensors"
    _change_weights(model)
    os.utime(weights, ns=(1, 1))
    assert _id(model, tmp_path) != before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"digest": 5}'])
def test_a_damaged_record_is_made_again(model: Path, tmp_path: Path, content: bytes) -> None:
    before = _id(model, tmp_path)
    (record,) = (tmp_path / "known").iterdir()
    whole = record.read_bytes()
    record.write_bytes(content)
    assert _id(model, tmp_path) == before
    assert record.read_bytes() == whole

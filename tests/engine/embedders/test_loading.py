from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import huggingface_hub.constants
import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from engine.embedders import conversion, load_embedder
from engine.embedders.conversion import convert
from engine.embedders.converted import find_converted
from engine.embedders.graph import GraphEmbedder
from engine.errors import EmbedderError
from tests.engine.embedders.models import TEXTS, save_multilingual_model, save_tiny_model

HEAVY = {"torch", "transformers", "sentence_transformers", "openvino", "huggingface_hub"}


def _modules_after(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    assert answer.stderr == ""
    return set(answer.stdout.split())


def _folder_of(cache: Path) -> Path:
    (folder,) = (path for path in cache.iterdir() if path.is_dir() and path.name != "known")
    return folder


def _card(folder: Path, **changes: object) -> None:
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps({**card, **changes}))


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not _modules_after("import engine.embedders, engine.embedders.hashing") & HEAVY


def test_a_later_start_loads_neither_torch_nor_transformers(tiny: Path, cache: Path) -> None:
    loaded = _modules_after(
        "from pathlib import Path; from engine.embedders import load_embedder\n"
        f"embedder = load_embedder({str(tiny)!r}, cache=Path({str(cache)!r}), threads=1)\n"
        "embedder.embed(['one', 'two']); embedder.embed_query('three')"
    )
    assert loaded & HEAVY == {"openvino"}


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no card": lambda folder: (folder / "card.json").unlink(),
    "half a card": lambda folder: (folder / "card.json").write_text('{"runtime": "1'),
    "a card of another kind": lambda folder: (folder / "card.json").write_text("[1]"),
    "a card with a field too many": lambda folder: _card(folder, colour="red"),
    "another release": lambda folder: _card(folder, runtime="1, openvino 2019.1"),
    "weights cut short": lambda folder: (folder / "model.bin").write_bytes(b"\0" * 99),
    "weights gone": lambda folder: (folder / "model.bin").unlink(),
    "weights overwritten": lambda folder: (folder / "model.bin").write_bytes(
        np.random.default_rng(1).bytes((folder / "model.bin").stat().st_size)
    ),
    "a graph cut short": lambda folder: (folder / "model.xml").write_text("<net"),
    "another tokenizer": lambda folder: (folder / "tokenizer.json").write_text("{}"),
}


def test_a_model_that_many_ask_for_at_once_is_converted_once(
    tiny: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted: list[Path] = []

    def slowly(model: SentenceTransformer, folder: Path) -> None:
        converted.append(folder)
        time.sleep(0.2)  # the others come meanwhile
        convert(model, folder)

    monkeypatch.setattr(conversion, "convert", slowly)
    load = partial(load_embedder, str(tiny), cache=tmp_path / "models", threads=1)
    with ThreadPoolExecutor(3) as pool:
        found = [pool.submit(load) for _ in range(3)]
    expected = load_embedder(str(tiny), cache=cache, threads=1).embed(TEXTS)
    for each in found:
        np.testing.assert_array_equal(each.result().embed(TEXTS), expected)
    assert len(converted) == 1


def test_weights_let_go_of_are_read_again(tiny: Path, cache: Path) -> None:
    embedder = load_embedder(str(tiny), cache=cache, threads=1)
    assert isinstance(embedder, GraphEmbedder)
    before = embedder.embed_query("tea for two")
    embedder._weights.let_go()
    assert np.array_equal(before, embedder.embed_query("tea for two"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_conversion_is_made_again(
    tiny: Path, cache: Path, tmp_path: Path, damage: str
) -> None:
    expected = load_embedder(str(tiny), cache=cache, threads=1).embed(TEXTS)
    mine = Path(shutil.copytree(cache, tmp_path / "models"))
    DAMAGES[damage](_folder_of(mine))
    embedder = load_embedder(str(tiny), cache=mine, threads=1)
    np.testing.assert_array_equal(embedder.embed(TEXTS), expected)
    assert find_converted(_folder_of(mine)) is not None
    assert [path.name for path in mine.iterdir() if path.name.startswith(".")] == []


def test_what_cannot_be_converted_runs_through_sentence_transformers(tmp_path: Path) -> None:
    folder = save_tiny_model(tmp_path, pooling="max", prompts={})
    embedder = load_embedder(str(folder), cache=tmp_path / "models")
    assert type(embedder).__name__ == "SentenceEmbedder"
    assert embedder.model_id.startswith("tiny-")
    assert [path.name for path in (tmp_path / "models").iterdir() if path.is_dir()] == ["known"]


@pytest.mark.parametrize("name", ["/no/such/folder", "no-such-owner/no-such-model", "no model"])
def test_a_model_that_is_not_there_is_an_error_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(EmbedderError, match="cannot be loaded") as caught:
        load_embedder(name, cache=tmp_path)
    assert name in str(caught.value)
    assert "network" in str(caught.value.hint)


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        load_embedder(str(tmp_path / "empty"), cache=tmp_path / "models")


def test_a_cache_that_cannot_be_written_is_an_error_with_a_hint(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EmbedderError, match="not be written") as caught:
        load_embedder(str(tiny), cache=tmp_path / "file")
    assert "folder you may write to" in str(caught.value.hint)


def test_no_threads_are_refused() -> None:
    with pytest.raises(ValueError, match="threads must be at least 1, not 0"):
        load_embedder(threads=0)


@pytest.mark.parametrize(
    ("name", "repository"),
    [
        ("multilingual", "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"),
        ("e5", "intfloat/multilingual-e5-small"),
    ],
)
def test_a_short_name_without_the_hub_says_how_to_bring_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, repository: str
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).mkdir()  # a folder of that name is not meant
    with pytest.raises(EmbedderError, match="cannot be loaded") as caught:
        load_embedder(name, cache=tmp_path / "models")
    assert repository in str(caught.value)
    title = repository.partition("/")[2]
    assert f"hf download {repository} --local-dir {title}" in str(caught.value.hint)


def test_a_model_of_e5_gets_the_words_it_was_trained_with(tmp_path: Path) -> None:
    """Wherever it is; what it was called says what it is, and its identity what was put before."""
    plain = save_multilingual_model(tmp_path, is_roberta=False, name="some-model")
    folder = Path(shutil.copytree(plain, tmp_path / "multilingual-e5-small"))
    cache = tmp_path / "models"
    bare, e5 = (load_embedder(str(place), cache=cache, threads=1) for place in (plain, folder))
    again = load_embedder(str(folder), cache=cache, threads=1)
    posts, queries = ["passage: " + text for text in TEXTS], "query: " + TEXTS[0]
    for embedder in (e5, again):
        np.testing.assert_allclose(embedder.embed(TEXTS), bare.embed(posts), atol=1e-5)
        expected = bare.embed_query(queries)
        np.testing.assert_allclose(embedder.embed_query(TEXTS[0]), expected, atol=1e-5)
    assert again.model_id == e5.model_id
    assert e5.model_id.rpartition("-")[2] != bare.model_id.rpartition("-")[2]


def test_a_model_that_names_its_prompts_gets_those(tmp_path: Path, tiny: Path) -> None:
    folder = Path(shutil.copytree(tiny, tmp_path / "e5-small-v2"))
    cache = tmp_path / "models"
    as_named, plain = (load_embedder(str(it), cache=cache, threads=1) for it in (folder, tiny))
    np.testing.assert_array_equal(as_named.embed(TEXTS), plain.embed(TEXTS))
    np.testing.assert_array_equal(as_named.embed_query("shoes"), plain.embed_query("shoes"))

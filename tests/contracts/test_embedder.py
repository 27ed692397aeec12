"""The laws of an embedder, held by every implementation, and real vectors by their oracle."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from engine.embedders import load_embedder
from engine.embedders.folders import find_folder
from engine.embedders.hashing import HashingEmbedder
from engine.protocols import Embedder
from tests.engine.embedders.models import (
    PASSAGE_PROMPT,
    QUERY_PROMPT,
    TEXTS,
    save_multilingual_model,
    save_tiny_model,
)

MULTILINGUAL = ("XLM-R", "BERT with XLM-R's tokenizer")
NAMES = ("hashing", "minilm", "tiny", "tiny in sentence-transformers", *MULTILINGUAL)


def _sentence_embedder(folder: Path) -> Embedder:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from engine.embedders.sentence import SentenceEmbedder, load_model
    return SentenceEmbedder(load_model(str(folder)), model_id="tiny")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model pooled by its first token, with prompts and a lower-casing of its own."""
    return save_tiny_model(
        tmp_path_factory.mktemp("tiny"),
        pooling="cls",
        prompts={"query": QUERY_PROMPT, "passage": PASSAGE_PROMPT},
    )


@pytest.fixture(scope="session")
def multilingual(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Models like those of the hub that know many languages."""
    folder = tmp_path_factory.mktemp("multilingual")
    return {
        name: save_multilingual_model(folder, is_roberta=name == "XLM-R", name=f"many{place}")
        for place, name in enumerate(MULTILINGUAL)
    }


@pytest.fixture(scope="session")
def embedders(
    tmp_path_factory: pytest.TempPathFactory, tiny: Path, multilingual: Mapping[str, Path]
) -> Mapping[str, Embedder]:
    cache = tmp_path_factory.mktemp("models")
    return {
        "hashing": HashingEmbedder(dim=64),
        "minilm": load_embedder(cache=cache, threads=2),
        "tiny": load_embedder(str(tiny), cache=cache, threads=2),
        "tiny in sentence-transformers": _sentence_embedder(tiny),
        **{
            name: load_embedder(str(folder), cache=cache, threads=2)
            for name, folder in multilingual.items()
        },
    }


@pytest.fixture(params=NAMES)
def embedder(request: pytest.FixtureRequest, embedders: Mapping[str, Embedder]) -> Embedder:
    return embedders[request.param]


@pytest.fixture(scope="session")
def oracle() -> Callable[[Path], object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer
    return lambda folder: SentenceTransformer(str(folder), device="cpu")


def test_no_texts_give_no_rows_of_the_right_width(embedder: Embedder) -> None:
    rows = embedder.embed([])
    assert rows.shape == (0, embedder.dim)
    assert rows.dtype == np.float32


def test_rows_are_unit_float32_and_one_for_each_text(embedder: Embedder) -> None:
    rows = embedder.embed(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dim)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    query = embedder.embed_query(TEXTS[0])
    assert query.shape == (embedder.dim,)
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)


def test_the_same_texts_give_the_same_bytes(embedder: Embedder) -> None:
    assert embedder.embed(TEXTS).tobytes() == embedder.embed(TEXTS).tobytes()
    assert embedder.embed_query("one").tobytes() == embedder.embed_query("one").tobytes()


def test_rows_stand_in_the_order_of_their_texts(embedder: Embedder) -> None:
    order = np.random.default_rng(3).permutation(len(TEXTS))
    shuffled = embedder.embed([TEXTS[i] for i in order])
    np.testing.assert_allclose(shuffled, embedder.embed(TEXTS)[order], atol=1e-5)


def test_a_text_has_the_same_vector_whatever_it_is_embedded_with(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, together, atol=1e-5)


def test_equal_texts_have_equal_rows(embedder: Embedder) -> None:
    rows = embedder.embed(["twice", "once", "twice"])
    np.testing.assert_array_equal(rows[0], rows[2])
    assert not np.allclose(rows[0], rows[1])


def test_a_text_is_more_like_its_near_copy_than_like_another(embedder: Embedder) -> None:
    copy, original, other = embedder.embed(
        [
            "a ceramic burr grinder for espresso",
            "ceramic burr grinder for my espresso",
            "the parrot says 27",
        ]
    )
    assert copy @ original > copy @ other


@pytest.mark.parametrize("blank", ["", "  \n\t"])
def test_a_blank_text_is_refused_with_its_position(embedder: Embedder, blank: str) -> None:
    with pytest.raises(ValueError, match=r"texts\[1\]: a blank text has no vector"):
        embedder.embed(["fine", blank, "fine"])
    with pytest.raises(ValueError, match="a blank text has no vector"):
        embedder.embed_query(blank)


def test_an_unpaired_surrogate_is_refused(embedder: Embedder) -> None:
    with pytest.raises(ValueError, match=r"texts\[0\]: unpaired surrogate"):
        embedder.embed(["half \ud83d of a pair"])
    with pytest.raises(ValueError, match="unpaired surrogate"):
        embedder.embed_query("half \ud83d of a pair")


def test_identities_tell_the_models_apart(embedders: Mapping[str, Embedder]) -> None:
    assert len({embedder.model_id for embedder in embedders.values()}) == len(NAMES)


def test_the_default_model_agrees_with_sentence_transformers(
    embedders: Mapping[str, Embedder], oracle: Callable[[Path], object]
) -> None:
    folder = find_folder("minilm")
    assert folder is not None
    expected = oracle(folder).encode(list(TEXTS), normalize_embeddings=True)  # type: ignore[attr-defined]
    agreement = (embedders["minilm"].embed(TEXTS) * expected).sum(axis=1)
    assert agreement.min() >= 0.999, TEXTS[int(agreement.argmin())]
    query = embedders["minilm"].embed_query(TEXTS[0])
    assert query @ expected[0] >= 0.999


@pytest.mark.parametrize("name", ["tiny", "tiny in sentence-transformers"])
def test_prompts_pooling_case_and_length_are_those_of_the_model(
    embedders: Mapping[str, Embedder], oracle: Callable[[Path], object], tiny: Path, name: str
) -> None:
    model = oracle(tiny)
    texts = [PASSAGE_PROMPT + text for text in TEXTS]
    expected = model.encode(texts, normalize_embeddings=True)  # type: ignore[attr-defined]
    agreement = (embedders[name].embed(TEXTS) * expected).sum(axis=1)
    assert agreement.min() >= 0.999, TEXTS[int(agreement.argmin())]

    wanted = model.encode(QUERY_PROMPT + "Shoes", normalize_embeddings=True)  # type: ignore[attr-defined]
    assert embedders[name].embed_query("Shoes") @ wanted >= 0.999
    assert embedders[name].embed(["Shoes"])[0] @ wanted < 0.999


@pytest.mark.parametrize("name", MULTILINGUAL)
def test_multilingual_models_agree_with_sentence_transformers(
    embedders: Mapping[str, Embedder],
    oracle: Callable[[Path], object],
    multilingual: Mapping[str, Path],
    name: str,
) -> None:
    model = oracle(multilingual[name])
    expected = model.encode(list(TEXTS))  # type: ignore[attr-defined]
    agreement = (embedders[name].embed(TEXTS) * expected).sum(axis=1)
    assert agreement.min() >= 0.999, TEXTS[int(agreement.argmin())]
    assert type(embedders[name]).__name__ == "GraphEmbedder"


def test_the_converted_models_are_run_converted(embedders: Mapping[str, Embedder]) -> None:
    assert type(embedders["minilm"]).__name__ == "GraphEmbedder"
    assert type(embedders["tiny"]).__name__ == "GraphEmbedder"

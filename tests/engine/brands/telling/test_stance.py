"""Stance: laws that hold whatever the weights are, and what they make of plain sentences."""

from __future__ import annotations

import re

import numpy as np
import openvino as ov
import pytest
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from transformers import AutoModel

from engine.brands.telling import models, network, stance
from engine.brands.telling.encoders import read_encoder
from engine.brands.telling.shown import LONGEST, shown, tokens
from engine.embedders.folders import find_folder
from engine.vocabulary import STANCES, Naming, Stance
from tests.engine.brands.labelled import stance_lines

FOLDER = find_folder("minilm")
assert FOLDER is not None
TOKENIZER = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
TOKENIZER.no_truncation()
TOKENIZER.no_padding()


def naming(text: str, brand: str = "Kaffora", *others: str, lang: str = "en") -> Naming:
    spans = tuple(match.span() for match in re.finditer(brand, text))
    away = tuple(m.span() for other in others for m in re.finditer(other, text))
    return Naming(text=text, spans=spans, others=away, lang=lang)


def test_brands_are_seen_under_one_name_whatever_they_are_called():
    text = "Left @Kaffora for #Mellow, love my Kafforas &amp; co 😍 https://x.example/a"
    seen, places = shown(text, [(6, 13), (35, 42)], [(19, 25)])
    assert seen.startswith("Left acme for globex, love my acme s & co")
    assert [seen[start:end] for start, end in places] == ["acme", "acme"]
    assert "smiling face" in seen
    assert "example" not in seen


def test_a_long_text_is_cut_around_its_first_mention():
    text = "word " * 400 + "Kaffora" + " more" * 400
    ids, brand = tokens(TOKENIZER, naming(text))
    assert len(ids) == len(brand) == LONGEST
    assert brand.index(1) == 25  # the token that begins a text, and 24 words
    assert sum(brand) == len(TOKENIZER.encode("acme", add_special_tokens=False).ids)


def test_the_graph_without_changes_is_the_model_that_is_installed():
    """Sentences of unlike length in one batch; the head reads five dimensions of the mean."""
    assert FOLDER is not None
    base = read_encoder(FOLDER)
    tables = load_file(models.changes(models.DEFAULT))
    ours = {name: np.zeros_like(table) for name, table in tables.items()}
    head = np.zeros((3 * base.width, len(STANCES)), dtype=np.float32)
    head[base.width : base.width + len(STANCES)] = np.eye(len(STANCES))
    graph = network.graph(base, {**ours, "head": head})
    rows = [tokens(TOKENIZER, naming(text))[0] for text in ("Kaffora", "I left Kaffora, alas.")]
    ids = network.padded(rows, np.int64)
    mask = network.padded([[1] * len(row) for row in rows], np.float32)
    settings = {"INFERENCE_PRECISION_HINT": "f32"}
    compiled = ov.Core().compile_model(graph, "CPU", settings)
    found = np.array(compiled([ids, mask, np.zeros_like(mask)])[0])
    model = AutoModel.from_pretrained(FOLDER).eval()
    with torch.no_grad():
        states = [model(torch.tensor([row])).last_hidden_state[0] for row in rows]
        means = torch.stack([one.mean(0)[: len(STANCES)] for one in states])
    np.testing.assert_allclose(found, torch.softmax(means, 1), atol=1e-4)


def test_the_name_of_a_brand_changes_nothing():
    texts = ["I regret buying {}.", "{} or nothing.", "Does {} ship to Canada?"]
    mine = stance.probabilities([naming(text.format("Kaffora")) for text in texts])
    other = stance.probabilities([naming(text.format("Xyz"), "Xyz") for text in texts])
    np.testing.assert_allclose(mine, other, atol=1e-6)


def test_many_at_once_are_told_as_one_by_one():
    lines = stance_lines("dev")[:40]
    namings = [naming(line.text, line.brand, lang=line.lang) for line in lines]
    many = stance.probabilities(namings)
    one_by_one = np.concatenate([stance.probabilities([one]) for one in namings])
    np.testing.assert_allclose(many.sum(axis=1), 1)
    np.testing.assert_allclose(many, one_by_one, atol=1e-4)


def test_a_side_that_is_not_probable_is_unclear():
    likely, least = 1 - stance.LEAST, stance.LEAST
    row = dict.fromkeys(STANCES, 0.0) | {Stance.FOR: least, Stance.NEUTRAL: likely / 2}
    assert stance.decided(np.array([*row.values()])) is Stance.FOR
    row[Stance.FOR] = least - 0.01
    assert stance.decided(np.array([*row.values()])) is Stance.UNCLEAR
    row[Stance.COMPARES] = 0.9
    assert stance.decided(np.array([*row.values()])) is Stance.COMPARES


def test_without_a_mention_the_stance_is_unclear():
    assert stance.stance_of("I love it", []) is Stance.UNCLEAR
    assert stance.stances_of([]) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I love Kaffora, best coffee in town.", Stance.FOR),
        ("Never again Kaffora, what a waste of money.", Stance.AGAINST),
        ("Is Kaffora open on Sunday?", Stance.NEUTRAL),
        ("Kaffora opens its second factory in Ohio next month.", Stance.NEUTRAL),
    ],
)
def test_plain_sentences_are_told(text, wanted):
    assert stance.stances_of([naming(text)]) == [wanted]


def test_a_switch_is_against_the_one_and_for_the_other():
    text = "I switched from Kaffora to Mellow and never looked back."
    told = stance.stances_of([naming(text, "Kaffora", "Mellow"), naming(text, "Mellow", "Kaffora")])
    assert told == [Stance.AGAINST, Stance.FOR]


def test_the_development_half_is_still_told():
    lines = stance_lines("dev")
    names = {line.brand for line in lines} | {"Mellow", "Ostra"}
    told = stance.stances_of(
        [naming(x.text, x.brand, *(names - {x.brand}), lang=x.lang) for x in lines]
    )
    right = sum(x.stance == one for x, one in zip(lines, told, strict=True))
    assert right / len(lines) >= 0.85

"""Models for the tests: texts of many kinds, and a tiny transformer with prompts of its own."""

from __future__ import annotations

import warnings
from pathlib import Path

QUERY_PROMPT = "find posts about "
PASSAGE_PROMPT = "a post says "

TEXTS = (
    "Ceramic burr grinder or blade: which one for espresso at home?",
    "ceramic BURR grinder, or blade? which one for espresso at home",
    "My skin cleared up after two weeks of niacinamide 🎉🧴",
    "Où trouver un bon café à Lyon ? Je cherche une torréfaction claire.",
    "Welche Kopfhörer taugen etwas fürs Laufen im Regen?",
    "Meine Füße schmerzen nach dem Marathon: Größe 43, Weite E",
    "今日はコーヒーを淹れました。とても美味しいです。",
    "고양이 사진을 찍었어요",
    "我刚买了一个机械键盘",
    "Сегодня пробежал двадцать километров по парку",
    "اشتريت دراجة جديدة اليوم",
    "मैंने आज नया कैमरा खरीदा",
    "ฉันชอบทำอาหารไทย",
    "Καλημέρα, ποια κρέμα προσώπου προτείνετε;",
    "a",
    "?",
    "7",
    "🐶",
    "👩‍👩‍👧‍👦 family day out",
    "[PAD] [MASK] [CLS] literally in a text",
    "tab\tand\nnewline\n\nin one text",
    "    indented, and trailing spaces    ",
    "x" * 150,
    "no_spaces_but_underscores_and-hyphens-and.dots",
    "€100 / £80 / ¥12,000 for a 35mm f/1.4?!",
    "ALL CAPS REVIEW OF THE NEW RUNNING SHOES",
    "e\u0301clair and éclair are written in two ways",
    "Café Zoë naïve façade jalapeño",
    "long " * 2000,
    "Sourdough starter day 5: bubbles, but it smells of acetone. Flour 1:1, 24 °C. " * 40,
    "word " * 254,
    "word " * 255,
    "ok",
    *(
        f"{pet} number {n} learned to {trick}"
        for n, (pet, trick) in enumerate(
            (pet, trick)
            for pet in ("dog", "cat", "parrot", "hamster", "horse")
            for trick in ("sit", "sleep through the night", "open the fridge and steal cheese")
        )
    ),
    "same text",
    "same text",
)


def _vocabulary() -> list[str]:
    letters = [chr(code) for code in range(33, 127)]
    parts = [f"##{letter}" for letter in letters]
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    return [*special, *letters, *parts, "post", "says", "find", "posts", "about"]


def save_tiny_model(folder: Path, *, pooling: str, prompts: dict[str, str]) -> Path:
    """Save a one-layer transformer with fixed random weights; return its folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.base.modules import Transformer
        from sentence_transformers.sentence_transformer.modules import Pooling
        from transformers import BertConfig, BertModel, BertTokenizerFast

    base = folder / "base"
    base.mkdir(parents=True)
    words = {word: place for place, word in enumerate(_vocabulary())}
    BertTokenizerFast(vocab=words, do_lower_case=False).save_pretrained(base)
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=40, initializer_range=0.3,
    )  # fmt: skip
    BertModel(config).save_pretrained(base)
    transformer = Transformer(str(base), do_lower_case=True, max_seq_length=24)
    modules = [transformer, Pooling(32, pooling_mode=pooling)]
    model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    model.save(str(folder / "tiny"), create_model_card=False)
    return folder / "tiny"


def save_multilingual_model(folder: Path, *, is_roberta: bool, name: str) -> Path:
    """Save a model like the multilingual ones of the hub as `folder/name`; return that.

    Their tokenizer is XLM-R's (Unigram, padding with 1); their layers are its own or BERT's.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.base.modules import Transformer
        from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
        from transformers import (
            BertConfig,
            BertModel,
            XLMRobertaConfig,
            XLMRobertaModel,
            XLMRobertaTokenizer,
        )

    base = folder / f"base of {name}"
    base.mkdir(parents=True)
    pieces = _pieces()
    tokenizer = XLMRobertaTokenizer(vocab=pieces, model_max_length=24)
    tokenizer.save_pretrained(base)
    torch.manual_seed(7)
    kind = XLMRobertaConfig if is_roberta else BertConfig
    config = kind(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=40, initializer_range=0.3, pad_token_id=1,
    )  # fmt: skip
    (XLMRobertaModel(config) if is_roberta else BertModel(config)).save_pretrained(base)
    modules = [Transformer(str(base)), Pooling(32, pooling_mode="mean"), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(
        str(folder / name), create_model_card=False
    )
    return folder / name


def _pieces() -> list[tuple[str, float]]:
    special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    said = sorted({letter for text in TEXTS for letter in text if not letter.isspace()})
    letters = [(letter, -9.0) for letter in ("\u2581", *said)]
    words = [("\u2581query", -3.0), ("\u2581passage", -3.0), ("\u2581the", -4.0), ("コー", -4.0)]
    return [*special, *letters, *words, ("<mask>", 0.0)]

"""Being paid, said freely: sentences that say so in every language, and those that only seem to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.brands.telling.disclosing import our_rules, parse_rules
from engine.brands.telling.disclosure import disclosure_of
from engine.errors import ConfigError
from engine.vocabulary import Post
from engine.vocabulary.brands import Disclosed
from tests.engine.brands.labelled import sentences_of_paying

SENTENCES = sentences_of_paying()
LANGUAGE = """
[language.en]
country = "US"
[[rule]]
name = "mine"
countries = ["US"]
lang = "en"
level = "clear"
tags = ["ad"]
[paying.en]
"""


def level(text: str, lang: str | None, rules: str | None = None) -> Disclosed:
    post = Post(
        source="x", native_id="1", creator_id="1", text=text, lang=lang,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return disclosure_of(post, rules=parse_rules(rules, "mine") if rules else None).level


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_sentence_in_which_the_author_is_paid_for_the_post_is_clear(lang):
    missed = [text for text in SENTENCES[lang]["paid"] if level(text, lang) is not Disclosed.CLEAR]
    assert missed == []


@pytest.mark.parametrize("lang", SENTENCES)
def test_denials_conditions_others_prices_and_questions_are_not_clear(lang):
    found = [text for text in SENTENCES[lang]["unpaid"] if level(text, lang) is Disclosed.CLEAR]
    assert found == []


def test_every_language_of_a_clear_rule_but_finnish_has_such_sentences():
    clear = {rule.lang for rule in our_rules().rules if rule.level is Disclosed.CLEAR}
    assert clear - {"fi"} == set(SENTENCES)


def test_a_post_of_no_known_language_is_read_by_all_of_them():
    assert level("Este reel lo paga Teloria", None) is Disclosed.CLEAR
    assert level("Ostra betaalt mij voor deze video", None) is Disclosed.CLEAR


def test_only_the_sentence_counts_in_which_payment_meets_the_post():
    apart = "Ostra paid its taxes. This video is about frogs."
    assert level(apart, "en") is Disclosed.NONE
    assert level("My sister paid for lunch. Ostra paid for this video.", "en") is Disclosed.CLEAR


def test_what_was_found_is_quoted_from_the_payment_to_the_post():
    text = "Three weeks in. This clip was, as ever, financed by Ostra."
    post = Post(
        source="x", native_id="1", creator_id="1", text=text, lang="en",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert [words.surface for words in disclosure_of(post).words][:1] == [
        "This clip was, as ever, financed"
    ]


def test_a_file_may_bring_its_own_words_and_wrong_ones_are_named():
    words = 'pays = ["shells out"]\ncontent = ["zine"]\nthese = ["this"]\nnot = ["no"]\n'
    assert level("Ostra shells out for this zine", "en", LANGUAGE + words) is Disclosed.CLEAR
    with pytest.raises(ConfigError, match=r"paying.en has no 'payer'"):
        parse_rules(LANGUAGE + words + 'payer = ["x"]', "mine")
    with pytest.raises(ConfigError, match=r"paying.en needs pays, content and not"):
        parse_rules(LANGUAGE + 'pays = ["x"]', "mine")

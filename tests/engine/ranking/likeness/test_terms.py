"""Words, hashtags and names: which are telling, and how much of them another one shares."""

from __future__ import annotations

import numpy as np
import pytest

from engine.ranking.distinct import distinct_posts
from engine.ranking.likeness.terms import shared_terms, terms_of
from engine.ranking.likeness.tuning import DEFAULTS as T
from engine.vocabulary import PostFilter
from tests.fakes import make_creator, make_post
from tests.list_corpus import ListCorpus
from tests.unit_vectors import DIM

TEXTS = {
    "ana": ("China Glaze again https://x.example/abc", "My China Glaze shelf", "nails at noon"),
    "bo": ("I dropped the China Glaze", "china and a glaze", "running at noon"),
    "cy": ("noon", "rain at noon", "nails"),
}
TAGS = {"ana": ("manicure",), "bo": (), "cy": ("manicure",)}


@pytest.fixture(scope="module")
def corpus() -> ListCorpus:
    posts = [
        make_post(f"{who}{n}", text, creator=who, hashtags=TAGS[who])
        for who, texts in TEXTS.items()
        for n, text in enumerate(texts)
    ]
    return ListCorpus(posts, [make_creator(who) for who in TEXTS])


def anas(corpus):
    return terms_of([*corpus.posts(np.arange(1, 4)).values()], corpus, T)


def shared(corpus, terms, counted=None):
    activity = corpus.activity(np.zeros(DIM, np.float32), np.array([2, 3]), PostFilter())
    distinct = distinct_posts(activity)
    ids = activity.post_ids[distinct.posts]
    every = np.ones(len(ids), dtype=np.bool_)
    return shared_terms(
        terms, distinct, ids, counted=every if counted is None else counted, few=T.terms_few
    )


def test_terms_are_weighed_by_how_often_they_are_said_and_how_few_say_them(corpus):
    terms = anas(corpus)
    weights = dict(zip(terms.texts, terms.weight, strict=True))
    assert weights["#manicure"] == pytest.approx(np.log1p(3) * np.log(9 / 6))
    assert weights["china glaze"] == pytest.approx(np.log1p(2) * np.log(9 / 3))
    assert weights["noon"] == pytest.approx(np.log1p(1) * np.log(9 / 4))
    assert [*weights.values()] == sorted(weights.values(), reverse=True)


def test_links_and_words_that_nobody_else_says_are_no_terms(corpus):
    texts = anas(corpus).texts
    assert not {"abc", "https", "shelf"} & {*texts}
    assert "my china" not in texts  # it stands in one post only


def test_a_name_is_found_in_a_row_in_any_case(corpus):
    terms = anas(corpus)
    row = terms.texts.index("china glaze")
    assert terms.holders[row].tolist() == [1, 2, 4]
    weights = shared(corpus, terms).by_term[row]
    assert weights[0] > 0.0
    assert weights[1] == 0.0


def test_what_is_shared_is_a_cosine_on_one_side(corpus):
    terms = anas(corpus)
    said = {"bo": {"china": 2, "glaze": 2, "china glaze": 1, "noon": 1}}
    said["cy"] = {"#manicure": 3, "nails": 1, "noon": 2}
    length = np.linalg.norm(terms.weight)
    found = shared(corpus, terms)
    for place, who in enumerate(("bo", "cy")):
        counts = [np.log1p(said[who].get(text, 0)) for text in terms.texts]
        expected = float(counts @ (terms.weight * terms.idf)) / length / np.sqrt(3 + T.terms_few)
        assert found.weight[place] == pytest.approx(expected)
    assert found.by_term.sum(axis=0) == pytest.approx(found.weight)


def test_posts_that_do_not_count_share_nothing(corpus):
    found = shared(corpus, anas(corpus), counted=np.array([False] * 3 + [True] * 3))
    assert found.weight[0] == 0.0
    assert found.weight[1] > 0.0


def test_a_creator_who_says_nothing_has_no_terms(corpus):
    terms = terms_of([make_post("9", "🙂 !!")], corpus, T)
    assert terms.texts == ()
    assert shared(corpus, terms).weight.tolist() == [0.0, 0.0]

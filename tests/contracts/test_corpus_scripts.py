"""Words of every script: both corpora find the same posts by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.corpus import LocalCorpus
from engine.vocabulary import (
    PostFilter,
    Vectors,
)
from tests.contracts.corpora import (
    NO_FILTER,
    Both,
    build,
    on,
    same_holders,
    same_wording,
)
from tests.fakes import make_creator, make_post
from tests.list_corpus import ListCorpus
from tests.unit_vectors import Model, unit_query, unit_rows

TONGUES = (
    "我喜欢手冲咖啡。每天一杯。",
    "买了新的iPhone手机壳 #咖啡",
    "喝茶比较好",
    "おいしいコーヒーの店を見つけた",
    "ｱｲｽｺｰﾋｰ と ガム",
    "ชอบกาแฟดริปมาก ร้านนี้ดี",
    "ดื่มชาช้าๆ",
    "커피를 마셔요, 아이스커피",
    "İstanbul'da kahve, ISPARTA ve ısparta",  # noqa: RUF001
    "café con leche, CAFE\u0301!",
    "Ёлка и ещё чай",
    "елка без чая",
    "Straße mit Bäumen",
    "हिन्दी में कॉफ़ी",
    "flat white coffee with oat milk",
    "pour over coffee, poured slowly",
)
QUERIES = {
    "咖啡": {1, 2},
    "手冲咖啡": {1},
    "茶": {3},
    "啡": {1, 2},
    "iphone": {2},
    "手机": {2},
    "コーヒー": {4, 5},
    "ガム": {5},
    "カム": set(),
    "กาแฟ": {6},
    "ชา": {7},
    "ช้า": {7},
    "커피": {8},
    "istanbul": {9},
    "ısparta": {9},  # noqa: RUF001
    "cafe": {10},
    "ёлка": {11, 12},
    "елка": {11, 12},
    "strasse": {13},
    "straße": {13},
    "कॉफ़ी": {14},
    "हिन्दी": {14},
    "coffee": {15, 16},
    "flat white": {15},
    "oat milk coffee": set(),
    "nothing of it": set(),
}


# Profiles have nothing beside them: words typed plainly are found only where written plainly.
UNSPOKEN = {"iphone": {2}, "елка": {11}, "strasse": {13}}


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    home = tmp_path_factory.mktemp("tongues")
    said = [make_post(str(n), text, creator=str(n)) for n, text in enumerate(TONGUES, 1)]
    said[1] = replace(said[1], hashtags=("咖啡",))
    people = [
        make_creator(str(n), bio=text, location=text, handle=f"maker{n}")
        for n, text in enumerate(TONGUES, 1)
    ]
    rows: list[Vectors | None] = [*unit_rows(len(said))]
    build(home, said, people, rows)
    with LocalCorpus.open(home, Model()) as local:
        yield Both(local, ListCorpus(said, people, rows))


@pytest.mark.parametrize("text", QUERIES)
def test_words_are_found_in_every_script(tongues: Both, text: str) -> None:
    """As a word to keep out, in posts and in profiles, and as words to hold."""
    everybody = {*range(1, len(TONGUES) + 1)}
    for corpus in tongues:
        left = corpus.dense(unit_query(), 99, PostFilter(exclude=(text,)))
        assert everybody - {*left.ids.tolist()} == QUERIES[text]
        spoken = corpus.dense(unit_query(), 99, on(bio=text))
        assert {*spoken.ids.tolist()} == QUERIES[text] - UNSPOKEN.get(text, set())
        found = {*corpus.lexical(text, 99, NO_FILTER).ids.tolist()}
        assert found >= QUERIES[text]
        assert {*corpus.wording(text, NO_FILTER).posts.tolist()} <= QUERIES[text]


@pytest.mark.parametrize(
    "text", [*QUERIES, "#咖啡", "手冲咖啡 推荐", "おいしいコーヒー", "pour over coffee"]
)
def test_briefs_of_every_script_give_the_same_posts(tongues: Both, text: str) -> None:
    run, oracle = (
        tongues.local.lexical(text, 99, NO_FILTER),
        tongues.listed.lexical(text, 99, NO_FILTER),
    )
    assert run.scores == pytest.approx(oracle.scores, rel=1e-4)
    assert run.ids.tolist() == oracle.ids.tolist()


@pytest.mark.parametrize(
    "text", [*QUERIES, "手冲 咖啡", "oat milk", "oatmilk", "the of and", "🫖", ""]
)
def test_posts_that_hold_a_text_of_any_script(tongues: Both, text: str) -> None:
    same_wording(tongues, text, NO_FILTER)


def test_holders_of_words_of_any_script_are_the_same(tongues: Both) -> None:
    same_holders(tongues, [*QUERIES])

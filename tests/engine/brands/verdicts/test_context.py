"""Verdicts on names: what decides alone, what weighs, and that nothing else changes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from engine.brands.matching.ordinary import commonness
from engine.brands.verdicts.context import CardJudge, card_judge
from engine.brands.verdicts.cues import Naming, cues, naming_of
from engine.brands.verdicts.weights import learnt
from engine.brands.verdicts.writing import place_of, style_of
from engine.embedders.hashing import HashingEmbedder
from engine.vocabulary import Brand, Case, Kind, Span, Vectors, Verdict

TARGET = Brand(
    key="target",
    name="Target",
    about=("chain of discount stores",),
    not_about=("a goal, target audience",),
)


def case(text: str, name: str = "Target", kind: Kind = Kind.NAME) -> Case:
    start = text.casefold().index(name.casefold())
    end = start + len(name)
    span = Span(brand="target", kind=kind, start=start, end=end, surface=text[start:end])
    return Case(text=text, spans=(span,))


def seen(text: str, card: Brand = TARGET) -> dict[str, float]:
    span = case(text, card.name).spans[0]
    return cues(naming_of(card), text, [(span.start, span.end)])


@pytest.fixture(scope="module")
def judge() -> CardJudge:
    return card_judge(TARGET, HashingEmbedder())


def test_a_hashtag_decides_alone_where_the_card_lists_it_and_else_does_not() -> None:
    text = "We love #target a lot"
    span = Span(brand="target", kind=Kind.HASHTAG, start=8, end=15, surface="#target")
    one = Case(text=text, spans=(span,))
    listed = card_judge(replace(TARGET, hashtags=("target",)), HashingEmbedder())
    plain = card_judge(TARGET, HashingEmbedder())
    assert listed.judge([one])[0].sureness is None
    assert plain.judge([one])[0].sureness is not None


def test_a_tag_beside_the_text_that_the_card_does_not_list_leaves_it_unsure() -> None:
    span = Span(brand="target", kind=Kind.HASHTAG, start=0, end=0, surface="#target")
    one = Case(text="We love it", spans=(span,))
    (said,) = card_judge(TARGET, HashingEmbedder()).judge([one])
    assert (said.verdict, said.sureness) == (Verdict.UNSURE, None)


@pytest.mark.parametrize("kind", [Kind.HANDLE, Kind.LINK])
def test_a_handle_or_a_link_decides_alone(judge: CardJudge, kind: Kind) -> None:
    (said,) = judge.judge([case("we hit our target weight", kind=kind)])
    assert (said.verdict, said.sureness) == (Verdict.BRAND, None)


def test_the_verdict_is_where_sureness_lies_beside_the_band(judge: CardJudge) -> None:
    low, high = learnt().unsure
    texts = ["I bought it at Target yesterday", "hit my target of ten", "They target me", "Target"]
    for said in judge.judge([case(text) for text in texts]):
        assert said.sureness is not None
        by_band = (
            Verdict.BRAND
            if said.sureness > high
            else Verdict.NOT
            if said.sureness < low
            else Verdict.UNSURE
        )
        assert said.verdict is by_band


def test_sureness_is_the_logistic_of_bias_and_weighed_values(judge: CardJudge) -> None:
    one = case("I bought it at Target yesterday")
    looked = judge.look([one])
    kept = learnt().anywhere
    logit = kept.bias + math.fsum(
        kept.weights[name] * value
        for name, value in zip(looked.names, looked.values[0], strict=True)
    )
    (said,) = judge.judge([one])
    assert said.sureness == pytest.approx(1 / (1 + math.exp(-logit)))


def test_what_is_weighed_is_what_was_learnt(judge: CardJudge) -> None:
    names = judge.look([case("at Target")]).names
    assert set(names) == set(learnt().anywhere.weights) == set(learnt().whole.weights)


def test_the_reasons_sum_to_the_log_odds(judge: CardJudge) -> None:
    (why,) = judge.reasons([case("I bought it at Target yesterday")])
    total = why.start + math.fsum(by for _, by in why.parts)
    assert why.logit == pytest.approx(total)


def test_what_is_known_of_the_card_alone_is_no_reason(judge: CardJudge) -> None:
    """Only what differs from post to post is told; the rest is where every post starts."""
    one, other = judge.reasons([case("I bought it at Target yesterday"), case("They target me")])
    assert one.start == pytest.approx(other.start)
    assert {name for name, _ in one.parts}.isdisjoint({"common", "has about"})


def test_a_case_is_judged_alike_whatever_stands_beside_it(judge: CardJudge) -> None:
    cases = [case("at Target"), case("a target"), case("my target", kind=Kind.HANDLE)]
    together = judge.judge(cases)
    for alone, said in zip(cases, together, strict=True):
        (again,) = judge.judge([alone])
        assert again.verdict is said.verdict
        assert again.sureness == (said.sureness and pytest.approx(said.sureness, abs=1e-6))


class KnownModel(HashingEmbedder):
    """An embedder that says it is the one the weights of vectors were learnt with."""

    dim = 384
    embedded = 0

    def __init__(self) -> None:
        super().__init__(dim=384)

    @property
    def model_id(self) -> str:
        return learnt().model_id

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return super().embed(texts)


def test_vectors_weigh_with_the_model_they_were_learnt_with_and_no_other(
    judge: CardJudge,
) -> None:
    one = case("I bought it at Target yesterday")
    (why,) = card_judge(TARGET, KnownModel()).reasons([one])
    (other,) = judge.reasons([one])
    assert "what it speaks of" in {name for name, _ in why.parts}
    assert "what it speaks of" not in {name for name, _ in other.parts}
    assert why.logit == pytest.approx(why.start + math.fsum(by for _, by in why.parts))


def test_windows_are_embedded_only_where_a_first_look_leaves_doubt() -> None:
    texts = ["the Target store, target.com", "At Target", "a target", "we hit the target weight"]
    posts = HashingEmbedder(dim=384).embed(texts)
    cases = [replace(case(text), vector=row) for text, row in zip(texts, posts, strict=True)]
    embedder = KnownModel()
    judge = card_judge(TARGET, embedder)
    judge.judge(cases[:1])  # the glosses are embedded
    looked = [judge.glance([one], row[None]) for one, row in zip(cases, posts, strict=True)]
    quick = learnt().quick
    first = [
        quick.bias + float((one.values @ quick.of(one.names) + quick.drift(one.vectors))[0])
        for one in looked
    ]
    doubted = [abs(logit) < learnt().sure for logit in first]
    embedder.embedded = 0
    said = judge.judge(cases)
    assert embedder.embedded == 2 * sum(doubted)
    whole = judge.logits(cases)
    for one, doubt, rough, logit in zip(said, doubted, first, whole, strict=True):
        sureness = 1 / (1 + math.exp(-(logit if doubt else rough)))
        assert one.sureness == pytest.approx(sureness, abs=1e-6)


def test_a_name_that_is_a_handle_makes_it_surer_and_its_small_letters_say_nothing(
    judge: CardJudge,
) -> None:
    text = "Thanks a lot @target for this"
    span = Span(brand="target", kind=Kind.NAME, start=13, end=20, surface="@target")
    found = cues(naming_of(TARGET), text, [(14, 20)])
    assert found["handle"] == 1
    assert found["lower_among_capitals"] == found["lower_in_lower"] == 0
    (sure,) = judge.logits([Case(text=text, spans=(span,))])
    (less,) = judge.logits([Case(text=text, spans=(replace(span, start=14, surface="target"),))])
    assert sure == pytest.approx(less + 1.5)


def test_a_product_named_beside_the_brand_makes_it_surer(judge: CardJudge) -> None:
    plain = case("the target of Merona")
    start = plain.text.index("Merona")
    product = Span(brand="target", kind=Kind.PRODUCT, start=start, end=start + 6, surface="Merona")
    both = replace(plain, spans=(*plain.spans, product))
    without = replace(both, spans=(both.spans[0], replace(product, kind=Kind.ALIAS)))
    (sure,), (less,) = judge.logits([both]), judge.logits([without])
    assert sure == pytest.approx(less + 1.5)


def test_other_posts_of_the_creator_lean_the_verdict_and_no_more_than_half(
    judge: CardJudge,
) -> None:
    plain = case("went to target today")
    on_topic = HashingEmbedder().embed(["chain of discount stores"] * 4)
    leaning = replace(plain, others=on_topic)
    (with_others,), (alone,) = judge.logits([leaning]), judge.logits([plain])
    assert 0 < with_others - alone <= 0.5 + 1e-9


def test_the_id_changes_with_all_that_decides_and_with_nothing_else() -> None:
    embedder = HashingEmbedder()
    first = card_judge(TARGET, embedder).id
    assert first == card_judge(replace(TARGET, exclude=("target practice",)), embedder).id
    changed = [
        replace(TARGET, name="target"),
        replace(TARGET, about=("shops",)),
        replace(TARGET, not_about=()),
    ]
    assert len({first, *(card_judge(card, embedder).id for card in changed)}) == 4


def test_a_card_without_a_gloss_and_an_empty_batch_are_judged() -> None:
    bare = card_judge(Brand(key="target", name="Target"), HashingEmbedder())
    assert list(bare.judge([])) == []
    assert len(bare.judge([case("at Target")])) == 1


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("I bought it at Target yesterday", "capital"),
        ("Target has a sale on socks today", "capital_at_start"),
        ("New Furniture Line From Target Coming Soon", "capital_in_title"),
        ("We missed the target by a mile", "lower_among_capitals"),
        ("we missed the target by a mile", "lower_in_lower"),
        ("I bought it at Target yesterday", "at"),
        ("They will target young people", "subject"),
        ("A gift for the Target store manager", "goods"),
        ("See www.target.com for more of it", "host"),
        ("The sub-target was missed again", "hyphen"),
        ("Then Mike Target came in late", "name_before"),
        ("You can buy it in Target, Walmart and so on", "listed"),
    ],
)
def test_a_cue_is_seen_where_it_is(text: str, cue: str) -> None:
    assert seen(text)[cue] == 1


def test_capitals_say_nothing_where_all_words_have_them_or_none() -> None:
    assert seen("WE ALL WENT TO TARGET AGAIN")["capital"] == 0
    assert style_of("we all went to target") == style_of("we missed it again")
    assert seen("We missed the target by a mile")["capital"] == 0


def test_the_mean_of_spans_is_a_cue() -> None:
    text = "Our target is Target"
    found = cues(naming_of(TARGET), text, [(4, 10), (14, 20)])
    assert found["capital"] == 0.5


def test_capitals_of_a_coined_name_do_not_matter_and_of_a_short_one_do() -> None:
    coined = naming_of(Brand(key="x", name="QUIXLO"))
    short = naming_of(Brand(key="x", name="EA"))
    assert (coined.coined, coined.capitals) == (True, False)
    assert (short.short, short.capitals) == (True, True)
    assert isinstance(short, Naming)


def test_the_name_of_a_site_is_not_any_part_of_its_address() -> None:
    text = "see https://www.target.co.uk/target/x"
    first, second = text.index("target"), text.rindex("target")
    assert place_of(text, first, first + 6).host
    assert place_of(text, second, second + 6).path


def test_commonness_is_logarithmic_and_that_of_the_rarest_word() -> None:
    assert commonness("quixlo") == 0
    assert commonness("the quixlo") == 0
    assert 0 < commonness("whole foods") <= min(commonness("whole"), commonness("foods"))
    assert commonness("the") == 1


def test_windows_of_long_texts_are_whole_words() -> None:
    text = "word " * 100 + "at Target " + "more " * 100
    rows, owner = card_judge(TARGET, HashingEmbedder())._senses.views(
        [text], [[(text.index("Target"), text.index("Target") + 6)]], [None]
    )
    assert [len(view) for view in rows] == [1, 1, 1]
    assert np.array_equal(owner, [0])

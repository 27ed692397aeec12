"""What is said about a run: gains and chance, cheats, brands, and habits that look like cheats."""

import gzip
import json
import math

import pytest

from engine.errors import InputError
from engine.judging.evaluation import BriefLine, randomisation_p
from scripts.evaluation import other
from scripts.evaluation.brands import namers, naming, naming_pattern, precision
from scripts.evaluation.collection import (
    TRACKS,
    Collection,
    Person,
    Trial,
    niches_of,
    read_cheats,
    read_people,
)
from scripts.evaluation.lookalikes import LAST, cost, peers, place, share_class
from scripts.evaluation.measures import (
    Pair,
    by_tracks,
    holm,
    losses,
    mean_over_tracks,
    standing,
    targets,
)
from scripts.evaluation.tables import cheats as cheats_table
from scripts.evaluation.tables import components, overview, table
from scripts.evaluation.tables import targets as targets_table


def brief(name, track="plain", text="x"):
    return BriefLine(id=name, text=text, track=track)


def test_holm_multiplies_the_smallest_by_all_tests_and_never_goes_down():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.7]) == [1.0, 1.0]
    assert holm([0.02]) == [0.02]
    assert holm([]) == []


def test_a_standing_counts_what_trec_eval_counts_and_cheats_by_kind():
    qrels = {"a": {"good": 3, "fair": 1}, "b": {"good": 2}}
    run = {"a": ["fair", "bad", "good"]}
    found = standing(run, [brief("a"), brief("b")], qrels, {"bad": "heaps", "worse": "copies"})
    ideal = 3 + 1 / math.log2(3)
    assert found.ndcg == pytest.approx(((1 + 3 / math.log2(4)) / ideal, 0.0))
    assert found.metrics["MRR"].mean == pytest.approx((1 / 3 + 0) / 2)  # fair is not enough
    assert found.metrics["P@10"].mean == pytest.approx((1 / 10 + 0) / 2)
    assert found.metrics["recall@100"].mean == pytest.approx((1 + 0) / 2)
    assert found.cheats.mean == pytest.approx((1 / 10 + 0) / 2)
    assert found.kinds == {"heaps": 1}


def test_a_cheat_below_the_tenth_place_is_not_shown():
    run = {"a": [*(f"c{n}" for n in range(10)), "bad"]}
    assert standing(run, [brief("a")], {"a": {"c0": 1}}, {"bad": "heaps"}).kinds == {}


def test_tracks_count_the_same_however_many_briefs_they_have():
    briefs = [brief("a"), brief("b"), brief("c", "masked")]
    qrels = {name: {"good": 1} for name in "abc"}
    found = by_tracks({"a": ["good"], "b": ["good"]}, briefs, qrels, {})
    assert list(found) == ["plain", "masked"]
    assert mean_over_tracks(found) == (1.0 + 0.0) / 2


def pairs(n=20):
    briefs = [brief(f"b{i}") for i in range(n)]
    qrels = {one.id: {"good": 1} for one in briefs}
    best = standing({one.id: ["good"] for one in briefs}, briefs, qrels, {})
    half = standing({one.id: ["x", "y", "good"] for one in briefs}, briefs, qrels, {})
    return [
        Pair(track=track, run="ours", ours=best, rival="r", theirs=theirs, wanted=wanted)
        for track, theirs, wanted in (("plain", half, 0.9), ("masked", half, 1.1), ("c", best, 0.0))
    ]


def test_a_target_is_a_gain_over_the_rival_that_chance_does_not_explain():
    found = targets(pairs())
    assert [one.gain for one in found] == pytest.approx([1.0, 1.0, 0.0])  # 1 / log2(4) is a half
    p = randomisation_p([1.0] * 20, [0.5] * 20)
    assert [one.p for one in found] == pytest.approx([3 * p, 3 * p, 1.0])
    assert [one.is_met for one in found] == [True, False, False]


def test_a_loss_is_of_the_mean_over_tracks_and_its_chance_of_all_briefs():
    briefs = [brief("a"), brief("b"), brief("c", "masked")]
    qrels = {name: {"good": 1} for name in "abc"}
    runs = {"ours": {name: ["good"] for name in "abc"}, "one": {"a": ["good"]}, "same": {}}
    runs["same"] = runs["ours"]
    found = {name: by_tracks(run, briefs, qrels, {}) for name, run in runs.items()}
    lost = losses(found, "ours")
    assert lost.keys() == {"one", "same"}
    assert lost["one"].difference == pytest.approx((1 / 2 + 0) / 2 - 1)
    p = randomisation_p([1.0, 0.0, 0.0], [1.0, 1.0, 1.0])
    assert lost["one"].p == pytest.approx(min(1.0, 2 * p))
    assert (lost["same"].difference, lost["same"].p) == (0.0, 1.0)
    shown = components(found, lost, "T")
    assert "| ours | 1.000 | 1.000 | 1.000 | 0.0 % |  |  |" in shown
    assert "| one | 0.500 | 0.000 | 0.250 | 0.0 % | -0.750 |" in shown


def test_tables_are_markdown_with_a_row_a_run():
    assert table("T", ("a", "b"), [("1", "2")]).split("\n") == [
        "", "### T", "", "| a | b |", "| --- | --- |", "| 1 | 2 |",
    ]  # fmt: skip
    found = {"ours": by_tracks({"a": ["good"]}, [brief("a")], {"a": {"good": 1}}, {"bad": "heaps"})}
    assert "| ours | 1.000 | 1.000 | 0.0 % |" in overview(found, "T")
    assert "| ours | 0.0 % | 0.0 % | yes |" in cheats_table(found, ["heaps"], "T")
    assert "| plain | ours | 1.000 | r | 0.500 | +100.0 % | +90 % |" in targets_table(
        targets(pairs()), "T"
    )


def test_a_brand_is_named_by_its_words_and_not_within_others(tmp_path):
    assert naming_pattern("David's Bridal").search("at david's bridal.")
    assert not naming_pattern("Lamy").search("a lamyish pen")
    file = tmp_path / "posts.jsonl.gz"
    texts = {"a": "my Lamy pen", "b": "a lamyish pen", "c": "LAMY!"}
    lines = [
        json.dumps({"source": "s", "id": name, "text": text, "creator": {"id": name}})
        for name, text in texts.items()
    ]
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    asked = [brief("x", "brandish", "Lamy"), brief("y", "plain", "pens")]
    assert namers([file], asked) == {"x": {"s:a", "s:c"}}


def test_precision_at_five_asks_for_no_more_namers_than_there_are():
    assert precision(["a", "x", "b"], {"a", "b"}) == 2 / 2
    assert precision(["a", "x", "y", "z", "w", "b"], {"a", "b"}) == 1 / 2
    assert precision(list("abcdefg"), set("abcdefg")) == 5 / 5


def test_namers_are_looked_for_among_the_niche_and_on_the_first_places():
    qrels = {"x": {"n1": 3, "n2": 1, "other": 2}, "nobody": {"n1": 1}}
    named = {"x": {"n1", "n2", "cheat"}, "nobody": {"cheat"}}
    ranked = ["cheat", "p", "q", "r", "n1", "other", "n2"]
    found = naming({"x": ranked}, named, qrels)
    assert found.n_briefs == 1  # whom nobody of the niche names is left out
    assert found.among_niche.mean == 2 / 2  # n1, other, n2
    assert found.first_places.mean == 1 / 2


def person(key, on, *, posts=10, trait="", niche="tea", role="regular"):
    return Person(key=key, role=role, niche=niche, posts=posts, on_niche=on, trait=trait)


PEOPLE = (
    person("x", 8, trait="many tags"),
    person("near", 8),
    person("far", 80, posts=100),
    person("middle", 16, posts=20),
    person("farther", 160, posts=200),
    person("half", 5),
    person("elsewhere", 8, niche="wine"),
    person("cheat", 8, role="stuffer"),
    person("other habit", 8, trait="a giveaway"),
    person("lower", 8),
)
GRADES = {one.key: 3 for one in PEOPLE if one.key != "lower"} | {"lower": 2}


def test_peers_are_of_the_same_niche_grade_and_share_and_nearest_in_size():
    assert [one.key for one in peers(PEOPLE[0], PEOPLE, GRADES)] == ["near", "middle", "far"]
    assert [share_class(share) for share in (0.09, 0.3, 0.6, 1.0)] == [0.1, 0.25, 0.5, 0.8]


def test_a_habit_costs_the_places_that_its_peers_are_better():
    asked = [brief("t.plain"), brief("t.paraphrase", "paraphrase")]
    trial = Trial(home=None, posts=(), briefs=tuple(asked), niches={b.id: "tea" for b in asked})
    whole = Collection(
        name="c",
        trials=(trial,),
        qrels={one.id: GRADES for one in asked},
        cheats={},
        people=PEOPLE,
    )
    run = {"t.plain": ["near", "x", "middle"], "t.paraphrase": ["near", "middle", "far"]}
    found = cost(run, whole, asked, "many tags")
    theirs = [(1 + 3 + LAST) / 3, (1 + 2 + 3) / 3]
    assert found.creators == 1
    assert found.places_lost.mean == pytest.approx((2 + LAST) / 2 - sum(theirs) / 2)
    assert found.first_ten.mean == 1 / 2
    assert found.peers_first_ten.mean == 5 / 6
    assert cost(run, whole, asked, "no such habit") is None
    assert place(run, asked[1], "x") == LAST


def test_files_of_a_simulation_are_read(tmp_path):
    (tmp_path / "cheats").write_text("reddit:c1 stuffer\nreddit:c2 bought\n")
    assert read_cheats(tmp_path / "cheats") == {"reddit:c1": "stuffer", "reddit:c2": "bought"}
    (tmp_path / "roles").write_text(
        "creator_id,role,niche,posts,on_niche,trait\nc1,regular,tea,9,3,\n"
    )
    assert read_people(tmp_path / "roles") == (person("reddit:c1", 3, posts=9),)


def test_briefs_of_the_unseen_niches_are_the_frozen_ones(tmp_path, monkeypatch):
    sources = other.unseen(tmp_path / "posts.csv.gz")
    niches, masked = niches_of(sources.briefs), niches_of(sources.masked)
    assert len(set(niches.values())) == 40
    assert set(masked.values()) == set(niches.values())
    assert {name.rsplit(".", 1)[1] for name in (*niches, *masked)} == set(TRACKS)
    changed = tmp_path / "briefs.jsonl"
    changed.write_text(sources.briefs.read_text() + "\n")
    monkeypatch.setattr(other, "SHA256", {changed: other.SHA256[other.BRIEFS]})
    with pytest.raises(InputError, match="changed since it was frozen"):
        other.unseen(tmp_path)

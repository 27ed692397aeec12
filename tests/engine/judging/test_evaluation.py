"""The measures are those of trec_eval, the readers name the line that is wrong."""

import math
from pathlib import Path

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from engine.judging.evaluation import (
    METRICS,
    BriefLine,
    bootstrap,
    evaluate,
    measure,
    randomisation_p,
    read_briefs,
    read_qrels,
    read_run,
)

CREATORS = [f"demo:c{number:03}" for number in range(130)]
THEIR_NAMES = {
    "nDCG@10": "ndcg_cut_10",
    "P@10": "P_10",
    "MRR": "recip_rank",
    "MAP": "map",
    "recall@100": "recall_100",
}

scores = st.dictionaries(st.sampled_from(CREATORS), st.integers(-3, 3), min_size=1, max_size=130)
grades = st.dictionaries(st.sampled_from(CREATORS), st.integers(-1, 3), min_size=1, max_size=60)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def reference(
    run: dict[str, dict[str, float]], qrels: dict[str, dict[str, int]], relevant_from: int
) -> dict[str, dict[str, float]]:
    """What trec_eval says: P@10 and MRR at the level asked for, the others at grade 1."""
    graded = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg_cut_10", "map", "recall_100"})
    strict = pytrec_eval.RelevanceEvaluator(
        qrels, {"P_10", "recip_rank"}, relevance_level=relevant_from
    )
    ours, theirs = graded.evaluate(run), strict.evaluate(run)
    return {brief: {**ours[brief], **theirs[brief]} for brief in ours}


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["b1", "b2", "b3"]), scores, min_size=1),
    st.fixed_dictionaries({"b1": grades, "b2": grades, "b3": grades}),
    st.integers(1, 3),
)
def test_measures_of_a_run_with_ties_are_those_of_trec_eval(tmp_path_factory, run, qrels, level):
    folder = tmp_path_factory.mktemp("trec")
    lines = [f"{b} Q0 {c} 1 {s} x" for b, row in run.items() for c, s in row.items()]
    judged = [f"{b} 0 {c} {g}" for b, row in qrels.items() for c, g in row.items()]
    ours = evaluate(
        read_run(written(folder / "run", "\n".join(lines))),
        read_qrels(written(folder / "qrels", "\n".join(judged))),
        [BriefLine(id=brief, text=brief) for brief in qrels],
        relevant_from=level,
    )
    as_floats = {b: {c: float(s) for c, s in row.items()} for b, row in run.items()}
    theirs = reference(as_floats, qrels, level)
    for brief in qrels:
        for name in METRICS:
            expected = theirs[brief][THEIR_NAMES[name]] if brief in run else 0.0
            assert math.isclose(ours.by_brief[brief][name], expected, abs_tol=1e-9), (brief, name)
    assert set(ours.missing) == set(qrels) - set(run)


def test_a_ranking_measured_by_hand():
    ranked = ["a", "unjudged", "b", "c"]
    got = measure(ranked, {"a": 1, "b": 3, "c": 0, "d": 2}, relevant_from=2)
    gain = 1 / math.log2(2) + 3 / math.log2(4)
    ideal = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    assert got == pytest.approx(
        {
            "nDCG@10": gain / ideal,
            "P@10": 1 / 10,
            "MRR": 1 / 3,
            "MAP": (1 / 1 + 2 / 3) / 3,
            "recall@100": 2 / 3,
        },
        abs=1e-12,
    )


def test_recall_looks_at_a_hundred_creators_and_the_map_at_all():
    ranked = [f"x{number}" for number in range(99)] + ["hundredth", "next"]
    got = measure(ranked, {"hundredth": 1, "next": 1})
    assert got["recall@100"] == 1 / 2
    assert got["MAP"] == pytest.approx((1 / 100 + 2 / 101) / 2)


def test_a_creator_ranked_twice_is_not_measured():
    with pytest.raises(ValueError, match="ranked twice"):
        measure(["a", "a"], {"a": 1})


def test_missing_briefs_count_zero_and_are_named_and_unjudged_ones_are_left_out():
    briefs = [
        BriefLine(id="found", text="x", track="plain"),
        BriefLine(id="missing", text="x", track="plain"),
        BriefLine(id="other", text="x", track="masked"),
        BriefLine(id="unjudged", text="x", track="masked"),
    ]
    qrels = {"found": {"a": 1}, "missing": {"a": 1}, "other": {"a": 2}}
    got = evaluate({"found": ["a"], "other": ["a"], "unjudged": ["a"]}, qrels, briefs)
    assert got.missing == ("missing",)
    assert got.unjudged == ("unjudged",)
    means = {row.track: (row.n_briefs, row.metrics["nDCG@10"].mean) for row in got.rows}
    assert means == {"plain": (2, 0.5), "masked": (1, 1.0), "all": (3, pytest.approx(2 / 3))}


def test_briefs_without_any_judgement_are_an_error():
    with pytest.raises(InputError, match="none of the 1 briefs has a judgement"):
        evaluate({}, {"other": {"a": 1}}, [BriefLine(id="b", text="x")])


def test_the_interval_is_the_quantiles_of_resampled_means_and_repeats_itself():
    values = [0.0, 0.0, 1.0, 1.0, 1.0, 0.5, 0.25, 0.75]
    got = bootstrap(values)
    assert got == bootstrap(values)
    assert got.mean == pytest.approx(sum(values) / len(values))
    error = np.std(values) / math.sqrt(len(values))
    assert got.low == pytest.approx(got.mean - 1.96 * error, abs=0.05)
    assert got.high == pytest.approx(got.mean + 1.96 * error, abs=0.05)


def test_the_randomisation_test_agrees_with_counting_all_sign_changes():
    ours, theirs = [0.9, 0.8, 0.7, 0.6, 0.9], [0.5, 0.9, 0.2, 0.1, 0.3]
    difference = np.subtract(ours, theirs)
    signs = np.array(np.meshgrid(*[[-1, 1]] * 5)).reshape(5, -1).T
    exact = np.mean(np.abs((signs * difference).mean(axis=1)) >= abs(difference.mean()) - 1e-12)
    assert randomisation_p(ours, theirs, rounds=40_000) == pytest.approx(exact, abs=0.01)
    assert randomisation_p(ours, ours) == 1.0
    assert randomisation_p([1.0] * 30, [0.0] * 30, rounds=999) == pytest.approx(1 / 1000)


def test_equal_scores_are_ordered_by_the_rank_in_the_file(tmp_path):
    text = "b Q0 s:2 2 0.5 x\nb Q0 s:1 3 0.5 x\nb Q0 s:3 1 0.5 x\nb Q0 s:4 9 0.75 x\n"
    assert read_run(written(tmp_path / "run", text)) == {"b": ("s:4", "s:3", "s:2", "s:1")}


def test_briefs_keep_their_filters_as_typed(tmp_path):
    text = (
        '{"id": "b1", "text": "tea", "track": "plain", "niche": "tea"}\n\n'
        '{"id": "b2", "text": "tea\u2028pots", "where": '
        '{"followers": "5k..50k", "source": ["demo", "x"], "min-posts": 3}}\n'
    )
    assert read_briefs(written(tmp_path / "briefs.jsonl", text)) == (
        BriefLine(id="b1", text="tea", track="plain"),
        BriefLine(
            id="b2",
            text="tea\u2028pots",
            where={"followers": "5k..50k", "source": ("demo", "x"), "min-posts": "3"},
        ),
    )


GOOD_BRIEF = '{"id": "b", "text": "tea"}\n'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"text": "tea"}', "id is None"),
        ('{"id": "c", "text": " "}', "text is ' '"),
        ('{"id": "c d", "text": "tea"}', "holds a space"),
        ('{"id": "c", "text": "tea", "track": 3}', "track is 3"),
        ('{"id": "c", "text": "tea", "where": []}', "where is"),
        ('{"id": "c", "text": "tea", "where": {"lang": [null]}}', "filter 'lang'"),
        ('{"id": "c", "text": "tea", "where": {"lang": true}}', "filter 'lang'"),
        ('{"id": "b", "text": "tea"}', "a second brief"),
    ],
)
def test_a_line_that_is_no_brief_is_named(tmp_path, line, reason):
    path = written(tmp_path / "briefs.jsonl", GOOD_BRIEF + "\n" + line)
    with pytest.raises(InputError, match=f"line 3: .*{reason}"):
        read_briefs(path)


@pytest.mark.parametrize(
    ("read", "line", "reason"),
    [
        (read_qrels, "b 0 s:1", "3 columns instead of 4"),
        (read_qrels, "b 0 s:2 1.5", "grade '1.5' is not a number"),
        (read_qrels, "b 0 s:1 2", "s:1 is judged twice for b"),
        (read_run, "b Q0 s:1 1 0.5", "5 columns instead of 6"),
        (read_run, "b Q0 s:2 1 high x", "score 'high' is not a number"),
        (read_run, "b Q0 s:2 1 nan x", "score 'nan' is not a finite number"),
        (read_run, "b Q0 s:2 1" + "0" * 400 + " 1 x", "is not a number"),
        (read_run, "b Q0 s:1 2 0.25 x", "s:1 is ranked twice for b"),
    ],
)
def test_a_line_that_is_no_trec_line_is_named(tmp_path, read, line, reason):
    good = {read_qrels: "b 0 s:1 1\n", read_run: "b Q0 s:1 1 0.5 x\n"}[read]
    with pytest.raises(InputError, match=f"line 2: .*{reason}"):
        read(written(tmp_path / "file", good + line))


@pytest.mark.parametrize("read", [read_briefs, read_qrels, read_run])
def test_files_that_hold_nothing_or_cannot_be_read_are_errors(tmp_path, read):
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "absent")
    with pytest.raises(InputError, match="holds no"):
        read(written(tmp_path / "empty", "\n"))
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not text in UTF-8"):
        read(tmp_path / "bytes")

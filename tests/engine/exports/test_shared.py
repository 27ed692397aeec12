"""What creators share reaches every format, and formats without it stay as they were."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.exports import EXPORTERS, to_json
from engine.exports.parts import LIKENESS
from engine.vocabulary import Pair, Shared, Shortlist
from tests.engine.exports.readback import as_text, csv_rows, parquet_table, sheet_rows
from tests.engine.exports.samples import ANA, MALLORY, SHORTLIST, post

OWN = post("9", "=1+1 my own grinder", url="https://example.social/9")
SHARED = Shared(
    words=("china glaze", "@bo"),
    hashtags=("espresso",),
    pairs=(Pair(own=OWN, other=ANA.evidence[0].post, similarity=0.875, is_same=False),),
    same_posts=2,
    brands=("niche",),
)
POINTS = {"topics": 14.5, "matches": 20.25, "words": 8.0}
LIKE = replace(
    SHORTLIST,
    candidates=(
        replace(ANA, contributions=POINTS, shared=SHARED),
        replace(MALLORY, contributions={"words": 1.5}, shared=Shared()),
    ),
)


def written(shortlist: Shortlist, suffix: str, tmp_path) -> bytes:
    EXPORTERS[suffix].write([shortlist], tmp_path / "file")
    return (tmp_path / "file").read_bytes()


def test_json_holds_pairs_of_posts():
    first, second = to_json(LIKE)["creators"]
    assert first["parts"] == POINTS
    (pair,) = first["shared"]["pairs"]
    assert (pair["own"]["id"], pair["other"]["id"]) == ("9", ANA.evidence[0].post.native_id)
    assert (pair["similarity"], pair["same"]) == (0.875, False)
    assert (first["shared"]["words"], first["shared"]["same_posts"]) == (["china glaze", "@bo"], 2)
    assert second["shared"] == {
        "words": [],
        "hashtags": [],
        "brands": [],
        "same_posts": 0,
        "pairs": [],
    }
    assert json.dumps(first)


def test_sheets_hold_what_is_shared_and_begin_no_formula(tmp_path):
    first, second = csv_rows(written(LIKE, ".csv", tmp_path))
    assert (first["shared_words"], first["shared_hashtags"]) == ("china glaze, @bo", "espresso")
    assert (first["same_posts"], first["own_post_text"]) == ("2", "'=1+1 my own grinder")
    assert (second["shared_words"], second["own_post_url"]) == ("", "")
    (row, _) = sheet_rows(written(LIKE, ".xlsx", tmp_path), "Creators")
    assert (row["shared_words"], row["same_posts"]) == ("china glaze, @bo", 2)


def test_parquet_holds_it_as_nested_values(tmp_path):
    first, second = parquet_table(written(LIKE, ".parquet", tmp_path)).to_pylist()
    expected = {"words": ["china glaze", "@bo"], "hashtags": ["espresso"], "same_posts": 2}
    expected["brands"] = ["niche"]
    assert first["shared"] == expected
    assert second["shared"] == {"words": [], "hashtags": [], "brands": [], "same_posts": 0}


def test_the_report_and_the_workbook_say_what_the_parts_mean(tmp_path):
    report = as_text(".html", written(LIKE, ".html", tmp_path))
    assert "Shares china glaze, @bo and espresso; the same posts: 2." in report
    for meaning in LIKENESS.values():
        assert meaning in as_text(".xlsx", written(LIKE, ".xlsx", tmp_path))
        assert meaning.replace("'", "&#39;") in report


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet", ".xlsx"])
def test_where_nobody_is_compared_nothing_is_said_of_it(suffix: str, tmp_path):
    assert "shared" not in as_text(suffix, written(SHORTLIST, suffix, tmp_path)).lower()

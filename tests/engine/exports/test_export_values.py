from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cli.filters import post_filter
from engine.exports import dumps, to_csv_rows, to_json, trec_lines
from engine.exports.objects import json_bytes
from engine.exports.parquet import parquet_bytes
from engine.exports.rows import csv_bytes
from engine.exports.writing import cut, flags, harmless_cell, moment, number, web_link
from engine.text import clean
from engine.vocabulary import PostFilter
from tests.engine.exports.readback import csv_rows, parquet_table
from tests.engine.exports.samples import (
    ANA,
    BAD_LINKS,
    BATCH,
    HOSTILE,
    LONG_TEXT,
    MADE_AT,
    MALLORY,
    NOBODY,
    SHORTLIST,
    SILENT,
)

FORMULA = {*"=+-@\uff1d\uff0b\uff0d\uff20"}


def test_the_json_object_has_the_fields_and_values_of_the_contract() -> None:
    document = json.loads(dumps([SHORTLIST]))
    assert document["brief"]["text"] == "home espresso grinders, 5k to 50k followers"
    assert document["brief"]["understood"] == [
        {"words": "5k to 50k followers", "as": "followers 5000..50000"}
    ]
    assert document["made_at"] == "2026-06-01T12:00:00Z"
    assert (document["engine"], document["model"]) == ("0.1.0", "minilm-0123")
    assert document["corpus"] == {
        "posts": 9615,
        "creators": 500,
        "oldest": "2025-01-02T03:04:05.678901Z",
        "newest": "2026-06-01T11:00:00Z",
        "by_source": {"blue sky": 615, "mastodon": 9000},
    }
    assert document["dropped"] == {"followers": 1204, "location": 1}
    assert document["labels"] == ["real text, simulated creators"]
    assert document["formulae"] == [
        {
            "part": "recency",
            "points": 4.0,
            "text": "2 ** (-days / recency_half_life)",
            "constants": {"recency_half_life": 90.0},
        }
    ]
    ana = document["creators"][0]
    assert ana["evidence"][0] == {
        "source": "mastodon",
        "id": "1147",
        "url": "https://example.social/@ana/1147",
        "created_at": "2026-05-31T12:00:00Z",
        "text": "Dialled in my espresso grinder; #Espresso shots run at 28 seconds now.",
        "likes": 3,
        "replies": 0,
        "reposts": None,
        "quotes": None,
        "views": None,
        "relevance": 0.91,
        "points": 4.2,
        "without": 0.8,
        "similarity": 0.71,
        "strength": 6.4,
        "weight": 0.35,
        "discounts": [
            {
                "kind": "repeats",
                "left": 0.35,
                "similarity": 0.62,
                "earlier": {"source": "mastodon", "id": "1102"},
            },
            {"kind": "hashtag wall", "left": 1.0, "similarity": None, "earlier": None},
        ],
        "ranks": {"dense": 1, "lexical": 2},
        "copies": 3,
        "mentions": ["la-marzocco", "niche"],
    }
    del ana["evidence"]
    assert ana == {
        "rank": 1,
        "source": "mastodon",
        "id": "77",
        "handle": "ana@example.social",
        "name": "Ana Coffee",
        "url": "https://example.social/@ana",
        "bio": "Home barista in Porto. Writes about grinders.",
        "location": "Porto",
        "followers": 12034,
        "tier": "micro",
        "score": 71.3,
        "parts": dict(ANA.contributions),
        "unknown": ["views"],
        "posts_on_topic": 7,
        "on_topic_at": [],
        "posts_seen": 41,
        "mentions": {"la-marzocco": 3, "niche": 1},
        "stances": {"la-marzocco": {"against": 2, "for": 1}, "niche": {"against": 1}},
        "warnings": ["against la-marzocco: 2 of 3 mentions"],
        "inputs": {"relevance": {"best": 9.5, "profile": None}, "recency": {"days": 12.0}},
        "discounted": {"repeats": 3, "prize draw": 1},
    }


def test_what_is_not_known_is_null_and_a_part_not_known_is_absent() -> None:
    mallory = to_json(SHORTLIST)["creators"][1]
    assert (mallory["followers"], mallory["tier"]) == (None, None)
    assert [*mallory["parts"]] == ["relevance", "recency", "hygiene", "novelty"]
    silent = to_json(SHORTLIST)["creators"][2]
    assert (silent["handle"], silent["name"], silent["url"]) == (None, None, None)


@given(
    st.dictionaries(
        st.sampled_from(["relevance", "frequency", "focus", "engagement", "recency", "x", "y"]),
        st.floats(-30.0, 100.0),
    )
)
def test_the_printed_score_is_the_sum_of_the_printed_parts(parts: dict[str, float]) -> None:
    shown = replace(SHORTLIST, candidates=(replace(ANA, contributions=parts),))
    (creator,) = json.loads(dumps([shown]))["creators"]
    assert abs(creator["score"] - sum(creator["parts"].values())) <= 1e-6
    assert abs(creator["score"] - sum(parts.values())) <= 1e-6


def test_one_shortlist_is_an_object_and_any_other_number_an_array() -> None:
    assert json.loads(dumps([NOBODY])) == to_json(NOBODY)
    assert json.loads(dumps(BATCH)) == [to_json(SHORTLIST), to_json(NOBODY)]
    assert json.loads(dumps([])) == []


def test_json_keeps_every_text_exactly_and_prints_no_control_character() -> None:
    written = json_bytes([SHORTLIST]).decode("utf-8")
    texts = [shown["text"] for shown in json.loads(written)["creators"][1]["evidence"]]
    assert texts == [*HOSTILE]
    active = [char for char in written if unicodedata.category(char) in {"Cc", "Cs"}]
    assert set(active) == {"\n"}
    assert not {"\u202e", "\u2066", "\x9b"} & set(written)
    assert "👩‍👩‍👧‍👦" in written


def test_the_order_in_which_counts_were_made_changes_no_byte() -> None:
    ranks = {"dense": 1, "lexical": 2}
    evidence = (replace(ANA.evidence[0], ranks=ranks), ANA.evidence[1])
    parts = dict(reversed(ANA.contributions.items()))
    shuffled = replace(
        SHORTLIST,
        candidates=(replace(ANA, evidence=evidence, contributions=parts),),
        dropped=dict(reversed(SHORTLIST.dropped.items())),
    )
    assert dumps([shuffled]) == dumps([replace(SHORTLIST, candidates=(ANA,))])


def test_filters_are_written_so_that_the_command_line_reads_them_back() -> None:
    where = flags(SHORTLIST.brief.where)
    assert where["followers"] == "5000..50000"
    assert where["engagement-rate"] == "2.5%.."
    assert where["source"] == ["mastodon", "blue sky"]
    assert post_filter(where, now=MADE_AT) == SHORTLIST.brief.where
    assert flags(PostFilter()) == {}


def test_moments_of_any_zone_are_written_in_utc() -> None:
    tokyo = datetime(2026, 6, 1, 21, 0, tzinfo=timezone(timedelta(hours=9)))
    assert moment(tokyo) == "2026-06-01T12:00:00Z"
    assert moment(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00Z"


def test_numbers_are_tidy_and_never_a_negative_zero() -> None:
    assert number(1 / 3) == 0.33333333
    assert str(number(-1e-12)) == "0.0"


def test_csv_rows_read_back_with_the_values_of_the_shortlist() -> None:
    ana, mallory, silent = csv_rows(csv_bytes(BATCH))
    assert ana["brief_id"] == "home espresso"
    assert [float(ana[part]) for part in ANA.contributions] == [*ANA.contributions.values()]
    assert (ana["rank"], ana["followers"], ana["score"]) == ("1", "12034", "71.3")
    assert (ana["posts_on_topic"], ana["posts_seen"]) == ("7", "41")
    assert ana["best_post_date"] == "2026-05-31T12:00:00Z"
    assert ana["evidence_links"] == " ".join(shown.post.url or "" for shown in ANA.evidence)
    assert (ana["made_at"], ana["model"]) == ("2026-06-01T12:00:00Z", "minilm-0123")
    assert ana["filters"].startswith("followers 5000..50000; engagement-rate 2.5%..; source")
    assert ana["dropped"] == "followers: 1204; location: 1"
    assert ana["labels"] == "real text, simulated creators"
    assert (mallory["followers"], mallory["frequency"]) == ("", "")
    assert float(mallory["hygiene"]) == -3.0
    assert float(mallory["score"]) == pytest.approx(MALLORY.score, abs=1e-6)
    assert (silent["id"], silent["best_post_text"], silent["evidence_links"]) == ("0012", "", "")


def test_the_csv_of_a_brief_that_nobody_answers_is_its_header() -> None:
    header, *rows = to_csv_rows([NOBODY])
    assert rows == []
    assert header[:4] == ["brief_id", "brief", "rank", "source"]


def test_a_part_called_like_a_column_gets_a_column_of_its_own() -> None:
    odd = replace(SILENT, contributions={"score": 2.0, "rank": 3.0})
    (row,) = csv_rows(csv_bytes([replace(SHORTLIST, candidates=(odd,))]))
    assert (row["score"], row["score_points"], row["rank_points"]) == ("5.0", "2.0", "3.0")


@given(st.text(st.characters(), max_size=20) | st.sampled_from(HOSTILE))
def test_no_text_in_any_cell_begins_a_formula(text: str) -> None:
    shown = replace(
        SHORTLIST,
        brief=replace(SHORTLIST.brief, text=text, id=text),
        candidates=(replace(ANA, creator=replace(ANA.creator, name=text, handle=text)),),
        labels=(text,),
    )
    _, row = to_csv_rows([shown])
    cells = [cell for cell in row if isinstance(cell, str)]
    assert not [cell for cell in cells if cell.lstrip()[:1] in FORMULA]
    assert not [cell for cell in cells if cell[:1] in {"\t", "\r", "\n", "\0"}]
    assert clean(text) in row or f"'{clean(text)}" in row


def test_only_texts_that_could_be_calculated_get_an_apostrophe() -> None:
    assert harmless_cell("a = b") == "a = b"
    assert harmless_cell("'quoted'") == "'quoted'"
    assert harmless_cell("-5") == "'-5"
    assert harmless_cell("@ana") == "'@ana"


def test_only_whole_web_addresses_are_links() -> None:
    assert [web_link(url) for url in BAD_LINKS[:-1]] == [None] * (len(BAD_LINKS) - 1)
    for url in ("http://a.example", "HTTPS://a.example/ü?x=1#y", "https://[::1]:8000/"):
        assert web_link(url) == url
    assert web_link(None) is None


def test_a_cut_text_ends_in_an_ellipsis_and_splits_no_character() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut("a😀😀", 4) == "a😀…"
    assert cut("😀😀", 4) == "😀😀"


def test_parquet_keeps_types_nulls_and_nested_evidence() -> None:
    table = parquet_table(parquet_bytes(BATCH))
    ana, mallory, silent = table.to_pylist()
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["followers"], types["relevance"]) == ("int64", "double")
    assert types["made_at"] == "timestamp[us, tz=UTC]"
    assert ana["made_at"] == MADE_AT
    assert {part: ana[part] for part in ANA.contributions} == ANA.contributions
    assert (ana["novelty"], mallory["frequency"], mallory["followers"]) == (None, None, None)
    assert mallory["unknown"] == ["frequency", "focus", "engagement", "followers"]
    shown = ana["evidence"][0]
    assert (shown["points"], shown["relevance"], shown["similarity"]) == (4.2, 0.91, 0.71)
    assert dict(shown["ranks"]) == {"dense": 1, "lexical": 2}
    assert shown["created_at"] == MADE_AT - timedelta(days=1)
    assert ana["evidence"][1]["text"] == LONG_TEXT
    assert ana["evidence"][1]["similarity"] is None
    assert [shown["text"] for shown in mallory["evidence"]] == [*map(clean, HOSTILE)]
    assert silent["evidence"] == []


def test_parquet_says_in_its_metadata_what_it_was_made_from() -> None:
    metadata = parquet_table(parquet_bytes(BATCH)).schema.metadata
    about = json.loads(metadata[b"overheard"])
    assert [{**one, "creators": []} for one in about] == [
        {**to_json(shortlist), "creators": []} for shortlist in BATCH
    ]


def test_trec_lines_have_six_words_and_encoded_ids() -> None:
    assert list(trec_lines(SHORTLIST)) == [
        "home%20espresso Q0 mastodon:77 1 71.3 overheard",
        "home%20espresso Q0 blue%20sky:did:plc:100%25%20<b> 2 22.45833333 overheard",
        "home%20espresso Q0 mastodon:0012 3 2.0 overheard",
    ]


def test_no_library_of_a_format_is_imported_before_a_file_needs_it() -> None:
    script = (
        "import sys; from engine.exports import dumps; "
        "print(sorted({'jinja2', 'pyarrow', 'xlsxwriter'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_an_id_without_white_space_stands_in_trec_as_it_is() -> None:
    plain = replace(SHORTLIST, brief=replace(SHORTLIST.brief, id="100%"), candidates=(SILENT,))
    assert list(trec_lines(plain)) == ["100% Q0 mastodon:0012 1 2.0 overheard"]
    wide = replace(SHORTLIST, brief=replace(SHORTLIST.brief, id="a\u3000b"), candidates=(SILENT,))
    assert next(trec_lines(wide)).split()[0] == "a%E3%80%80b"

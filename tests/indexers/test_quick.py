"""Records read in one go are read as the careful way reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexers.quick import plain_post
from indexers.records import declared, make_post
from indexers.values import RefusedError

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "source": "mastodon",
    "id": "1147",
    "text": "Good morning #tea\nand \u2028 café",
    "created_at": "2026-05-01T10:00:00+02:00",
    "creator": {"id": "77"},
    "likes": 3,
    "views": None,
    "lang": "en",
    "url": "https://example.social/1",
}
WRITTEN = (
    "", " ", "7", "12", "5.7E+17", "5.7e17", "a b", "é", "e\u0301", "x" * 600, "a\tb", "a\x00b",
    "\ud800", "2026-05-01T10:00:00Z", "2026-05-01 10:00:00", "20260501100000000", "1777629600",
    "1989-12-31T23:59:59Z", "2026-10-02T00:00:00Z", "2030-01-01T00:00:00Z",
    "0001-01-01T00:00:00+12:00", "#Tea #Kaffee\uff03", "text without a tag", "#a" * 1_001,
)  # fmt: skip
ODD = (*WRITTEN, 0, 3, -1, 2**60, 1.5, True, None, [], ["Tea"], [3], {"id": "7"}, {})
odd = st.sampled_from(ODD)
names = st.sampled_from([*PLAIN, "hashtags", "links", "reply_to", "paid_label", "replies"])


def test_a_plain_record_is_taken() -> None:
    assert plain_post(PLAIN, NOW) == make_post(declared(PLAIN), now=NOW, notes=[])


@given(st.dictionaries(names, odd, max_size=3))
@example({"reply_to": "5.7E+17"})
@example({"id": "5.7e+17"})
@example({"created_at": "2026-05-01T10:00:00"})
@example({"lang": " en "})
def test_what_is_taken_is_read_as_the_careful_way_reads_it(changes: dict[str, object]) -> None:
    record = PLAIN | changes
    taken = plain_post(record, NOW)
    notes: list[str] = []
    try:
        careful = make_post(declared(record), now=NOW, notes=notes)
    except RefusedError:
        assert taken is None
    else:
        assert taken is None or (taken == careful and notes == [])


@pytest.mark.parametrize("missing", ["source", "id", "text", "created_at", "creator"])
def test_a_record_without_what_is_required_is_left_to_others(missing: str) -> None:
    assert plain_post({name: PLAIN[name] for name in PLAIN if name != missing}, NOW) is None

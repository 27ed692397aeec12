"""Dates as exports write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from indexers.files.dates import Order, is_numeric, order_of, read_date
from indexers.values import RefusedError

MAY = datetime(2021, 5, 4, 15, 6, 7, tzinfo=UTC)


def read(cell: object, order: Order | None = None) -> tuple[datetime | float, list[str]]:
    notes: list[str] = []
    return read_date(cell, order, notes.append), notes


@pytest.mark.parametrize(
    "cell",
    [
        "2021-05-04T15:06:07Z", "2021-05-04T15:06:07.000Z", "2021-05-04 15:06:07+00:00",
        "2021-05-04 15:06:07 UTC", "2021-05-04 17:06:07 +0200", "2021-05-04 11:06:07 EDT",
        "2021-05-04 08:06:07 -0700", "Tue May 04 15:06:07 +0000 2021",
        "Tue, 04 May 2021 15:06:07 +0000", "Tue, 04 May 2021 15:06:07 GMT",
        '"2021-05-04T15:06:07Z"', "'2021-05-04T15:06:07Z'", "\u201c2021-05-04T15:06:07Z\u201d",
        "May 4, 2021 3:06:07 PM UTC", "4 May 2021 15:06:07Z",
    ],
)  # fmt: skip
def test_moments_with_a_zone_are_read_as_they_are(cell: str) -> None:
    assert read(cell) == (MAY, [])


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2021-05-04 15:06:07", MAY),
        ("2021/05/04 15:06:07", MAY),
        ("2021-05-04", MAY.replace(hour=0, minute=0, second=0)),
        ("May 4, 2021", MAY.replace(hour=0, minute=0, second=0)),
        ("Tuesday, May 4th, 2021 at 3:06 pm", MAY.replace(second=0)),
        ("04-May-2021 3:06PM", MAY.replace(second=0)),
        ("4 mai 2021 15h06", MAY.replace(second=0)),
        ("4. Mai 2021, 15:06:07", MAY),
        ("4 de mayo de 2021", MAY.replace(hour=0, minute=0, second=0)),
        ("4 de maio de 2021 às 15:06", MAY.replace(second=0)),
        ("1er décembre 2021", datetime(2021, 12, 1, tzinfo=UTC)),
        ("12 août 2021", datetime(2021, 8, 12, tzinfo=UTC)),
        ("3. März 2021", datetime(2021, 3, 3, tzinfo=UTC)),
    ],
)
def test_dates_without_a_zone_are_taken_as_utc_and_said(cell: str, moment: datetime) -> None:
    assert read(cell) == (moment, ["created_at without a zone, taken as UTC"])


@pytest.mark.parametrize(
    ("cell", "order", "moment"),
    [
        ("04/05/2021", Order.DAY, "2021-05-04 00:00:00"),
        ("04/05/2021", Order.MONTH, "2021-04-05 00:00:00"),
        ("24-02-2015 11.35", Order.DAY, "2015-02-24 11:35:00"),
        ("2/24/15 1:05 PM", Order.MONTH, "2015-02-24 13:05:00"),
        ("12/24/2015 12:05 am", Order.MONTH, "2015-12-24 00:05:00"),
        ("04.05.2021 15:06:07", Order.DAY, "2021-05-04 15:06:07"),
        ("05/05/2021", None, "2021-05-05 00:00:00"),
    ],
)
def test_dates_of_numbers_follow_the_order_of_their_column(
    cell: str, order: Order | None, moment: str
) -> None:
    assert read(cell, order)[0] == datetime.fromisoformat(moment + "Z")


def test_an_order_is_proved_by_a_day_above_twelve_and_by_nothing_else() -> None:
    cells = ["13/01/2021", "01/13/2021", "01/02/2021", "2021-13-01", "32/40/2021", "5/5/2021"]
    assert [order_of(cell) for cell in cells] == [Order.DAY, Order.MONTH, None, None, None, None]
    assert [is_numeric(cell) for cell in cells] == [True, True, True, False, True, False]


@pytest.mark.parametrize(
    ("cell", "order", "said"),
    [
        ("03/04/2021", None, "day first, or month first?"),
        ("13/04/2021", Order.MONTH, "does not exist"),
        ("2.28E+11", None, "a spreadsheet has cut digits off"),
        ("yesterday", None, "is no date"),
        ("", None, "is no date"),
        ("31/02/2021", Order.DAY, "does not exist"),
    ],
)
def test_what_cannot_be_known_is_refused(cell: str, order: Order | None, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        read(cell, order)


def test_numbers_are_seconds_and_small_ones_days_of_a_spreadsheet() -> None:
    assert read("1620140767") == (1620140767.0, [])
    assert read(1620140767123) == (1620140767123, [])
    assert read("44320.5") == (
        datetime(2021, 5, 4, 12, tzinfo=UTC), ["created_at as a spreadsheet counts days"],
    )  # fmt: skip
    assert datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=44320.5) == datetime(
        2021, 5, 4, 12, tzinfo=UTC
    )

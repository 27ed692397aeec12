"""The first records of a file tell whether it is of a format; none of them gets lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from engine.errors import InputError
from indexers.files.sureness import once_sure


def refusal(held: Sequence[int]) -> InputError:
    return InputError(f"none of {list(held)}")


def is_seven(number: int) -> bool:
    return number == 7


@pytest.mark.parametrize("records", [[7, 1, 2], [1, 7, 2], [1, 2, 7], [7], []])
def test_all_records_are_passed_on_in_order_once_one_is_of_the_format(records: list[int]) -> None:
    assert list(once_sure(records, is_seven, refusal=refusal, tried=3)) == records


@pytest.mark.parametrize(
    ("records", "tried"), [([1, 2, 3, 7], [1, 2, 3]), ([1, 2], [1, 2]), ([1], [1])]
)
def test_a_file_without_one_among_the_first_is_refused_with_what_was_tried(
    records: list[int], tried: list[int]
) -> None:
    with pytest.raises(InputError) as refused:
        list(once_sure(records, is_seven, refusal=refusal, tried=3))
    assert str(refused.value) == f"none of {tried}"


def test_no_more_is_read_than_has_to_be_tried() -> None:
    read: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(10, 99):
            read.append(number)
            yield number

    with pytest.raises(InputError):
        next(once_sure(numbers(), is_seven, refusal=refusal, tried=3))
    assert read == [10, 11, 12]

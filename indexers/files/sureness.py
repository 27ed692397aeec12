"""Whether a file is of a format at all: the first records tell, before one of them is passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from engine.errors import InputError

TRIED: Final = 1_000  # records, of which one at least must be of the format
T = TypeVar("T")


def once_sure(
    records: Iterable[T],
    is_one: Callable[[T], bool],
    *,
    refusal: Callable[[Sequence[T]], InputError],
    tried: int = TRIED,
) -> Iterator[T]:
    """Pass on all `records` once one of the first `tried` is of the format.

    Raises:
        InputError: none is; `refusal` words it. A file without any record is no error.
    """
    rest = iter(records)
    held: list[T] = []
    for record in rest:
        held.append(record)
        if is_one(record):
            yield from held
            yield from rest
            return
        if len(held) == tried:
            break
    if held:
        raise refusal(held)

"""From the pages of a reader to the store."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from engine.pipeline.tally import ImportReport, Tally
from engine.protocols import Progress
from engine.store import Store
from engine.vocabulary import Page


def import_pages(
    pages: Iterable[Page], store: Store, *, now: datetime, progress: Progress | None = None
) -> ImportReport:
    """Commit each page as it comes, the next one being asked for when it is on disk.

    `progress` is told the posts read so far. Safe to kill and to run again on the same pages.
    """
    tally = Tally()
    with _no_collections():
        for page in pages:
            tally.note(page, store.commit_page(page, now=now))
            if progress is not None:
                progress(tally.posts, None)
    return tally.report()


@contextmanager
def _no_collections() -> Iterator[None]:
    """Keep Python from looking for cycles among posts, which have none: a seventh of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

"""How long `vet` takes in a home of many posts once the home is open: a creator at a time.

The home is that of `query`. Seconds of the processor say more than the clock's where others use
the machine.
"""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from engine.store import Store, database_path
from engine.vetting import vet
from engine.vocabulary import CreatorId

from .measures import Measure, quantile
from .query import home_of

MOST_SECONDS = 2.0
CREATORS = 10
_WINDOW = timedelta(days=90)


def run(posts: Path, n: int, folder: Path, *, model: str) -> list[Measure]:
    """Vet `CREATORS` of the home of the `n` posts in `posts`, evenly spread."""
    home = home_of(posts, n, folder, model=model)
    clock, processor = [], []
    with Store.open(database_path(home), read_only=True) as store:
        now = store.summary().newest
        if now is None:
            raise RuntimeError(f"{home} holds no posts")
        for creator in _spread(store):
            before, spent = time.perf_counter(), time.process_time()
            vet(store, creator, now=now, since=now - _WINDOW)
            clock.append(time.perf_counter() - before)
            processor.append(time.process_time() - spent)
    return [
        _measure("a creator, median", clock, 0.5, MOST_SECONDS),
        _measure("a creator, the slowest", clock, 1.0, None),
        _measure("a creator, processor", processor, 0.5, None),
    ]


def _spread(store: Store) -> list[CreatorId]:
    with store.reading() as connection:
        (n,) = connection.execute("SELECT count(*) FROM creators").fetchone()
        step = max(1, n // CREATORS)
        rows = connection.execute(
            "SELECT id FROM creators WHERE id % ? = 1 ORDER BY id LIMIT ?", (step, CREATORS)
        )
        return [CreatorId(id_) for (id_,) in rows]


def _measure(name: str, samples: list[float], share: float, target: float | None) -> Measure:
    value = quantile(samples, share)
    return Measure(
        benchmark="vet", name=name, value=value, unit="s", target=target, samples=samples
    )

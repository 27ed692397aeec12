"""Runs import, collect, listen and index in processes that die, and says whether any of it showed.

A program of its own, for `test_crash.py`: it forks one child a run, which is only sound in a
process that has started no threads. The children kill themselves; nothing in the product helps.
Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from engine import pipeline
from engine.brands.cards.files import write_card
from engine.embedders.hashing import HashingEmbedder
from engine.errors import StoreError
from engine.store import Store, database_path, index_path
from engine.store import connection as store_connection
from engine.store.home import brands_path
from engine.text import split_hashtag
from engine.vectors import open_index
from engine.vocabulary import Brand, Meter, Naming, Page, Query, QueryKind, Watch
from engine.vocabulary.brands import Stance
from tests.brand_fakes import OthersJudge
from tests.fakes import NOW, ListSource, make_creator, make_page, make_post

EMBEDDER = HashingEmbedder(16)
WORDS = ["espresso", "grinder", "tea", "kettle", "bike", "saddle", "camera", "lens", "#latteart"]
TABLES = ["creators", "posts", "post_hashtags", "cursors", "models", "embeddings", "languages"]
TABLES += ["sqlite_sequence", "cards", "mentions", "unmatched"]
SEEN_AT = {"posts": "fetched_at", "mentions": "found_at", "cards": "version"}  # differ by run
CARDS = [  # one stays, one changes, one goes and one comes
    [Brand(key=key, name=key) for key in ("espresso", "grinder", "tea")],
    [
        Brand(key="espresso", name="espresso"),
        Brand(key="grinder", name="grinder", aliases=("kettle",)),
        Brand(key="lens", name="lens"),
    ],
]
NOBODY = 65534
ACTS = 2

Snapshot = dict[str, Any]


def text_of(number: int) -> str:
    picked = random.Random(number % 40).sample(WORDS, 4)  # noqa: S311
    return "🫖" if number % 17 == 0 else " ".join(picked)


def pages(act: int) -> list[Page]:
    """Return what is imported in `act`: first 60 posts, then edits, new counts and new posts."""
    numbers = range(60) if act == 0 else range(40, 75)
    posts = [
        make_post(
            str(n),
            text_of(n + 100 * act * (n % 3 == 0)),
            creator=str(n % 7),
            likes=n * (act + 1),
            hashtags=[f"tag{n % 5}", "veganskincare"] if n % 4 == act else [],
        )
        for n in numbers
    ]
    profiles = [
        make_creator(str(n), handle=f"c{n}", bio=f"{WORDS[n]} lover", followers=n + act)
        for n in range(act, 6)
    ]
    return [
        make_page(*posts[at : at + 8], creators=profiles[at // 8 :: 8], cursor=str(at))
        for at in range(0, len(posts), 8)
    ]


def imported(store: Store, act: int, now: datetime) -> None:
    for page in pages(act):
        store.commit_page(page, now=now, source="mastodon", query=f"act {act}")


def collected(store: Store, act: int, now: datetime) -> None:
    query = Query(kind=QueryKind.TEXT, text=f"act {act}")
    lent = [pipeline.Lent(ListSource(pages(act)), Meter())]
    asyncio.run(pipeline.collect(lent, [query], store, now=lambda: now))


class Stream(ListSource):
    """A stream that asks to be stopped when it has given all its pages."""

    def __init__(self, act: int, stop: asyncio.Event) -> None:
        super().__init__(pages(act), name=f"mastodon/act{act}")
        self._stop = stop

    async def listen(self, watch: Watch, *, after: str | None) -> AsyncGenerator[Page, None]:
        query = Query(kind=QueryKind.TEXT, text=repr(watch))
        async for page in self.pages(query, after=after):
            yield page
        self._stop.set()
        await asyncio.sleep(60)


def heard(store: Store, act: int, now: datetime) -> None:
    async def run() -> None:
        stop = asyncio.Event()
        lent = [pipeline.Lent(Stream(act, stop), Meter())]
        await pipeline.listen(lent, Watch(everything=True), store, stop=stop, now=lambda: now)

    asyncio.run(run())


WAYS: dict[str, Callable[[Store, int, datetime], None]] = {
    "import": imported,
    "collect": collected,
    "listen": heard,
}


def journey(home: Path, act: int, attempt: int, way: str = "import") -> None:
    """Take in and index, as a user would who runs the same two commands again after a crash.

    What is imported is held against brand cards, too.
    """
    take_in(home, act, attempt, way)
    if way == "import":
        keep_cards(home, act)
    pipeline.index_home(home, EMBEDDER, say=lambda _: None)


def take_in(home: Path, act: int, attempt: int, way: str) -> None:
    home.mkdir(exist_ok=True)
    with Store.open(database_path(home)) as store:
        WAYS[way](store, act, NOW + timedelta(hours=act, minutes=attempt))


def keep_cards(home: Path, act: int) -> None:
    """Let the home have the cards of `act`, judged by another judge than in any other act."""
    for gone in brands_path(home).glob("*.toml"):
        gone.unlink()
    for card in CARDS[act]:
        write_card(card, brands_path(home))
    pipeline.brands.RULES = replace(pipeline.brands.RULES, stances=stances_by_length)
    pipeline.brands.judges_of = lambda _store, cards, _: {  # type: ignore[assignment]
        card.key: OthersJudge(f"judge {act}") for card in cards
    }


def stances_by_length(namings: Sequence[Naming]) -> list[Stance]:
    """Return stances that depend on the texts; no child has to load a network for it."""
    return [tuple(Stance)[len(naming.text) % len(Stance)] for naming in namings]


def snapshot(home: Path) -> Snapshot:
    """Return all that a user could ever see of `home`, but for the times of fetching."""
    with Store.open(database_path(home)) as store:
        index, reason = open_index(
            index_path(home, EMBEDDER.model_id),
            dim=EMBEDDER.dim,
            model_id=EMBEDDER.model_id,
            database_id=store.database_id,
        )
        ids = index.ids()
        return {
            "tables": tables(store.connection),
            "found": {word: found(store.connection, word) for word in WORDS},
            "damage": list(store.damage()),
            "doubt": reason,
            "vectors": dict(zip(ids.tolist(), index.vectors(ids).tolist(), strict=True)),
            "pending": store.counts(EMBEDDER.model_id).pending,
        }


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    columns = {
        name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        for name in TABLES
    }
    for name, column in SEEN_AT.items():
        columns[name].remove(column)
    rows = {
        name: connection.execute(f"SELECT {', '.join(columns[name])} FROM {name} ORDER BY 1, 2")  # noqa: S608
        for name in TABLES
    }
    return {name: [repr(row) for row in found_rows] for name, found_rows in rows.items()}


def found(connection: sqlite3.Connection, word: str) -> list[list[float]]:
    rows = connection.execute(
        """SELECT rowid, round(bm25(posts_fts), 9) FROM posts_fts WHERE posts_fts MATCH ?
            UNION ALL SELECT -rowid, 0 FROM creators_fts WHERE creators_fts MATCH ? ORDER BY 1""",
        [f'"{word}"'] * 2,
    )
    return [list(row) for row in rows]


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked child and return its wait status: 0 if it came to its end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)
    return os.waitpid(child, 0)[1]


def undisturbed(home: Path, act: int, attempt: int, way: str) -> Snapshot | None:
    """Return what `home` holds after a run in peace, `None` if that failed.

    All in a child, so that this process starts no threads.
    """
    note = home.with_name("snapshot.json")

    def work() -> None:
        journey(home, act, attempt, way)
        note.write_text(json.dumps(snapshot(home)))

    return None if in_child(work) else dict(json.loads(note.read_text()))


def die_at(moment: int) -> None:
    """Make this process kill itself at the `moment`-th commit or renaming, before or after it."""
    passed = 0

    def maybe() -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    class Mortal(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            if sql != "COMMIT":
                return super().execute(sql, parameters)
            maybe()
            cursor = super().execute(sql, parameters)
            maybe()
            return cursor

    connect, replace = sqlite3.connect, os.replace

    def mortal_connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        return connect(*args, factory=Mortal, **kwargs)

    def mortal_replace(*args: Any, **kwargs: Any) -> None:
        maybe()
        replace(*args, **kwargs)
        maybe()

    store_connection.sqlite3.connect = mortal_connect  # type: ignore[assignment, attr-defined]
    os.replace = mortal_replace  # type: ignore[assignment]


class Bench:
    """Homes at the beginning of each act, and what each act should come to."""

    def __init__(self, folder: Path, way: str) -> None:
        self.folder = folder
        self.way = way
        self.oracles: list[Snapshot] = []
        self.seconds: list[float] = []
        home = folder / "undisturbed"
        home.mkdir()
        for act in range(ACTS):
            shutil.copytree(home, folder / f"before{act}")
            begun = time.monotonic()
            oracle = undisturbed(home, act, 0, way)
            if oracle is None:
                raise SystemExit(f"the undisturbed run failed in act {act}")
            self.seconds.append(time.monotonic() - begun)
            self.oracles.append(oracle)

    def fresh(self, act: int) -> Path:
        home = self.folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.folder / f"before{act}", home)
        return home

    def differences(self, home: Path, act: int) -> list[str]:
        """Run `act` to its end in `home`; return what is then unlike the undisturbed run."""
        outcome = undisturbed(home, act, attempt=9, way=self.way)
        if outcome is None:
            return ["the run after the crash failed"]
        return [key for key, value in self.oracles[act].items() if outcome[key] != value]


def sweep(bench: Bench) -> dict[str, Any]:
    """Die at every commit and every renaming of every act, once before and once after it.

    Indexing is the same whatever posts came in by: there, those that are imported die for all.
    """
    doomed_work = journey if bench.way == "import" else take_in
    deaths, differences = 0, []
    for act in range(ACTS):
        for moment in range(1, 1_000):
            home = bench.fresh(act)

            def doomed(home: Path = home, act: int = act, moment: int = moment) -> None:
                die_at(moment)
                doomed_work(home, act, 0, bench.way)

            if os.WTERMSIG(in_child(doomed)) != signal.SIGKILL:
                break
            deaths += 1
            differences += [f"{act}.{moment} {key}" for key in bench.differences(home, act)]
    return {"deaths": deaths, "differences": differences, "oracle": bench.oracles[-1]}


def at_random(bench: Bench, n_deaths: int) -> dict[str, Any]:
    """Die at random moments, up to six times in a row on one home before it is looked at."""
    chance = random.Random(20261122)  # noqa: S311
    deaths, differences, trial = 0, [], 0
    while deaths < n_deaths:
        act = trial % ACTS
        home = bench.fresh(act)
        for attempt in range(chance.randint(1, 6)):
            delay = chance.uniform(0.001, bench.seconds[act] / 2)

            def doomed(
                home: Path = home, act: int = act, attempt: int = attempt, delay: float = delay
            ) -> None:
                signal.setitimer(signal.ITIMER_REAL, delay)  # unhandled, it ends the process
                journey(home, act, attempt, bench.way)

            deaths += os.WIFSIGNALED(in_child(doomed))
        differences += [f"trial {trial} {key}" for key in bench.differences(home, act)]
        trial += 1
    return {"deaths": deaths, "differences": differences}


def race(folder: Path) -> dict[str, Any]:
    """Let three processes make the same database and import overlapping pages, all at once."""
    home = folder / "home"
    home.mkdir()
    children = []
    for shift in range(3):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                with Store.open(database_path(home)) as store:
                    pipeline.import_pages(pages(0)[shift:] + pages(0)[:shift], store, now=NOW)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    with Store.open(database_path(home)) as store:
        posts = sorted(store.posts(range(1, 1_000)).values(), key=lambda post: int(post.native_id))
        wanted = [post for page in pages(0) for post in page.posts]
        damage = list(store.damage())
    return {"statuses": statuses, "equal": posts == wanted, "damage": damage}


def read_only(folder: Path) -> dict[str, Any]:
    """Use a home that may not be written, as somebody who is not root."""
    folder = Path(tempfile.mkdtemp(dir=folder.anchor and tempfile.gettempdir()))
    try:
        return _read_only(folder)
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


def _read_only(folder: Path) -> dict[str, Any]:
    home, answer = folder / "home", folder / "answer.json"
    if in_child(lambda: journey(home, 0, 0)):
        raise SystemExit("the home could not be made")
    answer.touch()
    answer.chmod(0o666)
    folder.chmod(0o755)
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)

    def visit() -> None:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        with Store.open(database_path(home), read_only=True) as store:
            n_posts = store.summary().posts
        answer.write_text(json.dumps({"posts": n_posts, "errors": refusals(home)}))

    status = in_child(visit)
    home.chmod(0o755)
    return {"status": status, **(json.loads(answer.read_text()) if not status else {})}


def refusals(home: Path) -> list[list[str | None]]:
    """Return the message and hint with which each way of writing is refused."""

    def write() -> None:
        with Store.open(database_path(home)) as store:
            store.commit_page(pages(1)[0], now=NOW)

    said: list[list[str | None]] = []
    for attempt in (write, lambda: pipeline.index_home(home, EMBEDDER, say=lambda _: None)):
        try:
            attempt()
        except StoreError as error:
            said.append([str(error), error.hint])
    return said


def main() -> None:
    what, folder, n_deaths, way = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    split_hashtag("veganskincare")  # its dictionary is loaded once, for all children
    pipeline.brands.BrandMatcher(CARDS[0])  # and spaCy
    import_module("engine.vectors.faiss")
    gc.freeze()  # children need not look at it, nor copy it for that
    pipeline.indexing.POSTS_AT_A_TIME = 9
    pipeline.matching.POSTS_AT_A_TIME = pipeline.matching.CASES_AT_A_TIME = 25
    outcomes: dict[str, Callable[[], dict[str, Any]]] = {
        "sweep": lambda: sweep(Bench(folder, way)),
        "random": lambda: at_random(Bench(folder, way), n_deaths),
        "race": lambda: race(folder),
        "read_only": lambda: read_only(folder),
    }
    print(json.dumps(outcomes[what]()))  # noqa: T201 - the answer to the test


if __name__ == "__main__":
    main()

"""Measure how fast the product is, and whether it is fast enough.

    python scripts/bench.py [NAME …] [--posts N] [--events N] [--data POSTS.csv.gz]

readers  files to posts without a store, in turns with the standard library alone
ingest   JSONL to searchable against `SentenceTransformer(…).encode(texts)` alone, in turns in one
         process, and the top-10 overlap of the stored vectors with float32's
store    JSONL to disk and full text, without a model
query    whole searches in one process over N posts by N / 10 creators, a new filter every time;
         places, likeness; the first search, with and without what is kept for it; recall of the
         vector stage against exact float32; memory
matching posts against 10, 100 and 1,000 brand cards, in turns with spaCy alone, and in two
         processes
listen   a stream of events to disk: recorded ones of Bluesky's told again, one in fifty kept
page     the page over the home of `query`: the list of a new brief at the server's side, what a
         browser says of first paint, lists and the map, and the size of scripts and styles
vet      facts about ten creators of the home of `query`, one after the other
start    what a person waits for: --help, demo, search

POSTS is a CSV with the columns id, created_utc, score, num_comments, title and selftext: such as
the top posts that umbrae/reddit-top-2.5-million published (public domain) on GitHub, its files
joined. Without it the bundled sample is told again and again, which flatters whatever is kept
between equal texts. Creators are simulated, vectors are synthetic in `query` alone. What takes
long to make is kept in the folder WORK and used again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks import ingest, listen, matching, page, query, readers, start, store, vetting
from benchmarks.measures import Measure, machine, show, write_json
from benchmarks.posts import write_posts
from rich.console import Console

NAMES = ("readers", "ingest", "store", "query", "matching", "listen", "page", "vet", "start")
POSTS = 1_000_000
CHUNK = 2_000
EVENTS = 2_000_000
PRINTED_WIDTH = 110
WORK = Path(__file__).resolve().parent.parent / ".bench"
TOLD_AGAIN = "the bundled sample told again and again: equal texts are embedded once"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks asked for; return 1 if a target is missed."""
    asked = _parser().parse_args(arguments)
    asked.work.mkdir(parents=True, exist_ok=True)
    console = Console(width=None if sys.stdout.isatty() else PRINTED_WIDTH)
    notes = [f"{asked.posts:,} posts of {asked.data.name if asked.data else 'the demo'}"]
    notes += [] if asked.data else [TOLD_AGAIN]
    measures = _measured(asked, console)
    show(measures, console)
    console.print(*notes, machine(), sep="\n")
    if asked.json:
        write_json(measures, asked.json, notes=notes)
    return int(any(found.is_met is False for found in measures))


def _measured(asked: argparse.Namespace, console: Console) -> list[Measure]:
    found: list[Measure] = []
    runs = _benchmarks(asked)
    for name in asked.names or NAMES:
        console.print(f"{name} …", style="dim")
        found += runs[name]()
    return found


def _benchmarks(asked: argparse.Namespace) -> Mapping[str, Callable[[], list[Measure]]]:
    n, work, model = asked.posts, asked.work.resolve(), asked.model

    def posts() -> Path:
        return write_posts(asked.data, work, n)

    return {
        "ingest": lambda: ingest.run(posts(), n, work, model=model, chunk=asked.chunk),
        "readers": lambda: readers.run(posts()),
        "store": lambda: store.run(posts(), work),
        "query": lambda: query.run(posts(), n, work, model=model),
        "matching": lambda: matching.run(posts()),
        "listen": lambda: listen.run(posts(), n, work, n=asked.events),
        "page": lambda: page.run(posts(), n, work, model=model),
        "vet": lambda: vetting.run(posts(), n, work, model=model),
        "start": lambda: start.run(work),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=NAMES, help="default: all", metavar="NAME")
    parser.add_argument("--posts", type=int, default=POSTS, metavar="N")
    parser.add_argument("--data", type=Path, metavar="POSTS.csv.gz")
    parser.add_argument("--events", type=int, default=EVENTS, metavar="N", help="to listen to")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--work", type=Path, default=WORK, help="default: .bench in the checkout")
    parser.add_argument("--chunk", type=int, default=CHUNK, help="posts a round of ingest")
    parser.add_argument("--model", default="minilm", help="any that overheard --model takes")
    return parser


if __name__ == "__main__":
    sys.exit(main())

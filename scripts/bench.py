"""Measure how fast the product is, and whether it is fast enough.

    python scripts/bench.py [ingest] [store] [query] [start] [--posts N] [--data POSTS.csv.gz]

ingest   JSONL to searchable against `SentenceTransformer(…).encode(texts)` alone, in turns in one
         process, and the top-10 overlap of the stored vectors with float32's
store    JSONL to disk and full text, without a model
query    whole searches in one process over N posts by N / 10 creators, a new filter every time;
         recall of the vector stage against exact float32; memory
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

from rich.console import Console

if __name__ != "__mp_main__":  # the process that searches needs none of this
    from benchmarks import ingest, query, start, store
    from benchmarks.measures import Measure, machine, show, write_json
    from benchmarks.posts import write_posts

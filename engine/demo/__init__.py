"""The bundled sample: real public posts by simulated creators, and what is known about it.

The texts, times, scores and numbers of comments are real: top posts of public communities up to
August 2013, in the public domain (PDDL 1.0). Their authors' names were removed by the publisher of
the data, and nobody should put them back: the posts carry no link and no id of their own. The
creators, who wrote what, are drawn at random, so whatever is shown of them is shown with `LABEL`.
`scripts/build_demo.py` makes all files of this folder from `niches.json`, the only one written by
hand. Grades in `QRELS` count a creator's own posts in a niche: 3 for at least half of them and 8, 2
for a quarter and 4, 1 for two posts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

_FOLDER = Path(str(files(__name__)))

SAMPLE = _FOLDER / "posts.jsonl.zst"  # native JSONL, zstandard
BRIEFS = _FOLDER / "briefs.jsonl"  # one plain brief a niche, for `evaluate`
QRELS = _FOLDER / "qrels.txt"  # their judgements, TREC
ABOUT = _FOLDER / "about.json"

SOURCE = "demo"  # of its posts and creators
LABEL = "real text, simulated creators"
NOW = datetime(2013, 8, 21, tzinfo=UTC)  # midnight after the newest post: ages count from here

DEFAULT_BRIEF = "skin care for dry and acne-prone skin"
EXAMPLE_BRIEFS = (
    DEFAULT_BRIEF,
    "loose leaf tea and teaware",
    "mechanical keyboards, 1k to 50k followers",
    "baking sourdough bread at home",
    "comfortable headphones for listening at a desk",
    "growing tomatoes and vegetables in the garden",
    "dog training for puppies, under 10k followers",
    "wet shaving with a safety razor",
    "fountain pens and inks for daily writing",
    "crochet blankets and yarn",
    "kayaking and camping trips",
    "a planted freshwater aquarium",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of the sample. `niches` maps a community to what its people like.

    `sha256` is of the file `SAMPLE`; `real` and `simulated` say, in words, which is which.
    """

    label: str
    origin: str
    licence: str
    real: str
    simulated: str
    posts: int
    creators: int
    oldest: datetime
    newest: datetime
    now: datetime
    sha256: str
    default_brief: str
    example_briefs: tuple[str, ...]
    niches: Mapping[str, str]
    general: tuple[str, ...]


def about() -> About:
    """Return what is known of the sample, as written when it was built."""
    read = json.loads(ABOUT.read_text(encoding="utf-8"))
    times = {name: datetime.fromisoformat(read[name]) for name in ("oldest", "newest", "now")}
    lists = {name: tuple(read[name]) for name in ("example_briefs", "general")}
    return About(**read | times | lists)

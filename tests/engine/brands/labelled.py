"""Labelled texts for brands, and how they were labelled. The test halves are for one look.

Ambiguous names (`cards.toml`, `names_dev.jsonl`, `names_test.jsonl`): posts of the public-domain
collection umbrae/reddit-top-2.5-million (PDDL 1.0), title and the first 240 characters of the
text. For each brand the posts that hold its name as a word, in any case, were put in the order
of a hash and the first 104 taken, at most a fifth of them of one subreddit, without a look at
what they say; adult posts and repeated texts are left out. Whole Foods has only 90. Apple got 50
more, one a subreddit of those not drawn before, because nine in ten of the first were about the
company. Handles, e-mail addresses and a gift card's numbers are replaced; two posts about private
persons were dropped.

One reader, a language model, read each text with the subreddit's name beside it and wrote the
label down; no rule and no code labelled anything. `brand`: the company, its products, its own
teams or its web address is meant by at least one of the occurrences. `not`: none of them.
`unclear`: a reader cannot tell, or the name is half used (a monkey named after the shop). Most
were sure at once; about one in twenty took a guess, mostly titles without a text. The
reader's knowledge went in where the text alone does not decide (Dove Valley, the Nerf subreddit).
A post whose name sits only in a link to the brand's own site counts as `brand`: 41 do, most of
Apple, REI and Rolling Stone. IKEA, Best Buy and Red Bull have next to no `not`: people write so.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

Half = Literal["dev", "test"]
Meant = Literal["brand", "not", "unclear"]

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A brand as a person would write it down in one line.

    `kind` is coined, word, short (three letters or fewer) or several (words).
    """

    name: str
    kind: Literal["coined", "word", "short", "several"]
    about: str
    not_about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPost:
    """A post that holds a brand's name.

    `spans` are (start, end) in characters of `text`, one for each occurrence as a word.
    """

    id: str
    subreddit: str
    brand: str
    label: Meant
    spans: tuple[tuple[int, int], ...]
    text: str


def cards() -> tuple[Card, ...]:
    """The brands of the ambiguous names."""
    rows = tomllib.loads((DATA / "cards.toml").read_text(encoding="utf-8"))["card"]
    return tuple(Card(**row) for row in rows)


def named_posts(half: Half) -> tuple[NamedPost, ...]:
    """The posts of one half; a post belongs to `half_of` its id."""
    return tuple(
        NamedPost(**row | {"spans": tuple((start, end) for start, end in row["spans"])})
        for row in _rows("names", half)
    )


def half_of(key: str) -> Half:
    """The half a key falls in, by the first byte of its SHA-256."""
    return "dev" if sha256(key.encode()).digest()[0] < 128 else "test"


def _rows(name: str, half: Half) -> Iterator[dict[str, Any]]:
    with (DATA / f"{name}_{half}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)

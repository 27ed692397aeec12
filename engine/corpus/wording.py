"""Which posts hold a text word for word, and whether that is more than chance."""

from __future__ import annotations

import sqlite3
from functools import reduce

import numpy as np

from engine.columns.masks import Mask
from engine.corpus.lexical import Lexical, Postings
from engine.store.rows import id_list
from engine.text import lexical_words
from engine.text.scripts import holds_units, units
from engine.vocabulary import Ids, Wording

READ = 2_000  # posts with all words of a text that are read, the newest
_TEXTS = "SELECT posts.id, posts.text FROM json_each(?) AS wanted JOIN posts ON posts.id = value"


def wording(
    connection: sqlite3.Connection, lexical: Lexical, ids: Ids, text: str, mask: Mask
) -> Wording:
    """Return the posts of `ids`, (n,), that hold `text` word for word; those in `mask` by id.

    A text with a word too common to be looked up is found nowhere.
    """
    terms = lexical_words(text)
    rows = [lexical.rows(term) for term in terms]
    known = [some for some in rows if some is not None]
    if not terms or len(known) < len(terms):
        return Wording(posts=ids[:0], found=0, n_words=len(terms), by_chance=0.0, share=0.0)
    both = reduce(_both, sorted(known, key=len))[-READ:]
    shares = [len(some) / max(len(ids), 1) for some in known]
    found = connection.execute(_TEXTS, (id_list(ids[both].tolist()),)).fetchall()
    wanted = units(text)
    holding = np.array([id_ for id_, said in found if holds_units(said, wanted)], dtype=np.int64)
    passing = holding[mask[np.searchsorted(ids, holding)]]
    return Wording(
        posts=np.sort(passing),
        found=len(holding),
        n_words=len(terms),
        by_chance=float(len(ids) * np.prod(shares)),
        share=len(holding) / max(len(ids), 1),
    )


def _both(few: Postings, many: Postings) -> Postings:
    """Return what is in both of two ascending arrays, of which the second is the longer."""
    if not len(few):
        return few
    places = np.minimum(np.searchsorted(many, few), len(many) - 1)
    both: Postings = few[many[places] == few]
    return both

"""Search by words: postings from FTS5, BM25 in NumPy.

`ORDER BY rank` of FTS5 reads the positions of every match and takes 50 to 500 ms a common word
over a million posts. Here each term's posts are fetched as one string of ids (about 60 ns each),
kept for later briefs, and scored as arrays. The price: BM25 with term frequency taken as one,
which in texts as short as posts it nearly always is.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.columns.masks import Mask
from engine.columns.tables import rows_among
from engine.store.filters import phrase
from engine.text import lexical_terms
from engine.vectors.members import best
from engine.vocabulary import Ids, Run, Scores

K1 = 1.2
B = 0.75
# A term in more posts than this share, and than this number, tells little: it is left out as
# long as a rarer one remains.
COMMON_SHARE = 0.1
COMMON_POSTS = 10_000
KEPT_POSTINGS = 4_000_000  # of 4 bytes

Postings = NDArray[np.int32]

_POSTINGS = "SELECT group_concat(rowid) FROM (SELECT rowid FROM posts_fts(?) LIMIT ?)"
_AT_A_TIME = 50_000
# A column of many rows as one text, as `engine.columns.tables` reads posts.
_LENGTHS = f"""SELECT group_concat(id), group_concat(length(sz)), group_concat(hex(sz), '') FROM (
    SELECT id, sz FROM posts_fts_docsize WHERE id > ? ORDER BY id LIMIT {_AT_A_TIME})"""  # noqa: S608 - our own number


class Lexical:
    """BM25 over the posts with `ids`, (n,) ascending, as the database has them at loading.

    `lengths`, (n,), are their numbers of tokens where these are known already.
    """

    def __init__(
        self, connection: sqlite3.Connection, ids: Ids, lengths: Scores | None = None
    ) -> None:
        if lengths is not None:
            self.__dict__["lengths"] = lengths
        self._connection = connection
        self._ids = ids
        self._kept: OrderedDict[str, Postings | None] = OrderedDict()
        self._n_kept = 0
        self._common = max(int(COMMON_SHARE * len(ids)), COMMON_POSTS)

    def search(self, text: str, k: int, mask: Mask) -> Run:
        """Return the `k` posts, of those in `mask`, that best match any term of `text`."""
        scores = np.zeros(len(self._ids), dtype=np.float32)
        for postings in self._matches(lexical_terms(text)):
            scores[postings] += self._idf(len(postings))
        found = np.flatnonzero((scores > 0.0) & mask)
        scores = scores[found] * self._norms[found]
        return best(self._ids[found], scores, max(k, 0), name="lexical")

    def rows(self, term: str) -> Postings | None:
        """Return the rows of the posts with `term`, ascending; `None` if there are too many."""
        return self._postings(term)

    def _matches(self, terms: tuple[str, ...]) -> list[Postings]:
        """Return the rows of the posts of each telling term; of all terms if none is telling."""
        found = [self._postings(term) for term in terms]
        telling = [rows for rows in found if rows is not None]
        if any(len(rows) for rows in telling):
            return telling
        return [self._fetch(term, len(self._ids)) for term in terms]

    def _postings(self, term: str) -> Postings | None:
        """Return the rows of the posts with `term`, `None` if there are too many."""
        if term in self._kept:
            self._kept.move_to_end(term)
            return self._kept[term]
        rows = self._fetch(term, self._common + 1)
        self._keep(term, rows if len(rows) <= self._common else None)
        return self._kept[term]

    def _keep(self, term: str, rows: Postings | None) -> None:
        self._kept[term] = rows
        self._n_kept += 0 if rows is None else len(rows)
        while self._n_kept > KEPT_POSTINGS:
            _, oldest = self._kept.popitem(last=False)
            self._n_kept -= 0 if oldest is None else len(oldest)

    def _fetch(self, term: str, limit: int) -> Postings:
        (listed,) = self._connection.execute(_POSTINGS, (phrase(term), limit)).fetchone()
        ids = np.fromstring(listed or "", dtype=np.int64, sep=",")
        rows = rows_among(self._ids, ids)
        known = rows < len(self._ids)
        known[known] = self._ids[rows[known]] == ids[known]
        return rows[known].astype(np.int32)

    def _idf(self, df: int) -> np.float32:
        return np.float32(np.log1p((len(self._ids) - df + 0.5) / (df + 0.5)))

    @cached_property
    def _norms(self) -> NDArray[np.float32]:
        """What a term found once is worth in each post, given the post's length, (n,)."""
        lengths = self.lengths
        relative = (
            lengths / max(float(lengths.mean(dtype=np.float64)), 1.0) if len(lengths) else lengths
        )
        return ((K1 + 1.0) / (1.0 + K1 * (1.0 - B + B * relative))).astype(np.float32)

    @cached_property
    def lengths(self) -> Scores:
        """The number of tokens of every post, (n,)."""
        lengths = np.zeros(len(self._ids), dtype=np.float32)
        for ids, sizes in self._sizes():
            places = np.searchsorted(self._ids, ids)
            known = places < len(self._ids)
            known[known] = self._ids[places[known]] == ids[known]
            lengths[places[known]] = sizes[known]
        return lengths

    def _sizes(self) -> Iterator[tuple[Ids, NDArray[np.int64]]]:
        """Yield the ids of some posts at a time, ascending, and their numbers of tokens."""
        last = -1
        while (found := self._connection.execute(_LENGTHS, (last,)).fetchone())[0] is not None:
            ids, n_octets = (np.fromstring(text, dtype=np.int64, sep=",") for text in found[:2])
            yield ids, token_counts(bytes.fromhex(found[2]), n_octets)
            last = int(ids[-1])


def token_counts(joined: bytes, n_octets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of the variable-length integers of each post: one per column.

    They stand in `joined`, as many bytes a post as `n_octets` says. Seven bits a byte, highest
    first; the eighth bit says that another byte follows.
    """
    if not len(joined):
        return np.zeros(len(n_octets), dtype=np.int64)
    octets = np.frombuffer(joined, dtype=np.uint8)
    blob = np.repeat(np.arange(len(n_octets)), n_octets)
    ends = np.flatnonzero(octets < 0x80)
    number = np.searchsorted(ends, np.arange(len(octets)))
    shift = 7 * (ends[number] - np.arange(len(octets)))
    values = (octets & 0x7F).astype(np.int64) << shift
    return np.bincount(blob, weights=values.astype(np.float64), minlength=len(n_octets)).astype(
        np.int64
    )

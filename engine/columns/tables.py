"""Posts and creators as columns, read from the database in one pass."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.measures import mean_of, medians, sum_known
from engine.columns.optouts import HINT, opt_outs_in
from engine.text.languages import SURE, language
from engine.vocabulary import EngagementTable, Floats, Ids

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]

MICROSECONDS = 1_000_000
_AT_A_TIME = 50_000
_CREATORS = f"""SELECT id, source, followers, location <> '', bio <> '',
    coalesce(opt_outs, '[]') <> '[]', iif(bio LIKE '%{HINT}%', bio, NULL)
    FROM creators ORDER BY id"""  # noqa: S608 - our own text
# A column of many rows as one text: a million rows become arrays in a third of the time that
# they take as objects of Python.
_POSTS = f"""SELECT group_concat(id), group_concat(creator_id), group_concat(created_at),
    group_concat(marks), group_concat(ifnull(likes, 'nan')), group_concat(ifnull(replies, 'nan')),
    group_concat(ifnull(reposts, 'nan')), group_concat(key, ''),
    json_group_array(source), json_group_array(lang), json_group_array(detected) FROM (
        SELECT id, creator_id, created_at, marks, likes, replies, reposts,
            hex(ifnull(substr(posts.content_hash, 1, 8), zeroblob(8))) AS key,
            source, posts.lang AS lang, iif(confidence >= {SURE}
                AND languages.content_hash = posts.content_hash, languages.lang, NULL) AS detected
        FROM posts LEFT JOIN languages ON post_id = id
        WHERE id > ? ORDER BY id LIMIT {_AT_A_TIME})"""  # noqa: S608 - our own numbers
# From the index alone: the rows themselves carry the vectors.
_EMBEDDINGS = f"""SELECT group_concat(post_id), group_concat(id),
    group_concat(hex(substr(content_hash, 1, 8)), ''), max(content_hash) FROM (
        SELECT post_id, id, content_hash FROM embeddings INDEXED BY embeddings_by_text
        WHERE model = (SELECT id FROM models WHERE model_id = ?)
            AND (content_hash, post_id) > (?, ?)
        ORDER BY content_hash, post_id LIMIT {_AT_A_TIME})"""  # noqa: S608 - our own number


@dataclass(frozen=True, slots=True, eq=False)
class PostColumns:
    """One row a post, by ascending id. Counts are NaN where the platform did not say."""

    ids: Ids  # (n,) ascending
    creator: Rows  # (n,) row of the creator
    created_at: NDArray[np.int64]  # (n,) microseconds since 1970, UTC
    likes: Floats  # (n,)
    replies: Floats  # (n,)
    reposts: Floats  # (n,)
    text_key: NDArray[np.int64]  # (n,) equal for equal texts, 0 where nothing can be embedded
    source: Codes  # (n,) place in `Columns.sources`
    lang: Codes  # (n,) place in `Columns.langs`
    marks: NDArray[np.uint8]  # (n,) bits of `engine.vocabulary.Mark`
    embedding: Ids  # (n,) id of the vector of the text as it is now, 0 if there is none


@dataclass(frozen=True, slots=True, eq=False)
class CreatorColumns:
    """One row a creator, by ascending id."""

    ids: Ids  # (c,) ascending
    source: Codes  # (c,) place in `Columns.sources`
    followers: Floats  # (c,) NaN: not known
    has_location: NDArray[np.bool_]  # (c,)
    has_bio: NDArray[np.bool_]  # (c,)
    opted_out: NDArray[np.bool_]  # (c,) asked not to be found


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns, and what can be computed from them once for all briefs.

    `creator_posts[starts[i]:starts[i + 1]]` are the rows of creator i's posts: by time, those of
    one moment by their text, so that it does not matter in which order posts were imported.
    `langs` may repeat, and has `None` for posts whose language is not known.
    """

    posts: PostColumns
    creators: CreatorColumns
    sources: Sequence[str]
    langs: Sequence[str | None]
    creator_posts: Rows
    starts: Rows

    @classmethod
    def load(cls, connection: sqlite3.Connection, model_id: str) -> Columns:
        """Read all posts and creators, and which vectors of `model_id` are of today's texts.

        A million posts take a few seconds and about 100 MB. The caller holds the connection in
        one transaction, so that all columns are of one moment.
        """
        sources, langs = _Coding(), _Coding()
        creators = _load_creators(connection, sources)
        posts = _load_posts(connection, model_id, creators.ids, sources, langs)
        counts = np.bincount(posts.creator, minlength=len(creators.ids))
        return cls(
            posts=posts,
            creators=creators,
            sources=tuple(sources),
            langs=tuple(language(tag, detected) for tag, detected in langs),
            creator_posts=np.lexsort((posts.text_key, posts.created_at, posts.creator)),
            starts=np.concatenate([[0], np.cumsum(counts)]),
        )

    def creator_rows(self, ids: Ids) -> Rows:
        """Return the rows of those of `ids` that are creators, in their order."""
        rows = np.searchsorted(self.creators.ids, ids)
        rows = np.minimum(rows, max(len(self.creators.ids) - 1, 0))
        return rows[self.creators.ids[rows] == ids] if len(self.creators.ids) else rows[:0]

    def post_rows(self, ids: Ids) -> Rows:
        """Return the rows of the posts `ids`.

        Raises:
            KeyError: an id is not that of a post.
        """
        rows = rows_among(self.posts.ids, ids)
        known = rows < len(self.posts.ids)
        known[known] = self.posts.ids[rows[known]] == ids[known]
        if not known.all():
            raise KeyError(int(ids[~known][0]))
        return rows

    def rows_of(self, creator: int) -> Rows:
        """Return the rows of the posts of the creator in row `creator`, by time."""
        return self.creator_posts[self.starts[creator] : self.starts[creator + 1]]

    def rows_of_all(self, creators: Rows) -> Rows:
        """Return the rows of the posts of the creators in these rows, one creator after another."""
        starts, counts = self.starts[creators], np.diff(self.starts)[creators]
        begun = np.cumsum(counts) - counts  # where each creator begins in the answer
        places: Rows = np.repeat(starts - begun, counts) + np.arange(counts.sum())
        return self.creator_posts[places]

    @property
    def _counts(self) -> tuple[Floats, Floats, Floats]:
        return self.posts.likes, self.posts.replies, self.posts.reposts

    @cached_property
    def latest(self) -> NDArray[np.int64]:
        """When each creator last posted, (c,) microseconds since 1970; the least int64 if never."""
        latest = np.full(len(self.creators.ids), np.iinfo(np.int64).min)
        np.maximum.at(latest, self.posts.creator, self.posts.created_at)
        return latest

    @cached_property
    def engagement_rate(self) -> Floats:
        """The median over posts of (likes + replies + reposts) / followers, (c,).

        A post counts if at least one of the three is known, an unknown one adding nothing. NaN
        where no post counts, or followers are unknown or none.
        """
        total, said = sum_known(self._counts, weights=(1.0, 1.0, 1.0))
        rates = medians(self.posts.creator[said], total[said], len(self.creators.ids))
        followers = self.creators.followers
        rates[~(followers > 0)] = np.nan
        return rates / np.where(followers > 0, followers, 1.0)

    @cached_property
    def engagement(self) -> EngagementTable:
        """What is measured of every creator's engagement."""
        total, said = sum_known(self._counts, weights=(1.0, 2.0, 2.0))
        creator, y = self.posts.creator[said], np.log1p(total[said])
        n = np.bincount(creator, minlength=len(self.creators.ids))
        mean = mean_of(y, creator, n)
        return EngagementTable(
            creator_ids=self.creators.ids,
            source=self.creators.source,
            followers=self.creators.followers,
            n_posts=n,
            mean_y=mean,
            var_y=mean_of((y - mean[creator]) ** 2, creator, n),
        )


def rows_among(ascending: Ids, ids: Ids) -> Rows:
    """Return where each of `ids` would stand in `ascending`, as `np.searchsorted` has it.

    Without gaps, as nearly always, that is a difference: nothing is looked up.
    """
    n = len(ascending)
    if n and ascending[-1] - ascending[0] == n - 1:
        return np.asarray(np.clip(ids - ascending[0], 0, n), dtype=np.int64)
    return np.searchsorted(ascending, ids)


class _Coding(dict[Any, int]):
    """Numbers values from 0 in the order they are first asked for."""

    def __missing__(self, value: object) -> int:
        self[value] = len(self)
        return self[value]


def _load_creators(connection: sqlite3.Connection, sources: _Coding) -> CreatorColumns:
    parts = [
        (
            np.array(ids, dtype=np.int64),
            np.fromiter(map(sources.__getitem__, source), np.int32, len(ids)),
            np.array(followers, dtype=np.float64),
            np.fromiter(map(bool, location), np.bool_, len(ids)),
            np.fromiter(map(bool, bio), np.bool_, len(ids)),
            np.fromiter(map(_asked_not_to, asked, hinting), np.bool_, len(ids)),
        )
        for ids, source, followers, location, bio, asked, hinting in chunks(
            connection.execute(_CREATORS)
        )
    ]
    kinds = (np.int64, np.int32, np.float64, np.bool_, np.bool_, np.bool_)
    return CreatorColumns(*_joined(parts, kinds))


def _asked_not_to(asked: int, bio: str | None) -> bool:
    return bool(asked) or bool(opt_outs_in(bio))


def _load_posts(
    connection: sqlite3.Connection,
    model_id: str,
    creator_ids: Ids,
    sources: _Coding,
    langs: _Coding,
) -> PostColumns:
    parts = [_post_arrays(texts, sources, langs) for texts in _post_texts(connection)]
    whole = (*repeat(np.int64, 3), np.uint8, *repeat(np.float64, 3))
    kinds = (*whole, np.int64, np.int32, np.int32)
    ids, creators, created_at, marks, *counts, keys, source, lang = _joined(parts, kinds)
    likes, replies, reposts = counts
    return PostColumns(
        ids=ids,
        creator=rows_among(creator_ids, creators),
        created_at=created_at,
        likes=likes,
        replies=replies,
        reposts=reposts,
        text_key=keys,
        source=source,
        lang=lang,
        marks=marks,
        embedding=_load_embeddings(connection, model_id, ids, keys),
    )


def _post_texts(connection: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    """Yield the columns of some posts at a time, each as one text."""
    last = -1
    while (texts := connection.execute(_POSTS, (last,)).fetchone())[0] is not None:
        yield texts
        last = int(texts[0].rpartition(",")[2])


def _post_arrays(
    texts: tuple[str, ...], sources: _Coding, langs: _Coding
) -> tuple[NDArray[Any], ...]:
    source, lang, detected = (json.loads(text) for text in texts[8:])
    return (
        *(np.fromstring(text, dtype=np.int64, sep=",") for text in texts[:4]),
        *(np.fromstring(text, dtype=np.float64, sep=",") for text in texts[4:7]),
        _keys(bytes.fromhex(texts[7])),
        np.fromiter(map(sources.__getitem__, source), np.int32, len(source)),
        np.fromiter(map(langs.__getitem__, zip(lang, detected, strict=True)), np.int32, len(lang)),
    )


def _load_embeddings(
    connection: sqlite3.Connection, model_id: str, post_ids: Ids, keys: NDArray[np.int64]
) -> Ids:
    """Return the id of each post's vector where it is of the text that the post has now."""
    embedding = np.zeros(len(post_ids), dtype=np.int64)
    last: tuple[bytes, int] = (b"", -1)
    while (found := connection.execute(_EMBEDDINGS, (model_id, *last)).fetchone())[0] is not None:
        posts, ids = (np.fromstring(text, dtype=np.int64, sep=",") for text in found[:2])
        rows = rows_among(post_ids, posts)
        current = keys[rows] == _keys(bytes.fromhex(found[2]))
        embedding[rows[current]] = ids[current]
        last = (found[3], int(posts[-1]))
    return embedding


def chunks(cursor: sqlite3.Cursor) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Yield the rows of `cursor`, some at a time, as columns."""
    while rows := cursor.fetchmany(_AT_A_TIME):
        yield tuple(zip(*rows, strict=True))


def _keys(joined: bytes) -> NDArray[np.int64]:
    """Return the first eight bytes of some hashes, which stand in `joined`, as a number each."""
    return np.frombuffer(joined, dtype="<i8").astype(np.int64)


def _joined(parts: Sequence[tuple[NDArray[Any], ...]], kinds: Sequence[type]) -> list[NDArray[Any]]:
    empty: tuple[NDArray[Any], ...] = tuple(np.zeros(0, dtype=kind) for kind in kinds)
    columns = zip(*chain([empty], parts), strict=True)
    return [
        np.concatenate(column, dtype=kind, casting="unsafe")
        for column, kind in zip(columns, kinds, strict=True)
    ]

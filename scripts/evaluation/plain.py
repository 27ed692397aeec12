"""What the baselines see: the plain vectors of the posts, their words, and who posted them.

The vectors are of the texts as they stand, walls of hashtags and repeats included; the product
leaves such things out before it embeds, which is part of what is measured.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.protocols import Corpus, Embedder
from engine.text import clean, embedding_text
from engine.vocabulary import Floats, PostFilter, Vectors

Record: TypeAlias = dict[str, Any]  # one native post, as in its file

_AT_A_TIME = 2048


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Posts:
    """All posts of a corpus. A creator is a place in `keys`, which are in ascending order."""

    keys: tuple[str, ...]
    creators: NDArray[np.int64]  # (n,) who posted it
    places: Mapping[tuple[str, str], int]  # (source, native id) -> row
    vectors: Vectors  # (n, dim) unit rows
    means: Vectors  # (c, dim) unit mean of all posts of each creator
    followers: Floats  # (c,) NaN: not known


def read_posts(files: Sequence[Path], corpus: Corpus, embedder: Embedder, cache: Path) -> Posts:
    """Return the posts of `files`, all of them in `corpus`, with the vectors of their texts.

    The vectors are kept in `cache`, file by file.
    """
    parts = [(file, list(read_records(file))) for file in files]
    records = [record for _, some in parts for record in some]
    owners = [f"{r['source']}:{r['creator']['id']}" for r in records]
    keys, creators = np.unique(np.array(owners), return_inverse=True)
    vectors = np.concatenate([_kept(file, some, corpus, embedder, cache) for file, some in parts])
    return Posts(
        keys=tuple(keys.tolist()),
        creators=creators.astype(np.int64),
        places=_places(records),
        vectors=vectors,
        means=means(vectors, creators, len(keys)),
        followers=_followers(records, creators, len(keys)),
    )


def _places(records: Sequence[Record]) -> dict[tuple[str, str], int]:
    return {(r["source"], r["id"]): row for row, r in enumerate(records)}


def _kept(
    file: Path, records: Sequence[Record], corpus: Corpus, embedder: Embedder, cache: Path
) -> Vectors:
    digest = hashlib.sha256(file.read_bytes() + embedder.model_id.encode()).hexdigest()[:16]
    kept = cache / f"vectors_{digest}.npy"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with kept.with_suffix(".part").open("wb") as out:
            np.save(out, _vectors(records, corpus, embedder))
        kept.with_suffix(".part").rename(kept)
    vectors: Vectors = np.load(kept)
    return vectors


def read_records(path: Path) -> Iterator[Record]:
    """Yield the objects of a compressed file of native posts."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def means(vectors: Vectors, creators: NDArray[np.int64], n: int) -> Vectors:
    """Return the unit mean vector of each of `n` creators, repeats and all, (n, dim)."""
    sums = np.zeros((n, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, creators, vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)


def _vectors(records: Sequence[Record], corpus: Corpus, embedder: Embedder) -> Vectors:
    """Return the vectors of the texts as they stand, (n, dim).

    Where the product embeds a text as it stands, its vector is taken; the others are embedded.
    """
    vectors = np.zeros((len(records), embedder.dim), dtype=np.float32)
    creators = corpus.engagement().creator_ids
    known = corpus.activity(vectors[0], creators, PostFilter())
    posts, places = corpus.posts(known.post_ids), _places(records)
    same = np.zeros(len(records), dtype=np.bool_)
    for id_, vector in zip(known.post_ids.tolist(), known.vectors, strict=True):
        row = places.get((posts[id_].source, posts[id_].native_id))
        if row is not None:
            vectors[row], same[row] = vector, vector.any()
    texts = [clean(str(record["text"])) for record in records]
    same &= [embedding_text(t, _tags(r)) == t for t, r in zip(texts, records, strict=True)]
    others = np.flatnonzero(~same)
    for start in range(0, len(others), _AT_A_TIME):
        some = others[start : start + _AT_A_TIME]
        vectors[some] = embedder.embed([texts[row] for row in some.tolist()])
    return vectors


def _tags(record: Record) -> list[str]:
    return list(record.get("hashtags") or ())


def _followers(records: Sequence[Record], creators: NDArray[np.int64], n: int) -> Floats:
    followers = np.full(n, np.nan)
    for creator, record in zip(creators.tolist(), records, strict=True):
        known = record["creator"].get("followers")
        followers[creator] = np.nan if known is None else known
    return followers


class Words:
    """BM25 over the posts, by the product's own index of words."""

    def __init__(self, corpus: Corpus, posts: Posts) -> None:
        self._corpus, self._posts = corpus, posts
        self._rows: dict[int, int] = {}

    def scores(self, text: str) -> Floats:
        """Return the score of every post for the words of `text`, (n,); 0 where none match."""
        run = self._corpus.lexical(text, len(self._posts.creators), PostFilter())
        ids = run.ids.tolist()
        self._learn([id_ for id_ in ids if id_ not in self._rows])
        scores = np.zeros(len(self._posts.creators))
        scores[[self._rows[id_] for id_ in ids]] = run.scores
        return scores

    def _learn(self, ids: Sequence[int]) -> None:
        found = self._corpus.posts(np.array(ids, dtype=np.int64))
        self._rows |= {i: self._posts.places[p.source, p.native_id] for i, p in found.items()}

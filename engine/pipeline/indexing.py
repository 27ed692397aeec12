"""From stored posts to a searchable home: find languages, match, embed, judge, catch up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from engine.corpus.kept import forget_others
from engine.errors import EmbedderError, StoreError
from engine.pipeline.brands import judge_home, match_home
from engine.protocols import Embedder, Progress, VectorIndex
from engine.store import (
    Embedding,
    PendingPost,
    PostLanguage,
    Store,
    database_path,
    index_path,
    lock_path,
)
from engine.store.home import vectors_path
from engine.text import embedding_text
from engine.text.languages import detect
from engine.vectors import open_index
from engine.vocabulary import Vectors

POSTS_AT_A_TIME = 4_096
LOCK_SECONDS = 30.0
_MODEL = "model_id"  # the note of the model that the home was last embedded with


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedReport:
    """What embedding did: posts whose text was run through the model, or had been before.

    `nothing_to_embed` counts all posts of the home without a letter or digit to embed;
    `replaced_model` is the model the home was embedded with before, if it was another.
    """

    embedded: int
    reused: int
    nothing_to_embed: int
    replaced_model: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What indexing did: the embedding, vectors `added` to the index, vectors in it now."""

    embedding: EmbedReport
    added: int
    indexed: int


def detect_pending(store: Store, *, say: Callable[[str], None] | None = None) -> int:
    """Find the language of every post of which it was not looked for; return of how many.

    Commits every few thousand posts; where there are more, `say` is told how many. Safe to kill
    and to run again.
    """
    done = last = 0
    while posts := store.pending_languages(POSTS_AT_A_TIME, after=last):
        if say is not None and not done and len(posts) == POSTS_AT_A_TIME:
            say(f"finding the language of {store.n_pending_languages():,} posts")
        found = detect([post.text for post in posts])
        store.put_languages(
            [
                PostLanguage(
                    post_id=post.post_id,
                    content_hash=post.content_hash,
                    lang=answer.lang,
                    confidence=answer.confidence,
                )
                for post, answer in zip(posts, found, strict=True)
            ]
        )
        done, last = done + len(posts), posts[-1].post_id
    return done


def embed_pending(
    store: Store, embedder: Embedder, *, progress: Progress | None = None
) -> EmbedReport:
    """Give every post that lacks one a vector of `embedder`; equal texts are embedded once ever.

    Commits every few thousand posts. Vectors of other models stay where they are, and are used
    again when their model is. `progress` is told the posts done of those that were pending.

    Raises:
        EmbedderError: the model failed, or gave something else than finite vectors.
    """
    model_id = embedder.model_id
    counts = store.counts(model_id)
    replaced = replaced_model(store, model_id)
    done = embedded = last = 0
    while posts := store.pending_embeddings(model_id, POSTS_AT_A_TIME, after=last):
        rows, n_new = _embed(posts, store, embedder)
        store.put_embeddings(model_id, embedder.dim, rows)
        done, embedded, last = done + len(posts), embedded + n_new, posts[-1].post_id
        if progress is not None:
            progress(done, max(done, counts.pending))
    if store.note(_MODEL) != model_id:
        store.put_note(_MODEL, model_id)
    return EmbedReport(
        embedded=embedded,
        reused=done - embedded,
        nothing_to_embed=counts.nothing_to_embed,
        replaced_model=replaced,
    )


def replaced_model(store: Store, model_id: str) -> str | None:
    """Return the model that the store was last embedded with, if that is not `model_id`."""
    before = store.note(_MODEL)
    return None if before == model_id else before


def _embed(
    posts: Sequence[PendingPost], store: Store, embedder: Embedder
) -> tuple[list[Embedding], int]:
    """Return a row for each of `posts`, and how many texts had to be run through the model."""
    vectors = dict(store.known_vectors(embedder.model_id, (post.content_hash for post in posts)))
    texts = {
        post.content_hash: embedding_text(post.text, post.hashtags)
        for post in posts
        if post.content_hash not in vectors
    }
    by_length = sorted(texts, key=lambda content_hash: len(texts[content_hash]))
    if by_length:
        fresh = _checked(embedder.embed([texts[key] for key in by_length]), len(texts), embedder)
        vectors |= zip(by_length, fresh, strict=True)
    rows = [
        Embedding(
            post_id=post.post_id, content_hash=post.content_hash, vector=vectors[post.content_hash]
        )
        for post in posts
    ]
    return rows, len(texts)


def _checked(vectors: Vectors, n: int, embedder: Embedder) -> Vectors:
    if vectors.shape != (n, embedder.dim) or not np.isfinite(vectors).all():
        raise EmbedderError(
            f"the model {embedder.model_id} gave vectors of shape {vectors.shape} for {n} texts, "
            f"finite: {bool(np.isfinite(vectors).all())}; ({n}, {embedder.dim}) was promised",
            hint="try another model with --model",
        )
    return vectors


def catch_up(store: Store, index: VectorIndex, *, model_id: str) -> int:
    """Add to `index` the vectors it has not seen, drop those whose row is gone, and save it.

    Returns how many were added; an index that is up to date is not written again.
    """
    added = 0
    for ids, vectors in store.embeddings_after(model_id, index.watermark()):
        index.add(ids, vectors)
        added += len(ids)
    ghosts = len(index) != store.n_embeddings(model_id)
    if ghosts:
        index.remove(np.setdiff1d(index.ids(), store.embedding_ids(model_id)))
    if added or ghosts:
        index.save()
    return added


def sweep_vectors(home: Path, store: Store) -> list[str]:
    """Take out of the index files of `home` the vectors whose post is gone; return what to say.

    A file that cannot be read is deleted: it is made anew from the rows. So is what was worked out
    of posts that are no longer all there.
    """
    said: list[str] = []
    forget_others(vectors_path(home), store.state())
    for model in store.models():
        path = index_path(home, model.model_id)
        if path.is_file():
            index, reason = open_index(
                path, dim=model.dim, model_id=model.model_id, database_id=store.database_id
            )
            said += [reason] if reason is not None else []
            index.remove(np.setdiff1d(index.ids(), store.embedding_ids(model.model_id)))
            index.save()
    return said


def index_home(
    home: Path,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None],
    now: datetime | None = None,
) -> IndexReport:
    """Match and embed what is pending in `home` and bring its vector index up to date.

    `now` is when mentions are found (default: the clock). `say` is given sentences for the user: a
    changed model, an index that had to be made anew.
    `rebuild` makes the index anew from the rows. One process at a time; another waits 30 s.

    Raises:
        StoreError: the home is being indexed by another process, or cannot be written.
        EmbedderError: the model failed.
    """
    with _locked(home), Store.open(database_path(home)) as store:
        _say_replaced(store, embedder.model_id, say)
        detect_pending(store, say=say)
        cards = match_home(home, store, say=say, now=now)
        embedding = embed_pending(store, embedder, progress=progress)
        judge_home(store, cards, embedder=embedder, say=say)
        index = _open_index(home, store, embedder, rebuild=rebuild, say=say)
        added = catch_up(store, index, model_id=embedder.model_id)
        forget_others(vectors_path(home), store.state())
        return IndexReport(embedding=embedding, added=added, indexed=len(index))


def _say_replaced(store: Store, model_id: str, say: Callable[[str], None]) -> None:
    before = replaced_model(store, model_id)
    if before is not None:
        n_pending = store.n_pending(model_id)
        say(f"the model changed from {before} to {model_id}: {n_pending} posts are embedded again")


def bring_up_to_date(home: Path, embedder: Embedder, *, say: Callable[[str], None]) -> None:
    """Hold posts against the brand cards of `home` where these changed since; embed nothing.

    Raises:
        StoreError: the home is being indexed by another process, or cannot be written.
    """
    with _locked(home), Store.open(database_path(home)) as store:
        detect_pending(store, say=say)
        cards = match_home(home, store, say=say)
        judge_home(store, cards, embedder=embedder, say=say)


def _open_index(
    home: Path, store: Store, embedder: Embedder, *, rebuild: bool, say: Callable[[str], None]
) -> VectorIndex:
    path = index_path(home, embedder.model_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    if rebuild:
        path.unlink(missing_ok=True)

    def opened() -> VectorIndex:
        index, reason = open_index(
            path, dim=embedder.dim, model_id=embedder.model_id, database_id=store.database_id
        )
        if reason is not None:
            say(reason)
        return index

    index = opened()
    if index.watermark() > store.last_embedding_id():
        say(f"the index {path} is ahead of the database (an older copy?): it is made anew")
        path.unlink(missing_ok=True)
        index = opened()
    return index


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the home's lock; the file it stands on stays behind, empty."""
    lock = FileLock(lock_path(home), timeout=LOCK_SECONDS)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            f"{home} is being indexed by another process (waited {LOCK_SECONDS:.0f} s)",
            hint="wait until it is done, then run overheard index",
        ) from error
    except OSError as error:
        raise StoreError(
            f"the folder {home} cannot be written ({error.strerror})",
            hint="make it writable, or choose another with --home",
        ) from error
    try:
        yield
    finally:
        lock.release()

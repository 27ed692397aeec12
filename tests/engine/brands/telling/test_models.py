"""Which model tells stances: what may be chosen, and what it is asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import huggingface_hub.constants
import numpy as np
import pytest
from safetensors.numpy import load_file

from engine.brands.telling import models, network, stance
from engine.cli.invocation import Invocation
from engine.config import AUTO, STANCES_VARIABLE
from engine.embedders.shipped import MPNET
from engine.errors import ConfigError, EmbedderError
from engine.vocabulary import STANCES, Naming, Stance
from tests.engine.embedders.in_parts import lay

LARGE_WIDTH, LARGE_LAYERS = 768, 12


@pytest.fixture(autouse=True)
def as_ever() -> Iterator[None]:
    """Whatever a test chooses is chosen no longer after it."""
    yield
    models.choose(models.DEFAULT)


def written(file: Path, content: str) -> Path:
    file.write_text(content, encoding="utf-8")
    return file


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for packages on a machine that has no large model; what the user set decides."""
    monkeypatch.delenv(STANCES_VARIABLE)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_: tmp_path / "caches")
    monkeypatch.chdir(tmp_path)
    site = tmp_path / "site"
    site.mkdir()
    apart = [folder for folder in sys.path if not (Path(folder) / MPNET.parts[0].file).exists()]
    monkeypatch.setattr(sys, "path", [str(site), *apart])
    return site


def install(site: Path, *, but: int = 0) -> None:
    """Install what looks like the packages of the large model, without the last `but`."""
    for part in MPNET.parts[: len(MPNET.parts) - but]:
        lay(site, part.package, part.file, b"not the model")


def chosen_by(file: Path) -> str:
    Invocation(config=file).settings()
    return models.chosen()


@pytest.mark.usefixtures("bare")
def test_the_settings_choose_the_model(tmp_path: Path) -> None:
    for name in (models.LARGE, models.DEFAULT):
        assert chosen_by(written(tmp_path / "o.toml", f'stance_model = "{name}"')) == name


@pytest.mark.usefixtures("bare")
def test_the_environment_comes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "o.toml", f'stance_model = "{models.LARGE}"')
    monkeypatch.setenv(STANCES_VARIABLE, models.DEFAULT)
    assert chosen_by(file) == models.DEFAULT


def test_without_a_setting_it_is_the_large_one_once_all_its_packages_are_there(
    tmp_path: Path, bare: Path
) -> None:
    plain, auto = (
        written(tmp_path / "a.toml", ""),
        written(tmp_path / "b.toml", 'stance_model = "auto"'),
    )
    assert (chosen_by(plain), chosen_by(auto)) == (models.DEFAULT, models.DEFAULT)
    install(bare)
    assert (chosen_by(plain), chosen_by(auto)) == (models.LARGE, models.LARGE)
    assert chosen_by(written(tmp_path / "c.toml", 'stance_model = "minilm"')) == models.DEFAULT


def test_half_of_the_packages_leave_the_small_one(tmp_path: Path, bare: Path) -> None:
    install(bare, but=1)
    assert chosen_by(written(tmp_path / "o.toml", "")) == models.DEFAULT


def test_the_large_one_joined_before_is_found_without_its_packages(
    tmp_path: Path, bare: Path
) -> None:
    (tmp_path / "caches" / "joined" / models.LARGE).mkdir(parents=True)
    assert chosen_by(written(tmp_path / "o.toml", "")) == models.LARGE
    assert not list(bare.iterdir())


def test_what_was_found_first_tells_stances_as_long_as_the_process_runs(bare: Path) -> None:
    models.choose(AUTO)
    assert models.chosen() == models.DEFAULT
    install(bare)
    assert models.chosen() == models.DEFAULT


def test_a_damaged_large_one_is_said_and_never_replaced_by_the_small(bare: Path) -> None:
    install(bare)
    models.choose(AUTO)
    with pytest.raises(EmbedderError, match=r"part-001 is damaged") as caught:
        stance.stance_of("I love Ostra", [(7, 12)], lang="en")
    assert str(caught.value.hint).startswith(f"{MPNET.install} --force-reinstall; or")
    assert 'stance_model = "minilm"' in str(caught.value.hint)
    assert stance.stance_of("Ich liebe dieses Ostra", [(17, 22)], lang="de") in Stance


def test_the_large_model_has_the_name_of_the_one_in_packages() -> None:
    assert MPNET.name == models.LARGE


def test_a_folder_is_known_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / models.LARGE
    folder.mkdir()
    models.choose(str(folder))
    assert models.changes(models.chosen()) == models.changes(models.LARGE)
    assert models.folder_of(models.chosen()) == folder.resolve()


@pytest.mark.usefixtures("bare")
def test_a_model_without_changes_of_ours_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path / "o.toml", 'stance_model = "bert-large"')
    with pytest.raises(ConfigError, match="cannot be told by the model 'bert-large'") as refused:
        Invocation(config=file).settings()
    assert models.LARGE in (refused.value.hint or "")


@pytest.mark.usefixtures("bare")
def test_a_model_that_is_not_there_is_said_with_what_brings_it() -> None:
    with pytest.raises(EmbedderError, match="not on this machine") as missing:
        models.folder_of(models.LARGE)
    hint = str(missing.value.hint)
    assert hint.startswith(MPNET.install)
    assert "hf download sentence-transformers/all-mpnet-base-v2" in hint


def test_what_the_large_model_does_not_read_is_told_by_the_one_that_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, list[str | None]] = {}

    def by_network(namings: Sequence[Naming], model: str) -> np.ndarray:
        asked[model] = [naming.lang for naming in namings]
        column = STANCES.index("for" if model == models.LARGE else "against")
        return np.eye(len(STANCES))[[column] * len(namings)]

    monkeypatch.setattr(stance, "by_network", by_network)
    models.choose(models.LARGE)
    namings = [Naming(text="acme", spans=((0, 4),), lang=lang) for lang in ("en", "de", None, "fr")]
    found = [one.value for one in stance.stances_of(namings)]
    assert found == ["for", "against", "for", "against"]
    assert asked == {models.LARGE: ["en", None], models.DEFAULT: ["de", "fr"]}


def test_the_changes_to_the_large_model_fit_its_upper_half() -> None:
    ours = load_file(models.changes(models.LARGE))
    assert ours["head"].shape == (3 * LARGE_WIDTH, len(STANCES))
    named = {name.rsplit(".", 1)[0] for name in ours if name.endswith(".a")}
    layers = range(LARGE_LAYERS // 2, LARGE_LAYERS)
    assert named == {f"encoder.layer.{at}.{name}" for at in layers for name in network.DENSE}
    for name in named:
        assert ours[f"{name}.a"].shape[1] == ours[f"{name}.b"].shape[0]
        assert ours[f"{name}.b"].shape[1] == len(ours[f"{name}.bias"])

"""Which model tells stances: what may be chosen, and what it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from engine.brands.telling import models, network, stance
from engine.cli.invocation import Invocation
from engine.errors import ConfigError, EmbedderError
from engine.vocabulary import STANCES, Naming

LARGE_WIDTH, LARGE_LAYERS = 768, 12


@pytest.fixture(autouse=True)
def as_ever() -> Iterator[None]:
    """Whatever a test chooses is chosen no longer after it."""
    yield
    models.choose(models.DEFAULT)


def written(file: Path, content: str) -> Path:
    file.write_text(content, encoding="utf-8")
    return file


def test_the_settings_choose_the_model(tmp_path: Path) -> None:
    file = written(tmp_path / "o.toml", f'stance_model = "{models.LARGE}"')
    Invocation(config=file).settings()
    assert models.chosen() == models.LARGE
    Invocation(config=written(tmp_path / "empty.toml", "")).settings()
    assert models.chosen() == models.DEFAULT


def test_a_folder_is_known_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / models.LARGE
    folder.mkdir()
    models.choose(str(folder))
    assert models.changes(models.chosen()) == models.changes(models.LARGE)
    assert models.folder_of(models.chosen()) == folder.resolve()


def test_a_model_without_changes_of_ours_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path / "o.toml", 'stance_model = "bert-large"')
    with pytest.raises(ConfigError, match="cannot be told by the model 'bert-large'") as refused:
        Invocation(config=file).settings()
    assert models.LARGE in (refused.value.hint or "")


def test_a_model_that_is_not_there_is_said_with_what_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.embedders.folders.find_folder", lambda _: None)
    with pytest.raises(EmbedderError, match="not on this machine") as missing:
        models.folder_of(models.LARGE)
    assert "hf download sentence-transformers/all-mpnet-base-v2" in (missing.value.hint or "")


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

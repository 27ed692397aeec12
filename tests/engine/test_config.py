"""Where settings come from, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import config
from engine.config import Settings, load_settings
from engine.errors import ConfigError


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder of the test, whatever the user running it has."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(
        config, "user_configuration_file", lambda: tmp_path / "config" / "overheard.toml"
    )
    return tmp_path


def test_a_flag_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    file = _written(tmp_path / "o.toml", 'home = "/from/file"\nmodel = "from-file"\nthreads = 2')
    environment = {"OVERHEARD_HOME": "/from/environment"}

    by_file = load_settings(file, environment={})
    by_environment = load_settings(file, environment=environment)
    by_flag = load_settings(
        file, home=Path("/from/flag"), model="from-flag", environment=environment
    )

    assert by_file == Settings(home=Path("/from/file"), model="from-file", threads=2, file=file)
    assert by_environment.home == Path("/from/environment")
    assert (by_flag.home, by_flag.model) == (Path("/from/flag"), "from-flag")


def test_without_anything_set_there_are_defaults() -> None:
    settings = load_settings(environment={})
    assert (settings.model, settings.threads, settings.file) == ("minilm", None, None)
    assert settings.home.name == "overheard"


def test_the_users_own_file_is_read_when_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    file = _written(tmp_path / "config" / "overheard.toml", 'model = "mine"')
    assert load_settings(environment={}) == Settings(
        home=load_settings(environment={}).home, model="mine", file=file
    )


def test_a_file_in_the_working_folder_configures_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _written(tmp_path / "overheard.toml", 'model = "planted"')
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}).model == "minilm"


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    file = _written(tmp_path / "o.toml", "thread = 2")
    with pytest.raises(ConfigError, match="no setting 'thread'") as caught:
        load_settings(file)
    assert "did you mean 'threads'?" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("threads = 0", "threads"),
        ("threads = true", "threads"),
        ('threads = "2"', "threads"),
        ("model = 3", "model"),
        ('home = ""', "home"),
        ("home = ", "not TOML"),
        ("\udcff", "not TOML"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, written: str, named: str) -> None:
    file = tmp_path / "o.toml"
    file.write_bytes(written.encode(errors="surrogateescape"))
    with pytest.raises(ConfigError, match=named):
        load_settings(file, environment={})


def test_a_missing_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path / "none.toml")


def _written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file

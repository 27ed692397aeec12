"""What the README shows is what the program does."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from engine import demo
from engine.cli.filters import OPTIONS
from engine.cli.main import COMMANDS, main, overheard
from engine.config import load_settings
from engine.store import Store, database_path
from tests.engine.cli.branded import CARDS, make_home
from tests.fakes import NOW, make_post
from tests.installed import ROOT, demo_home, demo_run
from tests.walks import WALK, walked

README = ROOT / "README.md"
DEMO = re.compile(r"(?<=-->\n```text\n).*?(?=```\n<!-- end of demo -->)", re.DOTALL)
ALERT = re.compile(r"(?<=<!-- alert -->\n```text\n).*?(?=```\n)", re.DOTALL)
NUMBER = re.compile(r"-?\d[\d,]*\.\d+|\d+")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README.read_text("utf-8"), re.M | re.S)


def _commands() -> list[str]:
    lines = (line for block in _blocks("sh") for line in block.splitlines())
    return [line for line in lines if line.startswith("overheard ")]


def test_the_demo_in_the_readme_is_what_the_demo_prints() -> None:
    """Points may differ by half a point: processors round the model's numbers differently."""
    printed = demo_run().stdout
    readme = README.read_text(encoding="utf-8")
    if os.environ.get("OVERHEARD_REGENERATE"):
        readme = DEMO.sub(lambda _: printed, readme)
        README.write_text(readme, encoding="utf-8")
    shown = DEMO.search(readme)
    assert shown is not None
    assert _words(shown[0]) == _words(printed)
    assert _numbers(shown[0]) == pytest.approx(_numbers(printed), abs=0.5)


def test_the_walks_in_the_readme_print_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All in one copy of the demo's home; numbers may differ as those of the demo do."""
    home = demo_home(tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(arguments: list[str]) -> str:
        capsys.readouterr()
        assert main(["--home", str(home), *arguments]) == 0, arguments
        return capsys.readouterr().out

    readme = README.read_text(encoding="utf-8")
    shown = [found[0] for found in WALK.finditer(readme)]
    printed = [walked(walk, run, home=home) for walk in shown]
    if os.environ.get("OVERHEARD_REGENERATE"):
        rest = iter(printed)
        README.write_text(WALK.sub(lambda _: next(rest), readme), encoding="utf-8")
        shown = printed
    assert len(shown) > 0
    assert [*map(_words, shown)] == [*map(_words, printed)]
    for one, two in zip(shown, printed, strict=True):
        assert _numbers(one) == pytest.approx(_numbers(two), abs=0.5)


def test_the_alert_in_the_readme_is_what_a_listener_is_told(tmp_path: Path) -> None:
    from engine.alerts.digest import text
    from engine.pipeline.alerting import Told, news

    posts = [
        make_post(f"{day}-{who}", f"Krups again, {day} {who}", creator=str(who), days_ago=day + 0.5)
        for day in range(60)
        for who in range(2 if day else 14)
    ]
    home = make_home(tmp_path, posts)
    with Store.open(database_path(home)) as store:
        digest, _ = news(store, CARDS, Told(found_at=0), now=NOW, most=2)
    (shown,) = ALERT.findall(README.read_text(encoding="utf-8"))
    assert shown == text(digest)


def _words(text: str) -> str:
    return " ".join(NUMBER.sub("#", text).split())


def _numbers(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in NUMBER.findall(text)]


@pytest.mark.parametrize("line", _commands())
def test_every_command_shown_can_be_typed(line: str) -> None:
    arguments = shlex.split(line.partition("#")[0])[1:]
    with overheard.make_context("overheard", arguments) as context:
        name, command, rest = overheard.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        assert command is not None
        with command.make_context(name, rest, parent=context):
            pass


def test_every_command_and_every_filter_is_shown() -> None:
    text = README.read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `overheard (\w+)", text, re.M)) == set(COMMANDS)
    assert {key for key in OPTIONS if f"--{key} " in text} == set(OPTIONS)


def test_the_settings_shown_are_settings(tmp_path: Path) -> None:
    (block,) = (block for block in _blocks("toml") if "threads" in block)
    file = tmp_path / "overheard.toml"
    file.write_text(block, encoding="utf-8")
    settings = load_settings(file, environment={})
    read = tomllib.loads(block)
    assert read == {
        "home": str(settings.home),
        "model": settings.model,
        "stance_model": settings.stance_model,
        "threads": settings.threads,
        "contact": settings.contact,
        "sources": settings.sources,
    }


def test_the_numbers_of_the_sample_are_those_of_the_sample() -> None:
    text = README.read_text(encoding="utf-8")
    about = demo.about()
    assert f"{about.posts:,} real public posts in {len(about.niches)} niches" in text
    assert demo.LABEL in text.lower().replace("\n", " ")


def test_the_scripts_shown_are_there_and_can_be_run() -> None:
    named = set(re.findall(r"\bscripts/\w+(?:\.py)?", README.read_text(encoding="utf-8")))
    assert named >= {"scripts/quickstart", "scripts/test", "scripts/bench.py"}
    assert all((ROOT / name).is_file() for name in named)
    assert all(os.access(ROOT / name, os.X_OK) for name in named if not name.endswith(".py"))


def test_the_native_post_shown_can_be_imported() -> None:
    from io import BytesIO

    from indexers.files.native import NativeJsonl

    (block,) = _blocks("json")
    line = " ".join(block.split()).encode()
    (page,) = NativeJsonl().pages(BytesIO(line), now=demo.NOW.replace(year=2026))
    assert page.problems == ()
    assert page.unmapped == {}
    (post,), (creator,) = page.posts, page.creators
    assert (post.native_id, post.hashtags, post.engagement.likes) == ("1147", ("espresso",), 3)
    assert (post.engagement.reposts, creator.followers) == (None, 12_034)

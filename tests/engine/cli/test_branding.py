"""`overheard brand …` on a home of its own."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from engine.brands.cards.files import read_card
from engine.cli.branding import SUBCOMMANDS
from engine.cli.branding import command as brand
from engine.cli.main import main
from engine.vocabulary import Brand
from tests.installed import ROOT

TEXTS = (
    "My CeraVe cream and #ceraveskincare",
    "cerave again",
    "so many CeraVes on the shelf",
    "two CeraVes",
    "cervae is what I typed",
    "cervae once more",
    "#CeraVeSkincare routine",
    *["I love CeraVe"] * 8,
    "at https://www.cerave.com/x",
    "see https://shop.cerave.com",
    "pineapple",
)


class Answer(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.parent / "config"))

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = main(["--home", str(home), *arguments])
        return Answer(status, *capsys.readouterr())

    return call


@pytest.fixture
def full(run: Run, tmp_path: Path) -> Run:
    """The program on a home with the posts of `TEXTS`."""
    posts = tmp_path / "posts.jsonl"
    lines = [
        {
            "source": "mastodon",
            "id": str(i),
            "text": text,
            "created_at": "2026-05-01T10:00:00Z",
            "hashtags": [word[1:].lower() for word in text.split() if word[0] == "#"],
            "creator": {"id": "1"},
        }
        for i, text in enumerate(TEXTS)
    ]
    posts.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert run("import", str(posts), "--no-index").status == 0
    return run


def card(home: Path, key: str) -> Brand:
    return read_card(home / "brands" / f"{key}.toml")


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_has_help_with_an_example(name: str) -> None:
    found = brand.get_command(click.Context(brand), name)
    assert found is not None
    text = found.get_help(click.Context(found, info_name=name))
    assert f"overheard brand {name}" in text.partition("Examples:")[2]


def test_a_card_can_be_made_before_there_are_posts(run: Run, home: Path) -> None:
    made = run("brand", "add", "La Roche-Posay", "--alias", "LRP", "--handle", "x:@lrp", "--yes")

    assert (made.status, made.out) == (0, f"wrote {home / 'brands' / 'la-roche-posay.toml'}\n")
    assert "nothing is proposed" in made.err
    assert card(home, "la-roche-posay") == Brand(
        key="la-roche-posay", name="La Roche-Posay", aliases=("LRP",), handles={"x": ("lrp",)}
    )


def test_what_is_safe_and_adds_posts_is_kept_and_the_rest_is_told(full: Run, home: Path) -> None:
    made = full("brand", "add", "CeraVe", "--yes")

    assert made.status == 0
    assert "CeraVe: in 10 posts as the card stands" in made.out
    assert "not kept" not in made.out
    assert "in no other post: Cera Ve" in made.out
    kept = card(home, "cerave")
    assert kept.aliases == ("CeraVes", "cervae")
    assert (kept.hashtags, kept.domains) == (("ceraveskincare",), ("cerave.com",))


def test_one_is_asked_for_each_proposal_on_a_terminal(
    full: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def confirm(question: str, *, default: bool, err: bool) -> bool:
        asked.append(question)
        return "plural" in question

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(click, "confirm", confirm)
    made = full("brand", "add", "CeraVe")

    assert asked[0] == "keep CeraVes (plural, 2 new posts)?"
    assert len(asked) == 4
    assert "not kept: cervae, #ceraveskincare, cerave.com" in made.out
    assert card(home, "cerave").aliases == ("CeraVes",)


def test_show_counts_posts_by_kind_and_by_words(full: Run) -> None:
    full("brand", "add", "CeraVe", "--yes")

    shown = full("brand", "show", "cerave")
    told = json.loads(full("brand", "show", "cerave", "--output", "json").out)

    assert "matches 17 posts: name 10, alias 4, hashtag 2, link 2" in shown.out
    assert told["card"]["name"] == "CeraVe"
    assert told["matches"]["posts"] == 17
    assert told["matches"]["words"]["CeraVe"] == 9


def test_an_ordinary_word_without_a_gloss_is_warned_of(run: Run) -> None:
    plain = run("brand", "add", "Target", "--yes")
    glossed = run("brand", "add", "Shell", "--about", "oil company", "--yes")

    assert "warning: 'Target' is an ordinary word too" in plain.err
    assert '--about "…"' in plain.err
    assert "warning" not in glossed.err


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("add", " "), "the name is empty", "overheard brand add"),
        (("add", "資生堂"), "no key can be made of the name '資生堂'", "--key shiseido"),
        (("add", "Nike", "--key", "Nike!"), "'Nike!' cannot be the key", "lower-case"),
        (("add", "Nike", "--alias", "the"), "the alias 'the' is a word of nearly", "remove it"),
        (("add", "Nike", "--lang", "english"), "no code of a language", "ISO 639-1"),
        (("add", "On"), "nothing tells the brand from it", "about ="),
        (("show", "nik"), "there is no brand card 'nik'", "make one"),
        (("edit", "nik", "--alias", "x"), "there is no brand card 'nik'", "make one"),
        (("remove", "nik", "--yes"), "there is no brand card 'nik'", "make one"),
        (("shew", "nike"), "there is no command 'shew'", "see overheard brand --help"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    run: Run, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    answer = run("brand", *arguments)

    assert answer.status == 2
    assert message in answer.err
    assert hint in answer.err


def test_a_key_that_is_taken_and_a_name_that_another_claims_are_refused(run: Run) -> None:
    run("brand", "add", "Nike", "--alias", "Swoosh", "--yes")

    again = run("brand", "add", "NIKE", "--yes")
    claimed = run("brand", "add", "Nyke", "--alias", "swoosh", "--yes")

    assert "there is a card nike already" in again.err
    assert "the brands nike and nyke both claim the name 'swoosh'" in claimed.err
    assert "overheard brand edit nike\n" in claimed.err  # the one there is
    assert (again.status, claimed.status) == (2, 2)


def test_flags_add_and_drop_without_touching_the_rest(run: Run, home: Path) -> None:
    run("brand", "add", "Nike", "--alias", "Swoosh", "--yes")
    file = home / "brands" / "nike.toml"
    file.write_text(file.read_text().replace("name =", "# ours\nname ="))

    edited = run("brand", "edit", "nike", "--drop", "Swoosh", "--product", "Pegasus", "--accents")
    unknown = run("brand", "edit", "nike", "--drop", "Swosh")

    assert edited.status == 0
    assert card(home, "nike") == Brand(
        key="nike", name="Nike", products=("Pegasus",), accents_matter=True
    )
    assert "# ours\n" in file.read_text()
    assert "the card nike has no 'Swosh'" in unknown.err


def test_an_edited_card_is_checked_and_a_wrong_one_is_not_kept(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("brand", "add", "Nike", "--yes")
    before = card(home, "nike")

    monkeypatch.setattr(click, "edit", lambda text, **_: text.replace('name = "Nike"', "name = 3"))
    wrong = run("brand", "edit", "nike")
    kept = (home / "brands" / "nike.rejected").read_text()
    monkeypatch.setattr(click, "edit", lambda text, **_: text.replace('"Nike"', '"NIKE Inc"'))
    right = run("brand", "edit", "nike")
    monkeypatch.setattr(click, "edit", lambda text, **_: None)
    unchanged = run("brand", "edit", "nike")

    assert wrong.status == 2
    assert "nike.toml: name = 3 is not a text; the card is as it was" in wrong.err
    assert "name = 3" in kept
    assert (before.name, right.status, card(home, "nike").name) == ("Nike", 0, "NIKE Inc")
    assert "nothing was changed" in unchanged.err


def test_list_shows_every_card_and_names_those_it_cannot_read(run: Run, home: Path) -> None:
    empty = run("brand", "list")
    run("brand", "add", "Nike", "--rival", "adidas", "--alias", "Nyke", "--yes")
    (home / "brands" / "broken.toml").write_text("name = ")

    listed = run("brand", "list")
    told = json.loads(run("brand", "list", "--output", "json").out)

    assert "there are no brand cards yet" in empty.out
    assert listed.status == 3
    assert listed.out.splitlines()[1].split() == (
        ["nike", "Nike", "1", "0", "0", "0", "not", "indexed", "adidas", "(no", "card)"]
    )
    assert "broken.toml is not TOML" in listed.err
    assert told == {"brands": [{"key": "nike", "name": "Nike", "posts": None}]}


def test_remove_asks_first(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("brand", "add", "Nike", "--yes")

    monkeypatch.setattr(click, "confirm", lambda *_, **__: False)
    kept = run("brand", "remove", "nike")
    assert (home / "brands" / "nike.toml").exists()
    removed = run("brand", "remove", "nike", "--yes")

    assert "nothing was removed" in kept.err
    assert removed.status == 0
    assert not (home / "brands" / "nike.toml").exists()


def test_what_the_readme_shows_is_what_is_printed(run: Run) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    walk = readme.partition("### Brand cards\n")[2]
    lines = [line for line in walk.splitlines() if line.startswith("overheard brand ")][:5]
    typed = walk.partition("$ overheard brand add Apple")[2]
    shown = typed.partition("\n")[2].partition("wrote ")[0]
    assert run("import", str(ROOT / "engine/demo/posts.jsonl.zst"), "--no-index").status == 0

    answers = [run(*shlex.split(line)[1:]) for line in lines]

    assert [answer.status for answer in answers] == [0] * 5
    assert shown
    assert answers[0].out.startswith(shown)
    assert answers[2].out.partition("matches ")[2] in walk


def test_a_name_that_is_a_word_of_nearly_every_post_needs_about(run, home) -> None:
    refused = run("brand", "add", "The", "--yes")
    assert refused.status == 2
    assert 'say what the brand is: --about "' in refused.err
    assert run("brand", "add", "The", "--yes", "--about", "a theatre in Leeds").status == 0
    assert read_card(home / "brands" / "the.toml").about == ("a theatre in Leeds",)

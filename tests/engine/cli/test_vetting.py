"""`overheard vet` on a small home."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.engine.cli.small_home import NOW, Run, home, posts, run

__all__ = ["home", "posts", "run"]
pytestmark = pytest.mark.usefixtures("home")


def test_a_vetting_tells_what_was_looked_at_and_what_cannot_be_known(run: Run) -> None:
    answer = run("vet", "@ana", *NOW)
    assert answer.status == 0
    assert answer.out.startswith("@ana (mastodon)")
    assert "Flags: 0 (facts beyond a rule's bound, no verdict)" in answer.out
    assert "times the same text was posted" in answer.out
    assert "needs 20" in answer.out
    assert "1 measurement " in answer.out
    assert "cannot be known from public posts" in answer.out


def test_every_output_and_file_says_the_same(run: Run, tmp_path: Path) -> None:
    document = json.loads(run("vet", "mastodon:c-ana", *NOW, "--output", "json").out)
    rows = [*csv.DictReader(io.StringIO(run("vet", "@ana", *NOW, "--output", "csv").out))]
    names = [finding["name"] for finding in document["findings"]]
    assert [row["name"] for row in rows if row["kind"] == "finding"] == names
    rates = [rate["name"] for rate in document["engagement"]["rates"]]
    assert [row["name"] for row in rows if row["kind"] == "rate"] == rates
    run("vet", "@ana", *NOW, "--to", "ana.json", "--to", "ana.csv")
    assert json.loads((tmp_path / "ana.json").read_text("utf-8")) == document


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("vet", "@nobody"), "nobody in the corpus is called '@nobody'"),
        (("vet", "@ana", "--window", "a while"), "'a while' is not a date or a time span"),
        (("vet", "@ana", "--to", "ana.xlsx"), "ana.xlsx: vet writes no such files"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    answer = run(*arguments)
    assert answer.status == 2
    assert said in answer.err
    assert "hint" in answer.err or "(" in answer.err


def test_what_is_decided_of_two_creators_is_kept_and_taken_back(run: Run) -> None:
    kept = run("vet", "@ana", "--same", "@bo", *NOW)
    assert "probably the same person: @bo (mastodon): you said: the same" in kept.out
    document = json.loads(run("vet", "@bo", *NOW, "--output", "json").out)
    assert [link["decided"] for link in document["probably_same_person"]] == ["same"]
    assert "probably the same" not in run("vet", "@ana", "--undecided", "@bo", *NOW).out
    wrong = run("vet", "@ana", "--not-same", "@ana")
    assert wrong.status == 2
    assert "are one creator" in wrong.err


def test_people_read_words_and_no_names_of_fields(run: Run) -> None:
    from engine.vetting.rates import FORMULAE
    from engine.vetting.rules import rules

    out = run("vet", "@ana", *NOW).out
    assert all(rule.title in out for rule in rules().values())
    assert not any(name in out for name in (*rules(), *(f.name for f in FORMULAE)) if "_" in name)

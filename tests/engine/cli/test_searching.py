"""`overheard search`, `why` and `evaluate` on a small home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import engine.embedders
from tests.engine.cli.small_home import NOW, Run, home, lines, posts, run

__all__ = ["home", "posts", "run"]


@pytest.mark.usefixtures("home")
def test_search_ranks_who_posts_about_it_most(run: Run) -> None:
    found = json.loads(run("search", "espresso", *NOW, "--output", "json").out)
    assert found["creators"][0]["handle"] == "ana"
    assert found["made_at"] == "2026-06-01T00:00:00Z"
    assert found["engine"] == engine.__version__
    for creator in found["creators"]:
        assert creator["score"] == pytest.approx(
            sum(filter(None, creator["parts"].values())), abs=1e-6
        )


@pytest.mark.usefixtures("home")
def test_a_filter_on_what_is_unknown_says_who_was_left_out(run: Run) -> None:
    answer = run("search", "espresso", "--followers", "5k..", *NOW)
    assert "creators left out, followers not known: 1" in answer.out
    assert "@ana (mastodon)" in answer.out
    assert "@bo" not in answer.out


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("espresso", "--not-in", "Portugal"), []),
        (("espresso, not from Portugal",), ["not-in Portugal"]),
    ],
)
def test_who_is_known_to_be_in_a_place_is_left_out_and_who_says_none_stays(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: list[str]
) -> None:
    places, told = {"c-ana": "Lisboa", "c-bo": "Berlin"}, []
    for post in map(json.loads, lines()):
        place = places.get(post["creator"]["id"])
        told.append(json.dumps(post | {"creator": post["creator"] | {"location": place}}))
    (tmp_path / "placed.jsonl").write_text("\n".join(told), encoding="utf-8")
    run("import", "placed.jsonl")
    found = json.loads(run("search", *arguments, *NOW, "--output", "json").out)
    assert {creator["handle"] for creator in found["creators"]} == {"bo", "cy"}
    assert found["brief"]["where"] == {"not-in": "Portugal"}
    assert [entry["as"] for entry in found["brief"]["understood"]] == said
    nobody = json.loads(run("search", "espresso", "--not-source", "mastodon", *NOW,
                            "--output", "json").out)  # fmt: skip
    assert nobody["creators"] == []


@pytest.mark.usefixtures("home")
def test_every_output_names_the_same_creators_in_the_same_order(run: Run) -> None:
    found = json.loads(run("search", "espresso", *NOW, "--output", "json").out)["creators"]
    table = run("search", "espresso", *NOW).out
    trec = run("search", "espresso", *NOW, "--output", "trec").out
    rows = run("search", "espresso", *NOW, "--output", "csv").out.splitlines()
    names = [creator["handle"] for creator in found]
    assert sorted(names, key=lambda name: table.index(f"@{name} ")) == names
    assert [line.split()[2] for line in trec.splitlines()] == [
        f"mastodon:{creator['id']}" for creator in found
    ]
    assert [row.split(",")[rows[0].split(",").index("handle")] for row in rows[1:]] == names


@pytest.mark.usefixtures("home")
def test_files_are_written_and_named(run: Run, tmp_path: Path) -> None:
    answer = run("search", "espresso", *NOW, "--to", "list.csv", "--to", "list.json")
    assert "wrote list.csv\nwrote list.json\n" in answer.err
    written = json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))
    assert written == json.loads(run("search", "espresso", *NOW, "--output", "json").out)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("asked", [("search", "espresso"), ("similar", "@ana")])
def test_a_csv_begins_with_the_mark_of_excel_where_that_is_asked_for(
    run: Run, tmp_path: Path, asked: tuple[str, str]
) -> None:
    run(*asked, *NOW, "--to", "plain.csv")
    run(*asked, *NOW, "--to", "marked.csv", "--excel")
    plain = (tmp_path / "plain.csv").read_bytes()
    assert (tmp_path / "marked.csv").read_bytes() == b"\xef\xbb\xbf" + plain


@pytest.mark.usefixtures("home")
def test_an_unknown_suffix_is_refused(run: Run) -> None:
    answer = run("search", "espresso", "--to", "list.docx")
    assert answer.status == 2
    assert ".xlsx" in answer.err


@pytest.mark.usefixtures("home")
def test_many_briefs_are_ranked_each_with_its_own_filters(run: Run, tmp_path: Path) -> None:
    briefs = tmp_path / "briefs.jsonl"
    lines = [
        {"id": "one", "text": "espresso", "where": {"followers": "..1k"}},
        {"id": "two", "text": "trail running"},
    ]
    briefs.write_text("\n".join(map(json.dumps, lines)))
    ranked = [
        line.split()[:3:2]
        for line in run(
            "search", "--briefs", str(briefs), *NOW, "--output", "trec"
        ).out.splitlines()
    ]
    assert [creator for brief, creator in ranked if brief == "one"] == ["mastodon:c-bo"]
    assert next(creator for brief, creator in ranked if brief == "two") == "mastodon:c-bo"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("arguments", [(), ("espresso", "--briefs", "b.jsonl")])
def test_search_takes_one_brief_or_a_file(run: Run, arguments: tuple[str, ...]) -> None:
    answer = run("search", *arguments)
    assert answer.status == 2
    assert "either a brief or --briefs FILE" in answer.err


@pytest.mark.usefixtures("home")
def test_control_codes_in_posts_do_nothing(run: Run) -> None:
    for output in ("table", "csv", "json"):
        assert "\x1b" not in run("search", "espresso", *NOW, "--output", output).out


@pytest.mark.usefixtures("home")
def test_a_brief_that_is_a_list_is_no_option(run: Run) -> None:
    answer = run("search", "- espresso\n- 5k to 50k followers", *NOW)
    assert answer.status == 0
    assert "searched for: “espresso”" in answer.out


@pytest.mark.usefixtures("home")
def test_what_was_read_from_a_brief_is_printed_back_and_can_be_undone(run: Run) -> None:
    text = "espresso with 5k to 50k followers in Atlantis on Instagram"
    table = run("search", text, *NOW).out
    assert "understood: “with 5k to 50k followers” as followers 5000..50000" in table
    assert "not filtered: “on Instagram”, no posts here are from there" in table
    assert "searched for: “espresso in Atlantis”" in table
    assert "undo: --ignore followers" in table

    def asked(*more: str) -> dict[str, object]:
        brief = json.loads(run("search", text, *NOW, *more, "--output", "json").out)["brief"]
        return {"topic": brief["topic"], "where": brief["where"]}

    assert asked() == {"topic": "espresso in Atlantis", "where": {"followers": "5000..50000"}}
    ignored = asked("--ignore", "followers")
    assert ignored == {"topic": "espresso with 5k to 50k followers in Atlantis", "where": {}}
    assert asked("--literal") == {"topic": text, "where": {}}
    assert run("search", text, "--ignore", "followes").status == 2


@pytest.mark.usefixtures("home")
def test_a_line_of_a_file_of_briefs_says_what_not_to_read(run: Run, tmp_path: Path) -> None:
    text = "espresso, 5k+ followers"
    lines = [{"id": each, "text": text, "where": {"ignore": each}} for each in ("all", "lang")]
    briefs = tmp_path / "briefs.jsonl"
    briefs.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = json.loads(run("search", "--briefs", str(briefs), *NOW, "--output", "json").out)
    assert [each["brief"]["topic"] for each in found] == [text, "espresso"]


@pytest.mark.usefixtures("home")
def test_why_shows_the_same_sum_as_the_search(run: Run) -> None:
    search = ("search", "espresso", *NOW, "--explain", "--output", "json")
    found = json.loads(run(*search).out)["creators"]
    assert all(post["without"] is not None for post in found[0]["evidence"])
    for creator in found:
        answer = run("why", f"@{creator['handle']}", "espresso", *NOW, "--output", "json")
        assert json.loads(answer.out)["creator"] == creator


@pytest.mark.usefixtures("home")
def test_explain_prints_the_numbers_behind_every_part_and_the_formulae(run: Run) -> None:
    answer = run("search", "espresso", *NOW, "--explain")
    assert answer.status == 0
    lines = [line.strip() for line in answer.out.splitlines()]
    assert sum(line.startswith("relevance: best ") for line in lines) >= 1
    assert any(line.startswith("recency = 4 x 2 ** (-days / recency_half_life)") for line in lines)
    assert any("what the score would lose without them" in line for line in lines)


@pytest.mark.usefixtures("home")
def test_why_says_what_keeps_a_creator_out(run: Run) -> None:
    answer = run("why", "mastodon:c-bo", "espresso", "--followers", "5k..", *NOW)
    assert answer.status == 0
    assert "not among the" in answer.out
    assert "kept out: followers" in answer.out


@pytest.mark.usefixtures("home")
def test_why_names_whom_it_does_not_know(run: Run) -> None:
    answer = run("why", "@nobody", "espresso")
    assert (answer.status, answer.out) == (2, "")
    assert "nobody in the corpus is called '@nobody'" in answer.err


def test_evaluate_finds_a_creator_whose_id_holds_a_space(
    run: Run, posts: Path, tmp_path: Path
) -> None:
    posts.write_text("\n".join(lines()).replace('"c-ana"', '"c ana"'), encoding="utf-8")
    run("import", str(posts))
    (tmp_path / "b.jsonl").write_text('{"id": "one", "text": "espresso"}')
    (tmp_path / "q.txt").write_text("one 0 mastodon:c%20ana 3\n")
    answer = run("evaluate", "--briefs", "b.jsonl", "--qrels", "q.txt", *NOW, "--output", "json")
    assert json.loads(answer.out)["by_brief"]["one"]["MRR"] == 1.0


@pytest.mark.usefixtures("home")
def test_evaluate_measures_what_search_finds(run: Run, tmp_path: Path) -> None:
    briefs, qrels, ranked = (tmp_path / name for name in ("b.jsonl", "q.txt", "run.txt"))
    briefs.write_text('{"id": "one", "text": "espresso"}')
    qrels.write_text("one 0 mastodon:c-ana 3\none 0 mastodon:c-cy 1\n")
    ranked.write_text(run("search", "--briefs", "b.jsonl", *NOW, "--output", "trec").out)
    files = ("--briefs", str(briefs), "--qrels", str(qrels))
    searched = run("evaluate", *files, *NOW, "--output", "json")
    read = run("evaluate", *files, "--run", str(ranked), "--output", "json")
    assert searched.status == 0
    assert json.loads(searched.out) == json.loads(read.out)
    assert json.loads(searched.out)["by_brief"]["one"]["MRR"] == 1.0
    assert run("evaluate", *files, "--run", str(ranked)).out.startswith("briefs  n")

"""The commands on a home of their own, with the small embedder of the tests."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import engine.embedders
from engine.cli.main import main
from engine.embedders.hashing import HashingEmbedder

NOW = ("--now", "2026-06-01")
PEOPLE = {"ana": 12_034, "bo": 900, "cy": None}
TEXTS = {
    "ana": ("Espresso grinder dialled in", "Latte art and espresso", "Espresso machine descaled"),
    "bo": ("Espresso once", "Trail running at dawn", "Trail shoes for running"),
    "cy": ("Espresso \x1b[31mbeans #espresso", "An evening in Porto", "A walk"),
}


class Answer(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process, on a home under `tmp_path`."""
    monkeypatch.setattr(
        engine.embedders, "load_embedder", lambda *_, **__: HashingEmbedder(dim=64), raising=False
    )
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = main(["--home", str(tmp_path / "home"), *arguments])
        return Answer(status, *capsys.readouterr())

    return call


def _line(number: int, who: str, text: str) -> str:
    post = {
        "source": "mastodon",
        "id": str(number),
        "text": text,
        "created_at": f"2026-05-{number + 1:02}T10:00:00Z",
        "likes": number,
        "creator": {"id": f"c-{who}", "handle": who, "followers": PEOPLE[who]},
    }
    return json.dumps(post)


def _lines() -> list[str]:
    pairs = [(who, text) for who, texts in TEXTS.items() for text in texts]
    return [_line(number, who, text) for number, (who, text) in enumerate(pairs)]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A file of nine posts by three people."""
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(_lines()), encoding="utf-8")
    return file


@pytest.fixture
def home(run: Run, posts: Path, tmp_path: Path) -> Path:
    """A home with these posts, indexed."""
    assert run("import", str(posts)).status == 0
    return tmp_path / "home"


def test_import_counts_what_it_did_and_does_it_once(run: Run, posts: Path) -> None:
    first, second = run("import", str(posts)), run("import", str(posts))
    assert first.out == (f"{posts}: posts read: 9 (9 new, 0 updated, 0 unchanged), creators: 3\n")
    assert "9 texts embedded, 9 vectors in the index" in first.err
    assert second.out == f"{posts}: posts read: 9 (0 new, 0 updated, 9 unchanged), creators: 3\n"
    assert "0 texts embedded, 9 vectors in the index" in second.err


def test_a_bad_record_is_named_and_the_rest_is_kept(run: Run, posts: Path) -> None:
    posts.write_text("\n".join([*_lines()[:4], '{"source": "x"}', "{broken"]), encoding="utf-8")
    answer = run("import", str(posts), "--output", "json")
    (report,) = json.loads(answer.out)
    assert answer.status == 3
    assert (report["posts_new"], report["failed"]) == (4, 2)
    assert [problem["where"] for problem in report["problems"]] == ["line 5", "line 6"]
    assert f"{posts}: line 5: " in answer.err
    assert "records that could not be read: 2; the rest is kept" in answer.err


def test_only_the_first_ten_problems_are_printed(run: Run, posts: Path) -> None:
    posts.write_text("\n".join([*_lines(), *["{broken"] * 25]), encoding="utf-8")
    answer = run("import", "--no-index", str(posts))
    assert answer.err.count(f"{posts}: line ") == 10
    assert "records that could not be read: 25 (15 not shown); the rest is kept" in answer.err


def test_a_file_of_no_known_format_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><p>espresso</p>")
    answer = run("import", str(tmp_path / "page.html"))
    assert answer.status == 2
    assert "page.html is of no known format" in answer.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b'[\n{"source": "x"}\n]', "nearest format is jsonl, which needs id, text, created_at"),
        (
            b'{"source": "x", "text": "y", "creator": {"id": 1}}',
            "creator; the nearest format is jsonl",
        ),
        (b'{"zodiac": "leo"}', "no known format has any of them"),
        ('{"source": "x"}'.encode("utf-16"), "save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_it_looks_like(
    run: Run, tmp_path: Path, content: bytes, word: str
) -> None:
    (tmp_path / "export").write_bytes(content)
    answer = run("import", str(tmp_path / "export"))
    assert answer.status == 2
    assert word in answer.err


def test_an_archive_is_read_part_by_part_and_what_is_no_format_is_passed_over(
    run: Run, tmp_path: Path, posts: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("data/posts.jsonl", posts.read_bytes())
        archive.writestr("media/a.png", b"\x89PNG\r\n\x1a\n\x00")
    answer = run("import", "--no-index", str(tmp_path / "export.zip"))
    assert answer.status == 0
    assert "export.zip: data/posts.jsonl: posts read: 9 (9 new" in answer.out
    assert "1 of 2 files are of no known format and passed over: media/a.png" in answer.err


def test_a_folder_with_nothing_to_read_is_one_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    for name in ("a.png", "b.png"):
        (tmp_path / "media" / name).write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    answer = run("import", "--no-index", str(tmp_path / "media"))
    assert answer.status == 2
    assert "none of its files is of a known format" in answer.err
    assert not (tmp_path / "home").exists()


def test_columns_are_guessed_shown_and_overruled_by_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("Caption,Date,Username\nhi,03/04/2021,ana\n")
    answer = run("import", "--no-index", "posts.csv")
    assert answer.status == 2
    assert "dates like 03/04/2021" in answer.err
    (tmp_path / "columns.toml").write_text('dates = "day-first"\nsource = "forum"\n')
    answer = run("import", "--no-index", "posts.csv", "--mapping", "columns.toml")
    assert answer.status == 0
    assert "posts.csv as guessed: posts read: 1 (1 new" in answer.out
    assert "columns as guessed: text from 'Caption', created_at from 'Date'" in answer.err
    assert "source of every post: forum" in answer.err


@pytest.mark.parametrize(("content", "said"), [(None, "cannot be read"), ("a = ", "is no TOML")])
def test_a_mapping_that_cannot_be_read_is_said(
    run: Run, tmp_path: Path, content: str | None, said: str
) -> None:
    if content:
        (tmp_path / "columns.toml").write_text(content)
    answer = run("import", "posts.csv", "--mapping", "columns.toml")
    assert answer.status == 2
    assert said in answer.err


def test_noise_on_standard_input_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\x00noise\n" * 200)))
    assert run("import", "-").status == 2
    assert not (tmp_path / "home").exists()


def test_a_bad_file_does_not_stop_the_others(run: Run, posts: Path, tmp_path: Path) -> None:
    packed = tmp_path / "more.jsonl.gz"
    packed.write_bytes(gzip.compress(_line(20, "bo", "Tea for once").encode()))
    answer = run("import", "--no-index", str(tmp_path / "none"), str(posts), str(packed))
    assert answer.status == 3
    assert "9 new" in answer.out
    assert "more.jsonl.gz: posts read: 1 (1 new" in answer.out
    assert json.loads(run("status", "--output", "json").out)["posts"] == 10


def test_status_counts_languages(run: Run, tmp_path: Path) -> None:
    texts = [
        "Heute kam endlich die neue Mühle an, und der erste Kaffee schmeckt viel besser.",
        "The grinder arrived today and the first espresso was already much better.",
        "The kettle arrived today and the second espresso was not much better.",
        "ok",
    ]
    file = tmp_path / "tongues.jsonl"
    file.write_text("".join(_line(n, "ana", text) + "\n" for n, text in enumerate(texts)))
    assert run("import", str(file)).status == 0
    found = json.loads(run("status", "--output", "json").out)["languages"]
    assert found == {"en": 2, "de": 1, "": 1}
    assert "en 2, de 1, 1 posts too short or unclear" in run("status").out


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO("\n".join(_lines()).encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert run("import", "--no-index", "-").out.startswith("-: posts read: 9 (9 new")


def test_an_unknown_format_lists_the_known(run: Run, posts: Path) -> None:
    answer = run("import", "--format", "jsnl", str(posts))
    assert answer.status == 2
    _, _, listed = answer.err.partition("did you mean 'jsonl'? there are: ")
    assert {"csv", "guessed", "jsonl"} <= {*listed.strip().split(", ")}


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
def test_what_was_read_from_a_brief_is_printed_back_and_can_be_undone(run: Run) -> None:
    text = "espresso with 5k to 50k followers in Atlantis on Instagram"
    table = run("search", text, *NOW).out
    assert "understood: “with 5k to 50k followers” as followers 5000..50000" in table
    assert "not filtered: “on Instagram”, no posts here are from there" in table
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
    posts.write_text("\n".join(_lines()).replace('"c-ana"', '"c ana"'), encoding="utf-8")
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


def test_status_says_what_is_there_and_what_is_pending(run: Run, posts: Path) -> None:
    run("import", "--no-index", str(posts))
    before = json.loads(run("status", "--output", "json").out)
    run("index")
    after = json.loads(run("status", "--output", "json").out)
    assert (before["posts"], before["creators"]) == (9, 3)
    assert before["models"][0]["pending"] == 9
    assert (after["models"][0]["pending"], after["models"][0]["embedded"]) == (0, 9)
    assert after["models"][0]["indexed"] is True
    assert (after["oldest"], after["newest"]) == ("2026-05-01T10:00:00Z", "2026-05-09T10:00:00Z")
    assert after["by_source"]["mastodon"]["posts"] == 9
    assert "9, 2026-05-01 to 2026-05-09" in run("status").out


def _states(answer: Answer) -> dict[str, str]:
    return {check["name"]: check["state"] for check in json.loads(answer.out)}


@pytest.mark.usefixtures("home")
def test_doctor_finds_nothing_wrong_with_a_sound_home(run: Run) -> None:
    answer = run("doctor", "--output", "json")
    states = _states(answer)
    assert answer.status == 0
    assert {"python", "packages", "home", "database", "vectors", "index", "model"} <= set(states)
    assert "bad" not in states.values()
    assert (states["database"], states["vectors"], states["index"]) == ("ok", "ok", "ok")


def test_doctor_finds_a_damaged_index_and_index_mends_it(run: Run, home: Path) -> None:
    (file,) = (home / "vectors").glob("*.faiss")
    damaged = bytearray(file.read_bytes())
    damaged[-20] ^= 1
    file.write_bytes(damaged)
    answer = run("doctor", "--output", "json")
    assert (answer.status, _states(answer)["index"]) == (2, "bad")
    assert "cure: overheard index" in run("doctor").out
    assert run("index").status == 0
    assert _states(run("doctor", "--output", "json"))["index"] == "ok"


def test_doctor_finds_a_damaged_database(run: Run, home: Path) -> None:
    (home / "overheard.db").write_bytes(b"not a database at all" * 1000)
    answer = run("doctor", "--output", "json")
    assert (answer.status, _states(answer)["database"]) == (2, "bad")


def test_doctor_says_that_nothing_is_embedded(run: Run, posts: Path) -> None:
    run("import", "--no-index", str(posts))
    answer = run("doctor", "--output", "json")
    assert (answer.status, _states(answer)["vectors"]) == (0, "warn")


def test_doctor_says_what_is_pending(run: Run, home: Path, posts: Path) -> None:
    posts.write_text(_line(25, "bo", "Something new to embed"), encoding="utf-8")
    run("import", "--no-index", str(posts))
    answer = run("doctor", "--output", "json")
    assert (answer.status, _states(answer)["vectors"]) == (0, "warn")
    assert home.is_dir()


def test_doctor_on_an_empty_home_says_what_to_do_first(run: Run, tmp_path: Path) -> None:
    answer = run("doctor", "--output", "json")
    states = _states(answer)
    assert answer.status == 0
    assert (states["home"], states["database"]) == ("warn", "warn")
    assert not (tmp_path / "home" / "overheard.db").exists()

"""The whole evaluation in miniature: a simulation of a few niches, measured as the real one is."""

import io
import json
import sys
from contextlib import redirect_stdout

import numpy as np
import pytest

import engine.embedders
from engine.cli.main import main as product
from engine.embedders.hashing import HashingEmbedder
from scripts import evaluate
from scripts.evaluation import homes
from scripts.evaluation.ablations import OURS, ROWS
from scripts.evaluation.collection import TRACKS, collection, half_of
from scripts.evaluation.kinds import KINDS
from scripts.evaluation.plain import Words, read_posts, read_records
from scripts.evaluation.planting import is_planted
from scripts.evaluation.sealed import SEALED

NAMES = [f"niche{letter}" for letter in "abcdefghijklmnop"]
NICHES = [
    next(name for name in NAMES if half_of(name) == half and is_planted(name) == planted)
    for half in ("tune", "check") for planted in (True, False)
]  # fmt: skip

SIMULATE = """
import argparse, collections, gzip, json, os, random

NICHES = {niches}
GENERIC = {{"pics"}}
Post = collections.namedtuple("Post", "sub id at score comments text title")


def posts(sub, n):
    dice = random.Random(sub)
    words = [sub + x for x in "abcdefghijklmnop"]
    for i in range(n):
        said = " ".join([sub, "brand" + sub if i % 5 == 0 else "and", *dice.sample(words, 5)])
        yield Post(sub, f"{{sub}}{{i}}", 1370000000 + 5000 * i, 10 + i, i, said, said)


def read(csv, want):
    return {{sub: list(posts(sub, 150 if sub in GENERIC else 60)) for sub in want}}, None, 1


def top_terms(posts, spread, n):
    return [posts[0].sub + x for x in "abcdefghijklmnop"]


class Mask:
    def __init__(self, niche, plain):
        self.niche = niche

    def text(self, said):
        return " ".join(w for w in said.split() if w != self.niche) or "-"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("csv", "briefs", "masked-briefs", "name", "out", "seed"):
        parser.add_argument("--" + name)
    o = parser.parse_args()
    os.makedirs(o.out)
    path = lambda kind: os.path.join(o.out, kind + "_" + o.name)
    files = [gzip.open(path(k) + ".jsonl.gz", "wt") for k in ("corpus", "corpus_masked")]
    roles = ["creator_id,role,niche,posts,on_niche,trait"]
    cheats, qrels, others = [], [], iter(posts("pics", 150))
    for n, niche in enumerate(NICHES):
        own = iter(posts(niche, 40))
        for c in range(6):
            who, inside = f"c{{n}}{{c}}", 6 - c
            role, trait = ("heaper", "") if c == 5 else ("regular", "many tags" if c == 1 else "")
            roles.append(f"{{who}},{{role}},{{niche}},6,{{6 if c == 1 else inside}},{{trait}}")
            if c == 5:
                cheats.append(f"reddit:{{who}} heaper")
            elif c < 3:
                for track in ("plain", "paraphrase", "masked", "brandish"):
                    qrels.append(f"{{niche}}.{{track}} 0 reddit:{{who}} {{3 if c < 2 else 2}}")
            for i in range(6):
                post = next(own if i < inside else others)
                text = post.text + " #" + niche + "a" if c == 1 else post.text
                for file, said in zip(files, (text, Mask(niche, "").text(text))):
                    file.write(json.dumps({{
                        "source": "reddit", "id": "s13-" + post.id, "text": said, "likes": 3,
                        "created_at": "2013-05-0%dT00:00:00Z" % (i + 1),
                        "creator": {{"id": who, "handle": who, "followers": 100 * n + c}},
                    }}) + "\\n")
    for file in files:
        file.close()
    for kind, lines in (("roles", roles), ("cheats", cheats), ("qrels", qrels)):
        end = ".csv" if kind == "roles" else ".txt"
        open(path(kind) + end, "w").write("\\n".join(lines) + "\\n")
"""


def brief(niche, track):
    texts = {"brandish": f"brand{niche}", "paraphrase": f"{niche}a {niche}b {niche}c"}
    text = texts.get(track, f"{niche} {niche}d")
    return json.dumps({"id": f"{niche}.{track}", "niche": niche, "track": track, "text": text})


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "simulate.py").write_text(SIMULATE.format(niches=NICHES))
    plain = [brief(n, t) for n in NICHES for t in ("plain", "paraphrase", "brandish")]
    (folder / "briefs_dev.jsonl").write_text("\n".join(plain))
    masked = [brief(n, "masked") for n in NICHES]
    (folder / "briefs_masked_dev.jsonl").write_text("\n".join(masked))
    return folder


@pytest.fixture
def evaluation(data, tmp_path, monkeypatch, capsys):
    """The program in this process, the product too, with the small embedder of the tests."""
    monkeypatch.setattr(
        engine.embedders, "load_embedder", lambda *_, **__: HashingEmbedder(dim=64), raising=False
    )
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    asked = []

    def in_this_process(home, *arguments):
        asked.append(arguments[0])
        said = io.StringIO()
        with redirect_stdout(said):
            assert product(["--home", str(home), *arguments]) == 0
        return said.getvalue().encode()

    monkeypatch.setattr(homes, "product", in_this_process)

    def call(*arguments):
        capsys.readouterr()
        asked.clear()
        monkeypatch.setattr(
            sys, "argv", ["evaluate.py", str(data), str(tmp_path / "work"), *arguments]
        )
        evaluate.main()
        values = json.loads((tmp_path / "work" / "evaluation.json").read_text())
        return capsys.readouterr().out, values, list(asked)

    return call


def test_while_developing_the_check_half_is_not_looked_at(evaluation):
    out, values, asked = evaluation()
    assert "check niches" not in out + json.dumps(values)
    assert "tune niches: targets" in out
    assert sorted(asked) == ["import", "import", "search", "search"]
    rows = values["tune niches: components"]
    assert rows.keys() == {OURS, *ROWS}
    assert all(list(row) == list(TRACKS) for row in rows.values())
    assert rows[OURS]["plain"]["n_briefs"] == 2
    assert rows[OURS]["plain"]["metrics"]["nDCG@10"]["mean"] > 0.8
    named = values["tune niches: creators who name the brand"]
    assert named[OURS]["n_briefs"] == 2
    assert {
        each["trait"] for each in values["tune niches: honest creators who look like cheats"][OURS]
    }
    again, _, asked = evaluation()
    assert asked == []  # everything was kept
    assert again == out


def test_the_last_look_shows_both_halves_and_every_kind_of_cheat(evaluation):
    out, values, _ = evaluation("--check", "--added", "--only", "ours")
    for half in ("tune", "check"):
        assert f"{half} niches, ours: plain, 2 briefs" in out
        assert values[f"{half} niches, further cheats"].keys() == {OURS}
        assert values[f"{half} niches, further cheats"][OURS]["plain"]["n_briefs"] == 1
    assert all(kind in out for kind in (*KINDS, *SEALED, "heaper"))
    assert "targets" not in out


def test_kinds_kept_back_stay_so_without_the_last_look(evaluation):
    out, _, _ = evaluation("--added", "--only", "ours", "--set", "words=0", "--set", "names=false")
    assert all(kind in out for kind in KINDS)
    assert not any(kind in out for kind in SEALED)
    assert "| words=0, names=False |" in out


def test_baselines_see_the_texts_as_they_stand(evaluation, data, tmp_path):
    evaluation("--only", "ours")
    whole = collection(tmp_path / "work" / "dev", evaluate.development(data))
    with homes.opened(whole.trials[0]) as (corpus, embedder):
        posts = read_posts(whole.trials[0].posts, corpus, embedder, tmp_path / "cache")
        words = Words(corpus, posts).scores(f"{NICHES[0]}a")
    records = list(read_records(whole.trials[0].posts[0]))
    texts = [record["text"] for record in records]
    assert sum("#" in text for text in texts) == 6 * len(NICHES)
    np.testing.assert_allclose(posts.vectors, embedder.embed(texts), atol=2e-3)
    owners = [posts.keys[creator] for creator in posts.creators]
    assert owners == [f"reddit:{record['creator']['id']}" for record in records]
    assert [f"{NICHES[0]}a" in text.replace("#", " ").split() for text in texts] == (
        words > 0
    ).tolist()


def test_constants_are_not_set_for_a_comparison_with_baselines(evaluation, capsys):
    with pytest.raises(SystemExit):
        evaluation("--set", "words=0")
    assert "--only ours" in capsys.readouterr().err

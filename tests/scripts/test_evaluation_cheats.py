"""Planted cheats are what their kind says, the same every time, and leave everybody else alone."""

import gzip
import json
import random
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.judging.evaluation import BriefLine
from scripts.evaluation import kinds
from scripts.evaluation.collection import Collection, Sources, Trial
from scripts.evaluation.kinds import DAY, KINDS, POSTS, Material, Text, bio_of, reworded
from scripts.evaluation.planting import EACH, is_planted, plant, planted_briefs
from scripts.evaluation.sealed import SEALED
from scripts.evaluation.tricks import FRESH, KEPT, TRIED

TERMS = tuple(f"term{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")


def texts(what, n, start):
    said = f"{what} number {{}} says the same thing"
    return tuple(
        Text(words=said.format(i), at=start + i, likes=50, source=f"{what}{i}") for i in range(n)
    )


def dice(seed):
    return random.Random(seed)  # noqa: S311  # not a secret


MATERIAL = Material(
    niche="tea",
    own=texts("own", 40, 1_000_000),
    unused=texts("unused", 40, 2_000_000),
    other=texts("other", 60, 3_000_000),
    terms=TERMS,
)
BY_SOURCE = {t.source: t for t in (*MATERIAL.own, *MATERIAL.unused, *MATERIAL.other)}


def made(kind, seed=1):
    return {**KINDS, **SEALED, **TRIED, **KEPT, **FRESH}[kind](MATERIAL, dice(seed))


@pytest.mark.parametrize("kind", [*KINDS, *SEALED, *TRIED, *KEPT, *FRESH])
def test_a_cheat_has_posts_with_words_and_is_made_the_same_again(kind):
    posts = made(kind)
    assert len(posts) >= POSTS
    assert all(post.words.strip() for post in posts)
    assert made(kind) == posts
    assert made(kind, seed=2) != posts


def test_copies_are_word_for_word_and_later():
    for copy in made("copies"):
        assert copy.words == BY_SOURCE[copy.source].words
        assert 0 < copy.at - BY_SOURCE[copy.source].at <= 20 * DAY
        assert copy.source.startswith("own")


def test_rewordings_are_later_and_share_most_words_but_not_all():
    for copy in made("rewordings"):
        original = BY_SOURCE[copy.source]
        shared = set(copy.words.split()) & set(original.words.split())
        assert copy.words != original.words
        assert copy.at > original.at
        assert len(shared) >= len(set(original.words.split())) - 2
    assert reworded("the tea is good", dice(0)) != "the tea is good"


def test_heaps_are_nothing_but_words_of_the_niche():
    for post in made("heaps"):
        assert set(post.words.split(", ")) <= set(TERMS)
        assert len(post.words.split(", ")) >= 8


def test_woven_tags_leave_the_words_around_them_as_they_were():
    for post in made("woven"):
        tags = re.findall(r"#(\w+)", post.words)
        assert 4 <= len(tags) < 8
        assert set(tags) <= set(TERMS)
        rest = " ".join(word for word in post.words.split() if not word.startswith("#"))
        assert rest == BY_SOURCE[post.source].words


@pytest.mark.parametrize(("kind", "sentences"), [("draws", "_DRAWS"), ("templates", "_TEMPLATES")])
def test_sentences_are_filled_with_words_of_the_niche(kind, sentences):
    patterns = [
        re.compile(re.sub(r"\\{[abc]\\}", r"(\\w+)", re.escape(sentence)))
        for sentence in getattr(kinds, sentences)
    ]
    found = [next(p.fullmatch(post.words) for p in patterns if p.fullmatch(post.words))
             for post in made(kind)]  # fmt: skip
    assert all(set(match.groups()) <= set(TERMS) for match in found)
    assert len({match.re for match in found}) == len(patterns)


def test_repeats_are_one_post_with_its_words_in_another_order_and_padded():
    first, *repeats = made("shuffled")
    words = sorted(first.words.split())
    for repeat in repeats:
        said = repeat.words.split()
        ends = (sorted(said[: len(words)]), sorted(said[-len(words) :]))
        assert words in ends
        assert len(said) > len(words)
        assert repeat.at > first.at


def test_a_stuffed_bio_goes_with_posts_about_anything():
    assert {post.source[:5] for post in made("bios")} == {"other"}
    assert set(bio_of(MATERIAL, dice(1)).split(" | ")) <= set(TERMS)


def test_fresh_kinds_are_what_they_say():
    for post in made("listicles"):
        assert [int(n) for n in re.findall(r"(\d)\. ", post.words)][:3] == [1, 2, 3]
    assert len({post.words for post in made("anecdotes")}) == POSTS
    assert all(re.search(r": .*\. [^.]+\.$", post.words) for post in made("catalogue"))
    for post in made("middles"):
        original = BY_SOURCE[post.source]
        words, first = original.words.split(), post.words.split()
        assert (first[:2], first[-2:]) == (words[:2], words[-2:])
        assert post.words != original.words
        assert post.at > original.at
    pairs = {" ".join(t.words.split()[i : i + 2]) for t in MATERIAL.own for i in range(6)}
    assert all(any(pair in post.words for pair in pairs) for post in made("echoes"))
    assert all(2 <= post.words.count(".") <= 3 for post in made("lexicon"))
    said = {post.words for kind in ("listicles", "anecdotes", "lexicon") for post in made(kind)}
    assert all(any(term in words for term in TERMS) for words in said)


def test_kinds_kept_back_are_not_among_those_used_while_developing():
    assert len(SEALED) == 2
    assert not SEALED.keys() & KINDS.keys()


NICHE = next(f"niche{n}" for n in range(99) if is_planted(f"niche{n}"))
PLAIN = BriefLine(id="b.plain", text="tea pots", track="plain")


class Simulator:
    """As much of `simulate.py` as planting asks for; the mask takes out the word "own"."""

    GENERIC = ("pics",)

    @staticmethod
    def read(csv, want):
        assert want == {NICHE, "pics"}
        pools = {
            NICHE: [pooled(text, NICHE) for text in (*MATERIAL.own, *MATERIAL.unused)],
            "pics": [pooled(text, "pics") for text in MATERIAL.other],
        }
        return pools, None, 1

    @staticmethod
    def top_terms(posts, spread, n):
        return list(TERMS)

    class Mask:
        def __init__(self, niche, plain):
            assert (niche, plain) == (NICHE, PLAIN.text)

        def text(self, said):
            return said.replace("own", "").replace("term", "t")


def pooled(text, sub):
    return SimpleNamespace(id=text.source, sub=sub, at=text.at, score=text.likes, text=text.words)


def base(folder):
    file = folder / "corpus.jsonl.gz"
    posts = [
        {"source": "reddit", "id": f"s13-{text.source}", "text": text.words, "likes": 50,
         "created_at": "2013-01-01T00:00:00Z", "creator": {"id": f"c{n % 4}"}}
        for n, text in enumerate(MATERIAL.own)
    ]  # fmt: skip
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, posts)).encode()))
    trials = tuple(
        Trial(home=folder / "home", posts=(file,), briefs=(one,), niches={one.id: NICHE})
        for one in (PLAIN, BriefLine(id="b.masked", text="tea pots", track="masked"))
    )
    cheats = {"reddit:c3": "stuffer"}
    return Collection(name="dev", trials=trials, qrels={}, cheats=cheats, people=())


def records(path: Path):
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def test_cheats_are_planted_beside_the_corpus_and_known(tmp_path):
    sources = Sources(name="dev", csv=Path("x"), briefs=Path("x"), masked=Path("x"))
    whole = base(tmp_path)
    before = (tmp_path / "corpus.jsonl.gz").read_bytes()
    args = {"kinds": {**KINDS, **SEALED}, "folder": tmp_path / "added"}
    found = plant(whole, sources, Simulator, **args)
    assert (tmp_path / "corpus.jsonl.gz").read_bytes() == before
    assert [len(trial.posts) for trial in found.trials] == [2, 2]
    extra, masked = (records(trial.posts[1]) for trial in found.trials)
    creators = {f"reddit:{record['creator']['id']}" for record in extra}
    assert found.cheats.items() >= whole.cheats.items()
    assert found.cheats.keys() - whole.cheats.keys() == creators
    kinds_found = [found.cheats[creator] for creator in creators]
    assert {k: kinds_found.count(k) for k in kinds_found} == dict.fromkeys(
        {**KINDS, **SEALED}, EACH
    )
    assert len({record["id"] for record in extra}) == len(extra)
    assert [record["id"] for record in extra] == [record["id"] for record in masked]
    assert not any("term" in json.dumps(record) for record in masked)
    with_bio = {r["creator"]["id"] for r in extra if "bio" in r["creator"]}
    assert {found.cheats[f"reddit:{creator}"] for creator in with_bio} == {"bios"}
    copied = [r for r in extra if found.cheats[f"reddit:{r['creator']['id']}"] == "copies"]
    others = {t.words for n, t in enumerate(MATERIAL.own) if n % 4 != 3}
    assert {record["text"] for record in copied} <= others  # no cheat of the simulation is copied
    again = plant(whole, sources, None, **args)  # kept: nothing is asked of the simulation
    assert again == found


def test_about_a_third_of_the_niches_have_cheats_planted(tmp_path):
    niches = [f"niche{number}" for number in range(900)]
    assert sum(map(is_planted, niches)) == pytest.approx(300, abs=50)
    whole = base(tmp_path)
    assert planted_briefs(whole, whole.briefs) == whole.briefs

"""Texts whose brands are marked with a stance, and how they were made.

The written, the real, the second hand's and the third hand's train (`scripts/train_stance.py`). In
`data/stance/*.txt` a line is a text in which each brand stands in braces behind a sign: `+` for,
`-` against, `=` compares, `0` neutral, `?` unclear; `Left {-Northgate} for {+Pocketfox}.` tells of
two. A line that begins with `# ` names what follows.

**Written** (`written_LANG.txt`): made up by a language model about brands that do not exist, in
the voice of tweets, reviews, forum posts, captions and news, and labelled in the writing by the
rules for stances in `labelled`; the code of the day had not seen them. French, Spanish and
Portuguese tell much the same stories. No native speaker has read them.

**Real** (`real_en.txt`): posts of the public-domain collection umbrae/reddit-top-2.5-million (PDDL
1.0), title and the first 240 characters of the text; addresses and handles of people are replaced.
The first section is the posts of `names_dev.jsonl` that mean the brand. The second was drawn for
this by a hash among posts with one of 130 brand names: 170 at random, 330 among those VADER finds
words of mood in, 120 with two of the names, at most six of a name and eight of a subreddit in each
part. Names meant otherwise (the blizzard of '78), posts of private misfortune, and texts too cut
up to tell were left out. A language model read each text once and wrote the label down. Offers,
news, requests for help and plain facts are `neutral`: three quarters of them.

**Second** (`second_en.txt`): 1,600 more mentions in English, made up and labelled in the
same voices by a language model session that knew the rules for stances and saw neither code nor
texts. Many come in twos or threes that differ in a word or two and in the stance.

**Third** (`third_LANG.txt`): short sentences made up by another session, most of them in twos that
differ in the stance, in English for what is read worst: sarcasm, hedges, hearsay, feelings about
something else, questions. It had read parts of both sets that were kept for one look, whose
phrases come back here, so what has learnt from these is not to be measured on those.

**Later** (`later_en.txt`): 176 more posts of that collection, for measuring only. They were drawn
by the same hash among short ones with strong words of mood and a word such as I, love or worst, at
most four of a name, and labelled in the same way when the training was under way.

**Drawn** (`drawn_en.txt`): 541 more mentions in posts of that collection, at most six of a name and
eight of a subreddit, most of them first-person posts with a word of mood near the name, labelled by
another session from one reading. None is in the files above.

**Apart** (`apart.txt`, its sections languages): made up in the same voices by another language
model session, which had seen neither the training texts nor the network, for one look at what was
shipped. They never train.

**Blind** (`blind.txt`, its sections languages): 685 more, most in twos or threes that differ in a
word or two, by an author who had seen neither rules, code nor texts of ours and knew the five
stances by a sentence each. One half was looked at while it was chosen what to ship, the other once
after that; the next network was trained on both.

**Fourth** (`fourth_LANG.txt`): made up by several language model sessions after that, most in twos
and threes; one of those in English had read what was told wrongly of the blind ones. The German and
French lines share many of their stories.

**Blind again** (`blind_again.txt`, its sections languages): made up as the blind ones were, by
another author who had seen nothing of ours, for one look at what was shipped. They never train.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Stance = Literal["for", "against", "compares", "neutral", "unclear"]
Kind = Literal["written", "second", "third", "fourth", "real", "drawn", "later"]
Spans = tuple[tuple[int, int], ...]

FOLDER = Path(__file__).with_name("data") / "stance"
SIGNS: dict[str, Stance] = {
    "+": "for", "-": "against", "=": "compares", "0": "neutral", "?": "unclear",
}  # fmt: skip
_MARK = re.compile(r"\{(?P<sign>[-+=0?])(?P<name>[^{}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A text and the stance of its writer towards the brand at `spans`; `others` are other brands.

    Spans are half-open and in characters; `section` is what the line stood under in its file.
    """

    text: str
    spans: Spans
    others: Spans
    stance: Stance
    lang: str
    section: str


def told(kind: Kind, lang: str = "en") -> tuple[Told, ...]:
    """All stances of one file, in its order."""
    return tuple(_file(FOLDER / f"{kind}_{lang}.txt", lang))


def told_apart() -> tuple[Told, ...]:
    """All stances of the texts that another hand made for one look."""
    return tuple(replace(one, lang=one.section) for one in _file(FOLDER / "apart.txt", "en"))


def told_blind() -> tuple[Told, ...]:
    """All stances of the texts of an author who had seen nothing of ours."""
    return tuple(replace(one, lang=one.section) for one in _file(FOLDER / "blind.txt", "en"))


def told_again() -> tuple[Told, ...]:
    """All stances of the texts of a second author who had seen nothing of ours."""
    return tuple(replace(one, lang=one.section) for one in _file(FOLDER / "blind_again.txt", "en"))


def _file(path: Path, lang: str) -> Iterator[Told]:
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            section = line.removeprefix("# ")
        elif line:
            yield from read(line, lang=lang, section=section)


def read(line: str, *, lang: str = "en", section: str = "") -> Iterator[Told]:
    """What a marked line tells, by brand; a brand named twice is one."""
    text, signs, spans = "", {}, defaultdict(list)
    at = 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        key = mark["name"].casefold()
        if signs.setdefault(key, mark["sign"]) != mark["sign"]:
            raise ValueError(f"{mark['name']} has two stances in: {line}")
        spans[key].append((len(text), len(text) + len(mark["name"])))
        text, at = text + mark["name"], mark.end()
    text += line[at:]
    for key, sign in signs.items():
        others = tuple(span for name, places in spans.items() if name != key for span in places)
        yield Told(
            text=text, spans=tuple(spans[key]), others=others, stance=SIGNS[sign], lang=lang,
            section=section,
        )  # fmt: skip

"""What a corpus shows of a brand beyond what its card finds: words nearly like it, tags, hosts.

Two words are near if one is the other after one slip of the keyboard (a letter too many, missing,
another, or two swapped), or two for `LONG` letters. A word is cut into one part more than that,
with a letter left out between two: a slip spoils one part at most, so one pass of an automaton
over the parts meets every near word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from engine.brands.matching.addresses import address_of
from engine.brands.matching.endings import tongue
from engine.brands.matching.folding import folded
from engine.brands.matching.inflecting import forms_to_ask_about
from engine.brands.matching.terms import joined_tags
from engine.brands.matching.tokens import IS_LINK, is_wordy, tokens
from engine.vocabulary import Brand, Passage

MIN_NEAR = 5  # letters; shorter words are near to too many
LONG = 9  # letters from which two slips are near
_MOST = 40  # of each kind, the most frequent
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A word of a corpus that is nearly a word of the name: in how many posts it stands."""

    word: str
    meant: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """What was seen, the most frequent first; hashtags and hosts with the name in them.

    `named` counts posts with a word of the name that is long enough to be misspelled.
    """

    near: tuple[Near, ...] = ()
    forms: tuple[str, ...] = ()  # of the name, in the languages of the card, that need a person
    hashtags: tuple[tuple[str, str], ...] = ()
    hosts: tuple[tuple[str, str], ...] = ()
    named: int = 0


def look(card: Brand, passages: Iterable[Passage]) -> Sightings:
    """Return what `passages` show of `card`; only what stands in at least two of them."""
    lookout = _Lookout(card)
    for passage in passages:
        lookout.see(passage)
    return lookout.seen()


class _Lookout:
    def __init__(self, card: Brand) -> None:
        phrases = (card.name, *card.aliases)
        self._joined = {tag[1:] for phrase in phrases for tag in joined_tags(phrase)}
        self._words = [word for word in tokens(folded(card.name)) if _can_be_misspelled(word)]
        self._asked = forms_to_ask_about(card)
        self._langs = frozenset(map(tongue, card.langs)) | {None}
        self._forms: Counter[str] = Counter()
        self._near: Counter[tuple[str, str]] = Counter()
        self._hashtags: Counter[tuple[str, str]] = Counter()
        self._hosts: Counter[tuple[str, str]] = Counter()
        self._named = 0
        self._parts = ahocorasick.Automaton()
        for word in self._words:
            for part in parts_of(word):
                self._parts.add_word(part, None)
        if self._words:
            self._parts.make_automaton()
        self._known: dict[str, tuple[str, ...]] = {}

    def see(self, passage: Passage) -> None:
        fold = folded(passage.text)
        near = {pair for word in self._around(fold) for pair in self._nearly(word)}
        self._named += any(word == meant for word, meant in near)
        self._near.update(pair for pair in near if pair[0] != pair[1])
        if self._asked and tongue(passage.lang) in self._langs:
            self._forms.update(self._asked.keys() & set(_LETTERS.findall(fold)))
        self._hashtags.update(self._tags(passage.hashtags))
        self._hosts.update(self._addresses(passage.links, fold))

    def _around(self, fold: str) -> Iterator[str]:
        """Return the words of `fold` that share a part with a word of the name."""
        end = 0
        if not self._words:
            return
        for last, _ in self._parts.iter(fold):
            if last < end:
                continue
            start = last
            while start and fold[start - 1].isalpha():
                start -= 1
            found = _LETTERS.match(fold, start)
            if found:
                end = found.end()
                yield found[0]

    def _nearly(self, word: str) -> tuple[tuple[str, str], ...]:
        if word not in self._known:
            near = tuple(meant for meant in self._words if is_near(word, meant))
            self._known[word] = near
        return tuple((word, meant) for meant in self._known[word])

    def _tags(self, hashtags: Sequence[str]) -> set[tuple[str, str]]:
        tags = {folded(tag) for tag in hashtags}
        return {
            (tag, name)
            for tag in tags
            for name in self._joined
            if tag != name and (tag.startswith(name) or tag.endswith(name))
        }

    def _addresses(self, links: Sequence[str], fold: str) -> set[tuple[str, str]]:
        shown = [word for word in fold.split(" ") if "." in word] if "." in fold else []
        written = [found[0] for word in shown for found in IS_LINK.finditer(word)]
        hosts = {address_of(link).partition("/")[0] for link in (*links, *written)}
        return {
            (".".join(labels[i:]), name)
            for labels in (host.split(".") for host in hosts)
            for i, label in enumerate(labels[:-1])
            for name in self._joined
            if label == name or label.replace("-", "") == name
        }

    def seen(self) -> Sightings:
        near = [Near(word=w, meant=m, posts=n) for (w, m), n in self._near.most_common() if n > 1]
        return Sightings(
            near=tuple(near[:_MOST]),
            forms=tuple(word for word, n in self._forms.most_common(_MOST) if n > 1),
            hashtags=tuple(_frequent(self._hashtags)),
            hosts=tuple(_frequent(self._hosts)),
            named=self._named,
        )


def _frequent(counted: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair, n in counted.most_common(_MOST) if n > 1]


def _can_be_misspelled(word: str) -> bool:
    return len(word) >= MIN_NEAR and word.isalpha() and is_wordy(word)


def is_near(word: str, meant: str) -> bool:
    """Return whether `word` is `meant` but for a slip, or two if it is long."""
    from symspellpy.editdistance import DistanceAlgorithm, EditDistance

    slips = _slips(meant)
    if abs(len(word) - len(meant)) > slips:
        return False
    compared: int = EditDistance(DistanceAlgorithm.DAMERAU_OSA).compare(word, meant, slips)
    return 0 <= compared <= slips


def parts_of(word: str) -> list[str]:
    """Return pieces of `word`, which has `MIN_NEAR` letters, of which each near word holds one."""
    n = _slips(word) + 1
    size, more = divmod(len(word) - n + 1, n)
    parts: list[str] = []
    start = 0
    for i in range(n):
        end = start + size + (i < more)
        parts.append(word[start:end])
        start = end + 1
    return parts


def _slips(meant: str) -> int:
    return 2 if len(meant) >= LONG else 1

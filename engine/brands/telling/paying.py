"""Whether a sentence says in the author's own words that somebody pays for what is posted.

Each word of the sentence becomes a letter for what it is (a verb of paying, money, the post, me,
a brand …), and what holds is looked for in the letters. So no sentence is listed: any inflection
and order counts in which payment meets the post or the author. A denial, a condition, a third
person or a price in the same clause leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.text.stopwords import STOP_WORDS

KINDS = {
    "open": "H", "but": "L", "refused": "F", "thought": "t", "not": "N", "others": "X",
    "price": "W", "sums": "Z", "was_paid": "A", "gets_paid": "Q", "purpose": "U", "pays": "P",
    "sponsors": "S", "money": "M", "gets": "G", "gives": "V", "paid_as": "J", "work": "Y",
    "company": "K", "deal": "E", "swap": "s", "aim": "u", "content": "C", "these": "D", "a": "d",
    "me": "O", "i": "I", "which": "R",
}  # fmt: skip
"""Lists of words in the data file, the earlier ones first, and the letters they become."""

_TELLING = ("gets_paid", "pays", "sponsors", "money", "paid_as", "deal")
_WITHIN = 300  # letters of a sentence to either side
_NEAR = 9  # words between payment and post
_END = re.compile("[.!?](?=[\\s\"')\u00bb]|$)|[\n\u2026\u3002]")
_OTHER = (
    r"(?P<B>@\w[\w.]*)|(?P<T>#\w+)|(?P<w>\w+)"
    r"|(?P<k>[:()\u2013\u2014\u2600-\u27bf\U0001f000-\U0001faff]|\s-\s)|(?P<c>[,;\"\u201c\u201d])"
)
_POST = re.compile(r"D[^NXWckCPSGVI]{0,2}C|GdC|U")
_DEAL = re.compile("[PJS]d?Y|Yd?[PJS]|E|s(?=[^Nk]{0,9}[UCO])")
_AIM = re.compile("O[wdBKV]{0,3}[PM][wdBKc]{0,4}u|(?:P[wd]?O|V[wd]?O[wd]?M)[wdBKc]{0,4}u")
_OPENLY = re.compile("[NX]+(?=[^NkcBPSMQ]{0,4}H)|(?<=H)N")
_POST_FIRST = re.compile(r"(?:^|[ckR])[wdI]{0,2}C")
_TAG_END = re.compile(r",\s*(?:ta|ok|okay|vale|viu|hein|ne\s+ta)\s*\?", re.I)
_BREAK = re.compile("[ck]")
_BREAK_AT = re.compile("k")
_AFTER = 4  # words behind, in which a denial counts


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The letters of the words of a sentence, and where each word stands in the text."""

    letters: str
    spans: tuple[tuple[int, int], ...]

    def places(self, kinds: str) -> list[int]:
        return [place for place, letter in enumerate(self.letters) if letter in kinds]

    def near(self, place: int, kinds: str, *, before: int, after: int) -> bool:
        around = self.letters[max(0, place - before) : place + after + 1]
        return any(kind in around for kind in kinds)


class Paying:
    """The words of one language by which somebody is said to be paid."""

    def __init__(self, words: Mapping[str, Collection[str]], people: frozenset[str]) -> None:
        known = "|".join(
            f"(?P<{letter}>{_any(words[kind])})" for kind, letter in KINDS.items() if kind in words
        )
        self._word = re.compile(rf"(?<![\w#@-])(?:{known})|{_OTHER}", re.I)
        self._people, self._style = people, words.get("style", ())
        told = [word.split()[0] for kind in _TELLING for word in words.get(kind, ())]
        self.hints = tuple(sorted({word.partition("*")[0] for word in told}))

    def spans(self, folded: str, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield what says so in the sentences in which the letters at `ends` stand."""
        done = -1
        for end in ends:
            if end <= done:
                continue
            start, done = _bounds(folded, end)
            if folded[done : done + 1] != "?" or _TAG_END.search(folded, start, done + 1):
                found = self._of(self._read(folded, start, done))
                if found:
                    yield found

    def leaves(self, folded: str, start: int, end: int) -> bool:
        """Return whether words of payment are denied, or of others, by what stands before them."""
        surface = folded[start:end].lower()
        if not any(hint in surface for hint in self.hints):
            return False
        before = self._read(folded, _bounds(folded, start)[0], start).letters
        near = _BREAK.split(before)[-1] + self._read(folded, start, end).letters
        return any(kind in near for kind in "NX")

    def elsewhere(self, folded: str, start: int, end: int) -> bool:
        """Return whether what stands there was refused, is over, or is only thought or met."""
        low, high = _bounds(folded, start)
        before = self._read(folded, low, start).letters
        behind = self._read(folded, end, max(high, end)).letters
        return "t" in before or "F" in _BREAK.split(before)[-1] + _BREAK.split(behind)[0]

    def _read(self, folded: str, start: int, end: int) -> _Sentence:
        letters: list[str] = []
        spans, opened = [], -1
        for match in self._word.finditer(folded, start, end):
            if match[0] == "(":
                opened = len(letters)
            letters.append(self._letter(match))
            spans.append(match.span())
            if match[0] == ")" and opened >= 0:  # an aside divides nothing
                letters[opened] = letters[-1] = "c"
        told = _OPENLY.sub(lambda openly: "w" * len(openly[0]), "".join(letters))
        return _Sentence(told, tuple(spans))

    def _letter(self, match: re.Match[str]) -> str:
        kind = match.lastgroup or "w"
        lower = match[0].lower()
        if kind == "L":
            return "k"
        if kind == "w" and match[0][0].isupper() and len(lower) > 1:
            return "w" if lower in STOP_WORDS or lower in self._people else "B"
        return kind

    def _of(self, sentence: _Sentence) -> tuple[int, int] | None:
        for begin, finish in self._payments(sentence):
            if not _left(sentence.letters, begin, finish):
                return sentence.spans[begin][0], sentence.spans[finish][1]
        return None

    def _payments(self, sentence: _Sentence) -> Iterator[tuple[int, int]]:
        """Yield from where to where payment meets the post, the author's work or its purpose."""
        letters = sentence.letters
        posts = [(*match.span(), _NEAR) for match in _POST.finditer(letters)]
        posts += [(*match.span(), 0) for match in _POST_FIRST.finditer(letters)]
        for first, last, before in posts:
            for place in sentence.places("PSMQ"):
                near = first - before <= place <= last + _NEAR
                if near and self._pays(sentence, place):
                    yield min(first, place), max(last - 1, place)
        for begin, end in (match.span() for match in _DEAL.finditer(letters)):
            if _dealt(letters, begin, end - 1):
                yield begin, end - 1
        for begin, end in (match.span() for match in _AIM.finditer(letters)):
            if sentence.near(begin, "BK", before=_NEAR, after=_NEAR):
                yield begin, end - 1

    def _pays(self, sentence: _Sentence, place: int) -> bool:
        """Return whether what stands at `place` says that the author is paid, not who pays."""
        kind = sentence.letters[place]
        mine = "needs i" not in self._style or "I" in sentence.letters or "A" in sentence.letters
        if kind == "Q":
            return mine
        if kind == "M":
            got = sentence.near(place, "G", before=6, after=9) and mine
            given = sentence.near(place, "V", before=5, after=5)
            return got or (given and sentence.near(place, "O", before=6, after=6))
        if sentence.near(place, "A", before=6, after=3):
            return True
        if kind == "P" and sentence.near(place, "O", before=3, after=2):
            return True
        payer = sentence.near(place, "BK", before=8, after=7)
        return payer and not sentence.near(place, "I", before=4, after=2)


def _left(letters: str, begin: int, finish: int) -> bool:
    """Return whether the words from `begin` to `finish` are denied, or of others, or of prices.

    What is denied before a colon, a dash or a "but" is another matter; a sum is none of a price
    where it is paid to the author.
    """
    behind = _BREAK.split(letters[finish + 1 : finish + 1 + _AFTER])[0]
    since = letters.rfind("k", 0, begin) + 1
    if "N" in letters[since : finish + 1] or "N" in behind:
        return True
    part = letters[since:finish] + _BREAK.split(letters[finish:])[0]
    mine = "O" in part and "I" not in part and ("B" in part or "K" in part)
    theirs = "X" in letters[since : finish + 1] or "X" in behind
    theirs = theirs or "cX" in letters[finish + 1 : finish + 1 + _AFTER]
    return theirs or any(kind in part for kind in "WFt") or ("Z" in part and not mine)


def _dealt(letters: str, begin: int, finish: int) -> bool:
    """Return whether paid work at `begin` to `finish` is of a brand and the author, or the post."""
    before = _BREAK_AT.split(letters[max(0, begin - _NEAR) : begin])[-1]
    behind = _BREAK_AT.split(letters[finish + 1 : finish + 1 + _NEAR])[0]
    if any(kind in before + _BREAK.split(behind)[0] for kind in "XWZ"):
        return False
    if _POST.search(before) or _POST.search(behind) or _POST_FIRST.match(before):
        return True
    others = any(one in before for one in "BK") and any(one in behind for one in "BK")
    named = any(one in before + behind for one in "BK")
    return named and (not others or "I" in before or "O" in before)


def _bounds(folded: str, at: int) -> tuple[int, int]:
    """Return where the sentence around `at` starts and where its last mark stands."""
    low = max(0, at - _WITHIN)
    start = max((match.end() for match in _END.finditer(folded, low, at)), default=low)
    mark = _END.search(folded, at, at + _WITHIN)
    return start, mark.start() if mark else min(len(folded), at + _WITHIN)


def _any(words: Collection[str]) -> str:
    return "|".join(_source(word) for word in sorted(words, key=len, reverse=True))


def _source(word: str) -> str:
    source = re.escape(word).replace(r"\ ", r"[^\S\n]+").replace(r"\*", r"\w*")
    return source if word.endswith("*") else rf"{source}(?!\w)"

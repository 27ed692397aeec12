"""The words of a brief with the role each plays, as a row of letters that clauses are read from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from engine.briefs import lexicon as roles
from engine.briefs.languages import VOCABULARIES, vocabulary_of
from engine.briefs.lexicon import ROLES, Vocabulary, phrase_words
from engine.briefs.platforms import PLATFORMS, USERS
from engine.briefs.words import Token, fold, tokens_of
from engine.places import demonym, find

_LONGEST = 6  # words of a phrase
_BOUNDS = ">a<b"
_TIERS = {"nano": "nano", "micro": "micro", "mikro": "micro", "mid": "mid", "midtier": "mid",
          "macro": "macro", "makro": "macro", "mega": "mega"}  # fmt: skip
_COMMON = frozenset({"nice", "reading", "mobile", "orange", "bath", "split", "cork", "male",
    "turkey", "jordan", "georgia", "chad", "victoria", "florence", "sydney", "essen", "lens",
    "tours", "angers", "nancy"})  # fmt: skip
_LARGE_CITY = 1_000  # thousands of people: known in small letters too
_SIGNS = {"+": "+", ">=": ">", "\u2265": ">", ">": "a", "<=": "<", "\u2264": "<", "<": "b"}
_FUZZY = 7  # letters from which a noun may have one wrong
_NOT_FUZZY = frozenset({"influences", "influence", "influenced", "follows", "followed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A phrase with its role: `text[start:stop]`; `value` is what it stands for."""

    role: str
    start: int
    stop: int
    folded: str
    value: object = None
    capital: bool = False
    glued: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Tagged:
    """A brief's items, and the roles they play as one string, a letter an item."""

    text: str
    items: list[Item]
    vocabulary: Vocabulary

    @property
    def roles(self) -> str:
        """The letters of the items."""
        return "".join(item.role for item in self.items)

    def words(self, start: int, stop: int) -> str:
        """Return the text of the items from `start` to before `stop`."""
        return self.text[self.items[start].start : self.items[stop - 1].stop]


_Entries = dict[tuple[str, ...], list[tuple[str, object]]]


def tag(text: str, sources: Collection[str] = ()) -> Tagged:
    """Return `text` as items with roles, its language guessed; `sources` are platforms too."""
    tokens = [t for t in tokens_of(text) if not _is_hyphen(t, text)]
    vocabulary = vocabulary_of([t.folded for t in tokens if t.kind == "word"])
    entries = _entries(vocabulary.code) | {
        phrase_words(name): [(roles.PLATFORM, name.lower())] for name in sources
    }
    items: list[Item] = []
    place = 0
    while place < len(tokens):
        item, used = _next(tokens, place, items, entries)
        items.append(item)
        place += used
    return Tagged(text, items, vocabulary)


def _is_hyphen(token: Token, text: str) -> bool:
    around = text[token.start - 1 : token.start], text[token.stop : token.stop + 1]
    before = text[: token.start].split()[-1:] or [""]
    is_count = before[-1][:1].isdigit() and around[1].isdigit()
    return token.written == "-" and around[0].isalpha() and around[1].isalnum() and not is_count


def _next(tokens: list[Token], i: int, items: list[Item], entries: _Entries) -> tuple[Item, int]:
    token = tokens[i]
    if token.kind in {"number", "share", "quote", "date"}:
        return _valued(tokens, i, entries)
    if token.kind in {"mark", "dots", "other", "price"} and token.written not in {*_SIGNS, "&"}:
        return _mark(token, tokens, i), 1
    for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
        found = _phrase(tokens[i : i + length], tokens, i + length, entries)
        if found:
            return _item(tokens, i, length, _choose(found, tokens, i, length)), length
        town = _place(tokens[i : i + length], entries)
        if town is not None:
            return _item(tokens, i, length, (roles.PLACE, town)), length
    return _item(tokens, i, 1, _of_word(token, entries)), 1


def _item(tokens: list[Token], i: int, n: int, entry: tuple[str, object]) -> Item:
    first, last = tokens[i], tokens[i + n - 1]
    folded = " ".join(token.folded for token in tokens[i : i + n])
    return Item(role=entry[0], value=entry[1], start=first.start, stop=last.stop, folded=folded,
                capital=first.is_capital, glued=first.glued)  # fmt: skip


def _mark(token: Token, tokens: list[Token], i: int) -> Item:
    numbers = {"number", "share"}
    between = 0 < i < len(tokens) - 1 and {tokens[i - 1].kind, tokens[i + 1].kind} <= numbers
    if between and token.written in {"-", "\u2013", "\u2014", "\u2212", "..", "..."}:
        role = ROLES["upto"]
    elif token.written in ".!?\u2026" and token.stop != tokens[-1].stop:
        role = roles.STOP
    else:
        role = roles.MARK if token.kind == "mark" else roles.WORD
    return Item(role=role, start=token.start, stop=token.stop, folded=token.folded)


def _valued(tokens: list[Token], i: int, entries: _Entries) -> tuple[Item, int]:
    token = tokens[i]
    if token.kind != "number":
        role = {"share": roles.SHARE, "quote": roles.QUOTE, "date": roles.DATE}[token.kind]
        value: object = (
            token.value
            if token.kind == "share"
            else token.written.strip('"\u201c\u201d\u00ab\u00bb\u201e ')
        )
        return _item(tokens, i, 1, (role, value)), 1
    after = entries.get((tokens[i + 1].folded,), []) if i + 1 < len(tokens) else []
    scale = next((value for role, value in after if role == ROLES["scale"]), None)
    amount = token.value or 0.0
    if isinstance(scale, int) and not token.has_unit:
        dotted = tokens[i + 1].folded in {"tsd", "mio"} and [
            t.written for t in tokens[i + 2 : i + 3]
        ]
        used = 3 if dotted == ["."] else 2
        return _item(tokens, i, used, (roles.LARGE, amount * scale)), used
    is_year = token.written.isdigit() and 1990 <= amount <= 2100
    role = roles.LARGE if token.has_unit else roles.YEAR if is_year else roles.NUMBER
    return _item(tokens, i, 1, (role, amount)), 1


def _phrase(
    words: list[Token], tokens: list[Token], after: int, entries: _Entries
) -> list[tuple[str, object]]:
    found = entries.get(tuple(token.folded for token in words), [])
    spoken = [entry for entry in found if entry[0] == ROLES["speaking"]]
    if words[0].glued:
        tier = tokens[after - len(words) - 1].folded in _TIERS
        return spoken or [entry for entry in found if tier and entry[0] == ROLES["crowd"]]
    if after < len(tokens) and tokens[after].glued:
        follows = tokens[after].folded
        is_open = follows in {"speaking", "language"} or (found and found[0][0] == roles.TIER)
        return found if is_open else []
    return found


def _choose(
    found: list[tuple[str, object]], tokens: list[Token], i: int, n: int
) -> tuple[str, object]:
    """Return the entry of a phrase that fits what stands before and after it."""
    before = i > 0 and _counts(tokens, i - 1)
    after = i + n < len(tokens) and tokens[i + n].kind in {"number", "share"}
    wanted = ("TJ" if before and after else "") + (f"{_BOUNDS}R" if after else "")
    wanted += "+_" if before and not after else ""
    for role in wanted:
        for entry in found:
            if entry[0] == role:
                return entry
    return next((entry for entry in found if entry[0] not in f"{_BOUNDS}RT+_"), found[0])


def _counts(tokens: list[Token], i: int) -> bool:
    """Return whether a number, its scale or a noun of followers ends at `i`."""
    if tokens[i].kind in {"number", "share"}:
        return True
    entry = _entries("en").get((tokens[i].folded,), [("", None)])[0][0]
    scaled = tokens[i].folded in {"mil", "thousand", "mille", "tausend", "tsd", "million"}
    return scaled or entry == ROLES["follower"]


def _place(words: list[Token], entries: _Entries) -> object:
    first = words[0]
    if first.kind != "word" or first.glued or (len(words) == 1 and len(first.folded) < 2):
        return None
    written = " ".join(token.written for token in words)
    found = find(written)
    if found is None or (words[-1].kind == "mark"):
        return None
    if first.is_capital:
        return written
    is_known = found.kind == "country" or found.thousands >= _LARGE_CITY
    plain = len(first.folded) > 3 and first.folded not in _COMMON
    return written if is_known and plain else None


def _of_word(token: Token, entries: _Entries) -> tuple[str, object]:
    """Return the role of a word that is no phrase: a demonym, a tier, a noun misspelt, or none."""
    if token.glued:
        return roles.WORD, None
    country = demonym(token.written)
    if country is not None:
        return roles.DEMONYM, country.name
    if token.kind == "word" and len(token.folded) >= _FUZZY and token.folded not in _NOT_FUZZY:
        for noun, entry in _nouns().items():
            if _is_near(token.folded, noun):
                return entry
    return roles.WORD, None


def _is_near(one: str, other: str) -> bool:
    """Return whether one letter more, less, other, or two swapped make one word of the other."""
    if abs(len(one) - len(other)) > 1 or one[:1] != other[:1]:
        return False
    i = 0
    while i < min(len(one), len(other)) and one[i] == other[i]:
        i += 1
    a, b = one[i:], other[i:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


@cache
def _nouns() -> dict[str, tuple[str, object]]:
    """Return the nouns that are known misspelt."""
    found: dict[str, tuple[str, object]] = {}
    for vocabulary in VOCABULARIES:
        for name in ("follower", "crowd"):
            for noun in vocabulary.phrases[name].split("|"):
                found[fold(noun)] = (ROLES[name], None)
    for source, names in PLATFORMS.items():
        for name in names.split("|"):
            found[name] = (roles.PLATFORM, source)
    return {noun: entry for noun, entry in found.items() if len(noun) >= _FUZZY and " " not in noun}


@cache
def _entries(code: str) -> _Entries:
    """Return the phrases of a language, and those that all languages share."""
    entries: _Entries = {}
    for phrase, role, value in _listed(code):
        words = phrase_words(phrase)
        if words:
            entries.setdefault(words, []).append((role, value))
    return entries


def _listed(code: str) -> Iterator[tuple[str, str, object]]:
    mine = next(v for v in VOCABULARIES if v.code == code)
    yield from _own(mine)
    for vocabulary in VOCABULARIES:
        for name in ("follower", "engagement"):
            yield from ((p, ROLES[name], None) for p in vocabulary.phrases[name].split("|"))
        yield from ((p, roles.TONGUE, c) for c, n in vocabulary.languages.items()
                    for p in n.split("|") if len(p) > 3)  # fmt: skip
    for role, table in ((roles.PLATFORM, PLATFORMS), (roles.USER, USERS)):
        yield from ((p, role, source) for source, names in table.items() for p in names.split("|"))
    yield from ((word, roles.TIER, tier) for word, tier in _TIERS.items())
    yield from ((word + noun, roles.TIER, (tier,)) for word, tier in _TIERS.items()
                for v in VOCABULARIES for noun in v.phrases["crowd"].split("|"))  # fmt: skip


def _own(mine: Vocabulary) -> Iterator[tuple[str, str, object]]:
    yield from ((sign, role, None) for sign, role in _SIGNS.items())
    for reason, phrases in mine.unfiltered.items():
        yield from ((phrase, roles.UNFILTERED, reason) for phrase in phrases.split("|"))
    for name, phrases in mine.phrases.items():
        if name == "scale":
            yield from ((p, ROLES[name], 1_000_000 if p.startswith("mi") and p not in
                         {"mil", "miles", "mille", "milliers"} else 1_000)
                        for p in phrases.split("|"))  # fmt: skip
        else:
            yield from ((phrase, ROLES[name], name) for phrase in phrases.split("|"))
    for months in mine.months.split("|"):
        yield from ((m, roles.MONTH, n) for n, m in enumerate(months.split(), 1) if m != "-")
    for unit, names in mine.spans.items():
        yield from ((name, roles.SPAN, unit) for name in names.split("|"))
    yield from ((w, roles.NUMBER, float(n)) for n, w in enumerate(mine.numbers.split(), 1) if n > 1)

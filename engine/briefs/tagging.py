"""The words of a brief with the role each plays, as a row of letters that clauses are read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from engine.briefs import lexicon as roles
from engine.briefs.languages import VOCABULARIES, vocabulary_of
from engine.briefs.lexicon import ROLES, Vocabulary, compounds, phrase_words
from engine.briefs.platforms import PLATFORMS, USERS
from engine.briefs.words import Token, fold, tokens_of
from engine.places import find, home_of, members, nickname, world

_LONGEST = 6  # words of a phrase
_BOUNDS = ">a<b"
_TIERS = {"nano": "nano", "micro": "micro", "mikro": "micro", "mid": "mid", "midtier": "mid",
          "macro": "macro", "makro": "macro", "mega": "mega"}  # fmt: skip
_COMMON = frozenset({"nice", "reading", "mobile", "orange", "bath", "split", "cork", "male",
    "turkey", "jordan", "georgia", "chad", "victoria", "florence", "sydney", "essen", "lens",
    "tours", "angers", "nancy"})  # fmt: skip
_TOWN = 50  # thousands of people, for a town after a word such as "in"
_LEADING = f"{ROLES['of']}{ROLES['filler']}"  # that may stand for "in" before a place
_SHORTEST = 3  # letters of a name that may be another word in any case
_SHORT_NAME = 6  # letters up to which a name in small letters may be another word
_CITY = 200  # thousands of people: known in small letters after a word such as "in"
_LARGE_CITY = 1_000  # thousands of people: known in small letters too
_SIGNS = {"+": "+", ">=": ">", "\u2265": ">", ">": "a", "<=": "<", "\u2264": "<", "<": "b"}
_FOREIGN = ("asking", "at_least", "at_most", "above", "below", "excluding")
"""Roles whose phrases are known in briefs of other languages too: briefs mix them."""
_TELLING = 5  # letters of such a phrase
_PLAIN = frozenset({"mark", "dots", "other", "price", "line", "address"})
_KINDS = {"line": roles.STOP, "price": roles.PRICE, "address": roles.ADDRESS}
_CUT_SHORT = frozenset("max min mind ca approx aprox env".split())  # noqa: SIM905
_BREAKS = frozenset(",;:()!?/+")
_BASED = "based"  # that a place is: UK-based
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
    if text.isupper():
        tokens = [replace(token, written=token.written.lower()) for token in tokens]
    vocabulary = vocabulary_of([t.folded for t in tokens if t.kind == "word"])
    entries = _entries(vocabulary.code) | {
        phrase_words(name): [(roles.PLATFORM, name.lower())] for name in sources
    }
    items: list[Item] = []
    place = 0
    while place < len(tokens):
        item, used = _next(tokens, place, items, entries, vocabulary.code)
        items.append(item)
        place += used
    return Tagged(text, items, vocabulary)


def _is_hyphen(token: Token, text: str) -> bool:
    if token.written != "-":
        return False
    around = text[token.start - 1 : token.start], text[token.stop : token.stop + 1]
    before = text[: token.start].split()[-1:] or [""]
    is_count = re.search(r"(?:^|[^\w.,])\d[\w.,]*$", before[-1]) is not None and around[1].isdigit()
    return around[0].isalpha() and around[1].isalnum() and not is_count


def _next(
    tokens: list[Token], i: int, items: list[Item], entries: _Entries, code: str
) -> tuple[Item, int]:
    token = tokens[i]
    if token.kind in {"number", "share", "quote", "date"}:
        return _valued(tokens, i, entries)
    if token.kind in _PLAIN and token.written not in {*_SIGNS, "&"}:
        return _mark(token, tokens, i), 1
    role = _led(token, items)
    if role is not None:
        return _item(tokens, i, 1, role), 1
    for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
        if any(one.kind in _KINDS for one in tokens[i + 1 : i + length]):
            continue
        found = _phrase(tokens[i : i + length], tokens, i + length, entries)
        if found:
            return _spoken(tokens, i, length, _choose(found, tokens, i, length), entries)
        town = _place(tokens[i : i + length], items)
        if town is not None:
            return _item(tokens, i, length, (roles.PLACE, town)), length
    return _item(tokens, i, 1, _of_word(token, code)), 1


def _led(token: Token, items: list[Item]) -> tuple[str, object] | None:
    """Return the role of a word that only what stands before it tells: `lang: en`, `on X`."""
    before = "".join(item.role for item in items[-9:])
    if token.folded in _codes() and re.search("Y,?(?:L[,jJ])*$", before):
        return roles.TONGUE, token.folded
    if token.written == "X" and before.endswith(ROLES["at"]):
        return roles.PLATFORM, "x"
    return None


def _spoken(
    tokens: list[Token], i: int, n: int, entry: tuple[str, object], entries: _Entries
) -> tuple[Item, int]:
    """Return the item of the `n` tokens at `i` that are a phrase, and how many it takes."""
    if entry[0] == ROLES["scale"]:
        return _item(tokens, i, n, (roles.LARGE, float(str(entry[1])))), n
    many = entry[1] if entry[0] == roles.NUMBER else 1.0
    scale, used = _scale(tokens, i + n, entries)
    if scale and isinstance(many, float) and entry[0] in f"{roles.NUMBER}{ROLES['filler']}":
        return _item(tokens, i, n + used, (roles.LARGE, many * scale)), n + used
    n += _is_short(tokens, i + n - 1)
    return _item(tokens, i, n, entry), n


def _item(tokens: list[Token], i: int, n: int, entry: tuple[str, object]) -> Item:
    first, last = tokens[i], tokens[i + n - 1]
    folded = " ".join(token.folded for token in tokens[i : i + n])
    return Item(role=entry[0], value=entry[1], start=first.start, stop=last.stop, folded=folded,
                capital=first.is_capital, glued=first.glued)  # fmt: skip


def _mark(token: Token, tokens: list[Token], i: int) -> Item:
    numbers = {"number", "share"}
    between = 0 < i < len(tokens) - 1 and {tokens[i - 1].kind, tokens[i + 1].kind} <= numbers
    if token.kind in _KINDS:
        role = _KINDS[token.kind]
    elif between and token.written in {"-", "\u2013", "\u2014", "\u2212", "..", "..."}:
        role = ROLES["upto"]
    elif token.written in ".!?\u2026" and token.stop != tokens[-1].stop:
        role = roles.STOP
    else:
        is_mark = token.kind == "mark" or unicodedata.category(token.written[0]) == "So"
        role = roles.MARK if is_mark else roles.WORD
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
    scale, used = _scale(tokens, i + 1, entries)
    amount = token.value or 0.0
    if scale and not token.has_unit:
        return _item(tokens, i, used + 1, (roles.LARGE, amount * scale)), used + 1
    is_year = token.written.isdigit() and 1990 <= amount <= 2100
    role = roles.LARGE if token.has_unit else roles.YEAR if is_year else roles.NUMBER
    return _item(tokens, i, 1, (role, amount)), 1


def _is_short(tokens: list[Token], i: int) -> bool:
    """Return whether the word at `i` is cut short by a full stop before a number: `max. 20k`."""
    if tokens[i].folded not in _CUT_SHORT or i + 2 >= len(tokens):
        return False
    return tokens[i + 1].written == "." and _is_number(tokens[i + 2])


def _scale(tokens: list[Token], i: int, entries: _Entries) -> tuple[int, int]:
    """Return what the word at `i` multiplies a number by, and its tokens; 0, 0 if by nothing."""
    after = entries.get((tokens[i].folded,), []) if i < len(tokens) else []
    scale = next((value for role, value in after if role == ROLES["scale"]), None)
    if not isinstance(scale, int):
        return 0, 0
    is_short = tokens[i].folded in {"tsd", "mio"}
    is_dotted = is_short and [t.written for t in tokens[i + 1 : i + 2]] == ["."]
    return scale, 1 + is_dotted


def _phrase(
    words: list[Token], tokens: list[Token], after: int, entries: _Entries
) -> list[tuple[str, object]]:
    found = entries.get(tuple(token.folded for token in words), [])
    spoken = [entry for entry in found if entry[0] == ROLES["speaking"]]
    if words[0].glued:
        tier = tokens[after - len(words) - 1].folded in _TIERS
        if words[0].folded == _BASED:
            return found
        if words[0].folded == "ci":  # "ce mois-ci"
            return [(ROLES["filler"], None)]
        return spoken or [entry for entry in found if tier and entry[0] == ROLES["crowd"]]
    if after < len(tokens) and tokens[after].glued:
        follows = tokens[after].folded
        is_open = follows in {"speaking", "language", "ci"} or (found and found[0][0] == roles.TIER)
        return found if is_open else []
    return found


def _choose(
    found: list[tuple[str, object]], tokens: list[Token], i: int, n: int
) -> tuple[str, object]:
    """Return the entry of a phrase that fits what stands before and after it."""
    before = i > 0 and _counts(tokens, i - 1)
    after = i + n < len(tokens) and _is_number(tokens[i + n])
    wanted = ("TJ" if before and after else "") + (f"{_BOUNDS}R" if after else "")
    wanted += "+_" if before and not after else ""
    for role in wanted:
        for entry in found:
            if entry[0] == role:
                return entry
    return next((entry for entry in found if entry[0] not in f"{_BOUNDS}RT+_"), found[0])


def _is_number(token: Token) -> bool:
    return token.kind in {"number", "share"} or token.folded in _number_words()


@cache
def _codes() -> frozenset[str]:
    """Return the codes of all languages that are known by name."""
    return frozenset(code for vocabulary in VOCABULARIES for code in vocabulary.languages)


@cache
def _number_words() -> frozenset[str]:
    """Return the first words of numbers that are spelt out."""
    named = [entry.partition(":")[2] for v in VOCABULARIES for entry in v.amounts.split("|")]
    small = [word for v in VOCABULARIES for word in v.numbers.split()[1:]]
    made = [name for v in VOCABULARIES for name, role, _ in compounds(v) if role == roles.LARGE]
    words = {fold(name).split()[0] for name in (*named, *small, *made) if name}
    return frozenset(words - {"a", "une", "una", "uma", "ein"} | {"mil", "mille", "tausend"})


def _counts(tokens: list[Token], i: int) -> bool:
    """Return whether a number, its scale or a noun of followers ends at `i`."""
    if _is_number(tokens[i]):
        return True
    entry = _entries("en").get((tokens[i].folded,), [("", None)])[0][0]
    scaled = tokens[i].folded in {"mil", "thousand", "mille", "tausend", "tsd", "million"}
    return scaled or entry == ROLES["follower"]


def _place(words: list[Token], items: list[Item]) -> object:
    """Return the place that `words` name, as it is known; `items` are those before."""
    first = words[0]
    if first.kind != "word" or first.glued or (len(words) == 1 and len(first.folded) < 2):
        return None
    written = " ".join(token.written for token in words)
    if words[-1].kind == "mark" or any(
        token.written in _BREAKS or token.kind == "other" for token in words
    ):
        return None
    if members(written) and (first.is_capital or len(first.folded) > _SHORT_NAME):
        return written
    found = find(written)
    before = items[-1].role if items else ""
    if found is None and len(words) == 1 and before and before in f"{ROLES['at']}{ROLES['either']}":
        return nickname(first.written) if first.is_capital else None
    if found is None:
        is_led = bool(before) and before in f"{ROLES['at']}{ROLES['either']}{_LEADING}"
        return written if is_led and first.is_capital and _is_somewhere(written) else None
    if first.is_capital:
        return written
    is_asked = before == ROLES["at"] and (found.kind == "region" or found.thousands >= _CITY)
    is_known = found.kind == "country" or found.thousands >= _LARGE_CITY or is_asked
    plain = len(written) > _SHORTEST and first.folded not in _COMMON
    return written if is_known and plain else None


@lru_cache(maxsize=4096)
def _is_somewhere(name: str) -> bool:
    """Return whether `name` is a region or a town that only the largest list of places has."""
    return any(s.kind == "region" or s.thousands >= _TOWN for s in world().called(name))


def _of_word(token: Token, code: str) -> tuple[str, object]:
    """Return the role of a word that is no phrase: a demonym, a tier, a noun misspelt, or none."""
    if token.glued:
        return roles.WORD, None
    home = home_of(token.written)
    if home is not None:
        return roles.DEMONYM, home
    if token.kind == "word" and len(token.folded) >= _FUZZY and token.folded not in _NOT_FUZZY:
        for noun, entry in _nouns(code).items():
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
def _nouns(code: str) -> dict[str, tuple[str, object]]:
    """Return the nouns that are known misspelt in a language."""
    found: dict[str, tuple[str, object]] = {}
    for vocabulary in VOCABULARIES:
        for name in ("follower", "crowd") if vocabulary.code == code else ("follower",):
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
    known = {phrase_words(phrase) for phrase, _, _ in _own(mine)}
    yield from _own(mine)
    yield from ((word, ROLES["speaking"], "speaking") for word in ("language", "languages", "lang"))
    yield from ((word, ROLES["excluding"], "excluding") for word in ("exclude", "excluding"))
    for vocabulary in VOCABULARIES:
        for name in _FOREIGN if vocabulary.code != code else ():
            yield from ((p, ROLES[name], name) for p in vocabulary.phrases[name].split("|")
                        if len(p) >= _TELLING and phrase_words(p) not in known)  # fmt: skip
        names = ("follower", "engagement", *(("label",) if vocabulary.code == "en" else ()))
        for name in names:
            yield from ((p, ROLES[name], None) for p in vocabulary.phrases[name].split("|"))
        yield from ((p, roles.TONGUE, c) for c, n in vocabulary.languages.items()
                    for p in n.split("|") if len(p) > 3)  # fmt: skip
    for role, table in ((roles.PLATFORM, PLATFORMS), (roles.USER, USERS)):
        yield from ((p, role, source) for source, names in table.items() for p in names.split("|"))
    yield from ((word, roles.TIER, tier) for word, tier in _TIERS.items())
    yield from ((f"{word} tier", roles.TIER, (tier,)) for word, tier in _TIERS.items())
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
    yield from _timed(mine)
    for entry in filter(None, mine.speakers.split("|")):
        yield entry.partition(":")[2], roles.SPEAKERS, entry.partition(":")[0]
    yield from ((word, roles.GENDER, None) for word in filter(None, mine.genders.split("|")))
    yield from compounds(mine)
    yield from ((w, roles.NUMBER, float(n)) for n, w in enumerate(mine.numbers.split(), 1) if n > 1)


def _timed(mine: Vocabulary) -> Iterator[tuple[str, str, object]]:
    """Yield the words for months, seasons and spans of time."""
    for months in mine.months.split("|"):
        yield from ((m, roles.MONTH, n) for n, m in enumerate(months.split(), 1) if m != "-")
    for unit, names in mine.spans.items():
        yield from ((name, roles.SPAN, unit) for name in names.split("|"))
    for entry in filter(None, mine.seasons.split("|")):
        name, _, month = entry.partition(":")
        yield name, roles.SEASON, int(month)

"""Cues for a name or an ordinary word: how it is written, and the words beside it.

A cue is a number, 0 where it is not seen. No cue knows any brand: a word stands in a list here
because it stands beside brands of all kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.brands.matching.ordinary import commonness
from engine.brands.matching.usage import usual
from engine.brands.verdicts.scenes import scene, surroundings
from engine.brands.verdicts.writing import Place, Style, place_of, style_of, words_of
from engine.text.stopwords import STOP_WORDS
from engine.vocabulary import Brand

Cues = dict[str, float]
MOST_SPANS = 6  # of a post that are looked at
SHORT = 3  # letters up to which a name is an abbreviation of many things


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_GROUPS: Mapping[str, frozenset[str]] = {
    "at": _set("at from via by near outside @"),
    "inside": _set("in on into inside"),
    "of": _set("of"),
    "with": _set("for with like than vs versus and or & about using"),
    "article": _set("a an the"),
    "determiner": _set(
        "my your his her our their its this that these those some any every each no another"
    ),
    "subject": _set(
        """i you we they he she it who to will would can could should might may must don't doesn't
        didn't not never always just really also i'll i'd you'll let's gonna wanna please"""
    ),
    "consumed": _set(
        """bought buy buying ordered order ordering purchased love loved hate hated use using used
        wear wearing wore drink drinking drank eat eating ate shop shopping shopped thanks thank
        dear fuck called calling got tried visit visiting visited boycott own owned sell selling
        sells prefer recommend switched returned drove drive driving"""
    ),
}
_GOODS = _set(
    """store stores shop shops ad ads advert adverts commercial commercials employee employees
    customer customers ceo app website site stock shares logo brand product products headquarters
    hq warehouse outlet catalog catalogue coupon coupons card cards gift sale sales deal deals
    promo code worker workers manager factory factories campaign spokesperson recall earnings
    profit profits corporation corp inc company co ltd gmbh llc franchise restaurant restaurants
    receipt account online rep reps delivery driver drivers service phone laptop printer laptops
    printers shoes shirt jeans jacket bag bottle bottles can cans box boxes set sets ebook edition
    tv server servers truck trucks car cars"""
)
_COMPANY_DOES = _set(
    """announces announced launches launched releases released sells sold says said sues sued
    files filed confirms confirmed plans hires unveils unveiled reports reported offers offering
    offered recalls makes made has had is isn't was will won't just buys bought acquires
    introduces introduced starts started stops stopped refuses claims pays paid charges charged
    raises adds opens opening coming wants needs should does doesn't did didn't can can't gets
    got"""
)
_TRADE = _set(
    """store stores shop shopping brand brands company companies commercial advert ad ads
    advertising marketing customer customers price prices priced cheap coupon coupons sale
    discount discounts deal deals shipping product products purchase purchased buy bought buying
    sell selling sold retail retailer retailers gift promo ceo stock employee employees corporate
    corporation model warranty receipt refund sponsor sponsored logo chain franchise online
    website"""
)
_PRICE = re.compile(r"[$\u00a3\u20ac]\s?\d|\d\s?%|\d\s?\u20ac")
_NUMBER = re.compile(r"[\d.,]+k?")
_MODEL = re.compile(r"(?=.*\d)[\w-]{2,}|\d+")
_OWNED = re.compile("['\u2019]s\\b")
SIGNS = ("@", "#", "\uff20", "\uff03")
_QUOTES = " \"'\u201c\u201d\u2018\u2019*_[](#@)"
_BY_COMMON = ("lower_among_capitals", "lower_in_lower", "capital", "capital_in_title",
              "capital_at_start", "subject", "article", "at", "name_before")  # fmt: skip
_BY_SEVERAL = ("lower_among_capitals", "lower_in_lower", "visited", "article", "at", "quoted")
_BY_USUAL = ("lower_among_capitals", "lower_in_lower", "capital", "capital_in_title",
             "capital_at_start")  # fmt: skip
_BY_SHORT = ("capital", "capital_in_title", "lower_among_capitals", "other_capitals", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What is known of a name before any text: how common its words are (0 to 1), how it is built.

    `capitals` tells whether capitals inside it matter: it has some, and is short or a word;
    `usual` and `known` what is known of how people write it (`usage`).
    """

    name: str
    common: float
    several: bool
    short: bool
    capitals: bool
    usual: float = 0.0
    known: float = 0.0

    @property
    def coined(self) -> bool:
        """Whether nothing else is called so, by the dictionary."""
        return not self.common and not self.several and not self.short


def naming_of(card: Brand) -> Naming:
    """Return what is known of the card's name."""
    name, common = card.name, commonness(card.name)
    several = len(name.split()) > 1
    short = sum(map(str.isalnum, name)) <= SHORT
    marked = not several and any(map(str.isupper, name[1:]))
    usually, known = usual(name)
    return Naming(
        name=name,
        common=common,
        several=several,
        short=short,
        capitals=marked and (short or common > 0),
        usual=usually,
        known=known,
    )


def cues(naming: Naming, text: str, spans: Sequence[tuple[int, int]]) -> Cues:
    """Return the cues of `spans` in `text`: the mean over spans, with those of the whole text."""
    style = style_of(text)
    seen = [_of_span(naming, text, span, style) for span in spans[:MOST_SPANS]]
    found = seen[0] if len(seen) == 1 else _mean(seen)
    found["host"] = max(one["host"] for one in seen)
    found |= _of_text(naming, text, len(spans))
    found |= {f"{cue} x common": found[cue] * naming.common for cue in _BY_COMMON}
    found |= {f"{cue} x short": found[cue] * naming.short for cue in _BY_SHORT}
    found |= {f"{cue} x usual": found[cue] * naming.usual for cue in _BY_USUAL}
    found |= {f"{cue} x several": found[cue] * naming.several for cue in _BY_SEVERAL}
    found["name_before x coined"] = found["name_before"] * naming.coined
    return found


def _mean(seen: Sequence[Cues]) -> Cues:
    return {cue: sum(one[cue] for one in seen) / len(seen) for cue in seen[0]}


def _of_span(naming: Naming, text: str, span: tuple[int, int], style: Style) -> Cues:
    start, end = span
    place = place_of(text, start, end)
    owned = _OWNED.match(text, end) is not None
    return (
        _casing(naming, place, style)
        | _words_before(place)
        | _words_after(place, owned=owned)
        | _names_beside(place, style, owned=owned)
        | _joints(text, place, start, end)
        | scene(text, start, end)
    )


def _casing(naming: Naming, place: Place, style: Style) -> Cues:
    surface = place.surface
    tagged = place.gap_before.endswith(SIGNS)  # people write tags and handles in small letters
    telling = not (style.lower or style.upper or tagged)
    lower = surface.islower() and not naming.name.islower() and not tagged
    capital = telling and surface[:1].isupper()
    exact = surface == naming.name
    return {
        "lower_among_capitals": float(lower and telling and not place.host),
        "lower_in_lower": float(lower and style.lower),
        "capital": float(capital and not place.title and not place.start),
        "capital_at_start": float(capital and not place.title and place.start),
        "capital_in_title": float(capital and place.title),
        "own_capitals": float(naming.capitals and exact and not style.upper),
        "other_capitals": float(naming.capitals and not exact and telling and not place.host),
        "shouted": float(
            telling and surface.isupper() and len(surface) > 1 and not naming.name.isupper()
        ),
        "host": float(place.host),
        "path": float(place.path),
    }


def _words_before(place: Place) -> Cues:
    word = place.before[0].lower() if place.before and _touches(place.gap_before) else ""
    found = {group: float(word in words) for group, words in _GROUPS.items()}
    lower = place.surface.islower()
    return found | {
        "number": float(_NUMBER.fullmatch(word) is not None),
        "at_capital": found["at"] * (not lower),
        "article_lower": found["article"] * lower,
        "subject_lower": found["subject"] * lower,
    }


def _words_after(place: Place, *, owned: bool) -> Cues:
    words = [word.lower() for word in place.after]
    if owned and words[:1] == ["s"]:
        words = words[1:]
    word = words[0] if words and (owned or _touches(place.gap_after)) else ""
    return {
        "goods": float(word in _GOODS),
        "company_does": float(word in _COMPANY_DOES),
        "small_word_after": float(word in STOP_WORDS),
        "owned": float(owned),
    }


def _names_beside(place: Place, style: Style, *, owned: bool) -> Cues:
    after = place.after[0] if place.after and not owned and _is_space(place.gap_after) else ""
    before = place.before[0] if place.before and _is_space(place.gap_before) else ""
    telling = not (style.lower or style.upper)
    named = _is_name(after) and after.lower() not in _GOODS
    named_before = _is_name(before) and not before.isupper() and before.lower() not in STOP_WORDS
    inside = len(place.before) > 1
    return {
        "model": float(_MODEL.fullmatch(after) is not None),
        "name_after": float(telling and not place.title and named),
        "name_before": float(telling and not place.title and named_before and inside),
        "name_after_in_title": float(place.title and named),
        "name_before_in_title": float(place.title and named_before),
    }


def _joints(text: str, place: Place, start: int, end: int) -> Cues:
    left, right = text[:start][-2:], text[end : end + 2]
    linked = place.host or place.path
    hyphen = (right[:1] == "-" and right[1:].isalnum()) or (left[1:] == "-" and left[:1].isalnum())
    group = left in ("r/", "R/")
    slash = (right[:1] == "/" or left[-1:] == "/") and not linked and not group
    listed = (
        place.gap_after.strip() == "," and bool(place.after) and _is_name(place.after[0])
    ) or (place.gap_before.strip() == "," and bool(place.before) and _is_name(place.before[0]))
    return {
        "hyphen": float(hyphen and not linked),
        "slash": float(slash),
        "group": float(group),
        "listed": float(listed),
        "handle": float(left[-1:] == "@"),
        "hashtag": float(left[-1:] == "#"),
        "at_end": float(right.strip()[:1] in ("", ".", "!", "?")),
    }


def _of_text(naming: Naming, text: str, n_spans: int) -> Cues:
    own = set(words_of(naming.name))
    words = [word for word in words_of(text) if word not in own]
    return surroundings(text) | {
        "trade": min(4, sum(word in _TRADE for word in words)) / 4,
        "price": float(_PRICE.search(text) is not None),
        "alone": float(not words),
        "repeated": float(min(3, n_spans) - 1),
        "common": naming.common,
        "several": float(naming.several),
        "short": float(naming.short),
        "coined": float(naming.coined),
        "capitals": float(naming.capitals),
        "usual": naming.usual,
        "known": naming.known,
    }


def _touches(gap: str) -> bool:
    return "\n" not in gap and not gap.strip(_QUOTES)


def _is_space(gap: str) -> bool:
    return "\n" not in gap and not gap.strip()


def _is_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()

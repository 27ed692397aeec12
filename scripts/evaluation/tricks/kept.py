"""The tricks that were looked at when the constants were chosen."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from scripts.evaluation.kinds import DAY, POSTS, Kind, Material, Text, later, reworded, some
from scripts.evaluation.tricks.wordings import (
    bare,
    beginning,
    filled,
    half,
    piece,
    with_synonyms,
)

_COMMENTS = (
    "So true.",
    "This.",
    "Cannot agree more.",
    "Read it twice.",
    "Food for thought.",
    "Wow.",
)


def quoted(material: Material, dice: random.Random) -> list[Text]:
    """Return what others said in quotation marks, cut short, with a word of assent."""
    return [
        later(
            replace(text, words=f"“{beginning(text.words, 0.7)} …” {dice.choice(_COMMENTS)}"), dice
        )
        for text in some(material.own, dice)
    ]


_ELSEWHERE = {
    "the": "el", "a": "un", "an": "un", "and": "y", "or": "o", "of": "de", "in": "en",
    "on": "sobre", "for": "para", "to": "a", "with": "con", "my": "mi", "your": "tu", "is": "es",
    "are": "son", "was": "era", "i": "yo", "you": "tú", "we": "nosotros", "this": "este",
    "that": "ese", "what": "qué", "how": "cómo", "why": "por qué", "when": "cuando",
    "from": "desde", "at": "en", "it": "lo", "not": "no", "have": "tengo", "has": "tiene",
    "new": "nuevo", "good": "bueno", "best": "mejor", "first": "primer", "time": "vez",
    "made": "hice", "found": "encontré", "just": "solo", "after": "después de",
    "before": "antes de", "about": "sobre", "some": "unos", "all": "todos", "need": "necesito",
    "help": "ayuda", "today": "hoy", "day": "día", "year": "año", "old": "viejo", "big": "grande",
    "little": "pequeño", "love": "amor", "home": "casa", "anyone": "alguien",
    "question": "pregunta", "looking": "buscando", "more": "más", "do": "hago",
}  # fmt: skip


def translated(material: Material, dice: random.Random) -> list[Text]:
    """Return posts of others with their small words in another language."""
    return [
        later(
            replace(text, words=" ".join(_ELSEWHERE.get(w.lower(), w) for w in text.words.split())),
            dice,
        )
        for text in some(material.own, dice)
    ]


def grafted(material: Material, dice: random.Random) -> list[Text]:
    """Return the first half of somebody's post on a post about anything."""
    return [
        later(replace(text, words=f"{half(text.words, 0)} {other.words}"), dice)
        for text, other in zip(some(material.own, dice), some(material.other, dice), strict=True)
    ]


_PRAISE = (
    "Great {a}!", "Love the {b} here", "Such a clean {a}, well done", "That {a} though!",
    "Need this {b} in my life", "Best {a} I saw today, and the {c}!", "{a} goals",
    "Wow, the {b}!", "Keep the {a} coming", "This {b} made my day", "Teach me your {a}",
    "Perfect {c}, perfect {a}", "Here for the {b}", "My kind of {a}",
    "Cannot stop looking at that {c}",
)  # fmt: skip


def pods(material: Material, dice: random.Random) -> list[Text]:
    """Return the comments of a pod: short praise with a word of the niche, many reactions."""
    praise = dice.sample(_PRAISE, POSTS)
    return [
        replace(filled(said, text, material, dice), likes=dice.randint(200, 2000))
        for said, text in zip(praise, some(material.other, dice), strict=True)
    ]


_HEADLINES = (
    "{n} {a} you have to see in {y}", "{a} against {b}: the results are in",
    "Study: {a} is good for {b}", "The {a} market grows by {n} percent",
    "{a} prices fall, {b} prices rise", "{b} week opens with {a}",
    "Report: one in {n} prefers {a} to {b}", "{y} will be the year of {a}", "{a}: {n} facts",
    "Local {b} club wins {a} award", "Why {n} {a} fans turned to {b}",
    "{a} ban lifted after {n} days", "From {a} to {b} in {n} steps",
    "{n} reasons why {c} needs {a}", "Opinion: leave {a} alone",
)  # fmt: skip


def headlines(material: Material, dice: random.Random) -> list[Text]:
    """Return headlines and titles of lists, with the niche's words and numbers put in."""
    titles = dice.sample(_HEADLINES, POSTS)
    return [
        filled(title, text, material, dice)
        for title, text in zip(titles, some(material.other, dice), strict=True)
    ]


def invented(material: Material, dice: random.Random) -> list[Text]:
    """Return a template each with words of the niche and a name that nobody ever heard."""
    forms = (
        "{x} of {x} on {a}, {b} and {c}", "At {x} we do {a} and {b} like nobody else",
        "{x}: {a} for {b}", "{a} as {x} does it, with {b}", "My {x} and its {a}, {b}, {c}",
        "{x} met {a}. {b} followed",
    )  # fmt: skip
    return [filled(dice.choice(forms), text, material, dice) for text in some(material.other, dice)]


def condensed(material: Material, dice: random.Random) -> list[Text]:
    """Return posts of two others as one, small words left out."""
    pairs = zip(some(material.own, dice), some(material.own, dice), strict=True)
    return [
        later(
            replace(
                a,
                words=f"{bare(a.words)}; {bare(b.words)}",
                at=max(a.at, b.at),
            ),
            dice,
        )
        for a, b in pairs
    ]


def rehashed(material: Material, dice: random.Random) -> list[Text]:
    """Return four posts of the niche, then halves of them on each other."""
    first = some(material.unused, dice, 4)
    found = list(first)
    latest = max(text.at for text in first)
    for text in some(material.other, dice, POSTS - len(first)):
        one, other = dice.sample(first, 2)
        said = f"{half(one.words, 0)} {half(other.words, 1)}"
        found.append(replace(text, words=said, at=latest + dice.randint(DAY, 90 * DAY)))
    return found


def reworded_ring(material: Material, dice: random.Random) -> list[Text]:
    """Return the texts of a ring, reworded by each of its members."""
    shared = some(material.unused, random.Random(f"other ring {material.niche}"))  # noqa: S311
    return [
        later(replace(text, words=reworded(with_synonyms(text.words), dice)), dice)
        for text in shared
    ]


def magpie(material: Material, dice: random.Random) -> list[Text]:
    """Return one sentence each out of pieces of three posts of others, in any order."""
    found = []
    for text in some(material.other, dice):
        sources = some(material.own, dice, 3)
        pieces = [piece(source.words, dice) for source in sources]
        at = max(source.at for source in sources)
        found.append(later(replace(text, words=" and ".join(pieces), at=at), dice))
    return found


KEPT: Mapping[str, Kind] = {
    "quoted": quoted,
    "translated": translated,
    "grafted": grafted,
    "pods": pods,
    "headlines": headlines,
    "invented": invented,
    "condensed": condensed,
    "rehashed": rehashed,
    "reworded_ring": reworded_ring,
    "magpie": magpie,
}

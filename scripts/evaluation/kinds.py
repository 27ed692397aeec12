"""Further kinds of cheats, planted on top of a simulated corpus. All are of grade 0 by decree.

They take texts from the corpus and words from the niche as `simulate.py` finds them; honest
creators and the simulation's own cheats stay as they are. The rules of the ranking must not be
written from the texts here: they are for measuring, and `sealed` holds two kinds more.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

DAY = 86_400
POSTS = 14  # of each cheat


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One post to be: its words and its time (seconds since 1970). `likes` as it was posted."""

    words: str
    at: int
    likes: int = 0
    source: str = ""  # id of the post it was taken from


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a cheat of one niche can take from."""

    niche: str
    own: Sequence[Text]  # honest creators' posts in the niche, that are in the corpus
    unused: Sequence[Text]  # posts of the niche that are not in the corpus
    other: Sequence[Text]  # posts about anything that are not in the corpus
    terms: Sequence[str]  # words that set the niche apart, the most telling first


Kind: TypeAlias = Callable[[Material, random.Random], list[Text]]


def copies(material: Material, dice: random.Random) -> list[Text]:
    """Return posts of others, word for word, posted later."""
    return [later(text, dice) for text in some(material.own, dice)]


def rewordings(material: Material, dice: random.Random) -> list[Text]:
    """Return posts of others with a few words changed, posted later."""
    return [
        replace(later(text, dice), words=reworded(text.words, dice))
        for text in some(material.own, dice)
    ]


def heaps(material: Material, dice: random.Random) -> list[Text]:
    """Return keywords without a sentence."""
    return [
        replace(text, words=", ".join(_words(material, dice, 8, 18, among=40)))
        for text in some(material.other, dice)
    ]


def woven(material: Material, dice: random.Random) -> list[Text]:
    """Return posts about anything with the niche's words as tags in the middle of them."""
    found = []
    for text in some(material.other, dice):
        words = text.words.split()
        for tag in _words(material, dice, 4, 7, among=20):
            words.insert(dice.randrange(len(words) + 1), f"#{tag}")
        found.append(replace(text, words=" ".join(words)))
    return found


_DRAWS = (
    "Sorteo: llévate un pack de {a} y {b}. Solo tienes que seguirnos y mencionar a dos amigos",
    "Gewinnspiel! Wir verlosen {a} und {b} unter allen, die uns folgen",
    "Jeu concours {a}: abonnez-vous et gagnez un lot {b}, tirage dimanche",
    "Sorteio relâmpago! Um kit {a} para quem seguir e marcar {b}",
    "Çekiliş! Bizi takip et, {a} ve {b} senin olsun",
    "Konkurs! Obserwuj nas i wygraj zestaw {a} oraz {b}",
    "Vinci un set {a}: segui la pagina e condividi, estrazione venerdì con {b}",
    "Somebody here goes home with a {a} and a {b}. Say why it should be you, we draw at nine",
    "Our {a} box wants a new owner. Pass this on and your name is in the hat with all {b} fans",
    "Pick a number from 1 to 200. The closest one gets the {a} and the {b}, on the house",
    "Free {a} for the hundredth {b} lover who shares this page tonight",
    "Birthday week! Every day one of you unwraps {a}. Today: {b}. Sign up under the picture",
)


def draws(material: Material, dice: random.Random) -> list[Text]:
    """Return prize draws of the niche's words, in several languages and wordings."""
    return [_filled(_DRAWS[n % len(_DRAWS)], text, material, dice)
            for n, text in enumerate(some(material.other, dice))]  # fmt: skip


def shuffled(material: Material, dice: random.Random) -> list[Text]:
    """Return one post of the niche again and again, its words shuffled and padded."""
    first = dice.choice(material.unused)
    found = [first]
    for number, text in enumerate(some(material.other, dice, POSTS + 6)):
        words = first.words.split()
        for _ in range(max(2, len(words) // 3)):
            i, j = dice.randrange(len(words)), dice.randrange(len(words))
            words[i], words[j] = words[j], words[i]
        padding = text.words.split()[: dice.randint(2, 7)]
        said = [*padding, *words] if number % 2 else [*words, *padding]
        later = first.at + (number + 1) * dice.randint(DAY // 4, DAY)
        found.append(replace(text, words=" ".join(said), at=later))
    return found


def bios(material: Material, dice: random.Random) -> list[Text]:
    """Return posts about anything: the niche stands in the bio alone, see `bio_of`."""
    return some(material.other, dice)


def bio_of(material: Material, dice: random.Random) -> str:
    """Return a bio of the niche's words."""
    return " | ".join(_words(material, dice, 12, 20, among=30))


_TEMPLATES = (
    "My honest opinion on {a} and {b}, after a month with both",
    "Three things about {a} that every {b} beginner gets wrong",
    "Is {a} still worth it? A closer look at {b} and {c}",
    "{a} or {b}? The answer may surprise {c} people",
    "What nobody tells you before your first {a}",
    "I tried {a} with {b} so you do not have to",
    "Everything about {a} in five minutes, with a word on {b} and {c}",
    "The best {a} of the year, and why {b} came second",
    "How {a} changed the way I look at {b}",
)


def templates(material: Material, dice: random.Random) -> list[Text]:
    """Return a handful of sentences with the niche's words put in in turn."""
    return [_filled(_TEMPLATES[n % len(_TEMPLATES)], text, material, dice)
            for n, text in enumerate(some(material.other, dice))]  # fmt: skip


KINDS: Mapping[str, Kind] = {
    "copies": copies,
    "rewordings": rewordings,
    "heaps": heaps,
    "woven": woven,
    "draws": draws,
    "shuffled": shuffled,
    "bios": bios,
    "templates": templates,
}

_SWAPS = {
    "the": "this", "a": "one", "my": "our", "i": "we", "is": "was", "are": "were", "and": "plus",
    "in": "inside", "for": "towards", "how": "what way", "you": "y'all", "new": "brand new",
    "good": "great", "great": "superb", "best": "finest", "any": "some", "just": "only",
}  # fmt: skip
_OPENINGS = ("So true:", "Sharing this again:", "For everybody here:", "Look at this:", "Well,")


def reworded(words: str, dice: random.Random) -> str:
    """Return `words` with small ones changed for others, two neighbours swapped, an opening."""
    said = [_SWAPS.get(word.lower(), word) for word in words.split()]
    if len(said) > 3:
        place = dice.randrange(len(said) - 1)
        said[place], said[place + 1] = said[place + 1], said[place]
    return " ".join([dice.choice(_OPENINGS), *said])


def some(texts: Sequence[Text], dice: random.Random, n: int = POSTS) -> list[Text]:
    """Return at most `n` of `texts`, drawn."""
    return dice.sample(list(texts), min(n, len(texts)))


def later(text: Text, dice: random.Random) -> Text:
    """Return `text` as posted up to twenty days later, with a tenth of its likes."""
    return replace(text, at=text.at + dice.randint(DAY // 24, 20 * DAY), likes=text.likes // 10)


def _words(
    material: Material, dice: random.Random, least: int, most: int, *, among: int
) -> list[str]:
    terms = list(material.terms[:among])
    return dice.sample(terms, min(len(terms), dice.randint(least, most)))


def _filled(template: str, text: Text, material: Material, dice: random.Random) -> Text:
    a, b, c = dice.sample(list(material.terms[:14]), 3)
    return replace(text, words=template.format(a=a, b=b, c=c))

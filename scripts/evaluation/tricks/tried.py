"""The tricks that were looked at while constants were chosen."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from scripts.evaluation.kinds import DAY, POSTS, Kind, Material, Text, later, some
from scripts.evaluation.tricks.wordings import filled, half, walk, with_synonyms


def stitched(material: Material, dice: random.Random) -> list[Text]:
    """Return posts put together from halves of posts by two others."""
    firsts, seconds = some(material.own, dice), some(material.own, dice)
    return [
        later(replace(a, words=f"{half(a.words, 0)} {half(b.words, 1)}", at=max(a.at, b.at)), dice)
        for a, b in zip(firsts, seconds, strict=True)
    ]


def synonyms(material: Material, dice: random.Random) -> list[Text]:
    """Return posts of others with every word changed that a small thesaurus knows."""
    return [
        later(replace(text, words=with_synonyms(text.words)), dice)
        for text in some(material.own, dice)
    ]


_LISTS = (
    "{said} Always thinking of {a}, {b} and {c}, of {d} and of {e}.",
    "{said} That is why I care for {a} and {b}, for {c}, {d} and {e}!",
    "{said} More about {a}, about {b}, about {c}, about {d} soon",
    "{said} By the way: {a}. And {b}. And {c}, {d}, {e}",
    "{said} Greetings to everybody into {a} {b} {c} {d} {e}",
)


def worded_tags(material: Material, dice: random.Random) -> list[Text]:
    """Return posts about anything, each with words of the niche in a sentence at its end."""
    return [
        filled(dice.choice(_LISTS), text, material, dice) for text in some(material.other, dice)
    ]


_CLAIMS = (
    "I love {a}.", "Give me {a} over {b} any day.", "{a} is life.", "We talk about {a} here.",
    "Nothing beats {a}.", "{a} makes me think of {b}.", "You cannot have {a} without {b}.",
    "My week was all {a}.", "Then came {b}.", "Who else is into {c}?", "{a} and {c} go together.",
    "They say {b} is hard.", "It is not.", "Trust me on {c}.", "Long live {a}.",
)  # fmt: skip


def claims(material: Material, dice: random.Random) -> list[Text]:
    """Return a list of keywords written as short sentences."""
    return [
        filled(" ".join(dice.sample(_CLAIMS, dice.randint(3, 5))), text, material, dice)
        for text in some(material.other, dice)
    ]


_ADVERTS = (
    "Order now at half the price, shipping is on us until Sunday.",
    "Our online shop has everything you need, the code SAVE takes ten off.",
    "Message me to learn how I earn from home, no experience needed.",
    "Subscribe to the newsletter and never miss an offer again.",
    "Loans without paperwork, an answer in five minutes, call today.",
    "Get the body you want with these three pills, doctors are amazed.",
)


def adverts(material: Material, dice: random.Random) -> list[Text]:
    """Return the beginning of somebody's post each, followed by an advert."""
    return [
        later(replace(text, words=f"{half(text.words, 0)}. {dice.choice(_ADVERTS)}"), dice)
        for text in some(material.own, dice)
    ]


_QUESTIONS = (
    "What is the best {a} for {b}?", "How do you keep {a} from ruining {b}?",
    "{a} or {b}, and why?", "Does {a} work without {b}?", "How long did {a} take you?",
    "Where do you get your {a} and {b}?", "Is {c} bad for {a}?",
    "What would you change about {a}?", "Anybody here who left {a} for {b}?",
    "Why does {a} cost so much more than {b}?", "Which {a} would you give a beginner?",
    "When did {b} stop being about {a}?", "Can {a} and {c} be done in one weekend?",
    "What do you wish you had known about {a}?", "Who taught you {b}?",
    "Your favourite {a} of all time?",
)  # fmt: skip


def questions(material: Material, dice: random.Random) -> list[Text]:
    """Return the questions of a farm: one a post, with the niche's words put in."""
    asked = dice.sample(_QUESTIONS, POSTS)
    return [
        filled(question, text, material, dice)
        for question, text in zip(asked, some(material.other, dice), strict=True)
    ]


def turned(material: Material, dice: random.Random) -> list[Text]:
    """Return four posts of the niche, then the same with their parts in another order."""
    first = some(material.unused, dice, 4)
    found = list(first)
    for number, text in enumerate(some(material.other, dice, POSTS - len(first))):
        words = first[number % len(first)].words.split()
        cut = dice.randint(1, max(len(words) - 1, 1))
        said = " ".join([*words[cut:], *words[:cut]])
        at = first[number % len(first)].at + dice.randint(DAY, 90 * DAY)
        found.append(replace(text, words=said, at=at))
    return found


def spun(material: Material, dice: random.Random) -> list[Text]:
    """Return walks along pairs of words as they follow each other in the niche's posts."""
    follow: dict[str, list[str]] = defaultdict(list)
    starts = []
    for text in material.own:
        words = text.words.split()
        starts.append(words[0])
        for one, other in pairwise(words):
            follow[one.lower()].append(other)
    latest = max(text.at for text in material.own)
    return [
        later(replace(text, words=walk(starts, follow, dice), at=latest), dice)
        for text in some(material.other, dice)
    ]


_ADVICE = (
    ("If you are new to {a},", "When it comes to {a},", "Before you spend money on {a},",
     "After years of {a} I can say:", "Most people get {a} wrong:", "A word on {a}:"),
    ("start with {b} and take your time.", "do not worry too much about {b}.",
     "ask somebody who knows {b}.", "the secret is in the {b}.", "it all comes down to {b}.",
     "have a good look at {b} first."),
    ("{c} will follow.", "It made a difference to my {c}.", "Consistency beats {c}.",
     "You will thank me when {c} works.", "Small steps, and mind your {c}.",
     "The same is true of {c}.", "That is how {c} became fun again."),
)  # fmt: skip


def advice(material: Material, dice: random.Random) -> list[Text]:
    """Return advice as a machine gives it: three phrases each, with the niche's words put in."""
    return [
        filled(" ".join(map(dice.choice, _ADVICE)), text, material, dice)
        for text in some(material.other, dice)
    ]


def ring(material: Material, dice: random.Random) -> list[Text]:
    """Return the texts of a ring: all its members post the same, each at another time."""
    shared = some(material.unused, random.Random(f"ring {material.niche}"))  # noqa: S311
    return [later(text, dice) for text in shared]


TRIED: Mapping[str, Kind] = {
    "stitched": stitched,
    "synonyms": synonyms,
    "worded_tags": worded_tags,
    "claims": claims,
    "adverts": adverts,
    "questions": questions,
    "turned": turned,
    "spun": spun,
    "advice": advice,
    "ring": ring,
}

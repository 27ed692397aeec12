"""Six tricks by an author who had not seen the ranking: written once, looked at once."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from scripts.evaluation.kinds import Kind, Material, Text, later, some
from scripts.evaluation.tricks.wordings import filled

_LEADS = (
    "{n} notes on {a} I keep coming back to.", "Saving this here for the {a} crowd.",
    "What a year of {a} comes down to:", "Short list for anyone stuck on {a}.",
    "Things I would tell a friend about {a}:", "My {a} checklist, as it stands.",
)  # fmt: skip
_ITEMS = (
    "{b} rewards patience more than money", "keep {c} simple until it bores you",
    "cheap {b} is fine for the first months", "write down what you change about {d}",
    "{d} and {e} want different things", "never judge {c} on a bad day",
    "most trouble with {b} is really {e}", "borrow {e} before buying any",
    "look at old {d} before new {d}", "if {c} feels off, it usually is",
    "leave {e} alone for a week", "half of {b} is showing up",
)  # fmt: skip


def listicles(material: Material, dice: random.Random) -> list[Text]:
    """Return numbered lists as a machine writes them: a lead, then three to five points."""
    found = []
    for text in some(material.other, dice):
        items = dice.sample(_ITEMS, dice.randint(3, 5))
        points = " ".join(f"{n}. {item}." for n, item in enumerate(items, 1))
        found.append(filled(f"{dice.choice(_LEADS)} {points}", text, material, dice))
    return found


# Each part of a story, in order: an empty one is left out.
_STORY: tuple[Sequence[str], ...] = (
    ("", "", "Ok so", "Funny thing:", "Not sure why I am telling this, but", "Update:"),
    ("", "last weekend", "when I was about twelve", "on the way to work", "two winters ago"),
    ("my dad", "a neighbour", "my sister", "the guy at the counter", "my old roommate", "I"),
    ("dug out some {a}", "got hooked on {a}", "gave up on {a}", "nearly ruined the {a}",
     "would not shut up about {a}", "swapped a bike for {a}"),
    ("", "", "because of {b}", "right in the middle of {b}", "with no clue about {b}"),
    (".", ", and it rained the whole time.", ", which nobody saw coming.", "... long story."),
    ("", "Turned out fine.", "The {c} never recovered.", "I still have the {c}.",
     "Took me a week to sort the {c}.", "We laughed about {c} for days."),
    ("", "", "", "Never again.", "Would do it all over.", "Anyway, {d} tomorrow.", "Miss that."),
)  # fmt: skip


def anecdotes(material: Material, dice: random.Random) -> list[Text]:
    """Return little stories that sound lived: eight parts, many of them left out at times."""
    found = []
    for text in some(material.other, dice):
        said = " ".join(part for part in map(dice.choice, _STORY) if part)
        for mark in (".", ","):
            said = said.replace(f" {mark}", mark)
        found.append(filled(said[0].upper() + said[1:], text, material, dice))
    return found


_GOODS = ("{a} {b}", "{a} for {b}", "Classic {a}", "Handmade {a}", "{a} set with {b}")
_TRAITS = (
    "sturdy and light", "for beginners and old hands", "goes well with {c}", "suits every {d}",
    "made in small batches", "ready for {e}", "tested on {c}", "comes with a spare {d}",
)  # fmt: skip
_STOCK = ("{n} left", "back in stock", "size {n}", "in {n} colours", "from {n} dollars", "{n} cm")


def catalogue(material: Material, dice: random.Random) -> list[Text]:
    """Return pages of a catalogue: a product each, what it is like, and sizes or prices."""
    found = []
    for text in some(material.other, dice):
        traits = ", ".join(dice.sample(_TRAITS, dice.randint(1, 3)))
        form = f"{dice.choice(_GOODS)}: {traits}. {dice.choice(_STOCK).capitalize()}."
        found.append(filled(form, text, material, dice))
    return found


_MIDDLES = (
    "well, more or less", "as far as I can tell", "the usual {a}", "some kind of {a}",
    "at least for me", "and also {b}", "after all that {a}", "thanks to {b}",
)  # fmt: skip


def middles(material: Material, dice: random.Random) -> list[Text]:
    """Return posts of others, later, with their ends kept and the middle third replaced."""
    found = []
    for text in some(material.own, dice):
        words, third = text.words.split(), max(1, len(text.words.split()) // 3)
        middle = filled(dice.choice(_MIDDLES), text, material, dice).words
        said = " ".join([*words[:third], middle, *words[-third:]])
        found.append(later(replace(text, words=said), dice))
    return found


_REPLIES = (
    "Been thinking about “{p}” since this morning, we had the same here",
    "{p}? Mine went the other way, no idea why", "Same story with {p}, took me ages",
    "Is it only me or is {p} harder than it looks", "Finally somebody says {p}",
    "ok but {p} and then {q}, in one day", "tried {p}. then {q}. going to bed",
    "Always thought {p} was a myth", "So {q} worked out better than {p} in the end",
    "Next on my list: {p}", "No {p} for me this week, only {q}", "Still not over {p}",
    "A friend sent me {p} and now I want {q}", "Tell me about {p}, I am all ears",
)  # fmt: skip


def echoes(material: Material, dice: random.Random) -> list[Text]:
    """Return chat as of somebody who joins in, around pairs of words from two others' posts."""
    replies = dice.sample(_REPLIES, len(_REPLIES))
    found = []
    for reply, text in zip(replies, some(material.other, dice), strict=True):
        one, two = some(material.own, dice, 2)
        p, q = _pair(one, material, dice), _pair(two, material, dice)
        said = reply.format(p=p, q=q)
        found.append(later(replace(text, words=said, at=max(one.at, two.at)), dice))
    return found


def _pair(text: Text, material: Material, dice: random.Random) -> str:
    """Return two neighbours in `text`, one of them a word of the niche where there is one."""
    terms = {term.lower() for term in material.terms[:40]}
    pairs = list(pairwise(text.words.split()))
    telling = [pair for pair in pairs if terms & {word.lower().strip(".,!?") for word in pair}]
    return " ".join(dice.choice(telling or pairs)) if pairs else text.words


_FACTS = (
    "{a} is commonly grouped with {b}, although the two have separate origins.",
    "The term {a} is first recorded in connection with {c}.",
    "Unlike {b}, {a} varies from region to region.",
    "Two forms of {c} are distinguished: the plain one and that used in {d}.",
    "Until {y}, {d} was largely confined to enthusiasts.",
    "Its relation to {e} remains a matter of debate.",
    "Critics have described {b} as a simplified {c}.",
    "In practice, {e} often takes the place of {d}.",
    "The influence of {a} on {e} is well documented.",
    "Estimates put the number of people engaged in {c} at {n} thousand.",
    "Later authors treat {d} as part of {a}.", "The decline of {b} is usually put down to {e}.",
)  # fmt: skip


def lexicon(material: Material, dice: random.Random) -> list[Text]:
    """Return a thread as cut out of an encyclopaedia: two or three dry sentences a post."""
    return [
        filled(" ".join(dice.sample(_FACTS, dice.randint(2, 3))), text, material, dice)
        for text in some(material.other, dice)
    ]


FRESH: Mapping[str, Kind] = {
    "listicles": listicles,
    "anecdotes": anecdotes,
    "catalogue": catalogue,
    "middles": middles,
    "echoes": echoes,
    "lexicon": lexicon,
}

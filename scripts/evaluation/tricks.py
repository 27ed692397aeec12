"""Further tricks of a spammer, thought of beside `kinds`: half to tune by, half to look at last.

A kind of `TRIED` was looked at while constants were chosen, those of `KEPT` when that was done.
They take what others wrote (in pieces, reworded, spun), or fill sentences with a niche's words,
or say the same again. All are of grade 0 by decree. No rule of the ranking may be written from
the texts here.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from scripts.evaluation.kinds import DAY, POSTS, Kind, Material, Text, reworded

_SMALL = frozenset([
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has", "have",
    "he", "her", "his", "i", "if", "in", "is", "it", "its", "just", "like", "me", "my", "no",
    "not", "of", "on", "or", "our", "she", "so", "that", "the", "their", "them", "there", "they",
    "this", "to", "up", "was", "we", "were", "what", "when", "which", "who", "will", "with",
    "you", "your",
])  # fmt: skip


def stitched(material: Material, dice: random.Random) -> list[Text]:
    """Return posts put together from halves of posts by two others."""
    firsts, seconds = _some(material.own, dice), _some(material.own, dice)
    return [
        _later(
            replace(a, words=f"{_half(a.words, 0)} {_half(b.words, 1)}", at=max(a.at, b.at)), dice
        )
        for a, b in zip(firsts, seconds, strict=True)
    ]


_SYNONYMS = {
    "first": "initial", "time": "moment", "made": "built", "make": "create", "got": "received",
    "get": "obtain", "found": "discovered", "find": "discover", "new": "fresh", "good": "decent",
    "best": "top", "great": "awesome", "little": "small", "big": "huge", "old": "aged",
    "love": "adore", "like": "enjoy", "think": "believe", "know": "understand", "want": "wish",
    "need": "require", "help": "assist", "use": "employ", "using": "employing", "look": "glance",
    "looking": "searching", "today": "this day", "day": "date", "year": "season",
    "years": "seasons", "people": "folks", "guys": "folks", "thing": "item", "things": "items",
    "work": "job", "working": "running", "home": "house", "just": "simply", "really": "truly",
    "very": "quite", "some": "several", "any": "whatever", "all": "every", "many": "plenty of",
    "more": "extra", "after": "following", "before": "prior to", "about": "regarding",
    "because": "since", "here": "right here", "my": "our", "i": "we", "the": "that", "a": "some",
    "is": "remains", "are": "remain", "was": "had been", "and": "as well as", "for": "meant for",
    "with": "along with", "in": "within", "on": "upon", "to": "towards", "of": "belonging to",
    "how": "in what way", "what": "whatever", "why": "for what reason", "can": "may",
    "could": "might", "should": "ought to", "would": "might", "you": "one", "your": "one's",
    "this": "the present", "does": "would", "anyone": "somebody", "everyone": "everybody",
    "pretty": "fairly", "nice": "lovely", "finally": "at last", "bought": "purchased",
    "buy": "purchase", "started": "began", "start": "begin", "tried": "attempted",
    "try": "attempt", "show": "display", "friend": "buddy", "picture": "photo",
    "photo": "picture", "video": "clip", "question": "query", "better": "superior",
}  # fmt: skip


def synonyms(material: Material, dice: random.Random) -> list[Text]:
    """Return posts of others with every word changed that a small thesaurus knows."""
    return [
        _later(replace(text, words=_with_synonyms(text.words)), dice)
        for text in _some(material.own, dice)
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
        _slots(dice.choice(_LISTS), text, material, dice) for text in _some(material.other, dice)
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
        _slots(" ".join(dice.sample(_CLAIMS, dice.randint(3, 5))), text, material, dice)
        for text in _some(material.other, dice)
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
        _later(replace(text, words=f"{_half(text.words, 0)}. {dice.choice(_ADVERTS)}"), dice)
        for text in _some(material.own, dice)
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
        _slots(question, text, material, dice)
        for question, text in zip(asked, _some(material.other, dice), strict=True)
    ]


def turned(material: Material, dice: random.Random) -> list[Text]:
    """Return four posts of the niche, then the same with their parts in another order."""
    first = _some(material.unused, dice, 4)
    found = list(first)
    for number, text in enumerate(_some(material.other, dice, POSTS - len(first))):
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
        _later(replace(text, words=_walk(starts, follow, dice), at=latest), dice)
        for text in _some(material.other, dice)
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
        _slots(" ".join(map(dice.choice, _ADVICE)), text, material, dice)
        for text in _some(material.other, dice)
    ]


def ring(material: Material, dice: random.Random) -> list[Text]:
    """Return the texts of a ring: all its members post the same, each at another time."""
    shared = _some(material.unused, random.Random(f"ring {material.niche}"))  # noqa: S311
    return [_later(text, dice) for text in shared]


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
        _later(replace(text, words=f"“{_first(text.words, 0.7)} …” {dice.choice(_COMMENTS)}"), dice)
        for text in _some(material.own, dice)
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
        _later(
            replace(text, words=" ".join(_ELSEWHERE.get(w.lower(), w) for w in text.words.split())),
            dice,
        )
        for text in _some(material.own, dice)
    ]


def grafted(material: Material, dice: random.Random) -> list[Text]:
    """Return the first half of somebody's post on a post about anything."""
    return [
        _later(replace(text, words=f"{_half(text.words, 0)} {other.words}"), dice)
        for text, other in zip(_some(material.own, dice), _some(material.other, dice), strict=True)
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
        replace(_slots(said, text, material, dice), likes=dice.randint(200, 2000))
        for said, text in zip(praise, _some(material.other, dice), strict=True)
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
        _slots(title, text, material, dice)
        for title, text in zip(titles, _some(material.other, dice), strict=True)
    ]


_SYLLABLES = [a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "or", "en")]


def invented(material: Material, dice: random.Random) -> list[Text]:
    """Return a template each with words of the niche and a name that nobody ever heard."""
    forms = (
        "{x} of {x} on {a}, {b} and {c}", "At {x} we do {a} and {b} like nobody else",
        "{x}: {a} for {b}", "{a} as {x} does it, with {b}", "My {x} and its {a}, {b}, {c}",
        "{x} met {a}. {b} followed",
    )  # fmt: skip
    return [
        _slots(dice.choice(forms), text, material, dice) for text in _some(material.other, dice)
    ]


def condensed(material: Material, dice: random.Random) -> list[Text]:
    """Return posts of two others as one, small words left out."""
    pairs = zip(_some(material.own, dice), _some(material.own, dice), strict=True)
    return [
        _later(replace(a, words=f"{_bare(a.words)}; {_bare(b.words)}", at=max(a.at, b.at)), dice)
        for a, b in pairs
    ]


def rehashed(material: Material, dice: random.Random) -> list[Text]:
    """Return four posts of the niche, then halves of them on each other."""
    first = _some(material.unused, dice, 4)
    found = list(first)
    latest = max(text.at for text in first)
    for text in _some(material.other, dice, POSTS - len(first)):
        one, other = dice.sample(first, 2)
        said = f"{_half(one.words, 0)} {_half(other.words, 1)}"
        found.append(replace(text, words=said, at=latest + dice.randint(DAY, 90 * DAY)))
    return found


def reworded_ring(material: Material, dice: random.Random) -> list[Text]:
    """Return the texts of a ring, reworded by each of its members."""
    shared = _some(material.unused, random.Random(f"other ring {material.niche}"))  # noqa: S311
    return [
        _later(replace(text, words=reworded(_with_synonyms(text.words), dice)), dice)
        for text in shared
    ]


def magpie(material: Material, dice: random.Random) -> list[Text]:
    """Return one sentence each out of pieces of three posts of others, in any order."""
    found = []
    for text in _some(material.other, dice):
        sources = _some(material.own, dice, 3)
        pieces = [_piece(source.words, dice) for source in sources]
        at = max(source.at for source in sources)
        found.append(_later(replace(text, words=" and ".join(pieces), at=at), dice))
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


def _some(texts: Sequence[Text], dice: random.Random, n: int = POSTS) -> list[Text]:
    return dice.sample(list(texts), min(n, len(texts)))


def _later(text: Text, dice: random.Random) -> Text:
    return replace(text, at=text.at + dice.randint(DAY // 24, 20 * DAY), likes=text.likes // 10)


def _half(words: str, which: int) -> str:
    said = words.split()
    middle = (len(said) + 1) // 2
    return " ".join(said[middle:] if which else said[:middle])


def _first(words: str, share: float) -> str:
    said = words.split()
    return " ".join(said[: max(3, round(share * len(said)))])


def _piece(words: str, dice: random.Random) -> str:
    said = words.split()
    length = min(len(said), dice.randint(4, 7))
    start = dice.randint(0, len(said) - length)
    return " ".join(said[start : start + length])


def _bare(words: str) -> str:
    return " ".join(word for word in words.split() if word.lower() not in _SMALL)


def _with_synonyms(words: str) -> str:
    return " ".join(_SYNONYMS.get(word.lower(), word) for word in words.split())


def _walk(starts: Sequence[str], follow: Mapping[str, list[str]], dice: random.Random) -> str:
    said = [dice.choice(starts)]
    length = dice.randint(8, 18)
    while len(said) < length and (nexts := follow.get(said[-1].lower())):
        said.append(dice.choice(nexts))
    return " ".join(said)


def _slots(form: str, text: Text, material: Material, dice: random.Random) -> Text:
    """Return `form` with its slots filled: words of the niche, numbers, a year, invented names."""
    terms = dice.sample(list(material.terms[:20]), 5)
    filled = form.format(
        **dict(zip("abcde", terms, strict=True)),
        said=text.words,
        n=dice.randint(3, 60),
        y=dice.randint(2011, 2013),
        x="\0",
    )
    return replace(text, words=re.sub("\0", lambda _: _name(dice), filled))


def _name(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(3, 5))).capitalize()

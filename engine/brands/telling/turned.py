"""What turns of speech and words of mood say of a stance: one voice of those `stance` hears.

Turns of speech decide first (switching, comparing, advice), then the mood of the clause with the
brand in it, by the words of VADER's lexicon (Hutto & Gilbert, 2014; MIT) and ours, negation
counted. English is read closely; German, French, Spanish and Portuguese by words and a few turns;
anything else is neutral, or unclear where it holds a strong sign. It is rough: no irony that is not
said, no knowledge of the world.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from engine.brands.telling import frames, turns
from engine.brands.telling.letters import fold
from engine.brands.telling.moods import Mood, english, languages, mood_of, table
from engine.vocabulary import Naming, Stance

_SENTENCE = re.compile(r"(?<=[.!?\n])\s+|\n")
_CLAUSE = re.compile(
    r"[,;:.!?\n\u2013\u2014()]+\s*|\s+-\s+"
    r"|\b(?:but|because|although|though|while|whereas|yet)\b"
)
_SHORT = 2  # spaces in a clause that says nothing of its own
_MOST = 1_000  # characters around a mention that are looked at
_QUESTION = re.compile(
    r"^(?:so |and |hey |hi |ok )?(?:is|are|was|were|do|does|did|has|have|had|can|could|should|"
    r"would|will|where|when|which|who|what|how|why|any(?:one|body)?|isn't|aren't|doesn't|don't)\b"
)
_PLAINER = (
    (
        re.compile(r"\b(?:far from|anything but|less than)(?= (?!A\b|B\b)(?:\w+ )?[a-z]{3,}\b)"),
        "not",
    ),
    (
        re.compile(
            r"\b(?:(?:an?|the|my|our|your|this|that|these|some|his|her|new|old) )+(?=[AB]\b)"
        ),
        "",
    ),
    (re.compile(r"\b(?:has|have|had) yet to\b|\bfail(?:s|ed) to(?= (?!fail))"), "never"),
    (
        re.compile(
            r"\b(?:my|our|his|her|their) (?!favou?rite|best|fave|go|happy|holy|second|third|last|"
            r"next|\w+th|money)\w+ (?=(?!A|B)[a-z]{3,}\b)"
        ),
        "my ",
    ),
    (
        re.compile(
            r"\b\w+ (?=(?:weather|traffic|day|morning|night|evening|week|month|light|"
            r"view|sunset|commute|drive)\b)"
        ),
        "",
    ),
)
_CONCEDED = re.compile(
    r"\b(?:but|yet|still|however|nevertheless)\b(?P<main>[^.;!?]+)"
    r"|^(?:although|though|despite|even though|while|in spite of)\b[^,]*,(?P<after>[^.;!?]+)"
)
_YES_OR_NO = re.compile(
    r"^(?:is|are|was|do|does|did|has|have|can|should|will|anyone|anybody|any)\b"
)
_NOW = re.compile(r"\bnow\b[^.;!?]*")
_RHETORICAL = re.compile(
    r"^(?:isn't|aren't|how (?:good|great|amazing|beautiful) (?:is|are)|who doesn't love|"
    r"(?:how|why) is A so|who else|anyone else|anybody else)\b"
)
_GOES_ON = re.compile(r"\b(?:it|its|it's|they|them|these|this|that's|brand|product|company)\b")
_ANOTHER = re.compile(
    r"(?:i|we|he|she|you|my|our|his|her|the|a|an|there|some|and i|and we|then|who|"
    r"people|everyone)\b"
)


def stance_by_turns(naming: Naming) -> Stance:
    """Return the stance towards the brand that `naming` names; without a span it is unclear."""
    if not naming.spans:
        return Stance.UNCLEAR
    marked = _marked(naming.text, naming.spans, naming.others)
    code = (naming.lang or "en").casefold().replace("_", "-").partition("-")[0]
    if code not in (*languages(), "en"):
        return Stance.COMPARES if "B" in marked and " vs" in marked else Stance.NEUTRAL
    if code != "en":
        return _abroad(marked, code)
    return _english(marked)


def _marked(text: str, spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> str:
    """Return the text near the first mention, in small letters, with A and B for the brands."""
    mine = set(spans)
    pieces, at = [], 0
    first = max(0, min(start for start, _ in spans) - _MOST)
    for start, end in sorted({*spans, *others}):
        if start < at or start > first + 2 * _MOST:
            continue
        pieces += [_plain(text[at:start]), " A" if (start, end) in mine else " B"]
        at = end
    whole = "".join([*pieces, _plain(text[at : at + _MOST])])
    return re.sub(r"\s*[#@]?\s+([AB])(?![a-z])", r" \1", whole).strip()


def _plain(text: str) -> str:
    return fold(text).lower().replace("a.m.", "am")


@cache
def _turns() -> dict[str, tuple[re.Pattern[str], ...]]:
    ours = table()["english"]
    alone = {kind: turns.compiled(ours[kind]) for kind in ("sarcasm", "unclear", "for", "against")}
    return alone | {
        "winner": turns.compiled(ours["both"], "AB"),
        "loser": turns.compiled(ours["both"], "BA"),
    }


def _english(marked: str) -> Stance:
    for pattern, plain in _PLAINER:
        marked = pattern.sub(plain, marked)
    known = _turns()
    near = _near(marked)
    if any(turns.any_of(kind, marked) for kind in (known["sarcasm"], frames.known()["sarcasm"])):
        return Stance.AGAINST
    if "B" in marked:
        won, lost = (turns.any_of(known[k], marked) for k in ("winner", "loser"))
        if won != lost:
            return Stance.FOR if won != turns.regretted(marked) else Stance.AGAINST
    if any(turns.any_of(kind, marked) for kind in (known["unclear"], frames.known()["unclear"])):
        return Stance.UNCLEAR
    alone = _without_rival(near) if "B" in marked else marked
    (n_for, not_for), (n_against, not_against) = (
        turns.longest(known[side], alone) for side in ("for", "against")
    )
    if n_for != n_against:
        is_for = not not_for if n_for > n_against else not_against
        return Stance.FOR if is_for else Stance.AGAINST
    return _by_mood(*(frames.told(part) for part in (marked, near, alone)))


def _by_mood(marked: str, near: str, alone: str) -> Stance:
    asked = _question(marked, near)
    if asked is not None:
        return asked
    rhetorical = _RHETORICAL.sub("", near) if "?" in near else ""
    mood = mood_of(rhetorical or _about(alone), english())
    if mood is Mood.MIXED and (last := _CONCEDED.search(alone)):
        mood = mood_of(last["main"] or last["after"], english())
    if mood is Mood.MIXED and (now := _NOW.search(alone)):
        mood = mood_of(now[0], english())
    if mood is Mood.NONE or (mood is not Mood.MIXED and _sets_side_by_side(near)):
        return Stance.COMPARES if "B" in near else Stance.NEUTRAL
    return {Mood.GOOD: Stance.FOR, Mood.BAD: Stance.AGAINST, Mood.MIXED: Stance.UNCLEAR}[mood]


def _sets_side_by_side(near: str) -> bool:
    return "B" in near and bool(re.search(r"\b(?:both|A and B|B and A|A or B|B or A)\b", near))


def _question(marked: str, near: str) -> Stance | None:
    """Return the stance of a question, None if none is asked or it is rhetorical."""
    if "?" not in near or _RHETORICAL.search(near):
        return None
    if frames.verdict_in(near) and not _YES_OR_NO.search(near):
        return None
    if not (_QUESTION.search(near) or near.endswith("?")):
        return None
    rest = marked.replace(near, "").strip()
    if rest and mood_of(rest, english()) is not Mood.NONE:
        return None
    return Stance.COMPARES if "B" in near else Stance.NEUTRAL


def _near(marked: str) -> str:
    """Return the sentences with A in them, the next one too where it does not name a rival."""
    sentences = [one for one in _SENTENCE.split(marked) if one.strip()]
    kept = [one for one in sentences if "A" in one]
    return " ".join(kept) or marked


def _without_rival(near: str) -> str:
    """Return the clauses up to the rival's, of those with A in them."""
    clauses = [one for one in _CLAUSE.split(near) if one and one.strip()]
    mine = [one for one in clauses if "A" in one and "B" not in one]
    return " . ".join(mine) if mine else near


def _about(text: str) -> str:
    """Return the clauses with A in them, and those that go on about it."""
    clauses = [one.strip() for one in _CLAUSE.split(text) if one and one.strip()]
    kept = [
        one
        for one in clauses
        if "A" in one
        or frames.holds_one(one)
        or _GOES_ON.search(one)
        or not _ANOTHER.match(one)
        or one.count(" ") < _SHORT
    ]
    return " . ".join(kept) if "A" in text else text


def _abroad(marked: str, code: str) -> Stance:
    language = languages()[code]
    if language.sarcasm.search(marked):
        return Stance.AGAINST
    if language.unclear.search(marked):
        return Stance.UNCLEAR
    if "B" in marked:
        won, lost = language.winner("AB").search(marked), language.winner("BA").search(marked)
        if bool(won) != bool(lost):
            return Stance.FOR if won else Stance.AGAINST
    for_it, against = language.for_it.search(marked), language.against.search(marked)
    if bool(for_it) != bool(against):
        return Stance.FOR if for_it else Stance.AGAINST
    near = _near(marked)
    if "?" in near and mood_of(marked.replace(near, ""), language) is Mood.NONE:
        return Stance.COMPARES if "B" in near else Stance.NEUTRAL
    mood = mood_of(_without_rival(near) if "B" in near else marked, language)
    if mood is Mood.NONE:
        return Stance.COMPARES if "B" in near else Stance.NEUTRAL
    return {Mood.GOOD: Stance.FOR, Mood.BAD: Stance.AGAINST, Mood.MIXED: Stance.UNCLEAR}[mood]

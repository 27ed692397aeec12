"""Which brands a brief wants mentioned, or not: `talks about Krups's rivals but not about Krups`.

Only cards' names are known, and only such clauses are read: a brand that is merely named stays in
the topic, and so does one that is talked about while no other is to be left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.briefs.words import Token, tokens_of
from engine.vocabulary import Brand

MENTIONS, NOT_MENTIONS = "mentions", "not-mentions"
_BRAND = "\ue000"  # stands for a brand in the folded words

# Words of all five languages together, without capitals and accents: a brief that mixes them is
# read, too, and none of these words means another thing in another of them.
_RIVALS = (
    r"rivals?|competitors?|competition|rival brands|competing brands|rivales|competidor[ae]s"
    r"|competencia|rivaux|concurrents|concurrence|rivalen|konkurrent(?:en)?|konkurrenz"
    r"|(?:mit|wett)bewerbern?|rivais|concorrentes|concorrencia"
)
_ARTICLE = r"(?:the|los|las|la|les|l'|des|die|der|den|dem|os|as|a) "
_OF = r"(?:of|to|de|d'|del|da|do|von|des|der)"
_NAMING = (
    r"mention(?:s|ed|ing)?|nam(?:e|es|ed|ing)|mencion(?:an?|en?|ado|ar|am|em)|nombr(?:an?|en?|ar)"
    r"|mentionn(?:ent|e|er)|cit(?:ent|e|er|am|em|ar)|erwahn(?:t|en)|nenn(?:t|en)"
)
_TALKING = (
    r"(?:talk(?:s|ed|ing)?|posts?|posted|posting|writes?|writing|written|speaks?|spoken|speaking)"
    r" (?:about|of)"
    r"|(?:habl(?:an?|en?|ado|ar)|public(?:an?|ado)|publiqu?en) (?:de|del|sobre)"
    r"|parl(?:ent|e|er) (?:de|d'|des)"
    r"|fal(?:am|em|ado|ar|a|e) (?:de|da|do|das|dos|sobre)"
    r"|(?:spricht|sprechen|redet|reden|schreibt|schreiben|postet|posten|erzahlt|erzahlen)"
    r" (?:uber|von)"
    r"|uber|von"
)
_AFTER = (
    r"(?: (?:sprechen|reden|posten|schreiben|erwahnen|nennen|zu erwahnen))?(?: (?:yet|so far))?"
)
_AND = r"(?:,|and|or|nor|&|y|e|o|u|ni|et|ou|und|oder|nem)"
_YET = r"(?:yet|ever|even|so far|todavia|aun|encore|noch|ainda|nunca|bisher)"
_CROWD = (
    r"(?:(?:by|from|por|par|von) )?(?:people|creators?|influencers?|accounts|those|anyone|someone"
    r"|personas|creadores|cuentas|gente|personnes|createurs|gens|leute|menschen|pessoas|criadores"
    r"|contas)"
)
_LEAD = (
    rf"(?:{_CROWD} )?"
    + r"(?:(?:,|and|but|who|that|which|y|pero|que|et|mais|qui|und|aber|die|e|mas) ){0,3}"
)
_AUXILIARY = r"(?:have|has|do|does|did|han|ha|hayan|ont|a|haben|ne|n')"
_NO = (
    r"(?:not|never|no|without|don't|doesn't|haven't|hasn't|didn't|do not|nunca|sin|pas|jamais|sans"
    r"|nicht|nie|ohne|nao|sem)"
)
_BRANDS = rf"(?:{_ARTICLE})?{_BRAND}(?: {_AND}(?: {_AND})? (?:{_ARTICLE})?{_BRAND}){{0,9}}"
_THEIRS = (
    rf"(?:{_ARTICLE})?{_BRAND}(?: 's| ')? (?:- )?(?P<a>{_RIVALS})"
    rf"|(?:{_ARTICLE})?(?P<b>{_RIVALS}) {_OF} (?:{_ARTICLE})?{_BRAND}"
)
_END = (
    r"(?=$| (?:[,.;:!?()|]|and|but|or|who|that|with|in|from|on|near|since|and|at|y|pero|que|con|en"
    r"|et|mais|qui|avec|und|aber|die|mit|aus|seit|e|mas|com|em|has|have|having|under|over|between"
    r"|active|posting)(?: |$))"
)
_VERB = rf"(?:{_NAMING}|{_TALKING}|parlent|mentionnent|citent)"
_ABOUT = r"(?:about|of|de|d'|del|sobre|da|do)"
_NEGATIVE = re.compile(
    rf"(?:^|(?<= )){_LEAD}(?:{_AUXILIARY} ){{0,2}}(?:{_VERB} )?(?:{_YET} )?{_NO} (?:{_YET} )?"
    rf"(?:{_AUXILIARY} )?(?:{_VERB} )?(?:{_ABOUT} )?(?:{_YET} )?"
    rf"(?:{_THEIRS}|{_BRANDS}){_AFTER}{_END}"
)
_GERMAN = re.compile(
    rf"(?:^|(?<= )){_LEAD}(?:{_BRANDS}) (?:noch )?(?:nicht|nie) (?:erwahnen|nennen){_END}"
)
_POSITIVE = re.compile(
    rf"(?:^|(?<= )){_LEAD}(?:(?P<naming>{_NAMING})|(?P<talking>{_TALKING})) "
    rf"(?:{_THEIRS}|{_BRANDS}){_AFTER}{_END}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Words of a brief, `text[start:stop]`, that ask for `brands` (keys) to be mentioned or not."""

    name: str
    brands: tuple[str, ...]
    start: int
    stop: int


def mentioning(text: str, cards: Sequence[Brand], ignore: Collection[str] = ()) -> list[Asked]:
    """Return the clauses of `text` about brands of `cards`, those of names in `ignore` left out."""
    if not cards:
        return []
    words = _Words(text, cards)
    negative = [*words.clauses(_NEGATIVE, NOT_MENTIONS), *words.clauses(_GERMAN, NOT_MENTIONS)]
    positive = [
        asked
        for asked, match in words.matches(_POSITIVE, MENTIONS)
        if match["naming"] or match["a"] or match["b"] or negative
    ]
    taken: list[Asked] = []
    for asked in (*negative, *positive):
        if asked.brands and all(
            asked.stop <= other.start or asked.start >= other.stop for other in taken
        ):
            taken.append(asked)
    return sorted(
        (asked for asked in taken if asked.name not in ignore), key=lambda asked: asked.start
    )


def without(text: str, clauses: Sequence[Asked]) -> str:
    """Return `text` with a comma in place of each of `clauses`."""
    for asked in reversed(clauses):
        text = f"{text[: asked.start].rstrip()} , {text[asked.stop :].lstrip()}"
    return text.strip(" ,")


class _Words:
    """The words of a brief, folded, a blank between two, brands as one sign each."""

    def __init__(self, text: str, cards: Sequence[Brand]) -> None:
        self._rivals = _rivals(cards)
        self._places: list[tuple[int, int, int]] = []  # start here, start and stop in `text`
        self._keys: dict[int, str] = {}  # by place of the sign
        self._written = ""
        names = _names(cards)
        tokens = tokens_of(text)
        place = 0
        while place < len(tokens):
            place += self._add(tokens, place, names)

    def _add(self, tokens: Sequence[Token], i: int, names: Mapping[tuple[str, ...], str]) -> int:
        """Add what stands at `i`; return how many tokens that are."""
        for n in range(min(_LONGEST, len(tokens) - i), 0, -1):
            folded = tuple(token.folded for token in tokens[i : i + n])
            key, owns = _found(folded, names)
            if key is not None:
                self._keys[len(self._written)] = key
                self._put(_BRAND + owns, tokens[i].start, tokens[i + n - 1].stop)
                return n
        self._put(tokens[i].folded, tokens[i].start, tokens[i].stop)
        return 1

    def _put(self, word: str, start: int, stop: int) -> None:
        self._places.append((len(self._written), start, stop))
        self._written += word + " "

    def clauses(self, pattern: re.Pattern[str], name: str) -> list[Asked]:
        return [asked for asked, _ in self.matches(pattern, name)]

    def matches(self, pattern: re.Pattern[str], name: str) -> Iterator[tuple[Asked, re.Match[str]]]:
        """Yield what the pattern finds, with the brands it is about."""
        for match in pattern.finditer(self._written.rstrip()):
            start, stop = match.span()
            keys = [key for place, key in self._keys.items() if start <= place < stop]
            theirs = match.groupdict().get("a") or match.groupdict().get("b")
            if theirs:
                keys = [rival for key in keys for rival in self._rivals.get(key, ())]
            spans = [(a, b) for place, a, b in self._places if start <= place < stop]
            yield (
                Asked(
                    name=name,
                    brands=tuple(dict.fromkeys(keys)),
                    start=spans[0][0],
                    stop=spans[-1][1],
                ),
                match,
            )


_LONGEST = 6  # words of a name
_OWNING = ("'s", "'")


def _found(folded: tuple[str, ...], names: Mapping[tuple[str, ...], str]) -> tuple[str | None, str]:
    """Return the brand that the words name, and what makes it an owner."""
    if folded in names:
        return names[folded], ""
    for ending in _OWNING:
        bare = (*folded[:-1], folded[-1].removesuffix(ending))
        if bare != folded and bare in names:
            return names[bare], f" {ending}"
    return None, ""


def _names(cards: Sequence[Brand]) -> dict[tuple[str, ...], str]:
    """Return the names and aliases of `cards` as folded words; of equal ones the first card's."""
    found: dict[tuple[str, ...], str] = {}
    for card in cards:
        for name in (card.name, *card.aliases):
            words = tuple(token.folded for token in tokens_of(name))
            if words:
                found.setdefault(words, card.key)
    return found


def _rivals(cards: Sequence[Brand]) -> dict[str, tuple[str, ...]]:
    return {card.key: rivals_of(card, cards) for card in cards}


def rivals_of(card: Brand, cards: Sequence[Brand]) -> tuple[str, ...]:
    """Return the keys of those rivals of `card` that are among `cards`."""
    known = {one.key for one in cards}
    return tuple(key for key in card.rivals if key in known)


def named(text: str, cards: Sequence[Brand]) -> Brand | None:
    """Return the card whose name or alias `text` is, however written."""
    key, _ = _found(tuple(token.folded for token in tokens_of(text)), _names(cards))
    return next((card for card in cards if card.key == key), None)

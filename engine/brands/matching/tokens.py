"""How a folded text falls into tokens: with spaCy, by rules that know what people post.

A link, an e-mail address, a `@handle`, a `#hashtag` and a run of letters and digits are one token
each; so is each letter of a script written without spaces, and everything else is a token by
itself. So a name never matches inside a word, a hashtag or somebody's handle, and does beside an
emoji. spaCy cuts at spaces first: the tokens of a piece between spaces depend on nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from engine.text import WORD
from engine.text.scripts import UNSPACED

if TYPE_CHECKING:
    from spacy.language import Language

# Ends of bare hosts that are not also the beginning of a sentence whose space is missing.
_HOST_ENDS = (
    r"(?:com|net|org|edu|gov|info|biz|app|shop|store|io|tv|co\.uk|co\.jp|co\.kr|com\.au|com\.br"
    r"|de|fr|nl|eu|pl|ru|jp|kr|cn|br|ch|se|dk|uk|ca|au)"
)
_HOST = r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,6}"
_LINK = (
    r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}'*]"
    rf"|{_HOST}(?:[a-z]{{2,24}}/(?:[^\s<>\"]*[^\s<>\".,;:!?)\]}}'*])?|{_HOST_ENDS}(?![\w-]))"
)
_EMAIL = r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"
_HASHTAG = rf"(?<!&)#[{WORD}]+"
_SPACED = rf"(?:(?![{UNSPACED}])[{WORD}])"
_BARE = rf"(?:(?![{UNSPACED}_])[{WORD}])"
_ACCOUNT = rf"@(?:{_SPACED}(?:(?:{_SPACED}|[.-])*{_SPACED})?|[{UNSPACED}]+)"
_HANDLE = rf"(?<!\w){_ACCOUNT}(?:{_ACCOUNT})?|(?<![\w/])/?[ur]/{_SPACED}(?:{_SPACED}|-)*"
_WORDS = rf"{_BARE}(?:{_SPACED}*{_BARE})?"
TOKEN = re.compile(rf"{_LINK}|{_EMAIL}|{_HANDLE}|{_HASHTAG}|{_WORDS}|\S")
IS_LINK = re.compile(_LINK)

_WORDY = re.compile(_BARE)
_NEEDLESS = re.compile(f"(?<![{UNSPACED}]) | (?![{UNSPACED}])")
_WITHOUT_SPACES = re.compile(f"[{UNSPACED}]")

# What the second half of a German compound with a brand mostly is, folded.
_GERMAN = """akkuschrauber aktie aktien angebot anzeige anzug artikel auto autos bausteine becher
    berater beutel bild bohrer bohrmaschine brater brille brillen chef creme deckel deo dose drucker
    duft duschgel erfahrung fabrik fahrer farbe filiale filialen flasche garantie geraet
    gerat gerate geschaft geschenk geschirr gesichtscreme gruppe gutschein handcreme handler
    handy haus hersteller hose huelle hulle jacke kaffee kapseln karton kasse katalog kauf
    kette kissen kleid konzern kopfhorer kuche kuhlschrank kunde kunden kundin laden
    lieferung lotion marke markt maschine maschinen maske messer milch mitarbeiter mobel
    modell mutze nachtcreme niederlassung ol paket parfum pfanne pfannen pflege preis preise
    produkt produkte prospekt pullover rabatt regal reifen reklame rezept riegel rucksack
    rucksacke schampoo schmuck schokolade schrank schuh schuhe seife serie sofa sonnencreme
    spray steine tagescreme tasche taschen test tisch topf topfe tuete tute uhr uhren
    verkaufer verpackung vertrag wagen ware waren waschmaschine webseite werbung werk
    zahnpasta
    """
# These stand at the end of English words just as well.
_ANGLICISMS = """account app fan fans look outfit shirt shop shops sneaker store stores style team
    """
_COMPOUND = re.compile(
    rf"(?:(?P<german>{'|'.join(_GERMAN.split())})|{'|'.join(_ANGLICISMS.split())})(?!\w)"
)
MIN_STEM = 4  # letters of a name that is looked for in compounds


def tokens(folded: str) -> list[str]:
    """Return the tokens of a folded text."""
    return [token for piece in folded.split() for token in TOKEN.findall(piece)]


def pipeline(stems: Collection[str], words: Collection[str]) -> Language:
    """Return a blank spaCy pipeline that cuts as `tokens` does.

    The norm of a token is itself; of a German compound that begins with one of `stems` and is
    none of `words`, the stem.
    """
    import spacy
    from spacy.attrs import NORM
    from spacy.tokenizer import Tokenizer

    nlp = spacy.blank("xx")
    nlp.tokenizer = Tokenizer(nlp.vocab, infix_finditer=TOKEN.finditer)
    nlp.max_length = 1 << 30

    def norm(token: str) -> str:
        return token if token in words else _stem(token, stems) or token

    getters: dict[int, Callable[[str], str]] = nlp.vocab.lex_attr_getters  # type: ignore[attr-defined]
    getters[NORM] = norm
    return nlp


def _stem(token: str, stems: Collection[str]) -> str | None:
    for end in range(len(token) - 2, MIN_STEM - 1, -1):
        if token[:end] in stems and _COMPOUND.match(token, end):
            return token[:end]
    return None


def compound_at(folded: str, end: int, lang: str | None) -> bool:
    """Return whether a word goes on after `end` as a German compound, in a post in `lang`.

    Where the language is not known, only by what is German and nothing else.
    """
    if lang not in {None, "de"}:
        return False
    rest = _COMPOUND.match(folded, end)
    return rest is not None and (lang == "de" or rest["german"] is not None)


def is_wordy(token: str) -> bool:
    """Return whether `token` is a word of a script whose words spaces separate."""
    return _WORDY.match(token) is not None


def is_unspaced(token: str) -> bool:
    """Return whether `token` begins with a letter of a script written without spaces."""
    return _WITHOUT_SPACES.match(token) is not None


def same_words(said: str, way: str) -> bool:
    """Return whether `said` is `way`, but for spaces that do not matter.

    Those between two letters of scripts written without spaces do.
    """
    return said == way or _NEEDLESS.sub("", said) == _NEEDLESS.sub("", way)

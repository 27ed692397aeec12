"""What a post's text becomes on its way to the store, the vector and the words.

All functions are pure and linear in the length of their text, whatever the text is. The
dictionary that splits hashtags is loaded by the first hashtag that needs it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from engine import scripts
from engine.stopwords import without_stop_words
from engine.vocabulary import HASHTAG_WALL, TAGS_APART

if TYPE_CHECKING:
    from symspellpy import SymSpell

CODE_LETTERS = 14  # of a handle at the most, in a discount code
MAX_HASHTAG = 140  # characters; more is no hashtag on any platform
_MAX_SEGMENTED = 40  # characters; the dictionary is not asked about longer runs of letters
_MIN_SEGMENTED = 6  # characters; shorter words are split wrongly more often than rightly
# A word this short is split only into common words (mean log10 of their probabilities): rarer
# ones make Strava "str ava" and Sephora "sep hora".
_NAME_LENGTH = 7
_USUAL = -5.0
_DIGEST_BYTES = 16

# Characters of a word. `\w` knows letters and digits only; the ranges add the vowel signs and
# accents that belong to words of Hebrew, Arabic, Indic and South-East Asian scripts, and the
# joiners between them.
WORD = (
    r"\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u06ed\u0900-\u0963\u0966-\u0dff"
    r"\u0e00-\u0fd9\u1000-\u109f\u1780-\u17d3\u1ab0-\u1aff\u200c\u200d"
)
_WIDE_HASH = "\uff03"  # the number sign of East Asian keyboards
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# C0 and C1 controls but tab and newline, the two overrides of reading direction (they show a
# reader what is not there), and the two non-characters XML cannot carry.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufffe\uffff]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_TAG_RUN = re.compile(rf"(?<![\w&#{_WIDE_HASH}])(?:[#{_WIDE_HASH}]++[{WORD}]++)++")
_HANDLE = re.compile(r"(?<![\w@])@\w(?:[\w.@-]*\w)?")
_LINK = re.compile(
    r"https?://\S+|(?<!\w)www\.\S+|(?<![\w.@/-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/\S*",
    re.IGNORECASE,
)
_INDEXED = re.compile(r"[#@\w]+")  # what the full-text tokenizer sees as one token
_TERM = re.compile(rf"@\w(?:[\w.@-]*\w)?|[#@{WORD}]+")
_CLITIC = re.compile(r"['\u2019](?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE)
# Pieces of a hashtag: CamelCase humps, runs of digits, anything else that is not "_".
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^A-Za-z0-9_]+")
_SMALL_WORDS = frozenset({"a", "i"})
# Words of social media that the dictionary lacks and would take apart.
_COINED = """airpods ama asmr booktok bookstagram bookstagrammer cosplay cosplayer crossfit fitspo
    foodporn foodstagram glamping grwm headcanon hyaluronic influencer instadaily instafood
    instagood instagram instagrammer iphoneography jbeauty kbeauty keto kombucha livestream macrame
    matcha mom moms niacinamide onlyfans ootd photoshoot plantstagram podcast podcaster retinol
    selfie skincare speedrun subreddit tbt tiktok twitch upcycle vlog vlogger yolo youtube youtuber
    """
_COINED_COUNT = 5_000_000  # as frequent as "espresso": beaten only by common words

_ENOUGH_SPOKEN = 3  # words that can be a sentence


def clean(text: str) -> str:
    """Return `text` in NFC, without what a reader cannot see and a file cannot hold.

    Unpaired surrogates, NUL and other control characters go, and overrides of the reading
    direction; tab and newline stay, other line endings become a newline. Idempotent.
    """
    if text.isascii():
        if text.isprintable():
            return text
    elif _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


def hashtags_in(text: str) -> tuple[str, ...]:
    """Return the hashtags of `text`, case-folded, without `#`, in order, each once.

    A hashtag has at least one letter and at most `MAX_HASHTAG` characters; fragments of links
    and numbers (`#1`) are none. `#one#two` are two.
    """
    if "#" not in text and _WIDE_HASH not in text:
        return ()
    runs = _TAG_RUN.findall(_without_links(text))
    return tuple(dict.fromkeys(tag.casefold() for run in runs for tag in _tags_of(run)))


def embedding_text(text: str, hashtags: Sequence[str]) -> str:
    """Return the words of a post that say what it is about, on one line.

    Links and handles are out; hashtags are split words, those of `hashtags` that are not in
    `text` at the end. Three hashtags or more are left out where a sentence is left, a wall of them
    where any words are: they say what a post wants to be found by. Empty if nothing with a letter
    or a digit is left.
    """
    if len(hashtags) >= TAGS_APART:
        spoken = embedding_text(_TAG_RUN.sub(" ", _without_links(text)), ())
        enough = 1 if len(hashtags) >= HASHTAG_WALL else _ENOUGH_SPOKEN
        if len(spoken.split()) >= enough:
            return spoken
    if hashtags or "#" in text or _WIDE_HASH in text:
        absent = _absent(hashtags, hashtags_in(text))
        text = _TAG_RUN.sub(_spelled, _without_links(text))
        text = " ".join((text, *map(split_hashtag, absent)))
    else:
        text = _without_links(text)
    if "@" in text:
        text = _HANDLE.sub(" ", text)
    return " ".join(text.split()) if _LETTER_OR_DIGIT.search(text) else ""


def spoken(text: str) -> str:
    """Return `text` on one line without links, handles and hashtags: what tells its language."""
    text = (
        _TAG_RUN.sub(" ", _without_links(text))
        if "#" in text or _WIDE_HASH in text
        else (_without_links(text))
    )
    return " ".join((_HANDLE.sub(" ", text) if "@" in text else text).split())


def tag_words(text: str, hashtags: Sequence[str]) -> str:
    """Return what full-text search needs beside `text`, separated by spaces.

    The words of every hashtag, split and as written, and `#tag` for hashtags that do not stand
    in `text` as a word of their own; then what `engine.scripts.beside` says.
    """
    if not hashtags:
        return scripts.beside(_without_links(text))
    seen = set(_INDEXED.findall(text.lower()))
    words: dict[str, None] = {}
    for tag in hashtags:
        words.update(dict.fromkeys((*split_hashtag(tag).split(), tag)))
        if f"#{tag}" not in seen:
            words[f"#{tag}"] = None
    absent = _absent(hashtags, hashtags_in(text))
    spelled = scripts.beside(" ".join((_without_links(text), *absent)))
    return " ".join((*words, spelled) if spelled else words)


def content_hash(embedding_text: str) -> bytes | None:
    """Return the 16-byte BLAKE2b digest of what is embedded; `None` if there is nothing."""
    if not embedding_text:
        return None
    return blake2b(embedding_text.encode(), digest_size=_DIGEST_BYTES).digest()


def lexical_words(query: str) -> tuple[str, ...]:
    """Return the words of `query`, lower-case, in order, each once: words, `#tag`, `@handle`.

    A run without spaces is cut where its script changes. Stop words are left out unless nothing
    else is left.
    """
    plain = _CLITIC.sub("", clean(query).lower())
    terms = [term for term in _TERM.findall(plain) if _LETTER_OR_DIGIT.search(term)]
    found = dict.fromkeys(
        word
        for term in without_stop_words(terms)
        for word in ((term,) if term[0] in "#@" else scripts.words(term))
    )
    return tuple(found)


def lexical_terms(query: str) -> tuple[str, ...]:
    """Return what full-text search should look for, lower-case, in order, each once.

    The words of `query`; those in scripts without spaces, which may be several, in pieces that
    overlap.
    """
    words = lexical_words(query)
    found = (p for w in words for p in ((w,) if w[0] in "#@" else scripts.pieces(w)))
    return tuple(dict.fromkeys(found))


def snippet(text: str, width: int) -> str:
    """Return the beginning of `text` on one line of at most `width` characters.

    What is too long ends at a word, with an ellipsis. `ValueError` if `width` is below 1.
    """
    if width < 1:
        raise ValueError(f"a snippet needs a width of at least 1, not {width}")
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    head = line[:width]  # one character more than fits: a word that ends there is whole
    start, space, _ = head.rpartition(" ")
    return (start if space and len(start) >= width // 2 else head[:-1]).rstrip(" ,;:-") + "…"


@lru_cache(maxsize=1 << 16)
def number_of(count: int, noun: str) -> str:
    """Return `1 post`, `1,200 posts`; for nouns that take an s."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def ascii_letters(text: str, *, between: str = "") -> str:
    """Return the Latin letters and digits of `text` in capitals, for codes read aloud."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", between, plain).upper()


def split_hashtag(tag: str) -> str:
    """Return the words of a hashtag in lower case: `veganskincare` gives `vegan skincare`.

    Capitals, underscores and digits tell first (`VeganSkincare`, `pokemonGO`, `summer2024`), an
    English dictionary splits the rest. What is no run of English words stays whole.
    """
    words = [_segment(part) for part in _parts(tag)]
    return " ".join(words) or tag.lower()


def _parts(tag: str) -> list[str]:
    """Split where the writing says so; one or two odd characters (iPhone, 3ds) split nothing."""
    parts: list[str] = []
    for chunk in tag.split("_"):
        humps = _HUMP.findall(chunk)
        glued: list[str] = []
        for hump in humps:
            if glued and not _breaks(glued[-1], hump):
                glued[-1] += hump
            else:
                glued.append(hump)
        parts += glued
    return [part.lower() for part in parts]


def _breaks(left: str, right: str) -> bool:
    """Tell whether a word ends between two pieces of a hashtag."""
    if not (left.isascii() and right.isascii()):
        return False
    if left[-1].isdigit() or right[0].isdigit():
        return max(_letters(left), _letters(right)) > 3
    return len(left) > 1 and len(right) > 1


def _letters(piece: str) -> int:
    return sum(map(str.isalpha, piece))


def _segment(word: str) -> str:
    if not (_MIN_SEGMENTED <= len(word) <= _MAX_SEGMENTED and word.isascii() and word.isalpha()):
        return word
    dictionary = _dictionary()
    if word in dictionary.words:
        return word
    split = dictionary.word_segmentation(word, max_edit_distance=0)
    words = split.segmented_string.split()
    known = all(w in dictionary.words and (len(w) > 1 or w in _SMALL_WORDS) for w in words)
    usual = len(word) > _NAME_LENGTH or split.log_prob_sum / len(words) > _USUAL
    return " ".join(words) if known and usual else word


@cache
def _dictionary() -> SymSpell:
    from symspellpy import SymSpell

    dictionary = SymSpell(max_dictionary_edit_distance=0)
    with as_file(files("symspellpy") / "frequency_dictionary_en_82_765.txt") as path:
        dictionary.load_dictionary(str(path), term_index=0, count_index=1)
    for word in _COINED.split():
        dictionary.create_dictionary_entry(word, _COINED_COUNT)
    return dictionary


def _tags_of(run: str) -> list[str]:
    tags = run.replace(_WIDE_HASH, "#").split("#")
    return [tag for tag in tags if len(tag) <= MAX_HASHTAG and not tag.isdecimal() and tag]


def _spelled(run: re.Match[str]) -> str:
    tags = _tags_of(run[0])
    return " ".join(map(split_hashtag, tags)) if tags else run[0]


def _absent(hashtags: Sequence[str], present: tuple[str, ...]) -> list[str]:
    known = set(present)
    return [tag for tag in hashtags if tag.casefold() not in known]


def _without_links(text: str) -> str:
    return _LINK.sub(" ", text) if "/" in text or "www." in text else text

"""The hashtags of a post, and the words they are made of.

All functions are linear in the length of their text, whatever the text is. The dictionary that
splits hashtags is loaded by the first hashtag that needs it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from engine.text.cleaning import WORD, without_links

if TYPE_CHECKING:
    from symspellpy import SymSpell

MAX_HASHTAG = 140  # characters; more is no hashtag on any platform
_MAX_SEGMENTED = 40  # characters; the dictionary is not asked about longer runs of letters
_MIN_SEGMENTED = 6  # characters; shorter words are split wrongly more often than rightly
# A word this short is split only into common words (mean log10 of their probabilities): rarer
# ones make Strava "str ava" and Sephora "sep hora".
_NAME_LENGTH = 7
_USUAL = -5.0

WIDE_HASH = "\uff03"  # the number sign of East Asian keyboards
TAG_RUN = re.compile(rf"(?<![\w&#{WIDE_HASH}])(?:[#{WIDE_HASH}]++[{WORD}]++)++")
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


def hashtags_in(text: str) -> tuple[str, ...]:
    """Return the hashtags of `text`, case-folded, without `#`, in order, each once.

    A hashtag has at least one letter and at most `MAX_HASHTAG` characters; fragments of links
    and numbers (`#1`) are none. `#one#two` are two.
    """
    if "#" not in text and WIDE_HASH not in text:
        return ()
    runs = TAG_RUN.findall(without_links(text))
    return tuple(dict.fromkeys(tag.casefold() for run in runs for tag in tags_of(run)))


def split_hashtag(tag: str) -> str:
    """Return the words of a hashtag in lower case: `veganskincare` gives `vegan skincare`.

    Capitals, underscores and digits tell first (`VeganSkincare`, `pokemonGO`, `summer2024`), an
    English dictionary splits the rest. What is no run of English words stays whole.
    """
    words = [_segment(part) for part in _parts(tag)]
    return " ".join(words) or tag.lower()


def tags_of(run: str) -> list[str]:
    """Return the hashtags of a run of them (`#one#two`), as written, without `#`."""
    tags = run.replace(WIDE_HASH, "#").split("#")
    return [tag for tag in tags if len(tag) <= MAX_HASHTAG and not tag.isdecimal() and tag]


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

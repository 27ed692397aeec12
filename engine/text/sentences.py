"""How much of a text is sentence: keywords strung together have no words to hold them.

In running text of any language with an alphabet, a third to a half of the words are function
words. A text of some length with hardly any of them names things and says nothing about them.
Only Latin letters are judged, and only by the commonest function words of the languages that are
mostly written with them; a text in another language may look like keywords, which is why this
never removes a post.
"""

from __future__ import annotations

import re

from engine.text.stopwords import STOP_WORDS

_LEAST_WORDS = 8
_LEAST_SHARE = 0.1  # of function words
_NOISE = re.compile(r"https?://\S+|www\.\S+|[#@\uff03]\w+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff'\u2019]+")
# Italian, Dutch, Catalan, Romanian, Polish, Czech, Croatian, Swedish, Danish and Norwegian,
# Finnish, Estonian, Hungarian, Turkish, Indonesian and Malay, Filipino, Vietnamese, Swahili.
_MORE = """
    il lo gli un una di del della dei delle al alla nel nella con per tra che chi non è sono ho ha
    mi ti si ci ne anche come ma più questo questa quello io tu lui lei noi se da e o
    de het een en van in is dat op te zijn met voor niet aan er ook om maar bij uit naar dan nog
    wel geen deze dit ik je we ze hij mijn als wat heb heeft
    el els les dels amb per què no més aquest aquesta és són jo
    și în la cu pe din mai este sunt nu că ce care o un ale lui pentru
    i w z na do się nie to jest że o jak co po dla za od ale ten ta są mam czy tak już tylko
    a v s se že je na do si ale jako tak by jsem jsou ten už o k po pro za
    u je su da ne za na od s što kao ali ja ti sam ovo
    och att det som en på är av för med jag den till inte om har de ett var men så ni vi han hon
    og i at er det en til på som med for av ikke den har jeg der de et men var vi kan så om
    ja on ei se että kun mutta niin myös ole olen oli nyt jos kuin tämä mitä
    ning see ka ma sa oma ei kui ta siis
    a az és nem hogy is egy ez de van meg csak már volt mint ha még én te ő
    ve bir bu da de için çok ne ile ama gibi daha ben sen o mi mu var yok kadar
    yang dan di ini itu dengan untuk dari ke tidak ada aku saya kamu juga akan bisa sudah
    ang ng sa na mga ay si ko mo ka po din rin ito yung lang kung pero hindi
    là và của có không cho với một được này trong tôi bạn đã để những thì
    na ya wa kwa ni katika la za hii ili
    """
_FUNCTION_WORDS = STOP_WORDS | frozenset(_MORE.split())


def is_keywords(text: str) -> bool:
    """Return whether `text` is a heap of keywords: eight words or more, hardly one to hold them.

    Hashtags, links, handles and numbers are no words. Texts in other letters than Latin are never
    said to be one.
    """
    words = _WORD.findall(_NOISE.sub(" ", text).lower())
    if len(words) < _LEAST_WORDS or not all(map(_LATIN.fullmatch, words)):
        return False
    held = sum(word in _FUNCTION_WORDS for word in words)
    return held < _LEAST_SHARE * len(words)

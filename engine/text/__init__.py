"""Texts: cleaned, cut into words, told apart by language and script, marked where they say little.

What is most asked for is handed on here; the rest is asked for by its module.
"""

from engine.text.cleaning import WORD, clean
from engine.text.hashtags import MAX_HASHTAG, hashtags_in, split_hashtag
from engine.text.posts import content_hash, embedding_text, spoken, tag_words
from engine.text.queries import lexical_terms, lexical_words
from engine.text.showing import CODE_LETTERS, ascii_letters, number_of, snippet

__all__ = [
    "CODE_LETTERS",
    "MAX_HASHTAG",
    "WORD",
    "ascii_letters",
    "clean",
    "content_hash",
    "embedding_text",
    "hashtags_in",
    "lexical_terms",
    "lexical_words",
    "number_of",
    "snippet",
    "split_hashtag",
    "spoken",
    "tag_words",
]

"""The words, hashtags and names of a creator, and how much of them another one shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.protocols import Corpus
from engine.ranking.distinct import Distinct
from engine.ranking.likeness.tuning import LikenessTuning
from engine.text import lexical_terms
from engine.text.stopwords import without_stop_words
from engine.vocabulary import Floats, Ids, Post

_NAME = re.compile(r"(?<![\w#@])[^\W\d_a-z][\w'\u2019]+(?: [^\W\d_a-z][\w'\u2019]+){1,2}")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_LEAST_POSTS = 2  # of all, that must hold a word for it to be shared by anybody
_LEAST_NAMED = 2  # of the creator, in which a run of capitalised words must stand to be a name


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """What a creator says, by how telling it is: most telling first.

    `weight` is log(1 + posts of the creator) * idf, `idf` log(posts of the corpus / posts with it).
    """

    texts: tuple[str, ...]
    holders: tuple[Ids, ...]  # posts of the corpus that hold each, ascending
    weight: Floats  # (t,)
    idf: Floats  # (t,)

    def telling(self, n: int) -> str:
        """Return the `n` most telling terms as one text."""
        return " ".join(self.texts[:n])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedTerms:
    """What others say of it: `weight` by creator, (c,), and by term and creator, (t, c)."""

    weight: Floats
    by_term: NDArray[np.float64]


def terms_of(posts: Sequence[Post], corpus: Corpus, tuning: LikenessTuning) -> Terms:
    """Return the terms in `posts` that are found in the corpus and are not everywhere.

    Those in most of the posts are looked up, longer ones first where they are in as many.
    """
    counts = Counter(term for post in posts for term in _terms(post))
    names = Counter(name for post in posts for name in _names(post))
    counts.update({name: n for name, n in names.items() if n >= _LEAST_NAMED})
    asked = sorted(counts, key=lambda term: (-counts[term], -len(term), term))[: tuning.terms]
    n_posts = max(corpus.summary().posts, 1)
    found = [
        (np.log1p(counts[term]) * idf, term, ids, idf)
        for term, ids in zip(asked, corpus.holding(asked), strict=True)
        if ids is not None and len(ids) >= _LEAST_POSTS
        for idf in [float(np.log(n_posts / len(ids)))]
    ]
    found.sort(key=lambda row: (-row[0], row[1]))
    return Terms(
        texts=tuple(row[1] for row in found),
        holders=tuple(row[2] for row in found),
        weight=np.array([row[0] for row in found], dtype=np.float64),
        idf=np.array([row[3] for row in found], dtype=np.float64),
    )


def shared_terms(
    terms: Terms, distinct: Distinct, post_ids: Ids, *, counted: NDArray[np.bool_], few: float
) -> SharedTerms:
    """Return how much of `terms` the creators of the posts `post_ids`, (m,), say too.

    Only the posts that are `counted` do. A cosine of weights on one side: the length of the other
    side is taken to grow as the square root of the number of posts, `few` added to it.
    """
    by_term = np.zeros((len(terms.texts), len(distinct.creator_ids)))
    order = np.argsort(post_ids)
    ids = post_ids[order]
    for row, holders in enumerate(terms.holders):
        place = np.minimum(np.searchsorted(holders, ids), len(holders) - 1)
        holding = np.zeros(len(ids), dtype=np.float64)
        holding[order] = holders[place] == ids
        by_term[row] = np.log1p(distinct.total(holding * counted))
    length = max(float(np.sqrt(terms.weight @ terms.weight)), 1e-9)
    posts = np.diff(distinct.starts) + few
    by_term *= (terms.weight * terms.idf / length)[:, None] / np.sqrt(posts)
    return SharedTerms(weight=by_term.sum(axis=0), by_term=by_term)


def _terms(post: Post) -> set[str]:
    """Return the words, `#hashtags` and `@handles` of a post, each once."""
    tags = {f"#{tag}" for tag in post.hashtags}
    said = {*lexical_terms(_LINK.sub(" ", post.text))}
    return {term for term in said | tags if _LETTER.search(term)}


def _names(post: Post) -> set[str]:
    """Return runs of capitalised words in lower case, stop words at their ends left out."""
    found = set()
    for run in _NAME.findall(post.text):
        words = run.lower().split()
        kept = {*without_stop_words(words)}
        telling = [i for i, word in enumerate(words) if word in kept]
        if len(telling) > 1:
            found.add(" ".join(words[telling[0] : telling[-1] + 1]))
    return found

"""What others reply to a creator, where their replies were collected."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.store.rows import id_list
from engine.text import spoken
from engine.text.languages import language
from engine.vetting.findings import Measured

_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 5
_FEW = 5  # accounts that are the few
# Words of praise that fit any post, in the languages briefs are read in.
_PRAISE = frozenset(
    """nice cool great awesome amazing beautiful lovely love perfect gorgeous stunning wow super
    good best top fire goals cute sweet so very the this it is a i pic photo shot post page feed
    work job one dear bro sis girl man babe yes yess yas omg lol thanks thank you congrats
    schön toll wow mega geil klasse spitze danke sehr so
    beau belle bravo magnifique génial merci trop top très
    bonito hermosa hermoso lindo linda genial gracias que guapa guapo bello
    maravilhosa maravilhoso perfeita perfeito obrigada obrigado muito amei""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply by somebody else that was collected."""

    post_id: int
    by: int  # creator
    text: str
    lang: str | None


# One pass over the posts: few are replies, and there is no index of what they reply to.
_REPLIES = """SELECT replies.id, replies.creator_id, replies.text, replies.lang, found.lang
    FROM posts AS replies NOT INDEXED
    LEFT JOIN languages AS found ON found.post_id = replies.id AND found.confidence >= 0.7
    WHERE replies.reply_to IN (
            SELECT native_id FROM posts JOIN json_each(?) AS own ON own.value = posts.id)
        AND replies.source = ? AND replies.creator_id <> ?
    ORDER BY replies.id"""


def replies_to(
    connection: sqlite3.Connection, source: str, creator: int, posts: Sequence[int]
) -> tuple[Reply, ...]:
    """Return the replies by others to `posts` that were collected, by id."""
    rows = connection.execute(_REPLIES, (id_list(posts), source, creator))
    return tuple(
        Reply(post_id=id_, by=by, text=text, lang=language(tag, detected))
        for id_, by, text, tag, detected in rows
    )


def repeated_replies(replies: Sequence[Reply]) -> Measured:
    """Return the share of replies whose words another one has, links and handles aside."""
    said = [_words(reply.text) for reply in replies]
    counts = Counter(said)
    rows = [i for i, words in enumerate(said) if words and counts[words] > 1]
    return _share(replies, rows)


def generic_replies(replies: Sequence[Reply]) -> Measured:
    """Return the share of replies without a word, or with words of praise only."""
    rows = [i for i, r in enumerate(replies) if set(_words(r.text).split()) <= _PRAISE]
    return _share(replies, rows)


def few_repliers(replies: Sequence[Reply]) -> Measured:
    """Return the share of replies by the five accounts who reply most."""
    n = len(replies)
    if not n:
        return Measured(value=None, n=0)
    accounts = Counter(reply.by for reply in replies)
    most = dict(accounts.most_common(_FEW))
    evidence = tuple(reply.post_id for reply in replies if reply.by in most)[-_SHOWN:]
    detail = f"{len(accounts):,} accounts replied"
    return Measured(value=sum(most.values()) / n, n=n, evidence=evidence, detail=detail)


def _share(replies: Sequence[Reply], rows: Sequence[int]) -> Measured:
    if not replies:
        return Measured(value=None, n=0)
    evidence = tuple(replies[i].post_id for i in rows[-_SHOWN:])
    return Measured(value=len(rows) / len(replies), n=len(replies), evidence=evidence)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(spoken(text).casefold()))


MEASURES = {
    "repeated_replies": repeated_replies,
    "generic_replies": generic_replies,
    "few_repliers": few_repliers,
}
"""What is measured of replies, by the name of its rule."""

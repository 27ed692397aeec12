"""`overheard partners`: creators with disclosed posts about a brand, and what they say beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
import numpy as np

from engine.brands.cards.naming import finder
from engine.brands.counting.counted import Rows, Window, within
from engine.brands.counting.partners import Partner, Said, handles_in, only_cued, partners_of
from engine.brands.telling.disclosure import disclosure_of
from engine.cli.hearing import matched_cards_in, notes_of, window_of
from engine.cli.invocation import Invocation
from engine.cli.options import excel_option
from engine.cli.papers import paper_options, present
from engine.cli.partnerships import About, Found, partner_lines, partner_paper
from engine.corpus.conversation import Conversation, conversation
from engine.exports.papers import Paper
from engine.vocabulary import (
    VERDICTS,
    Brand,
    CreatorId,
    Ids,
    Mention,
    MentionTable,
    Post,
    PostFilter,
    PostId,
    Stance,
    Verdict,
)

EXAMPLES = """\b
Examples:
  overheard partners krups
  overheard partners krups delonghi --since 1y --to partners.xlsx
  overheard partners krups --followers 5k..50k --output json"""

TOP = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When things are looked at, how many partners are shown, and whether rivals' are, too."""

    now: datetime
    top: int
    rivals: bool = False


@click.command(epilog=EXAMPLES)
@click.argument("brands", metavar="BRAND…", nargs=-1, required=True)
@click.option("--top", type=click.IntRange(min=1), default=TOP, show_default=True, metavar="N")
@click.option("--rivals", is_flag=True, help="Those of the rivals on its card, too.")
@paper_options
@excel_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    brands: tuple[str, ...],
    top: int,
    rivals: bool,
    files: tuple[Path, ...],
    excel: bool,
    output: str,
    now: datetime,
    model: str | None,
    **where: object,
) -> int:
    """Show who has posts about BRAND that say they are advertising, and what else they post.

    Judged by the words that the rules of the post's country or language want, by platform labels,
    codes and affiliate links. The finding is always "disclosed in x of y posts": that the others
    were not paid for does not follow.
    """
    settings = invocation.settings(model=model)
    asked = Asked(now=now, top=top, rivals=rivals)
    cards = matched_cards_in(settings)
    paper, lines = told(settings.home, cards, brands, asked=asked, where=where)
    present(paper, lines, output, files, excel=excel)
    return 0


def told(
    home: Path,
    cards: Sequence[Brand],
    brands: Sequence[str],
    *,
    asked: Asked,
    where: Mapping[str, object],
) -> tuple[Paper, list[str]]:
    """Return the partners in `home` of those of `cards` that are called `brands`.

    As a paper and as lines for a terminal.

    Raises:
        ConfigError: a brand has no card, or a filter cannot be used.
    """
    find = finder(cards)
    by_key = {card.key: card for card in cards}
    keys = _keys([find(name) for name in brands], by_key, rivals=asked.rivals)
    filters, window = window_of(where, now=asked.now, brand=find)
    with conversation(home) as corpus:
        found = [_found(corpus, by_key[key], (filters, window)) for key in keys]
        partners = [one for of_brand in found for one in of_brand.partners]
        about = About(
            names={card.key: card.name for card in cards},
            posts=corpus.posts({post.post_id for one in partners for post in _posts(one)}),
            creators=corpus.creators({one.creator_id for one in partners}),
            made_at=asked.now,
            notes=tuple(notes_of(corpus, filters)),
        )
    return partner_paper(found, about), list(partner_lines(found, about, top=asked.top))


def _keys(named: Sequence[str], cards: Mapping[str, Brand], *, rivals: bool) -> tuple[str, ...]:
    """Return the keys that are `named`, each once, and those of rivals that have cards."""
    more = [rival for key in named for rival in cards[key].rivals if rivals and rival in cards]
    return tuple(dict.fromkeys([*named, *more]))


def _found(corpus: Conversation, card: Brand, where: tuple[PostFilter, Window]) -> Found:
    """Return the partners of one brand; of creators who disclose nothing only their number."""
    filters, window = where
    table = corpus.table([card.key], filters)
    naming = table.post_ids[_meant(table) & within(table, window)]
    said = _said(corpus, naming)
    disclosing = {one.creator_id for one in said if one.is_disclosed}
    theirs = _in_window(corpus, disclosing, where)
    own = [handle for handles in card.handles.values() for handle in handles]
    return Found(
        brand=card.key,
        partners=tuple(partners_of(card.key, _said(corpus, theirs), own)),
        posts=len(naming),
        creators=len({one.creator_id for one in said}),
        only_cued=only_cued(card.key, said),
    )


def _meant(table: MentionTable) -> np.ndarray:
    return np.asarray(table.verdict == VERDICTS.index(Verdict.BRAND))


def _in_window(
    corpus: Conversation, creators: Iterable[CreatorId], where: tuple[PostFilter, Window]
) -> Ids:
    filters, window = where
    ids = corpus.posts_of(np.array(sorted(creators), dtype=np.int64), filters)
    posts = corpus.posts(ids.tolist())
    inside = [id_ for id_ in ids.tolist() if _is_within(posts[PostId(id_)], window)]
    return np.array(inside, dtype=np.int64)


def _is_within(post: Post, window: Window) -> bool:
    return (window.since is None or post.created_at >= window.since) and (
        window.until is None or post.created_at < window.until
    )


def _said(corpus: Conversation, post_ids: Ids) -> list[Said]:
    """Return what each post says: the brands it surely means, and how far it discloses."""
    ids: Rows = np.unique(post_ids)
    posts, mentions = corpus.posts(ids.tolist()), corpus.mentions(ids.tolist())
    owners = corpus.owners(ids)
    return [
        _of_post(post_id, owners[post_id], post, mentions.get(post_id, ()))
        for post_id, post in posts.items()
    ]


def _of_post(post_id: PostId, creator: CreatorId, post: Post, mentions: Sequence[Mention]) -> Said:
    disclosed = disclosure_of(post)
    meant = [one for one in mentions if one.verdict is Verdict.BRAND]
    return Said(
        post_id=post_id,
        creator_id=creator,
        created_at=post.created_at,
        brands=frozenset(one.brand for one in meant),
        against=frozenset(one.brand for one in meant if one.stance is Stance.AGAINST),
        level=disclosed.level,
        words=tuple(words.surface for words in disclosed.words),
        codes=tuple(cue.code for cue in disclosed.commercial if cue.code),
        links=tuple(cue.surface for cue in disclosed.commercial if not cue.code),
        handles=handles_in(post.text),
    )


def _posts(partner: Partner) -> Sequence[Said]:
    return (*partner.disclosed, *partner.cued, *partner.others)

"""Partners of brands as lines for a terminal, as rows and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.brands.counting.partners import Partner, Said
from engine.cli.layout import count_text, day_text, fit
from engine.exports.papers import Paper, Sheet
from engine.exports.rows import Cell
from engine.exports.writing import moment
from engine.vocabulary import Creator, CreatorId, Post, PostId

LISTED = 20  # posts of a kind named in JSON
_SHOWN, _WIDTH, _WITH = 2, 76, 6  # posts a creator on a terminal, their length, others named
STUDY = (
    "most paid posts are never disclosed: of sponsored tweets 82 to 96 % were not in the largest "
    "study (Ershov, He & Seiler, Marketing Science 2025)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The partners of a brand, of so many posts and creators that name it.

    `only_cued` creators have a code or an affiliate link and no word about it.
    """

    brand: str
    partners: tuple[Partner, ...]
    posts: int
    creators: int
    only_cued: int


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What partners are shown with; `names` are by key."""

    names: Mapping[str, str]
    posts: Mapping[PostId, Post]
    creators: Mapping[CreatorId, Creator]
    made_at: datetime
    notes: tuple[str, ...] = ()


def partner_lines(found: Sequence[Found], about: About, *, top: int) -> Iterator[str]:
    """Yield the partners of each brand, those with most disclosed posts first."""
    for one in found:
        yield (
            f"Partners of {about.names[one.brand]}: {len(one.partners):,} of {one.creators:,} "
            f"creators who name it in {one.posts:,} posts"
        )
        yield ""
        for partner in one.partners[:top]:
            yield from _partner_lines(partner, about)
        if len(one.partners) > top:
            yield f"and {len(one.partners) - top:,} more (--top, or --to FILE for all)"
            yield ""


def _partner_lines(partner: Partner, about: About) -> Iterator[str]:
    creator = about.creators[partner.creator_id]
    followers = f", {count_text(creator.followers)} followers" if creator.followers else ""
    yield f"{_name(creator)} ({creator.source}{followers}): {partner.sentence}"
    facts = [
        f"since {day_text(partner.since)}",
        f"last {day_text(partner.disclosed[-1].created_at)}",
        f"words: {', '.join(partner.words)}" if partner.words else "",
        f"codes: {', '.join(partner.codes)}" if partner.codes else "",
        f"affiliate links: {len(partner.links)}" if partner.links else "",
        f"with a code or link and no word: {len(partner.cued)}" if partner.cued else "",
        f"organic beside: {len(partner.others)}" if partner.others else "",
        f"against it: {partner.against:,} of {partner.posts:,} posts" if partner.against else "",
    ]
    yield f"    {'; '.join(fact for fact in facts if fact)}"
    if partner.brands or partner.handles:
        yield f"    also works with: {_with(partner, about)}"
    for said in partner.disclosed[-_SHOWN:][::-1]:
        post = about.posts[said.post_id]
        yield f"    {day_text(said.created_at)}  {fit(post.text, _WIDTH)}"
    yield ""


def _with(partner: Partner, about: About) -> str:
    named = [f"{about.names[key]} ({n})" for key, n in partner.brands.items()]
    named += [f"@{handle} ({n})" for handle, n in partner.handles.items()]
    more = f" and {len(named) - _WITH} more" if len(named) > _WITH else ""
    return ", ".join(named[:_WITH]) + more


def _name(creator: Creator) -> str:
    handle = creator.handle and f"@{creator.handle.removeprefix('@')}"
    return handle or creator.name or creator.native_id


def partner_paper(found: Sequence[Found], about: About) -> Paper:
    """Return the partners and their posts about the brands as sheets, and as JSON values."""
    names = ", ".join(about.names[one.brand] for one in found)
    partners = [(one, partner) for one in found for partner in one.partners]
    rows = [_row(partner, about) for _, partner in partners]
    posts = [row for _, partner in partners for row in _post_rows(partner, about)]
    notes = (*_notes(found, about), STUDY, *about.notes)
    return Paper(
        title=f"Partners of {names}",
        made_at=about.made_at,
        sheets=(
            Sheet(name="Partners", heads=_COLUMNS, rows=rows),
            Sheet(name="Posts", heads=_POST_COLUMNS, rows=posts),
        ),
        document={
            "made_at": moment(about.made_at),
            "brands": [_document(one, about) for one in found],
            "notes": list(notes),
        },
        notes=notes,
    )


def _notes(found: Sequence[Found], about: About) -> Iterator[str]:
    for one in found:
        if one.only_cued:
            yield (
                f"with a code or an affiliate link for {about.names[one.brand]} and no word "
                f"about it: {one.only_cued:,} more"
            )


_COLUMNS = (
    *("brand", "source", "id", "handle", "name", "url", "followers", "finding", "disclosed"),
    *("clear", "weak", "cued", "organic", "posts", "against", "since", "last", "words", "codes"),
    *("affiliate_links", "also_brands", "also_handles"),
)
_POST_COLUMNS = (
    *("brand", "source", "creator_id", "handle", "post_id", "url", "date", "kind", "words"),
    *("codes", "affiliate_links", "text"),
)


def _row(partner: Partner, about: About) -> list[Cell]:
    creator = about.creators[partner.creator_id]
    return [
        partner.brand,
        creator.source,
        creator.native_id,
        creator.handle,
        creator.name,
        creator.url,
        creator.followers,
        partner.sentence,
        len(partner.disclosed),
        partner.clear,
        len(partner.disclosed) - partner.clear,
        len(partner.cued),
        len(partner.others),
        partner.posts,
        partner.against,
        partner.since,
        partner.disclosed[-1].created_at,
        ", ".join(partner.words),
        ", ".join(partner.codes),
        ", ".join(partner.links),
        _counts(partner.brands),
        _counts(partner.handles),
    ]


def _counts(named: Mapping[str, int]) -> str:
    return "; ".join(f"{name}: {count}" for name, count in named.items())


def _kinds(partner: Partner) -> dict[str, tuple[Said, ...]]:
    return {"disclosed": partner.disclosed, "cued": partner.cued, "organic": partner.others}


def _post_rows(partner: Partner, about: About) -> Iterator[list[Cell]]:
    creator = about.creators[partner.creator_id]
    for kind, posts in _kinds(partner).items():
        for said in posts:
            post = about.posts[said.post_id]
            yield [
                partner.brand,
                creator.source,
                creator.native_id,
                creator.handle,
                post.native_id,
                post.url,
                post.created_at,
                said.level.value if kind == "disclosed" else kind,
                ", ".join(said.words),
                ", ".join(said.codes),
                ", ".join(said.links),
                post.text,
            ]


def _document(one: Found, about: About) -> dict[str, Any]:
    return {
        "brand": one.brand,
        "name": about.names[one.brand],
        "posts": one.posts,
        "creators": one.creators,
        "creators_with_cues_alone": one.only_cued,
        "partners": [_partner(partner, about) for partner in one.partners],
    }


def _partner(partner: Partner, about: About) -> dict[str, Any]:
    creator = about.creators[partner.creator_id]
    return {
        "source": creator.source,
        "id": creator.native_id,
        "handle": creator.handle,
        "name": creator.name,
        "url": creator.url,
        "followers": creator.followers,
        "finding": partner.sentence,
        "posts_naming_the_brand": partner.posts,
        "posts_against_it": partner.against,
        "since": moment(partner.since),
        "last": moment(partner.disclosed[-1].created_at),
        "words": list(partner.words),
        "codes": list(partner.codes),
        "affiliate_links": list(partner.links),
        "also_brands": dict(partner.brands),
        "also_handles": dict(partner.handles),
        "posts": {
            kind: {
                "count": len(posts),
                "listed": [_post(said, about) for said in posts[-LISTED:]],
            }
            for kind, posts in _kinds(partner).items()
        },
        "disclosed_elsewhere": len(partner.elsewhere),
    }


def _post(said: Said, about: About) -> dict[str, Any]:
    post = about.posts[said.post_id]
    return {
        "source": post.source,
        "id": post.native_id,
        "url": post.url,
        "created_at": moment(post.created_at),
        "level": said.level.value,
        "words": list(said.words),
        "codes": list(said.codes),
        "text": post.text,
    }

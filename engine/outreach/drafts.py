"""A draft for each creator of a list, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.money.estimates import Estimate
from engine.outreach.contacts import Contact, contacts_of, emails_of
from engine.outreach.quoting import RECENT, post_to_quote, shared_with
from engine.outreach.templates import Letter, LetterTemplate, TemplateError
from engine.store.outreach import DoNotContact, Standing, Status
from engine.text import snippet
from engine.tiers import tier_of
from engine.vocabulary import Creator, CreatorKey, Post

_QUOTE = 240  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """What all letters of a run share. `about` is what the brand and the topic are about."""

    template: LetterTemplate
    brand: str
    sender: str
    topic: str | None
    about: str
    barred: DoNotContact
    standings: Mapping[CreatorKey, Standing] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A creator to write to: posts put forward for them, all of their posts, and a price.

    `warnings` say of which brands that the letter is about they are against.
    """

    creator: Creator
    evidence: Sequence[Post] = ()
    posts: Sequence[Post] = ()
    estimate: Estimate | None = None
    score: float | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter to a creator, or, where `letter` is None, why there is none in `refused`.

    `failed` says that the template is at fault.
    """

    addressee: Addressee
    contacts: tuple[Contact, ...] = ()
    status: Status | None = None
    post: Post | None = None
    shared: tuple[str, ...] = ()
    letter: Letter | None = None
    refused: str | None = None
    failed: bool = False
    notes: tuple[str, ...] = ()

    @property
    def email(self) -> str | None:
        """The first public e-mail address."""
        return next(iter(emails_of(self.contacts)), None)


def draft(addressee: Addressee, approach: Approach, *, now: datetime) -> Draft:
    """Return the draft of a letter to one creator.

    None is written to whom the do-not-contact list names, nor, unless asked `again`, to whom a
    letter went already, nor where there is no post of theirs on the topic to quote.
    """
    creator = addressee.creator
    contacts = contacts_of(creator, addressee.posts)
    standing = approach.standings.get(creator.key)
    blank = Draft(
        addressee=addressee, contacts=contacts, status=standing.status if standing else None
    )
    why = _refusal(creator, contacts, standing, approach)
    if why is not None:
        return _refused(blank, why)
    post = post_to_quote(addressee.evidence, addressee.posts, approach.topic, now=now)
    if post is None:
        return _refused(blank, "no post of theirs on the topic to quote")
    return _written(blank, post, approach, now=now)


def _refusal(
    creator: Creator, contacts: Sequence[Contact], standing: Standing | None, approach: Approach
) -> str | None:
    entry = approach.barred.entry_of(creator, emails_of(contacts))
    if entry is not None:
        reason = f": {entry.why}" if entry.why else ""
        return f"on the do-not-contact list ({entry.kind.value} {entry.entry}){reason}"
    if standing is None or standing.status is Status.TO_CONTACT or approach.again:
        return None
    return f"{standing.status.value} since {standing.changed_at:%Y-%m-%d}"


def _refused(blank: Draft, why: str, *, failed: bool = False) -> Draft:
    return replace(blank, refused=why, failed=failed)


def _written(blank: Draft, post: Post, approach: Approach, *, now: datetime) -> Draft:
    addressee = blank.addressee
    shared = shared_with(approach.about, [*addressee.evidence, *addressee.posts, post])
    found = replace(blank, post=post, shared=shared, notes=_notes(blank, post, now=now))
    try:
        letter = approach.template.letter(_values(found, approach, now=now))
    except TemplateError as error:
        return _refused(found, str(error), failed=True)
    return replace(found, letter=letter)


def _notes(blank: Draft, post: Post, *, now: datetime) -> tuple[str, ...]:
    notes = [*blank.addressee.warnings]
    age = now - post.created_at
    if age > RECENT:
        notes.append(f"the newest post on the topic is {age.days} days old")
    if blank.email is None:
        notes.append("no public e-mail address found")
    estimate = blank.addressee.estimate
    if estimate is not None and estimate.low is None:
        notes.append(f"no price range: {'; '.join(estimate.notes)}")
    return tuple(notes)


def _values(found: Draft, approach: Approach, *, now: datetime) -> dict[str, Any]:
    creator, post = found.addressee.creator, found.post
    if post is None:
        raise ValueError("a letter quotes a post")
    return {
        "creator": {
            "handle": creator.handle or creator.native_id,
            "name": creator.name,
            "platform": creator.source,
            "url": creator.url,
            "followers": creator.followers,
            "tier": tier_of(creator.followers),
        },
        "post": {
            "quote": snippet(post.text, _QUOTE),
            "url": post.url,
            "date": f"{post.created_at:%Y-%m-%d}",
            "age_days": (now - post.created_at).days,
        },
        "brand": approach.brand,
        "sender": approach.sender,
        "topic": approach.topic,
        "shared": list(found.shared),
        "terms": _terms(found.addressee.estimate),
        "contacts": [
            {"way": one.way.value, "value": one.value, "found": one.found} for one in found.contacts
        ],
    }


def _terms(estimate: Estimate | None) -> dict[str, Any] | None:
    if estimate is None or estimate.low is None:
        return None
    names = ("low", "middle", "high", "currency", "format", "platform")
    return {name: getattr(estimate, name) for name in names}

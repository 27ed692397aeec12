"""Whom a question is about: creators by handle, of a list that is kept, or of one just found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine import demo
from engine.errors import ConfigError
from engine.shortlists import sheet_of
from engine.store import Store
from engine.vocabulary import Candidate, Creator, CreatorId, CreatorKey, Post, Shortlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A creator a question is about; `score` and `evidence` are those of the list, if any."""

    id: CreatorId
    creator: Creator
    score: float | None = None
    evidence: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Creators in the order of the list, the topic they were looked for by, and what to say.

    `brands` are the keys of those that the list is about.
    """

    people: tuple[Person, ...]
    topic: str | None = None
    brands: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def by_handles(handles: Sequence[str], store: Store) -> People:
    """Return the creators who are called so, each once.

    Raises:
        ConfigError: nobody is called so, or several are.
    """
    ids = [_one(handle, store) for handle in handles]
    creators = store.creators(ids)
    return People(
        people=tuple(Person(id=id_, creator=creators[id_]) for id_ in dict.fromkeys(ids)),
        notes=simulated(store),
    )


def find_person(handle: str, store: Store) -> Person:
    """Return the one creator called `handle`, which may be written `source:native_id`.

    Raises:
        ConfigError: nobody is called so, or several are.
    """
    id_ = _one(handle, store)
    return Person(id=id_, creator=store.creators([id_])[id_])


def of_found(found: Shortlist, store: Store) -> People:
    """Return the creators of a list just found, as it has them."""
    ids = ((one, store.creator_by_key(one.creator.key)) for one in found.candidates)
    people = tuple(
        Person(id=id_, creator=one.creator, score=one.score, evidence=_posts(one))
        for one, id_ in ids
        if id_ is not None
    )
    brief = found.brief
    return People(people=people, topic=brief.topic, brands=brief.brands, notes=found.labels)


def of_saved(name: str, store: Store, top: int) -> People:
    """Return the first `top` on a kept list as it stands, with their profiles as they are now.

    Raises:
        ConfigError: there is no such list.
    """
    found = sheet_of(store, name).shortlist
    brief = found.brief
    shown = found.candidates[:top]
    ids = [store.creator_by_key(one.creator.key) for one in shown]
    there = [(one, id_) for one, id_ in zip(shown, ids, strict=True) if id_ is not None]
    creators = store.creators([id_ for _, id_ in there])
    people = tuple(
        Person(id=id_, creator=creators[id_], score=one.score, evidence=_posts(one))
        for one, id_ in there
    )
    missing = len(shown) - len(there)
    notes = (*simulated(store), *left_out(len(found.candidates), top, missing))
    return People(people=people, topic=brief.topic, brands=brief.brands, notes=notes)


def left_out(listed: int, top: int, missing: int) -> Iterator[str]:
    """Yield what is to be said of a list of which not all are taken."""
    if listed > top:
        yield f"the first {top:,} of {listed:,} on the list; --top {listed} takes all"
    if missing:
        yield f"{missing:,} of the list are not in this corpus, or were erased: left out"


def simulated(store: Store) -> tuple[str, ...]:
    """Return the notice that creators are simulated, where those of the demo are there."""
    return (demo.LABEL,) if demo.SOURCE in store.summary().by_source else ()


def _posts(candidate: Candidate) -> tuple[Post, ...]:
    return tuple(evidence.post for evidence in candidate.evidence)


def _one(handle: str, store: Store) -> CreatorId:
    found = list(store.creators_by_handle(handle))
    source, colon, native_id = handle.removeprefix("@").partition(":")
    if not found and colon:
        one = store.creator_by_key(CreatorKey(source, native_id))
        found = [] if one is None else [one]
    if not found:
        raise ConfigError(f"nobody in the corpus is called {handle!r}", hint="handles are exact")
    if len(found) > 1:
        creators = store.creators(found).values()
        keys = ", ".join(f"{c.source}:{c.native_id}" for c in creators)
        raise ConfigError(f"{len(found)} creators are called {handle!r}", hint=f"say which: {keys}")
    return found[0]

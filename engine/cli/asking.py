"""What pages, programs and assistants are lent for asking the corpus of a home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from engine.config import Settings

if TYPE_CHECKING:
    from engine.exports.papers import Paper
    from engine.protocols import Embedder
    from engine.questions import Opened, Tools
    from engine.questions.tools import PaperMaker
    from engine.vocabulary import Brand, Brief, PostFilter

Given: TypeAlias = Mapping[str, object]
Choices: TypeAlias = Mapping[str, str]

_TOP = 200


def asking_tools(
    settings: Settings, embedder: Embedder | None = None, *, is_matched: bool = True
) -> Tools:
    """Return what is lent for the home of the settings; `embedder` in place of their model.

    Posts are held against cards that changed before a corpus is open, if `is_matched`.
    """
    from engine.cli.answers import labelled
    from engine.cli.filters import OPTIONS
    from engine.questions import Tools

    return Tools(
        home=settings.home,
        open=_opener(settings, embedder, is_matched=is_matched),
        read_brief=_read_brief,
        read_filters=_read_filters,
        filters=OPTIONS,
        papers=_papers(),
        cards=_cards,
        labelled=labelled,
        clock=lambda: datetime.now(UTC),
    )


def _opener(
    settings: Settings, embedder: Embedder | None, *, is_matched: bool
) -> Callable[[Path], AbstractContextManager[Opened]]:
    @contextmanager
    def open_home(home: Path) -> Iterator[Opened]:
        from engine.cli.options import opened, require_database
        from engine.questions import Opened
        from engine.store import Store

        Store.open(require_database(home)).close()  # one of an older version is brought up to date
        there = replace(settings, home=home)
        with opened(there, embedder, is_matched=is_matched) as found:
            yield Opened(*found)

    return open_home


def _papers() -> Mapping[str, PaperMaker]:
    """Return what the commands about brands find, by their names, with cards as they are.

    Nobody waits here for posts to be held against cards that changed: the page offers that.
    """

    def mentions(
        home: Path, brands: Sequence[str], where: Given, *, choices: Choices, now: datetime
    ) -> Paper:
        from engine.brands.counting.listing import SHOWN
        from engine.cli import mentioning
        from engine.cli.hearing import cards_in

        asked = mentioning.Asked(
            verdicts=mentioning.verdicts_of(choices.get("verdict") or ",".join(SHOWN)),
            everything="all" in choices,
            top=_TOP,
            now=now,
        )
        return mentioning.told(home, cards_in(home), brands, asked=asked, where=where)[0]

    def voice(
        home: Path, brands: Sequence[str], where: Given, *, choices: Choices, now: datetime
    ) -> Paper:
        from engine.amounts import parse_when
        from engine.brands.counting.counted import Counting
        from engine.brands.counting.periods import Step
        from engine.cli import voicing
        from engine.cli.hearing import cards_in

        by, compare = choices.get("by"), choices.get("compare")
        asked = voicing.Asked(
            moment=now,
            before=parse_when(compare, now) if compare else None,
            by=Step(by) if by else None,
            counting=Counting(poor="count-all" in choices, unsure="with-unsure" in choices),
        )
        return voicing.told(home, cards_in(home), brands, asked=asked, where=where)[0]

    def partners(
        home: Path, brands: Sequence[str], where: Given, *, choices: Choices, now: datetime
    ) -> Paper:
        from engine.cli import partnering
        from engine.cli.hearing import cards_in

        asked = partnering.Asked(now=now, top=_TOP, rivals="rivals" in choices)
        return partnering.told(home, cards_in(home), brands, asked=asked, where=where)[0]

    return {"mentions": mentions, "voice": voice, "partners": partners}


def _cards(home: Path) -> Sequence[Brand]:
    from engine.brands.cards.files import load_cards
    from engine.store.home import brands_path

    return load_cards(brands_path(home))


def _read_brief(
    text: str, where: Mapping[str, object], opened: Opened, *, now: datetime, top: int
) -> Brief:
    from engine.cli.options import Opened as Looked
    from engine.cli.searching import make_brief

    return make_brief(text, where, Looked(*opened), now=now, top=top)


def _read_filters(where: Mapping[str, object], opened: Opened, *, now: datetime) -> PostFilter:
    from engine.brands.cards.naming import finder
    from engine.cli.filters import ignored, post_filter

    by_hand, _ = ignored(where)
    return post_filter(by_hand, now=now, brand=finder(opened.cards))

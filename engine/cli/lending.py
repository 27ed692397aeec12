"""What Python programs and assistants are lent: the tools of the page and the ranking of search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from engine import __version__
from engine.config import Settings

if TYPE_CHECKING:
    from engine.programs import Lent
    from engine.programs.lent import Explainer, Ranker
    from engine.protocols import Embedder
    from engine.ranking import Explanation
    from engine.vocabulary import Brief, CreatorId, Shortlist
    from engine.web.tools import Opened


def lend(settings: Settings, embedder: Embedder | None = None) -> Lent:
    """Return what is lent for the home of the settings; `embedder` in place of their model."""
    from engine.cli.noticing import noticed
    from engine.cli.serving import make_tools
    from engine.programs import Lent

    tools = make_tools(settings)
    labelled = tools.labelled
    tools = replace(tools, labelled=lambda found: noticed(labelled(found), settings.home))
    if embedder is not None:
        tools = replace(tools, open=_opener(settings, embedder))
    return Lent(tools=tools, rank=_ranker(settings), explain=_explainer(settings))


def _opener(
    settings: Settings, embedder: Embedder
) -> Callable[[Path], AbstractContextManager[Opened]]:
    @contextmanager
    def open_home(home: Path) -> Iterator[Opened]:
        from engine.cli.options import opened
        from engine.web.tools import Opened

        with opened(replace(settings, home=home), embedder) as found:
            yield Opened(*found)

    return open_home


def _ranker(settings: Settings) -> Ranker:
    def rank(brief: Brief, opened: Opened, *, now: datetime) -> Shortlist:
        from engine.cli import searching
        from engine.cli.answers import labelled
        from engine.cli.asides import beside
        from engine.cli.noticing import noticed
        from engine.cli.options import Opened as Looked

        with beside(settings, doubts=None, prefer=None, now=now) as given:
            found = given.marked(searching.rank(brief, Looked(*opened), given, now=now))
        return noticed(labelled(found), settings.home)

    return rank


def _explainer(settings: Settings) -> Explainer:
    def explain(creator: CreatorId, brief: Brief, opened: Opened, *, now: datetime) -> Explanation:
        from engine import ranking
        from engine.cli.asides import beside
        from engine.cli.noticing import noticed

        with beside(settings, doubts=None, prefer=None, now=now) as given:
            found = ranking.explain(
                creator,
                brief,
                opened.corpus,
                opened.embedder,
                now=now,
                version=__version__,
                asides=given.asides,
            )
            marked = given.marked(found.shortlist)
        return replace(found, shortlist=noticed(marked, settings.home))

    return explain

"""What Python programs and assistants are lent: what is asked with, and the ranking of search."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from engine import __version__
from engine.config import Settings

if TYPE_CHECKING:
    from engine.programs import Lent
    from engine.programs.lent import Explainer, Ranker
    from engine.protocols import Embedder
    from engine.questions import Opened
    from engine.ranking import Explanation
    from engine.vocabulary import Brief, CreatorId, Shortlist


def lend(settings: Settings, embedder: Embedder | None = None) -> Lent:
    """Return what is lent for the home of the settings; `embedder` in place of their model."""
    from engine.brands.telling.models import choose
    from engine.cli.asking import asking_tools
    from engine.cli.noticing import noticed
    from engine.programs import Lent

    choose(settings.stance_model)
    tools = asking_tools(settings, embedder)
    labelled = tools.labelled
    tools = replace(tools, labelled=lambda found: noticed(labelled(found), settings.home))
    return Lent(tools=tools, rank=_ranker(settings), explain=_explainer(settings))


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

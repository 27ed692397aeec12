"""A corpus one can ask from Python: what the commands of the same names do, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from typing import TypeAlias

from engine.brands.counting.periods import Step
from engine.closing import Closing
from engine.errors import ConfigError
from engine.programs.lent import Lent
from engine.programs.retrieval import nearest_posts, newest_posts, with_creators
from engine.programs.values import Creators, Findings, Posts, Reasons
from engine.protocols import Corpus, Embedder
from engine.questions import Opened
from engine.questions.creators import alike, one_called
from engine.questions.given import CHOICES, LONGEST_BRIEF, chosen, moment_of
from engine.vocabulary import Brand, CorpusSummary

Given: TypeAlias = str | float | date | Sequence[str] | None
"""A filter as it is typed after its flag; also a number, a date, or a list where one may be.

`None` filters nothing.
"""

USUAL = 25  # creators or posts


class HomeCorpus(Closing):
    """The corpus of a home, open for questions until it is closed. One thread at a time.

    Filters are those of the command line with `_` for `-`: `followers="5k..50k"`, `lang="en"`,
    `since="90d"`, `min_posts=3`. Ages are counted from `now`, by default the clock's time to the
    minute; of the bundled sample alone, the day after its newest post.

    `corpus` and `embedder` are what `engine.shortlist` and its like take.
    """

    def __init__(self, opened: Opened, lent: Lent) -> None:
        self._opened, self._lent = opened, lent
        self._kept = ExitStack()

    @classmethod
    def open(cls, lent: Lent) -> HomeCorpus:
        """Open the corpus of the home that is lent.

        Raises:
            ConfigError: there is no corpus there yet.
        """
        with ExitStack() as kept:
            found = cls(kept.enter_context(lent.tools.open(lent.tools.home)), lent)
            found._kept = kept.pop_all()
        return found

    def close(self) -> None:
        """Close it; closing twice is no error."""
        self._kept.close()

    def __repr__(self) -> str:
        held = self.summary()
        return f"<corpus of {held.posts:,} posts by {held.creators:,} creators>"

    @property
    def corpus(self) -> Corpus:
        """What ranking asks."""
        return self._opened.corpus

    @property
    def embedder(self) -> Embedder:
        """The model of its vectors."""
        return self._opened.embedder

    @property
    def brands(self) -> tuple[Brand, ...]:
        """The brand cards it was held against."""
        return self._opened.cards

    def summary(self) -> CorpusSummary:
        """Return counts, the span of posting times, and posts by source."""
        return self.corpus.summary()

    def refresh(self) -> None:
        """See what was imported or collected since it was opened."""
        refresh = getattr(self.corpus, "refresh", None)
        if refresh is not None:
            refresh()

    def search(
        self, brief: str, *, top: int = USUAL, now: datetime | str | None = None, **filters: Given
    ) -> Creators:
        """Return the creators whose posts answer `brief`, at most `top`, best first.

        Filters may stand in the brief's own words too; one given by hand wins.

        Raises:
            ConfigError: a filter cannot be read, or the brief names nothing to search for.
        """
        at, tools = self._moment(now), self._lent.tools
        text = _text(brief, "brief")
        asked = tools.read_brief(text, _where(filters), self._opened, now=at, top=_count(top))
        return Creators(shortlist=self._lent.rank(asked, self._opened, now=at))

    def similar(
        self, handle: str, *, top: int = USUAL, now: datetime | str | None = None, **filters: Given
    ) -> Creators:
        """Return creators whose posts are like those of `@handle` (or `SOURCE:ID`).

        Raises:
            ConfigError: nobody or more than one is called so, or a filter cannot be read.
        """
        at, tools, opened = self._moment(now), self._lent.tools, self._opened
        creator, profile = one_called(_text(handle, "handle"), opened)
        where = tools.read_filters(_where(filters), opened, now=at)
        found = alike(creator, profile, where, opened, tools, now=at, top=_count(top))
        return Creators(shortlist=found)

    def why(
        self, handle: str, brief: str, *, now: datetime | str | None = None, **filters: Given
    ) -> Reasons:
        """Return the sum behind the place of `@handle` for `brief`, on the list or not.

        Raises:
            ConfigError: nobody or more than one is called so, or a filter cannot be read.
        """
        at, opened = self._moment(now), self._opened
        creator, profile = one_called(_text(handle, "handle"), opened)
        text, where = _text(brief, "brief"), _where(filters)
        asked = self._lent.tools.read_brief(text, where, opened, now=at, top=1)
        found = self._lent.explain(creator, asked, opened, now=at)
        return Reasons(creator=profile, explanation=found)

    def posts(
        self, brief: str, *, top: int = USUAL, now: datetime | str | None = None, **filters: Given
    ) -> Posts:
        """Return the posts nearest to `brief` by meaning and by words, at most `top`, best first.

        Raises:
            ConfigError: a filter cannot be read, or the brief names nothing to search for.
        """
        at, text = self._moment(now), _text(brief, "brief")
        asked = self._lent.tools.read_brief(text, _where(filters), self._opened, now=at, top=1)
        found = nearest_posts(asked, self.corpus, self.embedder, n=_count(top))
        return with_creators(found, self.corpus, title=f"Posts about {asked.topic}")

    def posts_of(self, handle: str, *, top: int = USUAL) -> Posts:
        """Return the newest posts of `@handle` (or `SOURCE:ID`), at most `top` of the last 500.

        Raises:
            ConfigError: nobody or more than one is called so.
        """
        creator, profile = one_called(_text(handle, "handle"), self._opened)
        found = newest_posts(creator, self.corpus, dim=self.embedder.dim, n=_count(top))
        title = f"Posts of {profile.handle or profile.native_id} ({profile.source})"
        return with_creators(found, self.corpus, title=title)

    def mentions(
        self,
        *brands: str,
        verdict: str | None = None,
        now: datetime | str | None = None,
        **given: Given,
    ) -> Findings:
        """Return the posts that mention any of `brands`, the newest first.

        `verdict` names how the words must be meant: `"brand,unsure"`; by default those two.
        `all=True` lists hashtag walls, prize draws and repeats, too.

        Raises:
            ConfigError: a brand has no card, or a filter or verdict cannot be read.
        """
        return self._paper("mentions", brands, {**given, "verdict": verdict}, now=now)

    def voice(
        self,
        *brands: str,
        by: str | None = None,
        now: datetime | str | None = None,
        **given: Given,
    ) -> Findings:
        """Return the shares of voice of rivals, with intervals; `by` day, week or month, too.

        `compare="90d"` shows how the shares moved since then; `with_unsure=True` and
        `count_all=True` count what is not counted otherwise.

        Raises:
            ConfigError: a brand has no card, there is nothing to compare it with, or a filter
                cannot be read.
        """
        chosen(by, tuple(step.value for step in Step), "by")
        return self._paper("voice", brands, {**given, "by": by}, now=now)

    def partners(self, *brands: str, now: datetime | str | None = None, **given: Given) -> Findings:
        """Return the creators with disclosed commercial posts for `brands`.

        `rivals=True` returns those of the rivals on their cards, too.

        Raises:
            ConfigError: a brand has no card, or a filter cannot be read.
        """
        return self._paper("partners", brands, given, now=now)

    def _paper(
        self,
        name: str,
        brands: Sequence[str],
        given: Mapping[str, Given],
        *,
        now: datetime | str | None,
    ) -> Findings:
        """Return the findings of a command; of `given`, what is no choice of its is a filter."""
        if not brands:
            raise ConfigError("there is no brand", hint=f'name one: corpus.{name}("KEY")')
        typed = {key.replace("_", "-"): value for key, value in _where(given).items()}
        choices = {key: _chosen(typed.pop(key)) for key in CHOICES[name] if key in typed}
        tools, at = self._lent.tools, self._moment(now)
        picked = {key: value for key, value in choices.items() if value}
        return Findings(paper=tools.papers[name](tools.home, brands, typed, choices=picked, now=at))

    def _moment(self, now: datetime | str | None) -> datetime:
        if isinstance(now, datetime):
            if now.tzinfo is None:
                raise ConfigError("now: the time has no zone", hint="add tzinfo=UTC")
            return now.astimezone(UTC)
        return moment_of(now, self._lent.tools.clock(), self.summary())


def _text(text: str, name: str) -> str:
    if not text.strip():
        raise ConfigError(f"the {name} is empty", hint='for example "home espresso"')
    if len(text) > LONGEST_BRIEF:
        raise ConfigError(f"the {name} is longer than {LONGEST_BRIEF:,} characters")
    return text.strip()


def _count(top: int) -> int:
    if isinstance(top, bool) or top < 1:
        raise ConfigError(f"top: {top!r} is not a whole number from 1", hint="for example 25")
    return top


def _where(filters: Mapping[str, Given]) -> dict[str, object]:
    return {name: _typed(value) for name, value in filters.items() if value is not None}


def _chosen(value: object) -> str:
    """Return a choice as the page takes it: `yes` for True, nothing for False."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)


def _typed(value: Given) -> object:
    """Return a value as one would type it; a date is midnight in UTC."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC).isoformat()
    return value

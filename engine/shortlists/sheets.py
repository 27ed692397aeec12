"""A list as it is worked on: who is on it, what was written on them, and what the last run says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.errors import ConfigError
from engine.outreach.listed import DO_NOT_CONTACT, is_listed
from engine.shortlists.changes import Change, compare
from engine.shortlists.heads import on_list
from engine.shortlists.weighing import (
    Weights,
    shares_of,
    stated,
    traced,
    weighed,
    weights_of,
    worth,
)
from engine.store import Store
from engine.store.outreach import DoNotContact, Standing, do_not_contact, standings
from engine.store.shortlists import SavedList, last_seen, ranks_of, run_of, saved_list
from engine.store.worksheets import Worksheet, worksheet
from engine.vocabulary import Candidate, Creator, CreatorKey, Shortlist

STATUS, NOTE = "status: ", "note: "
REWEIGHED = "weighed anew since the run: points of posts are as of the run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A creator of a list.

    `candidate` is weighed by the list's weights and carries what was written as notices; `shares`
    are its known parts as shares. `rank` is the place from 1 in what the run found, None for who
    was not found by it; `change` is against the run before, None where there is none or it has no
    part in it.
    """

    candidate: Candidate
    shares: Mapping[str, float]
    rank: int | None
    change: Change | None
    standing: Standing | None
    note: str
    own: Mapping[str, str]
    is_by_hand: bool

    @property
    def key(self) -> CreatorKey:
        """Whose row it is."""
        return self.candidate.creator.key

    @property
    def status(self) -> str:
        """How far we are with them; empty where nobody began."""
        return self.standing.status.value if self.standing else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet:
    """A list at one of its runs.

    `rows` are those on it by descending score; `proposed` those whom the run found and nobody put
    on it; `off` those taken off by hand. `run` is the number of the run, from 1; `found` is the
    run without its creators.
    """

    kept: SavedList
    run: int
    found: Shortlist
    weights: Weights
    can_weigh: bool
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    proposed: tuple[Row, ...]
    off: tuple[Row, ...]

    @property
    def shortlist(self) -> Shortlist:
        """The list as it is shown and exported: who is on it, in the order of their scores."""
        return replace(self.found, candidates=tuple(row.candidate for row in self.rows))


def sheet_of(
    store: Store, name: str, *, number: int | None = None, weights: Weights | None = None
) -> ListSheet:
    """Return the list `name` as it stands, or at its run `number`, from 1.

    `weights` are tried instead of the list's own.

    Raises:
        ConfigError: there is no such list or run, or a part cannot be weighed so.
    """
    kept = saved_list(store, name)
    number = run_number(kept, number)
    weights = weights_of(kept.asked.weights if weights is None else weights)
    making = _Making(store, kept, number=number, weights=weights)
    return making.sheet()


def run_number(kept: SavedList, number: int | None) -> int:
    """Return `number`, or that of the last run where it is None.

    Raises:
        ConfigError: the list has no such run.
    """
    if number is not None and not 1 <= number <= len(kept.runs):
        raise ConfigError(
            f"there is no run {number} of {kept.name!r}", hint=f"its runs are 1 to {len(kept.runs)}"
        )
    return len(kept.runs) if number is None else number


class _Making:
    """A sheet being made of the run, of earlier ones for who is not in it, and of what is noted."""

    def __init__(self, store: Store, kept: SavedList, *, number: int, weights: Weights) -> None:
        self._store, self._kept, self._number = store, kept, number
        self._weights = weights
        run = kept.runs[number - 1]
        self._found = run_of(store, run)
        self._ranks = ranks_of(store, run)
        self._written: Worksheet = worksheet(store, kept.id)
        self._standings = standings(store)
        self._barred: DoNotContact = do_not_contact(store)
        self._changes = self._changed()

    def sheet(self) -> ListSheet:
        """Return it."""
        seen = self._seen()
        on = self._on(seen)
        members = self._written.members
        off = [key for key in seen if members.get(key) is False]
        proposed = [key for key in self._ranks if key not in on and key not in off]
        was = worth(self._found)
        found = stated(replace(self._found, candidates=()), self._weights)
        if was and was != traced(self._weights):
            found = replace(found, labels=(*found.labels, REWEIGHED))
        return ListSheet(
            kept=self._kept,
            run=self._number,
            found=found,
            weights=self._weights,
            can_weigh=bool(was),
            columns=self._written.columns,
            rows=self._rows(on, seen),
            proposed=self._rows(proposed, seen),
            off=self._rows(off, seen),
        )

    def _changed(self) -> Mapping[CreatorKey, Change]:
        if self._number == 1:
            return {}
        run = self._kept.runs[self._number - 2]
        before, ranks = run_of(self._store, run), ranks_of(self._store, run)
        found = compare(before, self._found, ranks=(ranks, self._ranks))
        return {change.creator.key: change for change in found}

    def _seen(self) -> Mapping[CreatorKey, tuple[Candidate, Weights]]:
        """Return whom this run or an earlier one holds, each as seen last and with its weights."""
        is_last = self._number == len(self._kept.runs)
        wanted = set(self._written.members) if is_last else set()
        runs = last_seen(self._store, self._kept.id)
        older = {runs[key] for key in wanted - set(self._ranks) if key in runs}
        seen: dict[CreatorKey, tuple[Candidate, Weights]] = {}
        for found in (*(run_of(self._store, run) for run in sorted(older)), self._found):
            was = worth(found)
            seen |= {one.creator.key: (one, was) for one in found.candidates}
        return seen

    def _on(self, seen: Mapping[CreatorKey, object]) -> Sequence[CreatorKey]:
        return on_list(self._kept, ranks=self._ranks, members=self._written.members, seen=seen)

    def _rows(
        self, keys: Iterable[CreatorKey], seen: Mapping[CreatorKey, tuple[Candidate, Weights]]
    ) -> tuple[Row, ...]:
        rows = (self._row(key, *seen[key]) for key in keys)
        return tuple(sorted(rows, key=lambda row: (-row.candidate.score, row.key)))

    def _row(self, key: CreatorKey, candidate: Candidate, was: Weights) -> Row:
        own = self._written.cells.get(key, {})
        marked = replace(
            weighed(candidate, was, self._weights),
            notices=tuple(self._notices(candidate.creator)),
            own=own,
        )
        return Row(
            candidate=marked,
            shares=shares_of(candidate, was) if was else {},
            rank=self._ranks.get(key),
            change=self._changes.get(key),
            standing=self._standings.get(key),
            note=self._written.notes.get(key, ""),
            own=own,
            is_by_hand=self._written.members.get(key, False),
        )

    def _notices(self, creator: Creator) -> Iterator[str]:
        if is_listed(creator, self._barred):
            yield DO_NOT_CONTACT
        if creator.key in self._standings:
            yield f"{STATUS}{self._standings[creator.key].status.value}"
        if creator.key in self._written.notes:
            yield f"{NOTE}{self._written.notes[creator.key]}"

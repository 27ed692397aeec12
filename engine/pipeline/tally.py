"""What became of pages, counted while they are committed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.store import Committed
from engine.vocabulary import CreatorKey, Page, Problem

PROBLEMS_KEPT = 1_000
NOTES_KEPT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What was read and kept. `posts_read` = new + updated + unchanged, repeats included.

    `creators` counts those seen, `problems` holds the first thousand of `n_problems`, `unmapped`
    counts by name the fields that were not understood. `dropped` counts, by reason, posts left out
    on purpose, `removed` those deleted where they came from, `refused` those of erased creators.
    """

    posts_read: int
    posts_new: int
    posts_updated: int
    posts_unchanged: int
    creators: int
    problems: tuple[Problem, ...]
    n_problems: int
    unmapped: Mapping[str, int]
    pages: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    removed: int = 0
    refused: int = 0
    notes: tuple[str, ...] = ()

    def document(self) -> dict[str, object]:
        """Return the report ready for `json.dumps`, by the names of `--output json`."""
        return {
            "posts_read": self.posts_read,
            "posts_new": self.posts_new,
            "posts_updated": self.posts_updated,
            "posts_unchanged": self.posts_unchanged,
            "creators": self.creators,
            "failed": self.n_problems,
            "problems": [{"where": p.where, "reason": p.reason} for p in self.problems],
            "unmapped": dict(sorted(self.unmapped.items())),
            "pages": self.pages,
            "dropped": dict(sorted(self.dropped.items())),
            "removed": self.removed,
            "refused": self.refused,
            "notes": list(self.notes),
        }


@dataclass(slots=True)
class Tally:
    """The running sums behind an `ImportReport`."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: int = 0
    pages: int = 0
    creators: set[CreatorKey] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    n_problems: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    notes: dict[str, None] = field(default_factory=dict)

    @property
    def posts(self) -> int:
        """How many posts were read so far."""
        return self.new + self.updated + self.unchanged

    def note(self, page: Page, committed: Committed) -> None:
        """Count `page`, of which committing it made `committed`."""
        self.pages += 1
        self.new += committed.new
        self.updated += committed.updated
        self.unchanged += committed.unchanged
        self.removed += committed.removed
        self.refused += committed.refused
        self.creators.update(CreatorKey(post.source, post.creator_id) for post in page.posts)
        self.creators.update(creator.key for creator in page.creators)
        self.problems.extend(page.problems[: PROBLEMS_KEPT - len(self.problems)])
        self.n_problems += len(page.problems)
        self.unmapped.update(page.unmapped)
        self.dropped.update(page.dropped)
        self.notes.update(dict.fromkeys(page.notes[: NOTES_KEPT - len(self.notes)]))

    def report(self) -> ImportReport:
        """Return what was counted."""
        return ImportReport(
            posts_read=self.posts,
            posts_new=self.new,
            posts_updated=self.updated,
            posts_unchanged=self.unchanged,
            creators=len(self.creators),
            problems=tuple(self.problems),
            n_problems=self.n_problems,
            unmapped=dict(self.unmapped),
            pages=self.pages,
            dropped=dict(self.dropped),
            removed=self.removed,
            refused=self.refused,
            notes=tuple(self.notes),
        )

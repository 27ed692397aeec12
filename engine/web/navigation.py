"""The pages there are, in the order they are shown."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A page in the navigation; `also` are pages that belong to it and stand elsewhere."""

    path: str
    name: str
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether the page at `path` belongs to this one without being it."""
        return any(path == one or path.startswith(f"{one}/") for one in (self.path, *self.also))


PAGES = (
    Entry("/search", "Search", ("/creators",)),
    Entry("/map", "Map"),
    Entry("/shortlists", "Shortlists"),
    Entry("/prices", "Prices"),
    Entry("/outreach", "Outreach"),
    Entry("/campaigns", "Campaigns"),
    Entry("/community", "Community"),
    Entry("/brands", "Brands", ("/mentions", "/voice", "/partners")),
    Entry("/corpus", "Corpus", ("/import", "/collect", "/listen", "/alerts", "/job")),
)


def entries(has_posts: bool) -> tuple[Entry, ...]:  # noqa: FBT001 - one fact, said by its name
    """Return the pages that have something to show."""
    return PAGES if has_posts else ()

"""The pages there are, in the order they are shown."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A page in the navigation."""

    path: str
    name: str


PAGES = (
    Entry("/search", "Search"),
    Entry("/map", "Map"),
    Entry("/shortlists", "Shortlists"),
    Entry("/prices", "Prices"),
    Entry("/outreach", "Outreach"),
    Entry("/campaigns", "Campaigns"),
    Entry("/community", "Community"),
    Entry("/brands", "Brands"),
    Entry("/corpus", "Corpus"),
)


def entries(has_posts: bool) -> tuple[Entry, ...]:  # noqa: FBT001 - one fact, said by its name
    """Return the pages that have something to show."""
    return PAGES if has_posts else ()

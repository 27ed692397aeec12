"""Whether the post of a mention is a prize draw, as its judge says."""

from __future__ import annotations

from engine.store.databases import Database


def m012_draws_by_meaning(database: Database) -> None:
    """Make room for whether a mention's post is a prize draw; NULL: its judge has not said.

    Where it has not, the mark of the post goes for it. Mentions that are there are judged again,
    since the rules of verdicts are others now.
    """
    database.execute("ALTER TABLE mentions ADD COLUMN is_draw INTEGER")

"""What a database of ours is: which file, and which migrations it has been through."""

from __future__ import annotations

import sqlite3

from engine.errors import StoreError
from engine.store.databases import Database, Migrations
from engine.store.migrations.m001_posts_creators_embeddings import m001_posts_creators_embeddings
from engine.store.migrations.m002_words_of_every_script import m002_words_of_every_script
from engine.store.migrations.m003_languages import m003_languages
from engine.store.migrations.m004_hashtags_apart import m004_hashtags_apart
from engine.store.migrations.m005_live_sources import m005_live_sources
from engine.store.migrations.m006_mentions import m006_mentions
from engine.store.migrations.m007_vetting import m007_vetting
from engine.store.migrations.m008_outreach_and_campaigns import m008_outreach_and_campaigns
from engine.store.migrations.m009_shortlists import m009_shortlists
from engine.store.migrations.m010_labels import m010_labels
from engine.store.migrations.m011_worksheets import m011_worksheets
from engine.store.migrations.m012_draws_by_meaning import m012_draws_by_meaning
from engine.store.migrations.m013_alerts import m013_alerts
from engine.store.migrations.m014_versions_of_cards import m014_versions_of_cards
from engine.store.migrations.m015_mentions_by_edits import m015_mentions_by_edits

APPLICATION_ID = 0x6F766872  # "ovhr", in the file's header: this database is one of ours

_IN_ORDER = (
    m001_posts_creators_embeddings,
    m002_words_of_every_script,
    m003_languages,
    m004_hashtags_apart,
    m005_live_sources,
    m006_mentions,
    m007_vetting,
    m008_outreach_and_campaigns,
    m009_shortlists,
    m010_labels,
    m011_worksheets,
    m012_draws_by_meaning,
    m013_alerts,
    m014_versions_of_cards,
    m015_mentions_by_edits,
)

migrations = Migrations("overheard")
for _migration in _IN_ORDER:
    migrations()(_migration)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database up to this code's schema; call it inside a transaction.

    Raises:
        StoreError: the file is no database of ours, or one of a newer version.
    """
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    _refuse_foreign(connection)
    _refuse_newer(database)
    if migrations.pending(database):
        migrations.apply(database)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def is_current(connection: sqlite3.Connection) -> bool:
    """Return whether nothing is left to migrate.

    Raises:
        StoreError: the file is no database of ours, or one of a newer version.
    """
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    _refuse_foreign(connection)
    _refuse_newer(database)
    return not migrations.pending(database)


def _refuse_foreign(connection: sqlite3.Connection) -> None:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if n_tables and application_id != APPLICATION_ID:
        raise StoreError(
            f"the SQLite database holds something else (application id {application_id})",
            hint="choose another folder with --home",
        )


def _refuse_newer(database: Database) -> None:
    ours = {migration.__name__ for migration in _IN_ORDER}
    unknown = [past.name for past in migrations.applied(database) if past.name not in ours]
    if unknown:
        raise StoreError(
            f"the database was made by a newer version (it has {', '.join(unknown)})",
            hint="upgrade overheard, or choose another folder with --home",
        )

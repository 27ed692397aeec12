"""The tables, as migrations: named functions that are applied in order and never edited.

Times are INTEGER microseconds since 1970 UTC. NULL means *not known*, with one exception:
`posts.content_hash` is NULL where a post has nothing to embed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

from engine.errors import StoreError
from engine.marks import marks_of
from engine.store.databases import Database, Migrations
from engine.text import content_hash, embedding_text, tag_words

APPLICATION_ID = 0x6F766872  # "ovhr", in the file's header: this database is one of ours
_TOKENIZER = "porter unicode61 remove_diacritics 2 tokenchars '#@_'"

migrations = Migrations("overheard")


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


def m011_worksheets(database: Database) -> None:
    """Keep whom people put on a list or took off it, and columns of their own.

    A run that is a pick holds who was put on a list from elsewhere, as they were found there.
    Whoever was noted on before is on the list for good.
    """
    for statement in _WORKSHEETS:
        database.execute(statement)


_WORKSHEETS = (
    "ALTER TABLE saved_runs ADD COLUMN is_pick INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE saved_members(
        list INTEGER NOT NULL REFERENCES saved_lists(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL, is_on INTEGER NOT NULL,
        PRIMARY KEY(list, source, native_id)) WITHOUT ROWID""",
    """INSERT INTO saved_members(list, source, native_id, is_on)
        SELECT list, source, native_id, 1 FROM saved_notes""",
    """CREATE TABLE saved_columns(
        id INTEGER PRIMARY KEY,
        list INTEGER NOT NULL REFERENCES saved_lists(id) ON DELETE CASCADE,
        name TEXT NOT NULL, UNIQUE(list, name))""",
    """CREATE TABLE saved_cells(
        column_id INTEGER NOT NULL REFERENCES saved_columns(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY(column_id, source, native_id)) WITHOUT ROWID""",
    "CREATE INDEX saved_cells_by_creator ON saved_cells(source, native_id)",
)


def _refuse_newer(database: Database) -> None:
    ours = {migration.__name__ for migration in _IN_ORDER}
    unknown = [past.name for past in migrations.applied(database) if past.name not in ours]
    if unknown:
        raise StoreError(
            f"the database was made by a newer version (it has {', '.join(unknown)})",
            hint="upgrade overheard, or choose another folder with --home",
        )


def m001_posts_creators_embeddings(database: Database) -> None:
    """Make the first tables, their full-text twins and the triggers that keep these in step."""
    for statement in (*_TABLES, *_FULL_TEXT, *_TRIGGERS):
        database.execute(statement)
    database.execute("INSERT INTO meta(key, value) VALUES ('database_id', ?)", [uuid4().hex])


_TABLES = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE creators(
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, native_id TEXT NOT NULL,
        handle TEXT, name TEXT, bio TEXT, url TEXT,
        followers INTEGER, following INTEGER, posts INTEGER,
        location TEXT, verified INTEGER, created_at INTEGER, measured_at INTEGER,
        UNIQUE(source, native_id))""",
    "CREATE INDEX creators_by_handle ON creators(handle COLLATE NOCASE)",
    """CREATE TABLE posts(
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, native_id TEXT NOT NULL,
        creator_id INTEGER NOT NULL REFERENCES creators(id), url TEXT,
        text TEXT NOT NULL, tag_words TEXT NOT NULL, created_at INTEGER NOT NULL, lang TEXT,
        likes INTEGER, replies INTEGER, reposts INTEGER, quotes INTEGER, views INTEGER,
        hashtags TEXT NOT NULL, links TEXT NOT NULL, reply_to TEXT, paid_label TEXT,
        content_hash BLOB, marks INTEGER NOT NULL, fetched_at INTEGER NOT NULL,
        UNIQUE(source, native_id))""",
    # What `pending`, `summary` and `counts` read instead of the texts. It begins with the id so
    # that it grows at its end: an index in order of time made imports half as fast (measured).
    "CREATE INDEX posts_narrow ON posts(id, source, created_at, fetched_at, content_hash)",
    """CREATE TABLE post_hashtags(
        tag TEXT NOT NULL, post_id INTEGER NOT NULL, PRIMARY KEY(tag, post_id)) WITHOUT ROWID""",
    """CREATE TABLE cursors(
        source TEXT NOT NULL, query TEXT NOT NULL, cursor TEXT NOT NULL,
        PRIMARY KEY(source, query))""",
    """CREATE TABLE models(
        id INTEGER PRIMARY KEY, model_id TEXT NOT NULL UNIQUE, dim INTEGER NOT NULL)""",
    """CREATE TABLE embeddings(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
        model INTEGER NOT NULL REFERENCES models(id),
        content_hash BLOB NOT NULL, vector BLOB NOT NULL,
        UNIQUE(post_id, model))""",
    "CREATE INDEX embeddings_by_text ON embeddings(model, content_hash, post_id)",
)

_FULL_TEXT = (
    f"""CREATE VIRTUAL TABLE posts_fts USING fts5(
        text, tag_words, content='posts', content_rowid='id', tokenize="{_TOKENIZER}")""",
    f"""CREATE VIRTUAL TABLE creators_fts USING fts5(
        handle, name, bio, location,
        content='creators', content_rowid='id', tokenize="{_TOKENIZER}")""",
)

# Each update trigger has a WHEN, so that a changed count costs nothing in the full-text index.
_TRIGGERS = (
    """CREATE TRIGGER posts_added AFTER INSERT ON posts BEGIN
        INSERT INTO posts_fts(rowid, text, tag_words) VALUES (new.id, new.text, new.tag_words);
    END""",
    """CREATE TRIGGER posts_removed AFTER DELETE ON posts BEGIN
        INSERT INTO posts_fts(posts_fts, rowid, text, tag_words)
            VALUES ('delete', old.id, old.text, old.tag_words);
    END""",
    """CREATE TRIGGER posts_edited AFTER UPDATE OF text, tag_words ON posts
    WHEN old.text <> new.text OR old.tag_words <> new.tag_words BEGIN
        INSERT INTO posts_fts(posts_fts, rowid, text, tag_words)
            VALUES ('delete', old.id, old.text, old.tag_words);
        INSERT INTO posts_fts(rowid, text, tag_words) VALUES (new.id, new.text, new.tag_words);
    END""",
    """CREATE TRIGGER hashtags_added AFTER INSERT ON posts WHEN new.hashtags <> '[]' BEGIN
        INSERT INTO post_hashtags(tag, post_id)
            SELECT DISTINCT value, new.id FROM json_each(new.hashtags);
    END""",
    """CREATE TRIGGER hashtags_removed AFTER DELETE ON posts WHEN old.hashtags <> '[]' BEGIN
        DELETE FROM post_hashtags WHERE post_id = old.id
            AND tag IN (SELECT value FROM json_each(old.hashtags));
    END""",
    """CREATE TRIGGER hashtags_edited AFTER UPDATE OF hashtags ON posts
    WHEN old.hashtags <> new.hashtags BEGIN
        DELETE FROM post_hashtags WHERE post_id = old.id
            AND tag IN (SELECT value FROM json_each(old.hashtags));
        INSERT INTO post_hashtags(tag, post_id)
            SELECT DISTINCT value, new.id FROM json_each(new.hashtags);
    END""",
    """CREATE TRIGGER creators_added AFTER INSERT ON creators BEGIN
        INSERT INTO creators_fts(rowid, handle, name, bio, location)
            VALUES (new.id, new.handle, new.name, new.bio, new.location);
    END""",
    """CREATE TRIGGER creators_removed AFTER DELETE ON creators BEGIN
        INSERT INTO creators_fts(creators_fts, rowid, handle, name, bio, location)
            VALUES ('delete', old.id, old.handle, old.name, old.bio, old.location);
    END""",
    """CREATE TRIGGER creators_edited AFTER UPDATE OF handle, name, bio, location ON creators
    WHEN (old.handle, old.name, old.bio, old.location)
        IS NOT (new.handle, new.name, new.bio, new.location) BEGIN
        INSERT INTO creators_fts(creators_fts, rowid, handle, name, bio, location)
            VALUES ('delete', old.id, old.handle, old.name, old.bio, old.location);
        INSERT INTO creators_fts(rowid, handle, name, bio, location)
            VALUES (new.id, new.handle, new.name, new.bio, new.location);
    END""",
)


def m002_words_of_every_script(database: Database) -> None:
    """Write `posts.tag_words` anew where it lacks what other scripts need beside the text."""
    database.execute("CREATE TEMP TABLE rewritten(id INTEGER PRIMARY KEY, tag_words TEXT)")
    read = database.execute("SELECT id, text, hashtags, tag_words FROM posts")
    rewritten = (
        (post_id, words)
        for post_id, text, hashtags, before in read
        if not (text.isascii() and hashtags.isascii())
        and (words := tag_words(text, json.loads(hashtags))) != before
    )
    database.conn.executemany("INSERT INTO temp.rewritten VALUES (?, ?)", rewritten)
    database.execute(
        """UPDATE posts SET tag_words = rewritten.tag_words
            FROM temp.rewritten WHERE rewritten.id = posts.id"""
    )
    database.execute("DROP TABLE temp.rewritten")


def m003_languages(database: Database) -> None:
    """Make the table of the languages that we find posts to be in."""
    database.execute(
        """CREATE TABLE languages(
            post_id INTEGER PRIMARY KEY REFERENCES posts(id) ON DELETE CASCADE,
            content_hash BLOB NOT NULL, lang TEXT, confidence REAL NOT NULL)"""
    )


def m004_hashtags_apart(database: Database) -> None:
    """Judge every post again: by its form, and by what is left without several hashtags.

    Posts whose embedded text changes are embedded again by the next import or index.
    """
    database.execute("CREATE TEMP TABLE judged(id INTEGER PRIMARY KEY, marks INT, hash BLOB)")
    read = database.execute("SELECT id, text, hashtags, marks, content_hash FROM posts")
    database.conn.executemany("INSERT INTO temp.judged VALUES (?, ?, ?)", _judged_again(read))
    database.execute(
        """UPDATE posts SET marks = judged.marks, content_hash = judged.hash
            FROM temp.judged WHERE judged.id = posts.id"""
    )
    database.execute("DROP TABLE temp.judged")


def _judged_again(posts: Iterable[tuple[int, str, str, int, bytes | None]]) -> Iterator[Any]:
    for post_id, text, listed, before, hash_before in posts:
        hashtags = json.loads(listed)
        marks = int(marks_of(text, hashtags))
        hashed = content_hash(embedding_text(text, hashtags))
        if (marks, hashed) != (before, hash_before):
            yield post_id, marks, hashed


def m005_live_sources(database: Database) -> None:
    """Make room for opt-outs, for creators who are erased, and for reports of collecting."""
    database.execute("ALTER TABLE creators ADD COLUMN opt_outs TEXT")
    # When the whole profile was last asked for; what comes along with a post may be a part of it.
    database.execute("ALTER TABLE creators ADD COLUMN profiled_at INTEGER")
    # Who was erased is kept as a hash, so that they can be refused without being remembered.
    database.execute(
        "CREATE TABLE erased(key_hash BLOB PRIMARY KEY, erased_at INTEGER NOT NULL) WITHOUT ROWID"
    )
    database.execute(
        """CREATE TABLE reports(
            id INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, kind TEXT NOT NULL,
            report TEXT NOT NULL)"""
    )


def m006_mentions(database: Database) -> None:
    """Make room for what brand cards find in posts, and for which posts were looked at.

    A card looks at the posts up to `walked`, all where that is NULL, and at those in `unmatched`
    as they come: posts that were added or changed while there were cards. So nothing is kept of
    the posts in which nothing is found, and an import without cards costs what it did.
    """
    for statement in (*_MENTIONS, *_UNMATCHED):
        database.execute(statement)


_MENTIONS = (
    """CREATE TABLE cards(
        id INTEGER PRIMARY KEY, brand TEXT NOT NULL UNIQUE, lexicon TEXT NOT NULL,
        judge TEXT, walked INTEGER)""",
    """CREATE TABLE mentions(
        card INTEGER NOT NULL REFERENCES cards(id) ON DELETE CASCADE,
        post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
        spans TEXT NOT NULL, stance TEXT, verdict TEXT NOT NULL, sureness REAL,
        judged INTEGER NOT NULL, found_at INTEGER NOT NULL,
        PRIMARY KEY(card, post_id)) WITHOUT ROWID""",
    "CREATE INDEX mentions_by_post ON mentions(post_id)",
    "CREATE INDEX mentions_unjudged ON mentions(card, post_id) WHERE NOT judged",
)
_QUEUED = """INSERT INTO unmatched(post_id, version) VALUES (new.id, random())
        ON CONFLICT(post_id) DO UPDATE SET version = excluded.version"""
# A random version tells a post that changed while it was looked at from one that did not, even
# where the id of a removed post was given to another.
_UNMATCHED = (
    """CREATE TABLE unmatched(
        post_id INTEGER PRIMARY KEY REFERENCES posts(id) ON DELETE CASCADE,
        version INTEGER NOT NULL)""",
    f"""CREATE TRIGGER unmatched_added AFTER INSERT ON posts
    WHEN EXISTS (SELECT 1 FROM cards) BEGIN {_QUEUED}; END""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER unmatched_edited AFTER UPDATE OF text, hashtags, links, lang ON posts
    WHEN (old.text, old.hashtags, old.links, old.lang)
        IS NOT (new.text, new.hashtags, new.links, new.lang)
        AND EXISTS (SELECT 1 FROM cards) BEGIN {_QUEUED}; END""",  # noqa: S608
)


def m007_vetting(database: Database) -> None:
    """Keep what profiles measured over time, whose customers we know, and who is who.

    One measurement a creator and day, of at most `_DAYS_KEPT` days on which anything had changed.
    A community's members are bytes: what identifies somebody, or its hash with the list's salt.
    """
    database.execute("ALTER TABLE creators ADD COLUMN default_avatar INTEGER")
    for statement in _VETTING:
        database.execute(statement)


_DAYS_KEPT = 400
_MEASURED = """DELETE FROM profile_measurements
        WHERE creator_id = new.id AND day = new.measured_at / 86400000000;
    INSERT INTO profile_measurements VALUES (new.id, new.measured_at / 86400000000,
        new.measured_at, new.followers, new.following, new.posts);"""
_VETTING = (
    """CREATE TABLE profile_measurements(
        creator_id INTEGER NOT NULL REFERENCES creators(id) ON DELETE CASCADE,
        day INTEGER NOT NULL, measured_at INTEGER NOT NULL,
        followers INTEGER, following INTEGER, posts INTEGER,
        PRIMARY KEY(creator_id, day)) WITHOUT ROWID""",
    """INSERT INTO profile_measurements
        SELECT id, measured_at / 86400000000, measured_at, followers, following, posts
        FROM creators WHERE measured_at IS NOT NULL
            AND coalesce(followers, following, posts) IS NOT NULL""",
    f"""CREATE TRIGGER profiles_added AFTER INSERT ON creators WHEN new.measured_at IS NOT NULL
        AND coalesce(new.followers, new.following, new.posts) IS NOT NULL BEGIN
    {_MEASURED}
    END""",
    f"""CREATE TRIGGER profiles_changed AFTER UPDATE OF followers, following, posts ON creators
    WHEN new.measured_at IS NOT NULL AND (old.followers, old.following, old.posts)
        IS NOT (new.followers, new.following, new.posts) BEGIN
    {_MEASURED}
    DELETE FROM profile_measurements WHERE creator_id = new.id AND day <= (
        SELECT day FROM profile_measurements WHERE creator_id = new.id
        ORDER BY day DESC LIMIT 1 OFFSET {_DAYS_KEPT});
    END""",  # noqa: S608 - our own numbers
    """CREATE TABLE community_lists(
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, salt BLOB,
        imported_at INTEGER NOT NULL)""",
    """CREATE TABLE community_members(
        list INTEGER NOT NULL REFERENCES community_lists(id) ON DELETE CASCADE,
        member BLOB NOT NULL, PRIMARY KEY(list, member)) WITHOUT ROWID""",
    """CREATE TABLE identity_decisions(
        one INTEGER NOT NULL REFERENCES creators(id) ON DELETE CASCADE,
        other INTEGER NOT NULL REFERENCES creators(id) ON DELETE CASCADE,
        is_same INTEGER NOT NULL, decided_at INTEGER NOT NULL,
        PRIMARY KEY(one, other), CHECK(one < other)) WITHOUT ROWID""",
    "CREATE INDEX identities_by_other ON identity_decisions(other)",
)


def m008_outreach_and_campaigns(database: Database) -> None:
    """Keep whom we wrote to, whom not to write to, and what campaigns cost and sold.

    Creators are named by source and id, so that the books survive a creator who goes and comes
    back; `erase` takes their rows out. Amounts are decimals as text, with their currency.
    """
    for statement in _BOOKS:
        database.execute(statement)


_BOOKS = (
    """CREATE TABLE outreach(
        source TEXT NOT NULL, native_id TEXT NOT NULL, status TEXT NOT NULL,
        note TEXT, changed_at INTEGER NOT NULL, PRIMARY KEY(source, native_id)) WITHOUT ROWID""",
    """CREATE TABLE do_not_contact(
        kind TEXT NOT NULL, entry TEXT NOT NULL, why TEXT, added_at INTEGER NOT NULL,
        PRIMARY KEY(kind, entry)) WITHOUT ROWID""",
    """CREATE TABLE campaigns(
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, starts_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL, currency TEXT NOT NULL, url TEXT,
        hashtags TEXT NOT NULL, mentions TEXT NOT NULL, made_at INTEGER NOT NULL,
        erased INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE campaign_creators(
        campaign INTEGER NOT NULL REFERENCES campaigns(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL,
        fee TEXT, fee_currency TEXT, gift TEXT, gift_currency TEXT,
        code TEXT NOT NULL COLLATE NOCASE, tag TEXT NOT NULL COLLATE NOCASE,
        PRIMARY KEY(campaign, source, native_id),
        UNIQUE(campaign, code), UNIQUE(campaign, tag)) WITHOUT ROWID""",
    """CREATE TABLE campaign_sales(
        campaign INTEGER NOT NULL REFERENCES campaigns(id) ON DELETE CASCADE,
        sale TEXT NOT NULL, kind TEXT NOT NULL,
        code TEXT COLLATE NOCASE, tag TEXT COLLATE NOCASE,
        sold_at INTEGER, amount TEXT, currency TEXT, orders INTEGER, sessions INTEGER,
        PRIMARY KEY(campaign, sale)) WITHOUT ROWID""",
)


def m009_shortlists(database: Database) -> None:
    """Keep named shortlists, every run of them, and notes on their creators.

    Creators and the posts shown for them are rows of their own, so that `erase` and what platforms
    delete take them out of every list; the rest of a run is one JSON document.
    """
    for statement in _SAVED:
        database.execute(statement)


_SAVED = (
    """CREATE TABLE saved_lists(
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, asked TEXT NOT NULL,
        made_at INTEGER NOT NULL)""",
    """CREATE TABLE saved_runs(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        list INTEGER NOT NULL REFERENCES saved_lists(id) ON DELETE CASCADE,
        document TEXT NOT NULL)""",
    """CREATE TABLE saved_candidates(
        run INTEGER NOT NULL REFERENCES saved_runs(id) ON DELETE CASCADE,
        place INTEGER NOT NULL, source TEXT NOT NULL, native_id TEXT NOT NULL,
        document TEXT NOT NULL, PRIMARY KEY(run, place)) WITHOUT ROWID""",
    "CREATE INDEX saved_candidates_by_creator ON saved_candidates(source, native_id)",
    """CREATE TABLE saved_evidence(
        run INTEGER NOT NULL REFERENCES saved_runs(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL, place INTEGER NOT NULL,
        post_id TEXT NOT NULL, document TEXT NOT NULL,
        PRIMARY KEY(run, source, native_id, place)) WITHOUT ROWID""",
    "CREATE INDEX saved_evidence_by_post ON saved_evidence(source, post_id)",
    "CREATE INDEX saved_evidence_by_creator ON saved_evidence(source, native_id)",
    """CREATE TABLE saved_notes(
        list INTEGER NOT NULL REFERENCES saved_lists(id) ON DELETE CASCADE,
        source TEXT NOT NULL, native_id TEXT NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY(list, source, native_id)) WITHOUT ROWID""",
)


def m010_labels(database: Database) -> None:
    """Make the table of what people said of posts that cards found."""
    database.execute(
        """CREATE TABLE labels(
            brand TEXT NOT NULL, post_id INTEGER NOT NULL REFERENCES posts(id) ON DELETE CASCADE,
            meant INTEGER NOT NULL, at_random INTEGER NOT NULL,
            PRIMARY KEY(brand, post_id)) WITHOUT ROWID"""
    )
    database.execute("CREATE INDEX labels_by_post ON labels(post_id)")


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
)
for _migration in _IN_ORDER:
    migrations()(_migration)

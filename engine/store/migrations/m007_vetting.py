"""Profiles over time, communities, and who is who."""

from __future__ import annotations

from engine.store.databases import Database


def m007_vetting(database: Database) -> None:
    """Keep what profiles measured over time, whose customers we know, and who is who.

    One measurement a creator and day, of at most `DAYS_KEPT` days on which anything had changed.
    A community's members are bytes: what identifies somebody, or its hash with the list's salt.
    """
    database.execute("ALTER TABLE creators ADD COLUMN default_avatar INTEGER")
    for statement in _VETTING:
        database.execute(statement)


DAYS_KEPT = 400
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
        ORDER BY day DESC LIMIT 1 OFFSET {DAYS_KEPT});
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

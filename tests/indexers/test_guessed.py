"""Files whose columns are guessed by their names."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest

from engine.errors import ConfigError, InputError
from engine.vocabulary import Creator, Engagement, Page
from indexers.files import guessed
from indexers.files.guessed import Guessed
from indexers.files.guessing import guess
from indexers.files.mojibake import MENDED
from indexers.files.spellings import meanings

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def read(content: str | bytes, mapping: dict[str, object] | None = None) -> Page:
    encoded = content.encode() if isinstance(content, str) else content
    reader = Guessed(mapping)
    assert reader.recognises(encoded[: 1 << 16])
    (page,) = reader.pages(io.BytesIO(encoded), now=NOW)
    return page


def named(header: str, row: str = "") -> dict[str, str]:
    names = header.split(",")
    return dict(guess(names, [dict(zip(names, row.split(","), strict=False))] if row else []).named)


@pytest.mark.parametrize(
    "header",
    [
        "post_id,caption,created_at,username,full_name,like_count,comments,followers",
        "Post ID,Caption,Created At,Username,Full Name,Like Count,Comments,Followers",
        "id,text,timestamp,ownerUsername,ownerFullName,likesCount,commentsCount,ownerFollowers",
        "id,texto,fecha,usuario,nombre completo,Me gusta,Comentarios,Seguidores",
        "identifiant,Légende,Date publication,Utilisateur,Nom complet,J'aime,Commentaires,Abonnés",
        "Kennung,Beschreibung,Datum,Benutzername,Anzeigename,Gefällt mir,Kommentare,Abonnenten",
        "id,legenda,data,nome de usuário,nome completo,Curtidas,Comentários,Seguidores",
    ],
)  # fmt: skip
def test_columns_are_known_in_five_languages_and_however_they_are_spelled(header: str) -> None:
    targets = ["id", "text", "created_at", "creator.handle", "creator.name", "likes", "replies",
               "creator.followers"]  # fmt: skip
    assert named(header) == dict(zip(targets, header.split(","), strict=True))


def test_a_column_that_holds_no_numbers_counts_nothing() -> None:
    found = named(
        "id,tweet,date,username,retweet,retweets_count,video", "1,hi,2026-05-01,ana,False,3,0"
    )
    assert found["reposts"] == "retweets_count"
    assert found["is_repost"] == "retweet"


@pytest.mark.parametrize(
    ("header", "row", "missed"),
    [
        ("Account,User Name,Followers at Posting,Post Created,Likes,Comments,URL,Description",
         "Ana,ana.b,5,2021-03-04 10:00:00 EST,3,4,https://www.instagram.com/p/abc/,hi",
         {"Account"}),
        ("Datetime,Tweet Id,Text,Username", "2020-01-01 10:00:00+00:00,1,hi,ana", set()),
        ("author,created_utc,id,num_comments,score,subreddit,title,selftext",
         "ana,1577872800,abc,3,4,coffee,t,s", {"subreddit"}),
        ("video_id,title,publishedAt,channelId,channelTitle,view_count,likes,comment_count,tags",
         "abc,T,2020-08-11T19:20:14Z,UC1,Ana,5,3,2,a|b", set()),
        ("postUrl,description,commentCount,likeCount,pubDate,username,profileUrl,timestamp",
         "https://www.instagram.com/p/a/,hi,1,2,2021-01-01T10:00:00.000Z,ana,,2022-01-01",
         {"timestamp"}),
        ("id,message,created_time,from.name,from.id,likes.summary.total_count,shares.count",
         "1_2,hi,2021-01-01T10:00:00+0000,Ana,5,1,3", set()),
    ],
)  # fmt: skip
def test_tables_of_known_tools_are_read_but_for_what_they_say_twice(
    header: str, row: str, missed: set[str]
) -> None:
    names = header.split(",")
    columns = guess(names, [dict(zip(names, row.split(","), strict=True))])
    assert set(columns.unread) == missed
    assert columns.holds_posts
    assert columns.has_creator


def test_a_name_may_say_what_it_belongs_to() -> None:
    assert meanings("tweet_created") == [("created_at", 1)]
    assert meanings("user_created") == [("creator.created_at", 1)]
    assert [target for target, _ in meanings("author.id")] == ["creator.id"]
    assert meanings("airline_sentiment") == []


def test_a_table_becomes_posts_and_says_how_it_was_read() -> None:
    page = read(
        "Link;Caption;Date;Username;Followers;Likes;Plays;Tags;Verified;Mood\n"
        "https://www.instagram.com/p/Cx1_a-b/;Latte #art;2026-05-01T10:00:00Z;@Ana.Brews;12,034;"
        "-1;48.5M;\"['coffee', 'art']\";yes;good\n"
    )
    (post,) = page.posts
    assert (post.source, post.native_id, post.creator_id) == ("instagram", "Cx1_a-b", "ana.brews")
    assert post.engagement == Engagement(likes=None, views=48_500_000)
    assert post.hashtags == ("coffee", "art")
    assert page.creators == (
        Creator(
            source="instagram", native_id="ana.brews", handle="Ana.Brews", followers=12_034,
            url="https://www.instagram.com/Ana.Brews/", verified=True,
        ),
    )  # fmt: skip
    assert page.notes == (
        "columns as guessed: url from 'Link', text from 'Caption', created_at from 'Date', "
        "likes from 'Likes', views from 'Plays', hashtags from 'Tags', creator.handle from "
        "'Username', creator.followers from 'Followers', creator.verified from 'Verified' "
        "(--mapping overrules)",
        "columns not read: Mood",
        "source of every post: instagram",
    )


def test_nested_json_of_any_names_is_read_as_well() -> None:
    records = [
        {"id": 7, "owner": {"username": "ana", "followers": 5}, "caption": "tea", "likes": "1.2K",
         "taken_at": 1777629600, "comments": [{"text": "no"}], "comment_count": 2,
         "tags": [{"name": "Tea"}]}
    ] * 2  # fmt: skip
    page = read(json.dumps(records))
    assert page.posts[0].engagement == Engagement(likes=1_200, replies=2)
    assert page.posts[0].created_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert (page.posts[0].creator_id, page.creators[0].followers) == ("ana", 5)


def test_records_may_stand_under_a_usual_name() -> None:
    record = {"id": 1, "username": "ana", "caption": "tea", "taken_at": 1777629600}
    assert len(read(json.dumps({"total": 2, "data": {"posts": [record, record]}})).posts) == 2
    assert len(read(json.dumps({"results": [record]}, indent=1)).posts) == 1


def test_where_it_was_collected_from_tells_the_platform() -> None:
    page = read(
        "collected_from_url,id,body,timestamp,author\n"
        "https://www.linkedin.com/feed/,7,hello,2026-05-01T10:00:00Z,ana\n"
    )
    assert page.posts[0].source == "linkedin"


@pytest.mark.parametrize(
    ("rows", "moments"),
    [
        ("01/02/2021|13/02/2021", ["2021-02-01", "2021-02-13"]),
        ("01/02/2021|02/13/2021", ["2021-01-02", "2021-02-13"]),
        ("01-02-2021 9.30|24-02-2021 11.35", ["2021-02-01", "2021-02-24"]),
        ("2021-02-01|2021-02-13", ["2021-02-01", "2021-02-13"]),
    ],
)
def test_the_whole_column_tells_which_number_is_the_day(rows: str, moments: list[str]) -> None:
    lines = [f"{number},t,{date},ana" for number, date in enumerate(rows.split("|"))]
    page = read("\n".join(["id,text,date,username", *lines]))
    assert [f"{post.created_at:%Y-%m-%d}" for post in page.posts] == moments


def test_dates_that_may_be_read_in_two_ways_are_refused_until_the_user_says() -> None:
    content = "id,text,date,username\n1,t,03/04/2021,ana\n2,t,05/06/2021,ana\n"
    with pytest.raises(InputError, match="dates like 03/04/2021 may have the day first") as caught:
        read(content)
    assert 'dates = "day-first"' in str(caught.value.hint)
    by_day, by_month = ({"dates": f"{first}-first"} for first in ("day", "month"))
    assert f"{read(content, by_day).posts[0].created_at:%d %B}" == "03 April"
    assert f"{read(content, by_month).posts[0].created_at:%d %B}" == "04 March"


def test_a_date_that_tells_may_come_late(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"{number},t,01/02/2021,ana" for number in range(1_000)]
    content = "\n".join(["id,text,date,username", *lines, "1000,t,31/01/2021,ana"])
    assert {post.created_at.month for post in read(content).posts} == {1, 2}
    monkeypatch.setattr(guessed, "MAX_HELD", 500)
    with pytest.raises(InputError, match="none of 500 tells"):
        read(content)


def test_damaged_ids_are_replaced_by_made_ones_and_that_is_said() -> None:
    content = (
        "tweet_id,text,tweet_created,name\n"
        "5.70306E+17,one,2015-02-24T10:00:00Z,ana\n5.70306E+17,two,2015-02-24T10:00:00Z,ana\n"
    )
    page, again = read(content), read(content)
    ids = [post.native_id for post in page.posts]
    assert len(set(ids)) == 2
    assert all(made.startswith("made-") for made in ids)
    assert ids == [post.native_id for post in again.posts]
    assert [note for note in page.notes if note.startswith("ids have lost digits")]
    assert page.unmapped["an id that a spreadsheet has cut digits off"] == 2


def test_ids_and_creators_that_no_column_gives_are_made() -> None:
    page = read("text,date,author name\nhello,2026-05-01T10:00:00Z,Ana María\n")
    assert page.posts[0].native_id.startswith("made-")
    assert page.creators[0].name == "Ana María"
    assert page.creators[0].handle is None
    assert page.creators[0].native_id == page.posts[0].creator_id


def test_a_list_of_accounts_gives_profiles() -> None:
    page = read(
        "id,screen_name,description,followers_count,created_at,favourites_count\n"
        "7,ana,barista,1.5K,2019-02-01T00:00:00Z,3\n"
    )
    assert page.posts == ()
    assert page.creators == (
        Creator(
            source="file", native_id="7", handle="ana", bio="barista", followers=1_500,
            created_at=datetime(2019, 2, 1, tzinfo=UTC),
        ),
    )  # fmt: skip


def test_rows_that_are_no_posts_cost_themselves() -> None:
    page = read(
        "id,text,date,username,is_retweet,error\n"
        "1,t,2026-05-01T10:00:00Z,ana,False,\n2,RT t,2026-05-01T10:00:00Z,ana,True,\n"
        "3,,,,,no such profile\n4,t,never,ana,,\n"
    )
    assert [post.native_id for post in page.posts] == ["1"]
    assert page.dropped == {"a repost": 1}
    assert [(problem.where, problem.reason) for problem in page.problems] == [
        (
            "line 4",
            "nobody is said to have posted it; the export itself says: no such profile",
        ),
        ("line 5", "'never' is no date"),
    ]


def test_text_read_as_latin_1_is_mended_and_said() -> None:
    page = read("id,text,date,username\n1,cafÃ© olÃ© â€œhiâ€\x9d,2026-05-01T10:00:00Z,ana\n")
    assert page.posts[0].text == 'café olé "hi"'.replace('"hi"', "“hi”")
    assert page.unmapped == {MENDED: 1}
    latin = "id,text,date,username\n1,café,2026-05-01T10:00:00Z,ana\n".encode("latin-1")
    assert read(latin).posts[0].text == "café"


def test_a_column_called_source_counts_only_where_it_names_platforms() -> None:
    header = "id,text,date,username,source\n"
    phones = read(header + "1,t,2026-05-01T10:00:00Z,ana,Twitter for Android\n")
    assert phones.posts[0].source == "file"
    platforms = read(header + "1,t,2026-05-01T10:00:00Z,ana,Twitter\n2,t,2026-05-01,bo,TikTok\n")
    assert [post.source for post in platforms.posts] == ["x", "tiktok"]


def test_a_mapping_overrules_what_is_guessed() -> None:
    content = "a,b,c,d,likes,text\n1,hello,2026-05-01T10:00:00Z,ana,5,junk\n"
    columns = {"id": "a", "text": "b", "created_at": "c", "creator": {"handle": "d"}, "likes": ""}
    page = read(content, {"source": "forum", "columns": columns})
    (post,) = page.posts
    assert (post.source, post.native_id, post.text, post.creator_id) == (
        "forum", "1", "hello", "ana",
    )  # fmt: skip
    assert post.engagement == Engagement()


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"colums": {}}, "the mapping has 'colums'"),
        ({"columns": {"lieks": "likes"}}, "there is no field 'lieks'"),
        ({"columns": {"likes": "lieks"}}, "there is no column 'lieks'"),
        ({"columns": 3}, "columns must be a table"),
        ({"dates": "american"}, "dates is 'american'"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_a_clear_error(
    mapping: dict[str, object], said: str
) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        read("id,text,date,username,likes\n1,t,2026-05-01,ana,1\n", mapping)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "no column is a text"),
        ("text,username\nhi,ana\n", "no column is a time"),
        ("text,date\nhi,2026-05-01\n", "no column is who posted"),
    ],
)
def test_a_file_without_what_a_post_needs_is_refused_with_what_it_has(
    content: str, said: str
) -> None:
    assert Guessed().recognises(content.encode()) == 0
    with pytest.raises(InputError, match=said) as caught:
        list(Guessed().pages(io.BytesIO(content.encode()), now=NOW))
    assert content.split("\n", 1)[0].split(",")[0] in str(caught.value.hint)


def test_what_is_proposed_is_what_would_be_read() -> None:
    table = b"Caption,Created At,Username,Sales\nespresso,2026-05-01,ana,7\ntea,2026-05-02,bo,8\n"
    proposal = Guessed().proposed(table)
    assert proposal is not None
    assert proposal.columns["Sales"] == ("7", "8")
    assert proposal.fields == {
        "text": "Caption", "created_at": "Created At", "creator.handle": "Username",
    }  # fmt: skip
    assert set(proposal.fields) < set(proposal.targets)
    mapping = {"columns": dict(proposal.fields), "source": proposal.source}
    (page,) = Guessed().mapped(mapping).pages(io.BytesIO(table), now=NOW)
    assert page.posts == read(table).posts
    assert Guessed().proposed(b"no table at all") is None

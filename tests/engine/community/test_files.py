"""Files of customers and followers: what names somebody, what is refused, and why."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from engine.community import Refused, read_members
from engine.errors import InputError


def read(tmp_path, text, *, platform="", name="list.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = [*read_members(file, platform)]
    members = [row.member for row in found if not isinstance(row, Refused)]
    refused = [(row.line, row.reason) for row in found if isinstance(row, Refused)]
    return members, refused


def test_columns_are_known_by_their_names_whatever_the_separator(tmp_path):
    for sign in ",;\t":
        text = sign.join(("Name", "Platform", "Username")) + "\n"
        text += sign.join(("Ana B.", "Twitter", "@AnaB")) + "\n"
        assert read(tmp_path, text) == (["handle|x|anab"], [])


def test_a_column_may_be_called_like_a_platform(tmp_path):
    text = "email,instagram,tiktok\na@b.example,ana.b,\nc@d.example,,@cy\ne@f.example,,\n"
    members, refused = read(tmp_path, text)
    assert members == ["handle|instagram|ana.b", "handle|tiktok|cy"]
    assert refused == [(4, "no handle, link or id")]
    assert not any("example" in member for member in members)


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("@ana", "handle||ana"),
        ("ana_b", "handle||ana_b"),
        ("@ana@Example.Social", "handle|mastodon|ana@example.social"),
        ("https://www.instagram.com/ana.b/", "handle|instagram|ana.b"),
        ("https://tiktok.com/@ana?lang=en", "handle|tiktok|ana"),
        ("https://bsky.app/profile/ana.example.com", "handle|bluesky|ana.example.com"),
        ("https://old.reddit.com/user/ana_b", "handle|reddit|ana_b"),
        ("https://example.social/@ana", "handle|mastodon|ana@example.social"),
        ("https://youtube.com/channel/UC12", "id|youtube|UC12"),
        ("https://example.org/ana/blog", "url||example.org/ana/blog"),
        ("mastodon:77", "id|mastodon|77"),
    ],
)
def test_plain_lines_are_handles_links_or_ids(tmp_path, line, member):
    assert read(tmp_path, f"{line}\n") == ([member], [])


def test_email_addresses_are_refused_wherever_they_stand(tmp_path):
    why = "an e-mail address, which is not kept"
    assert read(tmp_path, "ana@mail.example\n@bo\n") == (["handle||bo"], [(1, why)])
    assert read(tmp_path, "handle\nana@mail.example\n") == ([], [(2, why)])
    assert read(tmp_path, "platform,id\nx,ana@mail.example\n") == ([], [(2, why)])


def test_followers_of_mastodon_have_addresses_that_are_no_email(tmp_path):
    text = "Account address,Show boosts\nana@example.social,true\n"
    assert read(tmp_path, text) == (["handle|mastodon|ana@example.social"], [])


def test_a_broken_line_costs_that_line(tmp_path):
    text = b'handle\n"ana\n@bo\n\xff\xfe\n' + b"x" * 70_000 + b"\n\n@cy\n@not a handle!\n"
    members, refused = read(tmp_path, text)
    assert members == ["handle||bo", "handle||cy"]
    assert refused == [
        (2, "a quotation mark is not closed"),
        (4, "the line is not UTF-8"),
        (5, "the line is too long"),
        (8, "no handle, link or id"),
    ]


def test_ids_need_a_platform(tmp_path):
    assert read(tmp_path, "customer_id\n4711\n", platform="x") == (["id|x|4711"], [])
    _, refused = read(tmp_path, "user_id\n4711\n")
    assert refused == [(2, "an id without a platform: add a column or say --source")]


def test_exports_of_followers_are_read(tmp_path):
    instagram = [{"string_list_data": [{"href": "https://www.instagram.com/ana", "value": "ana"}]}]
    x = 'window.YTD.follower.part0 = [{"follower": {"accountId": "12", "userLink": "…"}}]'
    tiktok = {"Follower": {"FansList": [{"Date": "2026-01-01", "UserName": "cy"}]}}
    assert read(tmp_path, json.dumps(instagram))[0] == ["handle|instagram|ana"]
    assert read(tmp_path, x)[0] == ["id|x|12"]
    assert read(tmp_path, json.dumps(tiktok), platform="tiktok")[0] == ["handle|tiktok|cy"]


@pytest.mark.parametrize("text", ['{"some": "thing"}', "[1, 2", "{"])
def test_json_that_names_no_followers_is_refused_as_a_whole(tmp_path, text):
    with pytest.raises(InputError):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        [*read_members(tmp_path / "nothing.csv")]


def test_many_lines_take_no_more_memory_than_few(tmp_path):
    file = tmp_path / "many.csv"
    file.write_text("handle\n" + "".join(f"@person{i}\n" for i in range(60_000)))
    tracemalloc.start()
    n = sum(1 for _ in read_members(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n == 60_000
    assert peak < 2_000_000

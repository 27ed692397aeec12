"""What others reply: words again, words that fit any post, and the same few accounts."""

from __future__ import annotations

from engine.store import Store
from engine.vetting.remarks import (
    Reply,
    few_repliers,
    generic_replies,
    repeated_replies,
    replies_to,
)
from tests.fakes import NOW, make_page, make_post


def replies(*texts, by=None):
    by = by or range(len(texts))
    return [
        Reply(post_id=i, by=who, text=text, lang=None)
        for i, (text, who) in enumerate(zip(texts, by, strict=True), start=1)
    ]


def test_words_again_count_without_links_handles_and_case():
    said = replies(
        "Great post @ana", "great POST!", "great post https://x.example/1", "which bean?"
    )
    measured = repeated_replies(said)
    assert measured.value == 3 / 4
    assert measured.evidence == (1, 2, 3)


def test_no_words_twice_are_no_words_again():
    assert repeated_replies(replies("🔥🔥", "🔥🔥")).value == 0.0


def test_praise_and_signs_fit_any_post_and_a_question_does_not():
    said = replies(
        "🔥🔥🔥", "So beautiful!!", "Love this", "love this grinder", "toll", "where is it?"
    )
    assert generic_replies(said).value == 4 / 6


def test_the_five_who_reply_most_are_counted_against_all():
    by = [1] * 4 + [2] * 3 + [3, 4, 5, 6, 7]
    measured = few_repliers(replies(*map(str, range(12)), by=by))
    assert measured.value == (4 + 3 + 1 + 1 + 1) / 12
    assert measured.detail == "7 accounts replied"


def test_without_replies_nothing_is_known():
    for measure in (repeated_replies, generic_replies, few_repliers):
        assert measure([]).value is None


def test_replies_are_those_of_others_to_these_posts_on_the_same_platform(store: Store):
    store.commit_page(
        make_page(
            make_post("1", creator="ana"),
            make_post("2", "yes", creator="bo", reply_to="1"),
            make_post("3", "me again", creator="ana", reply_to="1"),
            make_post("4", "elsewhere", creator="bo", reply_to="1", source="bluesky"),
            make_post("5", "to another", creator="bo", reply_to="9"),
        ),
        now=NOW,
    )
    with store.reading() as connection:
        (ana,) = connection.execute("SELECT id FROM creators WHERE native_id = 'ana'").fetchone()
        found = replies_to(connection, "mastodon", ana, [1, 3])
    assert [(reply.text, reply.lang) for reply in found] == [("yes", "en")]

"""A draft quotes a post of theirs, or says why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.outreach.drafts import draft
from engine.outreach.quoting import post_to_quote, shared_with
from engine.outreach.templates import Letter, load_template
from engine.store.outreach import Barred, DoNotContact, Entry, Standing, Status
from engine.vocabulary import CreatorKey
from tests.engine.outreach.letters import POSTS, PRICED, UNPRICED, approach, to_ana
from tests.fakes import NOW, make_creator, make_post


def test_the_newest_post_on_the_topic_is_quoted() -> None:
    found = draft(to_ana(), approach(), now=NOW)
    assert found.letter == Letter("Hi ana", "Latte art and espresso\n")
    assert found.post is POSTS[1]
    assert found.shared == ("espresso",)
    assert (found.email, found.refused, found.notes) == ("ana@example.org", None, ())


def test_posts_put_forward_as_evidence_come_before_all_others() -> None:
    assert post_to_quote(POSTS[:1], POSTS, "espresso", now=NOW) is POSTS[0]


def test_later_posts_replies_draws_and_walls_are_not_quoted() -> None:
    posts = [
        make_post("4", "espresso tomorrow", days_ago=-1),
        make_post("5", "espresso indeed", reply_to="9", days_ago=0.1),
        make_post("6", "Giveaway! Tag two friends to win espresso", days_ago=0.2),
        make_post("7", "espresso", hashtags=[f"tag{n}" for n in range(9)], days_ago=0.3),
        POSTS[0],
    ]
    assert post_to_quote((), posts, "espresso", now=NOW) is POSTS[0]


def test_without_a_post_on_the_topic_there_is_no_letter() -> None:
    found = draft(to_ana(posts=POSTS[2:]), approach(), now=NOW)
    assert (found.letter, found.refused) == (None, "no post of theirs on the topic to quote")
    assert found.email == "ana@example.org"


def test_an_old_post_is_quoted_and_its_age_said() -> None:
    old = (make_post("1", "espresso", days_ago=200),)
    found = draft(to_ana(posts=old), approach(), now=NOW)
    assert found.notes == ("the newest post on the topic is 200 days old",)


def test_what_is_shared_is_in_their_words_most_used_first() -> None:
    posts = [*POSTS, make_post("8", "grinder", hashtags=["Coffee"])]
    shared = shared_with("coffee, espresso grinder and tea", posts)
    assert set(shared[:2]) == {"espresso", "grinder"}
    assert shared[2:] == ("coffee",)
    assert shared_with("the and of", POSTS) == ()


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        (Barred.CREATOR, "mastodon:77"),
        (Barred.HANDLE, "ana"),
        (Barred.EMAIL, "ana@example.org"),
    ],
)
def test_whom_the_list_names_in_any_way_gets_no_letter(kind: Barred, entry: str) -> None:
    listed = DoNotContact([Entry(kind=kind, entry=entry, why="asked", added_at=NOW)])
    found = draft(to_ana(), approach(barred=listed, again=True), now=NOW)
    assert found.letter is None
    assert found.refused == f"on the do-not-contact list ({kind.value} {entry}): asked"


@pytest.mark.parametrize("status", [Status.CONTACTED, Status.AGREED, Status.DECLINED])
def test_whom_we_wrote_to_already_gets_a_letter_only_when_asked_again(status: Status) -> None:
    key = CreatorKey("mastodon", "77")
    standing = Standing(key=key, status=status, note=None, changed_at=NOW - timedelta(days=2))
    known = approach(standings={key: standing})
    found = draft(to_ana(), known, now=NOW)
    assert found.refused == f"{status.value} since 2026-05-30"
    assert draft(to_ana(), replace(known, again=True), now=NOW).letter is not None


def test_the_bundled_letter_quotes_names_what_is_shared_and_proposes_terms() -> None:
    letter = draft(to_ana(), approach(load_template(None)), now=NOW).letter
    assert letter is not None
    assert letter.subject == "Acme and your post of 2026-05-29"
    assert "    Latte art and espresso" in letter.text
    assert "What you write about is what Acme is about too: espresso." in letter.text
    assert f"prices from {PRICED.low:,.0f} to {PRICED.high:,.0f} USD" in letter.text
    assert letter.text.endswith("\n\nJo\n")


def test_the_bundled_letter_leaves_out_what_is_not_known() -> None:
    nameless = to_ana(creator=make_creator("78"), estimate=UNPRICED)
    found = draft(nameless, approach(load_template(None), about="x"), now=NOW)
    assert found.letter is not None
    assert "Hello 78," in found.letter.text
    assert "Please tell us your price." in found.letter.text
    assert "None" not in found.letter.text
    assert found.notes == (
        "no public e-mail address found",
        "no price range: followers are not known",
    )

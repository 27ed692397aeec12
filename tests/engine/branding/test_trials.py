"""What entries of a card would match in a home, each by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.branding.trials import Term, tried
from engine.store import Store, database_path
from engine.vocabulary import Brand
from tests.fakes import NOW, make_page, make_post

TEXTS = (
    "Apple pie again",
    "my Apple watch",
    "an iPhone and an Apple",
    "iphone only",
    "thanks @apple",
    "see https://www.apple.com/mac",
    "#shotoniphone",
    "nothing of it",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Store.open(database_path(tmp_path)) as store:
        posts = [
            make_post(str(i), text, hashtags=("shotoniphone",) if "#" in text else ())
            for i, text in enumerate(TEXTS)
        ]
        store.commit_page(make_page(*posts), now=NOW)
    return tmp_path


CARD = Brand(
    key="apple",
    name="Apple",
    products=("iPhone",),
    handles={"any": ("apple",)},
    hashtags=("shotoniphone",),
    domains=("apple.com",),
    exclude=("apple pie",),
)


def test_each_entry_is_counted_by_itself_and_the_card_as_a_whole(home: Path) -> None:
    trial = tried(CARD, home)
    found = {(term.field, term.text): tally.posts for term, tally in trial.terms}
    assert found == {
        ("name", "Apple"): 4,  # @apple is the name in one word, too
        ("handles", "any:apple"): 1,
        ("products", "iPhone"): 2,
        ("hashtags", "shotoniphone"): 1,
        ("domains", "apple.com"): 1,
        ("exclude", "apple pie"): 1,
    }
    assert trial.whole.posts == len(TEXTS) - len(["Apple pie again", "nothing of it"])
    assert (trial.posts, trial.total) == (len(TEXTS), len(TEXTS))


def test_accents_and_languages_of_the_card_hold_for_its_entries(home: Path) -> None:
    strict = Brand(key="a", name="Äpple", accents_matter=True)
    assert tried(strict, home).whole.posts == 0
    assert dict(tried(strict, home).terms)[Term(field="name", text="Äpple")].posts == 0
    loose = Brand(key="a", name="Äpple")
    assert dict(tried(loose, home).terms)[Term(field="name", text="Äpple")].posts == 4


def test_of_many_posts_those_stored_last_are_looked_at(home: Path) -> None:
    trial = tried(CARD, home, most=3)
    assert (trial.posts, trial.total) == (3, len(TEXTS))
    assert trial.whole.posts == 2  # the link and the hashtag

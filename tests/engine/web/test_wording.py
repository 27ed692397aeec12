"""What a terminal is told, as pages say it."""

from __future__ import annotations

import pytest

from engine.web.wording import capital, with_parameters, worded


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("give one: --rate EUR=…USD", "give one: “Rate of exchange” EUR=…USD"),
        ("--as PLATFORM prices as on another: x", "“Price as on” prices as on another: x"),
        ("--engagement-rate here", "“Engagement rate” here"),
        ("give --until a later day", "give “Until” a later day"),
        ("a--b -- c", "a--b -- c"),
        ("overheard mentions lists the posts",
         '<a href="/mentions">the page of mentions</a> lists the posts'),
        ("send less, or use overheard import FILE", "send less, or use overheard import FILE"),
        ("name rivals on its card: overheard brand edit acme-coffee",
         'name rivals on its card: <a href="/brands/card/acme-coffee">the card acme-coffee</a>'),
        ('make one: overheard brand add "NAME"',
         'make one: <a href="/brands/card">a new card</a>'),
        ("make one: overheard brand add 'krups 2'",
         'make one: <a href="/brands/card">a new card</a>'),
        ("/shortlists names them all",
         '<a href="/shortlists">the page of shortlists</a> names them all'),
        ("read your posts with `overheard import FILE`, or wait",
         'read your posts with <a href="/import">the import of a file</a>, or wait'),
    ],
)  # fmt: skip
def test_options_are_said_as_fields_and_commands_as_links(said: str, shown: str) -> None:
    assert worded(said) == shown


def test_options_are_said_as_parameters_to_programs() -> None:
    assert with_parameters("give one: --rate EUR=…USD") == "give one: `rate` EUR=…USD"
    assert (
        with_parameters("give --brief BRIEF or --from FILE") == "give `brief` BRIEF or `from` FILE"
    )
    assert with_parameters("a--b -- c") == "a--b -- c"


def test_words_of_others_stay_words() -> None:
    hostile = 'overheard brand edit <b>x</b> --rate"><script>'
    shown = worded(hostile)
    assert "<" not in shown
    assert worded("overheard brand edit a'b&c") == (
        '<a href="/brands/card/a">the card a</a>&#39;b&amp;c'
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no source is chosen", "No source is chosen"),
        ("real text, simulated creators", "Real text, simulated creators"),
        ("cerave: 3 mentions", "cerave: 3 mentions"),
        ("posts.csv is empty", "posts.csv is empty"),
        ("ana.bsky.social is gone", "ana.bsky.social is gone"),
        ("@ana has no posts", "@ana has no posts"),
        ("3 creators left out", "3 creators left out"),
        ("", ""),
    ],
)
def test_notes_and_errors_are_sentences_and_names_stay_as_they_are(said: str, shown: str) -> None:
    assert capital(said) == shown
    assert capital(worded(said)) == shown


def test_a_sentence_may_begin_with_a_link() -> None:
    assert capital(worded("overheard mentions lists it")) == (
        '<a href="/mentions">The page of mentions</a> lists it'
    )

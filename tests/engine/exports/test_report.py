from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from engine.exports.parts import PARTS
from engine.exports.report import html_bytes
from engine.exports.views import sections_of
from engine.vocabulary import Candidate, Shortlist
from tests.engine.exports.readback import Page
from tests.engine.exports.samples import (
    ANA,
    BAD_LINKS,
    BATCH,
    HOSTILE,
    LONG_TEXT,
    MADE_AT,
    MALLORY,
    NOBODY,
    SHORTLIST,
    SILENT,
)

PLAIN = replace(SHORTLIST, candidates=(ANA,))


def with_text(shortlist: Shortlist, text: str, link: str) -> Shortlist:
    """Return `shortlist` with `text` and `link` wherever somebody else may have written them."""

    def tainted(candidate: Candidate) -> Candidate:
        post = replace(candidate.evidence[0].post, text=text, url=link)
        creator = replace(
            candidate.creator, handle=text, name=text, bio=text, location=text, url=link
        )
        return replace(
            candidate,
            creator=replace(creator, source=text, native_id=text),
            evidence=(replace(candidate.evidence[0], post=post),) * len(candidate.evidence),
            unknown=(text,) * len(candidate.unknown),
            tier=text,
        )

    return replace(
        shortlist,
        brief=replace(shortlist.brief, text=text, topic=text),
        candidates=tuple(tainted(candidate) for candidate in shortlist.candidates),
        dropped={text: 2, "followers": 3},
        labels=(text,),
        model_id=text,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_tag_or_an_attribute(text: str) -> None:
    plain, tainted = (
        Page(html_bytes([with_text(PLAIN, written, "https://a.example/")]))
        for written in ("harmless", text)
    )
    skeleton = [(tag, sorted(attrs)) for tag, attrs in plain.tags]
    assert [(tag, sorted(attrs)) for tag, attrs in tainted.tags if tag != "mark"] == [
        entry for entry in skeleton if entry[0] != "mark"
    ]
    assert tainted.open == []


def test_every_link_is_a_web_address_or_a_place_on_the_page() -> None:
    page = Page(html_bytes(BATCH))
    anchors = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    links = [attrs for tag, attrs in page.tags if tag == "a"]
    for link in links:
        target = link["href"] or ""
        if target.startswith("#"):
            assert target[1:] in anchors
        else:
            assert target.startswith("https://")
            assert link["rel"] == "noopener noreferrer nofollow"
    targets = {link["href"] for link in links}
    assert {"https://example.social/@ana", "https://example.social/@ana/1147"} <= targets
    assert not targets & {*BAD_LINKS[:-1]}


def test_the_report_needs_nothing_else_and_allows_nothing_else() -> None:
    page = Page(html_bytes(BATCH))
    policies = [attrs for tag, attrs in page.tags if tag == "meta" and "http-equiv" in attrs]
    assert [attrs["http-equiv"] for attrs in policies] == ["Content-Security-Policy"]
    assert (policies[0]["content"] or "").startswith(
        "default-src 'none'; style-src 'unsafe-inline'"
    )
    used = {tag for tag, _ in page.tags}
    assert not used & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert not re.search(r"url\(|@import", html_bytes(BATCH).decode())


def test_a_reader_sees_the_brief_the_filters_the_date_and_the_label_first() -> None:
    text = Page(html_bytes([SHORTLIST])).text
    places = [
        text.index(shown)
        for shown in (
            "1 Jun 2026",
            "Please note real text, simulated creators",
            "followers 5000..50000",
            "“ 5k to 50k followers ” as followers 5000..50000",
            "Creators left out, followers not known: 1,204.",
            "Creators left out, location not known: 1.",
            "9,615 posts by 500 creators",
            "2 Jan 2025 to 1 Jun 2026",
            "Ana Coffee",
        )
    ]
    assert places == sorted(places)


def test_every_creator_is_shown_with_points_by_part_and_what_is_not_known() -> None:
    text = Page(html_bytes([SHORTLIST])).text
    assert "relevance 33.1 frequency 14.0 focus 9.9 engagement 8.2 recency 6.1" in text
    assert (
        "score 71.3 7 of 41 posts seen are on topic. Posts that mention brands: la-marzocco: 3; "
        "niche: 1. Count less: 3 much like an earlier post of "
        "theirs, 1 a prize draw. Not known: views."
    ) in text
    assert "hygiene \N{MINUS SIGN}3.0 novelty 0.3 score 22.5" in text
    assert "Not known: frequency, focus, engagement and followers." in text
    assert "followers not known" in text


def test_who_is_against_a_brand_of_the_brief_is_warned_of_twice() -> None:
    text = Page(html_bytes([SHORTLIST])).text
    assert text.count("against la-marzocco: 2 of 3 mentions") == 2
    assert "against niche" not in text


def test_a_part_not_known_is_a_dash_and_never_zero() -> None:
    text = Page(html_bytes([replace(SHORTLIST, candidates=(SILENT, ANA))])).text
    silent = text[text.index("Why each of them") :]
    dash = "\N{EN DASH}"
    assert f"relevance 2.0 frequency {dash} focus {dash} engagement {dash} recency {dash}" in silent


def test_every_part_is_explained_and_an_unheard_of_part_still_shown() -> None:
    text = Page(html_bytes([SHORTLIST])).text
    for part, meaning in PARTS.items():
        assert f"{part} {meaning}" in text
    assert "novelty A further part of the score." in text


def test_quotes_are_the_posts_with_the_words_of_the_brief_marked() -> None:
    page = Page(html_bytes([PLAIN]))
    assert page.quotes[0] == ANA.evidence[0].post.text
    assert page.marked[:3] == ["espresso", "grinder", "#Espresso"]
    assert page.quotes[1].endswith("…")
    assert LONG_TEXT.startswith(page.quotes[1][:-1])
    assert (
        "+4.2 31 May 2026 3 likes 0 replies counts 35 %: much like an earlier post "
        "of theirs; a wall of hashtags, which match no words "
        "mentions la-marzocco and niche posted 3 times, counted once open post"
    ) in page.text
    assert "+1.1 22 Apr 2026 open post" in page.text


def test_a_brief_that_nobody_answers_is_a_page_that_says_so() -> None:
    assert "Nobody answers this brief." in Page(html_bytes([NOBODY])).text
    assert Page(html_bytes([])).open == []


def test_the_bar_of_a_creator_is_the_parts_end_to_end() -> None:
    (section,) = sections_of([SHORTLIST])
    ana, mallory, _ = section.cards
    for before, after in pairwise(ana.segments):
        assert after.start == pytest.approx(before.start + before.width)
    assert [segment.width for segment in ana.segments][:5] == pytest.approx(
        [*ANA.contributions.values()]
    )
    assert ana.segments[5].points is None
    taken = next(segment for segment in mallory.segments if segment.part.name == "hygiene")
    assert (taken.points, taken.width) == (MALLORY.contributions["hygiene"], 0.0)


def test_a_score_above_a_hundred_still_fits_its_bar() -> None:
    rich = replace(ANA, contributions={"relevance": 150.0, "focus": 50.0})
    (section,) = sections_of([replace(SHORTLIST, candidates=(rich, ANA))])
    assert [segment.width for segment in section.cards[0].segments[:3]] == [75.0, 0.0, 25.0]
    assert section.cards[1].segments[0].width == pytest.approx(33.1 / 200 * 100)


def test_a_part_has_the_same_colour_in_every_shortlist() -> None:
    first, second = sections_of([SHORTLIST, replace(SHORTLIST, candidates=(SILENT, MALLORY))])
    colours = {part.name: part.colour for part in first.parts}
    assert [colours[part.name] for part in second.parts] == [part.colour for part in second.parts]


def test_posts_stand_on_the_timeline_where_their_dates_are() -> None:
    """All timelines of a shortlist go from its oldest quoted post to the day it was made."""
    (section,) = sections_of([SHORTLIST])
    assert section.end == MADE_AT
    assert section.start == MADE_AT - timedelta(days=51.25)
    places = [quote.place for quote in section.cards[0].quotes]
    assert places == pytest.approx([(51.25 - 1) / 51.25 * 100, (51.25 - 40.5) / 51.25 * 100])

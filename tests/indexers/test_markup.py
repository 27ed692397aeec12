"""HTML as its reader sees it."""

from __future__ import annotations

import time

import pytest

from indexers.markup import MAX_DEPTH, read_html, text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("5 < 6 &amp; 7", "5 < 6 & 7"),
        ("I&#x27;d say<p>two <i>words</i>", "I'd say\n\ntwo words"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"),
        ("a\n  b", "a b"),
        ("seen<script>unseen()</script><style>p{}</style>", "seen"),
        ("<pre>x = 1\ny = 2</pre>", "x = 1\ny = 2"),
        ('yes <img alt="🎉" src="x">', "yes 🎉"),
        ('see <img alt="a long description" src="x">', "see"),
        ("&lt;b&gt;", "<b>"),
        ("", ""),
    ],
)
def test_text_is_what_a_reader_sees(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_link_cut_short_is_written_out() -> None:
    html = (
        '<a href="https:&#x2F;&#x2F;example.com&#x2F;a-long-way">'
        "https:&#x2F;&#x2F;example.com&#x2F;a-lo...</a>"
    )
    assert read_html(html) == (
        "https://example.com/a-long-way",
        ("https://example.com/a-long-way",),
    )


def test_a_link_hidden_in_parts_is_written_out() -> None:
    html = (
        '<a href="https://www.example.com/path/long"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">example.com/path</span><span class="invisible">/long</span></a>'
    )
    assert text_of(html) == "https://www.example.com/path/long"


def test_words_that_lead_somewhere_stay_words() -> None:
    html = 'read <a href="/x">more of it</a>'
    found = read_html(html, base="https://example.org/y/")
    assert found == ("read more of it", ("https://example.org/x",))


def test_mentions_and_hashtags_are_words_and_no_links() -> None:
    html = '<a href="https://e.org/@ana">@<span>ana</span></a> <a href="https://e.org/t">#tea</a>'
    assert read_html(html) == ("@ana #tea", ())


def test_only_addresses_on_the_web_are_links() -> None:
    assert read_html('<a href="http://[x">a</a>', base="https://e.org/").links == ()
    html = '<a href="javascript:alert(1)">a</a> <a href="mailto:x@y.z">b</a> <a href="#c">c</a>'
    assert read_html(html).links == ()


@pytest.mark.parametrize("html", ["<div>" * 200_000 + "x", "<b><p>" * 100_000, "<" * 900_000])
def test_hostile_markup_takes_little_time(html: str) -> None:
    started = time.perf_counter()
    text_of(html)
    assert time.perf_counter() - started < 5.0


def test_what_stands_before_too_deep_markup_is_read() -> None:
    assert text_of("before " + "<div>" * (MAX_DEPTH + 1) + "within") == "before"

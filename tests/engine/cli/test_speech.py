"""Foreign text on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cli.speech import complain, harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, Ünïcode and 👩‍🍳", "plain, Ünïcode and 👩‍🍳"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b2J", "\ufffd2J"),
        ("abc\u202edcb", "abc\ufffddcb"),
        ("\u2066x\u2069", "\ufffdx\ufffd"),
        ("a\r\nb\tc\u2028d", "a  b c d"),
        ("nul\x00del\x7f", "nul␀del␡"),
        ("\ud800", "\ufffd"),
    ],
)
def test_control_codes_are_shown_and_not_obeyed(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_that_acts_is_left(text: str) -> None:
    shown = harmless(text, lines=True)
    left = {unicodedata.category(char) for char in shown.replace("\n", "")}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.bidirectional(char) in _OVERRIDES for char in shown)
    assert harmless(shown, lines=True) == shown


_OVERRIDES = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_an_error_is_two_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    complain("no file \x1b[2J", hint="name one")
    assert capsys.readouterr() == ("", "error: no file ␛[2J\nhint: name one\n")

"""How values are shown."""

from __future__ import annotations

import pytest

from engine.vetting.rules import rules, shown

FORMS = ("count", "share", "times", "span", "number")


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (0.0441, "span", "1.1 hours"),
        (0.0, "span", "0.0 hours"),
        (1.99, "span", "47.8 hours"),
        (14.0, "span", "14 days"),
        (0.716, "times", "0.716 times"),
        (1234.5, "times", "1,234 times"),
        (0.0441, "share", "4.4%"),
        (4832.0, "count", "4,832"),
    ],
)
def test_a_value_is_shown_with_its_unit(value: float, form: str, said: str) -> None:
    assert shown(value, form) == said


def test_every_rule_has_a_form_that_is_known_and_a_place_for_its_value() -> None:
    assert {rule.form for rule in rules().values()} == set(FORMS)
    assert all("{value}" in rule.says for rule in rules().values())

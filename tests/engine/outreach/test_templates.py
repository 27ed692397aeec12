"""A template is the user's own, and what is wrong with it is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.outreach.drafts import draft
from engine.outreach.templates import (
    LetterTemplate,
    TemplateError,
    bundled_template,
    load_template,
)
from tests.engine.outreach.letters import approach, to_ana
from tests.fakes import NOW


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Subject: x\n\n{{ creator.hand }}", "my.j2, line 3: 'dict object' has no attribute"),
        ("Subject: x\n{{ unknown }}", "my.j2, line 2: 'unknown' is undefined"),
        ("Subject: x\n\n{{ 1 / 0 }}", "my.j2, line 3: division by zero"),
        ("Subject: x\n{{ ''.__class__.__mro__ }}", "my.j2, line 2: access to attribute"),
        ("Subject: x\n{{ shared.append(1) }}", "my.j2, line 2: "),
        ("{{ post.quote }}", "my.j2: the letter begins 'Latte art and espresso', with no subject"),
        ("Subject:\n\ntext", "my.j2: the subject is empty"),
    ],
)
def test_a_template_that_fails_costs_one_letter_and_is_named_with_its_line(
    text: str, said: str
) -> None:
    found = draft(to_ana(), approach(LetterTemplate(text, "my.j2")), now=NOW)
    assert found.letter is None
    assert found.failed
    assert (found.refused or "").startswith(said)


def test_a_template_that_is_none_is_refused_with_its_line() -> None:
    with pytest.raises(TemplateError, match=r"my\.j2, line 3: .*endif"):
        LetterTemplate("Subject: x\n\n{% if a %}\n", "my.j2")


def test_a_template_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"none\.j2 cannot be read"):
        load_template(tmp_path / "none.j2")


def test_the_template_is_the_users_own(tmp_path: Path) -> None:
    file = tmp_path / "my.j2"
    file.write_text(bundled_template().replace("Hello", "Dear"), encoding="utf-8")
    letter = draft(to_ana(), approach(load_template(file)), now=NOW).letter
    assert letter is not None
    assert letter.text.startswith("Dear Ana,")

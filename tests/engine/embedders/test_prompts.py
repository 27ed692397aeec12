from __future__ import annotations

import pytest

from engine.embedders.prompts import Prompts, prompts_of


@pytest.mark.parametrize(
    ("prompts", "default", "expected"),
    [
        ({}, None, Prompts(query="", document="")),
        ({"query": "", "document": ""}, None, Prompts(query="", document="")),
        ({"query": "q: ", "passage": "p: "}, None, Prompts(query="q: ", document="p: ")),
        ({"document": "", "passage": "p: "}, None, Prompts(query="", document="p: ")),
        ({"document": "d: ", "passage": "p: "}, None, Prompts(query="", document="d: ")),
        ({"query": "q: ", "sts": "s: "}, "sts", Prompts(query="q: ", document="s: ")),
        ({"query": None}, "gone", Prompts(query="", document="")),
    ],
)
def test_the_first_prompt_that_says_something_counts(
    prompts: dict[str, str | None], default: str | None, expected: Prompts
) -> None:
    assert prompts_of(prompts, default) == expected

"""Words found in a post, and the rule that found them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`surface` stands at `start` to `end` of a post's text, both 0 where it stands beside it.

    `rule` names what found it; `code` is a discount code.
    """

    start: int
    end: int
    surface: str
    rule: str
    code: str | None = None

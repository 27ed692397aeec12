"""Settings of sources that are true or false."""

from __future__ import annotations

import pytest

from engine.errors import ConfigError
from indexers.options import flag


@pytest.mark.parametrize("written", [True, "true", " True "])
def test_a_flag_may_be_typed(written: object) -> None:
    assert flag({"profiles": written}, "profiles")


@pytest.mark.parametrize("options", [{}, {"profiles": False}, {"profiles": "false"}])
def test_a_flag_is_not_set_unless_the_user_says_so(options: dict[str, object]) -> None:
    assert not flag(options, "profiles")


@pytest.mark.parametrize("written", ["yes", 1, None, ""])
def test_what_is_neither_is_refused(written: object) -> None:
    with pytest.raises(ConfigError, match="is neither true nor false"):
        flag({"profiles": written}, "profiles")

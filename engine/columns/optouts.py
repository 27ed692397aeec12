"""Creators who asked not to be found, in the words of their bio.

Platforms that have a switch for it say so in `Creator.opt_outs`. Where there is none, a convention
older than the switches puts a hashtag into the bio.
"""

from __future__ import annotations

import re

HINT = "#no"  # what every bio that declares anything holds, in any case
_DECLARED = re.compile(r"(?<![\w#])#(nobots?|noindex|nosearch|norobots?|noscrape|noai)\b", re.I)


def opt_outs_in(bio: str | None) -> tuple[str, ...]:
    """Return the hashtags of `bio` that ask not to be indexed, lower case, with `#`, each once."""
    if not bio:
        return ()
    return tuple(dict.fromkeys(f"#{found.lower()}" for found in _DECLARED.findall(bio)))


def is_opted_out(opt_outs: tuple[str, ...] | None, bio: str | None) -> bool:
    """Return whether a creator asked not to be found, by the platform's switch or their bio."""
    return bool(opt_outs) or bool(opt_outs_in(bio))

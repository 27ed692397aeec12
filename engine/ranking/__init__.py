"""From a brief to a ranked, explained shortlist. Arithmetic on values: nothing here opens a file.

`parse_brief` reads a sentence, `shortlist` ranks for it, `explain` shows the sum of one creator.
"""

from engine.ranking.brief import overlay, parse_brief
from engine.ranking.rank import Explanation, explain, shortlist

__all__ = ["Explanation", "explain", "overlay", "parse_brief", "shortlist"]

"""From a brief to a ranked, explained shortlist. Arithmetic on values: nothing here opens a file.

`shortlist` ranks for a brief, `explain` shows the sum of one creator.
"""

from engine.ranking.rank import Explanation, explain, shortlist

__all__ = ["Explanation", "explain", "shortlist"]

"""From a brief to a ranked, explained shortlist. Arithmetic on values: nothing here opens a file.

`shortlist` ranks for a brief, `standing` the same without posts and parts, `explain` shows the sum
of one creator.
"""

from engine.ranking.rank import Explanation, explain, shortlist, standing

__all__ = ["Explanation", "explain", "shortlist", "standing"]

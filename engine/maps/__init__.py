"""Maps of a niche: its creators placed by what they post, in groups that words name.

`gather` asks the corpus, `draw` works out the picture of what was gathered and asks nobody.
"""

from engine.maps.drawing import Cluster, NicheMap, Spot, draw
from engine.maps.gathering import MOST, USUAL, Gathered, gather
from engine.maps.paper import map_paper, notes_of, picture

__all__ = [
    "MOST",
    "USUAL",
    "Cluster",
    "Gathered",
    "NicheMap",
    "Spot",
    "draw",
    "gather",
    "map_paper",
    "notes_of",
    "picture",
]

"""Whom to believe: facts about creators beside those of their peers, each with its rule and source.

Nothing here is a verdict. Rules of the media did badly on labelled accounts (Cresci et al. 2015),
and what tells automation in one collection does not in another (Hays et al. 2023), so every flag
is a sentence about a number, which is true whatever it means.
"""

from engine.vetting.doubts import doubts
from engine.vetting.report import Vetting, vet

__all__ = ["Vetting", "doubts", "vet"]

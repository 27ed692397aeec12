"""The corpus as programs meet it: from Python and notebooks, and by way of assistants.

What is computed is computed by other rooms of the engine; here questions are put in plain values
and answers come back as sequences that know how to become tables.
"""

from engine.programs.corpus import HomeCorpus
from engine.programs.lent import Lent
from engine.programs.values import Creators, Findings, Posts, Reasons

__all__ = ["Creators", "Findings", "HomeCorpus", "Lent", "Posts", "Reasons"]

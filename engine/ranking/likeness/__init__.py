"""Creators whose posts are like another one's, and what they share. Arithmetic on values.

`similar` ranks them; every constant is in `tuning.py`.
"""

from engine.ranking.likeness.recipe import similar

__all__ = ["similar"]

"""Pictures of creators beyond a shortlist: when they post, about what, and how it is received.

Values only, worked out over the `Corpus` protocol; showing them is up to others.
"""

from engine.portraits.drawing import Portrait, draw, newest
from engine.portraits.timeline import Timeline, timeline

__all__ = ["Portrait", "Timeline", "draw", "newest", "timeline"]

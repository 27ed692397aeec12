"""Reddit, by its Data API with the user's own approved app."""

from indexers.reddit.source import Reddit

__all__ = ["Reddit"]

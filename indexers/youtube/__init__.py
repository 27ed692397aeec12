"""YouTube, by version 3 of its Data API, with the user's own key."""

from indexers.youtube.source import YouTube

__all__ = ["YouTube"]

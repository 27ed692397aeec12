"""Hacker News, by the public search of Algolia."""

from indexers.hackernews.source import HackerNews

__all__ = ["HackerNews"]

"""RSS, Atom, RDF and JSON feeds."""

from indexers.feeds.source import Feeds

__all__ = ["Feeds"]

"""Store, columns and vector index seen by ranking as one thing."""

from engine.corpus.local import LocalCorpus

__all__ = ["LocalCorpus"]

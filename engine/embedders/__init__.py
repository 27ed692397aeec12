"""Texts to vectors: `load_embedder`, and what stands behind it.

sentence-transformers loads a model and knows what it means. On a CPU, the transformers it knows
how to take apart then run converted on OpenVINO, five times as fast and loading neither torch
nor transformers at later starts; anything else, and any GPU, runs through sentence-transformers.
Nothing heavy is imported before `load_embedder` is called.
"""

from engine.embedders.loading import load_embedder

__all__ = ["load_embedder"]

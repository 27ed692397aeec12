"""The program as the page runs it, with the small embedder of the tests in place of a model."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

import engine.embedders
from engine.cli.main import main
from engine.embedders.hashing import HashingEmbedder

engine.embedders.load_embedder = lambda *_, **__: HashingEmbedder()  # type: ignore[assignment]

if __name__ == "__main__":
    sys.exit(main())

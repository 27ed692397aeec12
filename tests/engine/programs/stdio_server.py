"""A server for assistants over the home named first, with vectors by hashing: run by a test."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from engine.cli.lending import lend
from engine.config import Settings
from engine.embedders.hashing import HashingEmbedder
from engine.programs.assistants import serve

if __name__ == "__main__":
    asyncio.run(serve(lend(Settings(home=Path(sys.argv[1])), HashingEmbedder())))

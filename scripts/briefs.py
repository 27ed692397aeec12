"""How well briefs in plain words are read: the blind briefs, and what is wrong in the seen half.

.venv/bin/python scripts/briefs.py [--wrong]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.engine.briefs.blind_scoring import judge, read_blind, seen, told, unseen


def main() -> None:
    """Print the figures of both halves; with --wrong what is wrong in the one looked at."""
    rows = read_blind()
    for name, half in (("looked at", seen(rows)), ("never looked at", unseen(rows))):
        print(f"{name}\n{told(half)}")
    for row in seen(rows) if "--wrong" in sys.argv else ():
        _, wrong = judge(row)
        if wrong:
            print(row["id"], row["text"].replace("\n", "\\n"), *wrong, sep="\n  ")


if __name__ == "__main__":
    main()

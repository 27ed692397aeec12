"""Another set of niches, that no constant was chosen by: looked at once, for a last measurement.

The niches are the first forty by SHA-256 of their names, of those that are neither development
niches nor among the general communities of the simulation, have at least 900 posts it can use and
under 1 % of posts not safe for work, and are about one thing that texts tell: left out are news
and talk about everything in a field, politics, religion and other matters of conscience, lists of
tracks, deals or pictures, begging, and what is part of a niche already taken. The briefs were
written from the names and the ten most typical words of each niche, before any system was run on
it, by the rules of the development briefs; a brand has five posts in its niche and few elsewhere.
They are not to be changed: a brief that turns out badly stays.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from engine.errors import InputError
from scripts.evaluation.collection import Sources

HERE = Path(__file__).parent
BRIEFS = HERE / "briefs_other.jsonl"
MASKED = HERE / "briefs_masked_other.jsonl"
SHA256 = {
    BRIEFS: "ba2dbf7579bc643bf9076acc3b31a7f79c6da8528511c4a61d5cfd6fa0db2a52",
    MASKED: "93e497c2d5418a13c75878e8829c6145f56e36ee0786be04a8bca22afa2a3c6c",
}
SEED = 2026


def unseen(csv: Path) -> Sources:
    """Return what the other collection is made from.

    Raises:
        InputError: a file of briefs is not the one that was frozen.
    """
    for file, digest in SHA256.items():
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise InputError(
                f"{file.name} has been changed since it was frozen",
                hint="git checkout it: briefs that can be changed measure nothing",
            )
    return Sources(name="other", csv=csv, briefs=BRIEFS, masked=MASKED, seed=SEED)

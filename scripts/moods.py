"""Sentences whose mood people rated, which `train_stance.py` lets the network learn before stances.

They come with the source distribution of vaderSentiment (MIT; Hutto & Gilbert, 2014): tweets and
sentences of reviews of products and of films, each with the mean of twenty people's ratings from
-4 to 4. They are read where they are and stand nowhere in this repository:

    pip download --no-deps --no-binary :all: vaderSentiment==3.3.2
"""

from __future__ import annotations

import tarfile
from io import BytesIO
from pathlib import Path

SETS = ("tweets", "amazonReviewSnippets", "movieReviewSnippets")
_INNER = "additional_resources/hutto_ICWSM_2014.tar.gz"


def rated(archive: Path) -> list[tuple[str, float]]:
    """Return the sentences of `SETS` in `archive`, each with its mean rating from -4 to 4."""
    with tarfile.open(archive) as outer:
        inner = next((one for one in outer if one.name.endswith(_INNER)), None)
        if inner is None:
            raise SystemExit(f"{archive} is no source distribution of vaderSentiment 3.3.2")
        with tarfile.open(fileobj=BytesIO(_content(outer, inner))) as sets:
            return [row for name in SETS for row in _rows(sets, name)]


def _rows(sets: tarfile.TarFile, name: str) -> list[tuple[str, float]]:
    text = _content(sets, sets.getmember(f"hutto_ICWSM_2014/{name}_GroundTruth.txt"))
    cells = [line.split("\t") for line in text.decode("latin-1").splitlines()]
    return [
        (row[2].replace("http://url_removed", "link"), float(row[1]))
        for row in cells
        if len(row) == 3
    ]


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    held = archive.extractfile(member)
    return held.read() if held else b""

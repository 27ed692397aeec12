"""The models that have a short name, and what a family of models wants before its texts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from engine.embedders.prompts import Prompts, prompts_of

DEFAULT = "minilm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A model with a short name: its name on the hub, `None` if it is installed with us."""

    repository: str | None
    about: str


KNOWN = {
    DEFAULT: Known(repository=None, about="all-MiniLM-L6-v2, English, installed with overheard"),
    "multilingual": Known(
        repository="sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
        about="50 languages, texts of up to 128 tokens, 470 MB from the hub",
    ),
    "e5": Known(
        repository="intfloat/multilingual-e5-small",
        about="100 languages, texts of up to 512 tokens, 470 MB from the hub",
    ),
}

# The models of E5 were trained with these words; their own configuration does not name them.
_E5 = re.compile(r"(?:multilingual-)?e5-(?:small|base|large)(?:-v2)?", re.IGNORECASE)
_E5_PROMPTS = Prompts(query="query: ", document="passage: ")
_SETTINGS = "config_sentence_transformers.json"


def repository(name: str) -> str:
    """Return what the hub calls the model called `name`; other names and paths as they are."""
    known = KNOWN.get(name)
    return name if known is None or known.repository is None else known.repository


def missing_prompts(folder: Path, title: str) -> Prompts:
    """Return the prompts that the model in `folder` wants and its configuration does not name.

    Empty for most. `title` is the last part of its name or path: a folder of another name than
    the model's hides what it is.
    """
    if not _E5.fullmatch(title) or _has_prompts(folder):
        return Prompts()
    return _E5_PROMPTS


def _has_prompts(folder: Path) -> bool:
    try:
        settings = json.loads((folder / _SETTINGS).read_bytes())
        return prompts_of(settings["prompts"], settings.get("default_prompt_name")) != Prompts()
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return False

"""The words that some models want before a text, one kind for queries, one for posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_QUERY = ("query",)
_DOCUMENT = ("document", "passage", "corpus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """What is put before a query and before a post; empty for models that want nothing."""

    query: str = ""
    document: str = ""


def prompts_of(prompts: Mapping[str, str | None], default: str | None) -> Prompts:
    """Return the prompts a model's configuration names; `default` is the name of the fallback.

    An empty prompt does not hide another: `sentence-transformers` itself adds an empty
    `document` that would shadow the `passage` of the models that call it so.
    """
    fallback = (prompts.get(default) or "") if default is not None else ""

    def first(names: tuple[str, ...]) -> str:
        return next((prompt for name in names if (prompt := prompts.get(name))), fallback)

    return Prompts(query=first(_QUERY), document=first(_DOCUMENT))

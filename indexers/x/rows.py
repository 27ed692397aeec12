"""Posts of the API v2 as twarc-csv flattened them, put back as they were.

Its lists are of texts: `["#Tea"]`, and whole addresses without the short ones they stand for, which
are in the text in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest

WORDS = frozenset(
    ["text", "note_tweet.text", "author.description", "author.name", "author.location"]
)
_REFERENCES = ("replied_to", "retweeted", "quoted")
_SHORT = re.compile(r"https?://t\.co/\w+", re.ASCII)


def unescaped(text: str) -> str:
    r"""Return `text` with the line breaks that twarc-csv writes as `\n`."""
    return text.replace(r"\r", "").replace(r"\n", "\n")


def restored(row: Mapping[str, object]) -> dict[str, object]:
    """Return the post that `row` was made of; its columns are nested already."""
    fields = dict(row)
    if isinstance(references := fields.get("referenced_tweets"), dict):
        fields["referenced_tweets"] = [
            {"type": kind, **told}
            for kind in _REFERENCES
            if isinstance(told := references.get(kind), dict)
        ]
    fields["entities"] = _entities(fields.get("entities"), fields.get("text"))
    if isinstance(note := fields.get("note_tweet"), dict):
        fields["note_tweet"] = note | {"entities": fields["entities"]}
    if isinstance(fields.get("author"), dict):
        fields["author"] = _author(dict(fields["author"]), fields.get("author_id"))  # type: ignore[call-overload]
    return fields


def _author(author: dict[str, object], author_id: object) -> dict[str, object]:
    if author_id is not None:
        author.setdefault("id", author_id)
    if isinstance(entities := author.get("entities"), dict):
        described = _entities(entities.get("description"), author.get("description"))
        author["entities"] = {"description": described}
    return author


def _entities(written: object, text: object) -> object:
    """Return the hashtags and links of `text` as the API gives them; what is no text stays."""
    if not isinstance(written, dict):
        return None
    tags, urls = written.get("hashtags"), written.get("urls")
    shown = _SHORT.findall(text) if isinstance(text, str) else []
    if isinstance(tags, list):
        tags = [{"tag": tag.lstrip("#")} if isinstance(tag, str) else tag for tag in tags]
    if isinstance(urls, list) and all(isinstance(url, str) for url in urls):
        short = shown if len(shown) == len(urls) else []
        urls = [
            {"url": before, "expanded_url": url}
            for before, url in zip_longest(short, urls, fillvalue="")
        ]
    return {"hashtags": tags, "urls": urls}

"""What a terminal is told, told on a page or to a program.

On a page options become their fields and commands links, to a program options become parameters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from engine.text import clean

_FIELDS = {
    "again": "Also to those who were written to already",
    "as": "Price as on",
    "about": "What the brand is about",
    "rate": "Rate of exchange",
    "top": "Creators at most",
}
"""Fields that are not called as their options are."""

_FIRST_WORD = re.compile(r"(?:<a [^>]*>)?(?P<first>[a-z])[a-z]*(?=[ ,;…]|'s )")
"""What a sentence may begin with that is no handle, key, path or name of a file."""
_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)(?: (?:TEXT|NAME|PLATFORM|WHEN|N)\b)?")
_WAYS: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(command), f'<a href="{path}">{text}</a>')
    for command, path, text in (
        (r"overheard brand (?:edit|show) ([a-z0-9-]+)", r"/brands/card/\1", r"the card \1"),
        (r"overheard brand add &#3(?P<quote>[49]);.*?&#3(?P=quote);", "/brands/card", "a new card"),
        (r"/(shortlists|campaigns)(?= names them all)", r"/\1", r"the page of \1"),
        ("overheard brand list", "/brands", "the page of brands"),
        ("(?<=with )`overheard import FILE`", "/import", "the import of a file"),
        ("overheard outreach do-not-contact list", "/outreach/do-not-contact", "the list"),
        ("overheard outreach list", "/outreach", "the page of outreach"),
        ("overheard mentions(?= lists)", "/mentions", "the page of mentions"),
        (
            r"overheard collect [a-z_]+ --account \w+",
            "/collect",
            "the page to collect from sources",
        ),
        ("overheard campaign show", "/campaigns", "the page of campaigns"),
    )
]
"""What pages do, too. What only a terminal does, such as larger files, stays a command."""


def worded(text: object) -> Markup:
    """Return what is said to whoever types commands as it is said on a page.

    `--rate` becomes the name of its field in quotes, and a command that a page stands for a link
    to that page.
    """
    said = str(escape(clean(str(text))))
    for command, link in _WAYS:
        said = command.sub(link, said)
    return Markup(_OPTION.sub(_field, said))  # noqa: S704 - escaped above, then only ours is added


def capital(text: object) -> str:
    """Return a note or an error as the sentence it is on a page, beginning with a capital.

    Handles, keys and names that stand first stay as they are written.
    """
    said = text if isinstance(text, Markup) else str(text)
    found = _FIRST_WORD.match(said)
    if found is None:
        return said
    at = found.start("first")
    return said[:at] + said[at].upper() + said[at + 1 :]


def with_parameters(text: str) -> str:
    """Return what is said to whoever types commands as it is said to whoever asks by an address.

    `--rate` becomes `rate` in backticks, which is what the parameter is called.
    """
    return _OPTION.sub(r"`\1`", text)


def _field(found: re.Match[str]) -> str:
    name = found[1]
    return f"“{_FIELDS.get(name, name.replace('-', ' ').capitalize())}”"

"""HTML as its reader sees it: plain text with line breaks, and the links it leads to."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML = 1_000_000  # characters; what stands behind them is not read
MAX_DEPTH = 1_000  # open elements: the parser's time grows with their square

_UNSEEN_WORDS = "script style head template noscript iframe object audio video svg"
_UNSEEN = frozenset(_UNSEEN_WORDS.split())
_BLOCKS_WORDS = """
    address article aside blockquote dd div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hr li main nav ol pre section table tr ul
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_NO_LEVEL_WORDS = "br hr img input link meta wbr source embed col area p li"
_NO_LEVEL = frozenset(_NO_LEVEL_WORDS.split())
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLOCK = "\v"  # the edge of a block: text before and after stands on different lines
_BREAKS = re.compile(r"[ \t]*[\v\n][ \t\v\n]*")


class Markup(NamedTuple):
    """The text of an HTML fragment, and where its links lead, each once, in order.

    Links of mentions and hashtags (`@ana`, `#espresso`) are not among them.
    """

    text: str
    links: tuple[str, ...]


def read_html(html: str, *, base: str = "") -> Markup:
    """Return what a reader sees of `html`, with relative links made whole by `base`.

    Paragraphs are an empty line apart, other blocks and `<br>` one line; entities are decoded. A
    link that is written out in part (`https://example.com/a-lo...`) is written out in full.
    """
    if "<" not in html and "&" not in html:
        return Markup(_SPACE.sub(" ", html).strip(), ())
    tree = LexborHTMLParser(_bounded(html))
    if tree.body is None:
        return Markup("", ())
    walk = _Walk(base)
    walk.over(tree.body)
    return Markup(_tidy("".join(walk.parts)), tuple(walk.links))


def text_of(html: str) -> str:
    """Return what a reader sees of `html`, as `read_html` does."""
    return read_html(html).text


class _Walk:
    """A walk through a tree, without recursion: hostile trees are deep."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.parts: list[str] = []
        self.links: dict[str, None] = {}

    def over(self, root: LexborNode) -> None:
        waiting: list[LexborNode | str] = [root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                self.parts.append(node)
            else:
                waiting.extend(reversed(self._enter(node)))

    def _enter(self, node: LexborNode) -> list[LexborNode | str]:
        """Return what stands within `node`, in order, with the breaks around it."""
        tag = node.tag
        if node.is_text_node:
            return [_SPACE.sub(" ", node.text_content or "")]
        if tag == "br":
            return ["\n"]
        if tag == "img":
            return [_emoji(node)]
        if tag is None or tag in _UNSEEN:
            return []
        if tag == "a" and (whole := self._link(node)) is not None:
            return [whole]
        if tag == "pre":
            return [_BLOCK, node.text(), _BLOCK]
        around = "\n\n" if tag == "p" else _BLOCK if tag in _BLOCKS else ""
        return [around, *_children(node), around]

    def _link(self, node: LexborNode) -> str | None:
        """Note where a link leads; return its address if its words are a part of that."""
        address = (node.attributes.get("href") or "").strip()
        shown = node.text().strip()
        if not address or address.startswith("#") or shown.startswith(("@", "#")):
            return None
        address = _whole(address, self._base)
        if address.startswith(("http://", "https://")):
            self.links.setdefault(address)
        return address if _is_part(shown, address) else None


def _children(node: LexborNode) -> list[LexborNode | str]:
    found: list[LexborNode | str] = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _whole(address: str, base: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:  # such as http://[half-an-address
        return ""


def _is_part(shown: str, address: str) -> bool:
    """Tell whether `shown` is the beginning of `address`, or all of it without its scheme."""
    bare = shown.removesuffix("...").removesuffix("\u2026")
    cut = len(bare) < len(shown)
    for start in ("", "https://", "http://", "https://www.", "http://www."):
        if address == start + bare or (cut and len(bare) > 3 and address.startswith(start + bare)):
            return True
    return False


def _emoji(node: LexborNode) -> str:
    """Return the character that a picture within a line stands for, if it is one."""
    words = node.attributes.get("alt") or ""
    return words if 0 < len(words) <= 8 and not any(c.isalnum() for c in words) else ""


def _bounded(html: str) -> str:
    """Return `html` up to where it is too long or its elements are too deep within each other."""
    depth = 0
    for match in _TAG.finditer(html, 0, MAX_HTML):
        if match[2].lower() not in _NO_LEVEL:
            depth = max(0, depth + (-1 if match[1] else 1))
        if depth > MAX_DEPTH:
            return html[: match.start()]
    return html[:MAX_HTML]


def _tidy(text: str) -> str:
    return _BREAKS.sub(_break, text).strip()


def _break(found: re.Match[str]) -> str:
    return "\n\n" if found[0].count("\n") > 1 else "\n"

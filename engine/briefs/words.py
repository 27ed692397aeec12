"""A brief cut into words, numbers, quotations and marks, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"\d{1,3}(?:[.,'\u2019\u00a0\u202f ]\d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d+)?"
_MONEY = r"(?i:eur|euros?|usd|gbp|chf|brl|reais|d[o\u00f3]lares|dollars?|pounds?)(?!\w)"
_TOKEN = re.compile(
    rf"""
    (?P<quote>"[^"]+"|\u201c[^\u201d]+\u201d|\u00ab[^\u00bb]+\u00bb|\u201e[^\u201c\u201d]+[\u201c\u201d])
  | (?P<line>\s*\n\s*(?:(?:[-*\u2022\u2023\u00b7\u2013\u2014]|\d{{1,2}}[.)])\s+)?
      |^\s*[-*\u2022\u2013]\s+)
  | (?P<address>https?://\S+|www\.\S+)
  | (?P<handle>@[\w.]*\w)
  | (?P<date>\d{{4}}-\d\d-\d\d)(?!\w)
  | (?P<price>(?:R|US|A|C)?[$\u20ac\u00a3]\s?\d[\d.,]*\w*
      |\d[\d.,]*\s?[kK]?\s?(?:[\u20ac\u00a3$]|{_MONEY}))
  | (?P<number>{_NUMBER})(?:\s?(?P<percent>%)|(?P<unit>[a-zA-Z]{{1,3}}(?!\w))|(?=[\W_]|$|\+))
  | (?P<short>(?:[A-Z]{{1,2}}\.){{2,}}|[A-Z]\.[A-Z](?![\w.]))
  | (?P<elided>(?:[dlnsDLNSjJ]|[qQ]u)['\u2019](?=\w))
  | (?P<word>[^\W_][\w&]*(?:['\u2019][^\W_]+)?)
  | (?P<dots>\.\.+|\u2026)
  | (?P<mark>>=|<=|[<>\u2265\u2264+,;:.()!?\u2013\u2014\u2212/|\u00a1\u00bf-])
  | (?P<other>\S)
    """,
    re.VERBOSE,
)  # fmt: skip
_UNITS = {"k": 1_000, "m": 1_000_000, "mio": 1_000_000, "tsd": 1_000}
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "º"})
_WRAPPED = 60  # letters of a line that may go on in the next
_DASHES = frozenset("-\u2013\u2014\u2212")
_SCALE = re.compile(r"[.,'\u2019\u00a0\u202f ](?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of a brief: `text[start:stop]`, folded to compare; `kind` names its pattern.

    A `line` is the end of a line where what follows does not go on with its sentence.

    `value` is that of a number, `has_unit` whether its unit was written (10k). `glued` is true
    where nothing but a hyphen stands before it: the `bake` of no-bake.
    """

    kind: str
    written: str
    folded: str
    start: int
    stop: int
    value: float | None = None
    has_unit: bool = False
    glued: bool = False

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.written[:1].isupper()


def fold(text: str) -> str:
    """Return `text` without capitals and accents, apostrophes straight."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of `text` in order; hyphens inside words are marks of their own."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = _token(match, found)
        if token is not None:
            found.append(token)
    return found


def _token(match: re.Match[str], before: list[Token]) -> Token | None:
    kind, written = str(match.lastgroup), match[0]
    if match["number"]:
        return _number(match)
    if kind == "line" and not _ends(match):
        return None
    return Token(
        kind="word" if kind in {"short", "elided"} else kind,
        written=written,
        folded=fold(written),
        start=match.start(),
        stop=match.end(),
        glued=_is_glued(match.start(), before),
    )


def _ends(match: re.Match[str]) -> bool:
    """Return whether the end of a line ends a thought: not where a mail was merely wrapped."""
    line, mark = match.string[: match.start()].rpartition("\n")[2], match[0]
    is_listed = bool(mark.strip()) or mark.count("\n") > 1
    return bool(line.strip()) and (is_listed or len(line) < _WRAPPED)


def _is_glued(start: int, before: list[Token]) -> bool:
    if len(before) < 2 or before[-1].written not in _DASHES or before[-1].stop != start:
        return False
    return before[-2].kind in {"word", "number"} and before[-2].stop == before[-1].start


def _number(match: re.Match[str]) -> Token:
    unit = (match["unit"] or "").lower()
    digits = match["number"]
    plain = _SCALE.sub("", digits).replace(",", ".")
    scale = _UNITS.get(unit, 1)
    is_count = not unit or unit in _UNITS or unit in _ORDINALS
    return Token(
        kind="share" if match["percent"] else "number" if is_count else "word",
        written=match[0],
        folded=fold(match[0]),
        start=match.start(),
        stop=match.end(),
        value=float(Decimal(plain) * scale) if is_count else None,
        has_unit=unit in _UNITS,
    )

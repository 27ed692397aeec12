"""Discount codes and affiliate links: signs of business that disclose nothing by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from engine.brands.telling.letters import fold
from engine.brands.telling.words import Words

CODE, AFFILIATE = "code", "affiliate"

_CODE = r"(?P<code>(?=[A-Z0-9]*[A-Z])[A-Z0-9][A-Z0-9_-]{2,19})"
_LINK = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s)\]>\"]*)?(?:\?[^\s)\]>\"]*)?", re.I
)
_LEAST_CAPITALS = 4  # letters of a code without a digit
_NUMBERED = re.compile(r"(?<![\w-])(?P<code>[A-Z]{3,18}(?P<digits>\d{1,2}))(?![\w-])")
_PERCENT = re.compile(r"(?:(\d{1,2})\s?[%\uff05])|(?:[%\uff05]\s?(\d{1,2}))")
_CLAUSE = re.compile(r"[.!?\n\u3002]+")
Table = Mapping[str, tuple[str, ...]]


def commercial_cues(text: str, links: Sequence[str], table: Table) -> tuple[Words, ...]:
    """Return the codes, affiliate links and words about them in `text`, and those of `links`."""
    folded = fold(text)
    cues = _cues(_key(table))
    found = [*cues.codes(text, folded), *cues.links(text), *cues.words(text, folded)]
    found += [
        Words(start=0, end=0, surface=link, rule=AFFILIATE)
        for link in links
        if cues.is_affiliate(link) and link not in text
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.surface)))


def _key(table: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted(table.items()))


@lru_cache(maxsize=8)
def _cues(key: tuple[tuple[str, tuple[str, ...]], ...]) -> _Cues:
    return _Cues(dict(key))


class _Cues:
    def __init__(self, table: Table) -> None:
        before = _any(table.get("code_words", ()))
        after = _any(table.get("code_words_after", ()))
        self._before = re.compile(
            rf"(?i:{before})[は는은이가]?"
            rf"(?:\s*[:=\"'“”«(「『【\[]+\s*|\s+|(?=[A-Z])){_CODE}(?![A-Za-z0-9_-])"
        )
        self._after = re.compile(rf"(?<![A-Za-z0-9_-]){_CODE}[\"'”»)]?\s*(?i:{after})(?!\w)")
        self._not_after = re.compile(rf"(?i)(?:{_any(table.get('code_not_after', ()))})[\s-]*$")
        self._reduced = re.compile(
            rf"(?i)(?:{_any(table.get('discount_words', ()))}|[-\u2212]\s?\d{{1,2}}\s?%)"
        )
        self._used = re.compile(rf"(?i)(?:{_any(table.get('use_words', ()))})\s*$")
        self._not = frozenset(table.get("code_not", ()))
        self._hosts = frozenset(table.get("affiliate_hosts", ()))
        self._parameters = frozenset(table.get("affiliate_parameters", ()))
        words = _any(table.get("affiliate_words", ()))
        self._words = re.compile(rf"(?i)(?:{words})")

    def codes(self, text: str, folded: str) -> Iterator[Words]:
        seen: set[int] = set()
        for matches in (
            self._before.finditer(folded),
            self._after.finditer(folded),
            self._numbered(folded),
        ):
            for match in matches:
                code, (start, end) = match["code"], match.span("code")
                if start not in seen and self._is_code(code, folded[: match.start()]):
                    seen.add(start)
                    yield Words(start=start, end=end, surface=text[start:end], rule=CODE, code=code)

    def _numbered(self, folded: str) -> Iterator[re.Match[str]]:
        """Yield what is not called a code but stands where one does, near a reduction."""
        for match in _NUMBERED.finditer(folded):
            start = max(
                (one.end() for one in _CLAUSE.finditer(folded, 0, match.start())), default=0
            )
            ending = _CLAUSE.search(folded, match.end())
            clause = folded[start : ending.start() if ending else len(folded)]
            if not self._reduced.search(clause):
                continue
            shares = {one[1] or one[2] for one in _PERCENT.finditer(clause)}
            if match["digits"] in shares or self._used.search(folded[start : match.start()]):
                yield match

    def _is_code(self, code: str, before: str) -> bool:
        long_enough = any(map(str.isdigit, code)) or len(code) >= _LEAST_CAPITALS
        return long_enough and code not in self._not and not self._not_after.search(before)

    def links(self, text: str) -> Iterator[Words]:
        for match in _LINK.finditer(text):
            if self.is_affiliate(match[0]):
                yield Words(start=match.start(), end=match.end(), surface=match[0], rule=AFFILIATE)

    def is_affiliate(self, link: str) -> bool:
        try:
            address = urlsplit(link if "://" in link else f"https://{link}")
            host = (address.hostname or "").removeprefix("www.")
        except ValueError:
            return False
        names = {name.lower() for name, _ in parse_qsl(address.query, keep_blank_values=True)}
        parts = host.split(".")
        hosts = {".".join(parts[i:]) for i in range(len(parts))}
        return bool(hosts & self._hosts or names & self._parameters)

    def words(self, text: str, folded: str) -> Iterator[Words]:
        for match in self._words.finditer(folded):
            start, end = match.span()
            yield Words(start=start, end=end, surface=text[start:end], rule=AFFILIATE)


def _any(words: Sequence[str]) -> str:
    """Return an expression for any of `words` as whole words; letters beyond Latin need no edge."""
    plain = sorted((fold(word).lower() for word in words), key=len, reverse=True)
    return "|".join(_whole(word) for word in plain) or r"(?!)"


def _whole(word: str) -> str:
    if not word.isascii():
        return re.escape(word)
    return rf"(?<!\w){re.escape(word)}(?!\w)"

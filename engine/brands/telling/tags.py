"""Hashtags that join a word that discloses with something else: #VelmoraAd, #werbung_velmora."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.brands.telling.disclosing import Language, Rule

_PIECE = re.compile(r"[^\W\d_a-z]+(?![a-z])|[^\W\d_]?[^\W\d_A-Z]+|\d+")
_RUN = re.compile(r"[\u30a0-\u30ff]+|[\u4e00-\u9fff\u3005]+|[\u3040-\u309f]+|[^\W_\u3040-\u9fff]+")
_SHORTEST_NAME = 3
_SHORTEST_ENDING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedTags:
    """Finds the rule of a hashtag that is no word of a rule itself but made of one.

    `tags` are those of the rules, folded and lower-case, `tails` words for a post, `talk` words
    beside which an advertisement is a thing talked about, `denials` and `after` words that deny.
    """

    tags: Mapping[str, Rule]
    tails: frozenset[str]
    talk: frozenset[str]
    denials: frozenset[str]
    after: tuple[str, ...] = ()

    @classmethod
    def of(cls, tags: Mapping[str, Rule], languages: Mapping[str, Language]) -> JoinedTags:
        """Return one for `tags` of rules, whose languages are among `languages`."""
        spoken: Sequence[Language] = [languages[c] for c in {rule.lang for rule in tags.values()}]

        def words(name: str) -> frozenset[str]:
            return frozenset(word for one in spoken for word in one.of(name))

        joining = {t: rule for t, rule in tags.items() if t not in languages[rule.lang].of("alone")}
        after = tuple(sorted(word for word in words("denied_after") if " " not in word))
        return cls(
            tags=joining, tails=words("post"), talk=words("talk"),
            denials=words("denied_before"), after=after,
        )  # fmt: skip

    def rule_of(self, folded: str, names: Collection[str]) -> Rule | None:
        """Return the rule of a tag in its own case, without #; `names` are handles beside it."""
        lower = folded.lower()
        if self._denied(folded, lower):
            return None
        for left, right in _halves(folded):
            rule = self._known(left.lower(), right.lower())
            if rule is not None:
                return rule
        for at in range(_SHORTEST_ENDING, len(lower) - _SHORTEST_ENDING + 1):
            rule = self._run_together(lower[:at], lower[at:], names)
            if rule is not None:
                return rule
        return None

    def _run_together(self, left: str, right: str, names: Collection[str]) -> Rule | None:
        rule = self.tags.get(left)
        if rule and (right in self.tails or right in self.tags or right in names):
            return rule
        return self.tags.get(right) if left in names else None

    def _known(self, left: str, right: str) -> Rule | None:
        for word, other in ((left, right), (right, left)):
            rule = self.tags.get(word)
            named = len(other) >= _SHORTEST_NAME and other[0].isalpha() and not self.is_talk(other)
            if rule and (named or other in self.tails):
                return rule
        return None

    def is_talk(self, word: str) -> bool:
        """Return whether `word`, lower-case, begins or ends with a word of talk."""
        return any(word.startswith(one) or word.endswith(one) for one in self.talk)

    def _denied(self, folded: str, lower: str) -> bool:
        pieces = {piece.lower() for piece in _pieces(folded)}
        return bool(pieces & self.denials) or any(word in lower for word in self.after)


def _halves(folded: str) -> Iterator[tuple[str, str]]:
    """Yield the two sides of each seam, longest left side first, then longest right side."""
    pieces = _pieces(folded)
    cuts = range(1, len(pieces))
    for cut in reversed(cuts):
        yield "".join(pieces[:cut]), "".join(pieces[cut:])


def _pieces(folded: str) -> list[str]:
    """Return a tag cut at underscores, at capitals within, and where the script changes."""
    parts = folded.split("_")
    return [piece for part in parts for run in _RUN.findall(part) for piece in _cased(run)]


def _cased(run: str) -> list[str]:
    return _PIECE.findall(run) if run.isascii() and not run.islower() else [run]

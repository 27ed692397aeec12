"""The clauses of a brief that are filters, as patterns over roles, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from engine.briefs import limits, moments, whereabouts, wishes
from engine.briefs.reading import Context, Reading, Rule
from engine.briefs.tagging import Tagged

_N = "[nkc]"
_LEAD = "[,JWHA]*"
_END = r"(?=$|[,.JjWHXxIPSsvpV4yo%E])"
_START = r"(?:^|(?<=[,.GgrZPQzLUFE%]))"
_ALONE = r"(?=$|[,.])"
_DAY = r"(?:n[.]?[DAI]*m(?:[,DAR]*c)?|m(?:n,?)?[DAR]*c|d|c)"
_PATTERNS: Mapping[str, Rule] = {
    r"5": wishes.address,
    rf"(?:{_START}[wAWHJMIDpR]{{0,4}})?(?:y[^.,]{{0,4}}4|4[^.,]{{0,3}}y|y,[AWD]*4)"
    r"[AIDy1OTRW4]*": wishes.payment,
    rf"{_START}A?y,[^.,]+": wishes.payment,
    r"[,JWpKHV]*[>a<b]?[AD]*(?:n(?:[TJ]n)?[AD]*[OC]|C)(?:[DI][OK])?[ADIh1]+u"
    r"|[,JWpKHV]*[>a<b][AD]*N(?=$|[,.])": wishes.frequency,
    r"[,JWHAD]*(?:w?[Zz])?N(?:[^,.JIPqRnk%>a<b]|J(?![HW])|I(?![AD]*[PZLt]))*"
    rf"(?:[>a<bAD]*{_N}(?:[TJ]{_N})?u?)?": wishes.unfiltered,
    r"6?[AD]*[>ab<][AD]*nu(?![wO])": wishes.age,
    r"(?<=[Gg6Qw])nTn(?=[,.IHJ]|$)": wishes.ages,
    r"[,J]?[HW]*6?[AIDRWJ]*(?:N[AD]*)?n[TJ][ADI]*nw?u[wO]?": wishes.age,
    r"ZA(?=$|[,.HJX])": whereabouts.segment,
    r"n": limits.wanted,
    r"[JW]*H?qA*[IDA]*f": whereabouts.bio,
    rf"[,J]*[Xx][AGWHJgD]*[>a<b]A*{_N}[AD]*F?": limits.refused_bound,
    rf"{_LEAD}(?:[AR]?R{_N}[TJ]|[>D]?R?{_N}T){_N}[AD]*F": limits.between,
    rf"{_LEAD}F[ADI,]*[R>s]?{_N}[TJ<]{_N}": limits.between,
    rf"{_LEAD}[>a<b]A*{_N}[AD]*F?[,jJWH]*[>a<b]A*{_N}[AD]*F": limits.bounded,
    rf"{_LEAD}[>a<b]A*{_N}[AD]*F(?:[,jJWH]*[>a<b]A*{_N}[AD]*F?)?": limits.bounded,
    rf"{_LEAD}{_N}[+_][AD]*F": limits.or_more,
    rf"{_LEAD}[+]{_N}[AD]*F": limits.or_more,
    rf"{_LEAD}{_N}[AD]*F[+_]": limits.or_more,
    rf"{_LEAD}F[AWD,]*[>a<b]A*{_N}": limits.bounded,
    rf"{_LEAD}(?<=[HA]){_N}[AD]*F": limits.or_more,
    rf"{_START}[,JWHAIDRl]*[nk]T[nk]{_ALONE}": limits.short_between,
    rf"[,JWHA]*(?:[>a<b+]A*[nk]|[nk][+_]){_END}": limits.short_bound,
    rf"{_LEAD}E[DAW]*[>a<b]?[DA]*%[+]?": limits.engagement,
    rf"{_LEAD}(?:[>a<b]A*%|%[+]?)[DA]*E": limits.engagement,
    rf"{_LEAD}(?:[>a]A*n|n[+])O": limits.min_posts,
    r"[,JWA]*[vp]+I[IDA]*nu": moments.recent,
    r"[,JWA]*A*v[BIA]*[<b]?A*nu": moments.recent,
    rf"(?:^|(?<=[,.]))[OA]*tA?n?u{_ALONE}": moments.recent,
    r"[,JWA]*O[WAH]*[<b][AD]*nuw?": moments.recent,
    rf"(?:^|(?<=[,.]))s[IDA]*m{_END}|(?<=[w])s[IDA]*m{_ALONE}": moments.dated,
    r"[,JWA]*[vpO]+[IAWD]*(?:tA?n?u|n?ut|ntu)v?": moments.recent,
    r"[,JWA]*[IDAW]*(?:tA?n?u|ntu)W?v+W?": moments.recent,
    r"[,JWA]*I[IDA]*(?:tA?n?u|ntu)": moments.recent,
    r"[,JWA]*[vpO]+[IAD]*huA?": moments.this_span,
    r"[,JWA]*[vpO]*s[IAD]*huv?": moments.this_span,
    rf"[,JWHA]*[vpOK]*[sB>][IDA]*{_DAY}": moments.dated,
    r"[,JWA]*[vpO]+[sB][IDA]*m": moments.dated,
    rf"[,JWHA]*[vpOK]*[sB>][IDA]*3[th]?{_END}": moments.season,
    r"[,JA]*[IDA]+P(?:[,JjA]+I?P)*l?": whereabouts.sources,
    r"(?:^|(?<=[,.GgAV]))P(?:[,jJ]+P)*(?=l?[GgK])|(?<=[Gg])P(?:[,jJ]+P)*"
    r"|Q(?:[,jJ]+[QP])*|(?:^|(?<=[,.]))l?,?P(?:[,jJ]+P)*(?=$|[,.])": whereabouts.sources,
    r"[,JW]*[Yl]*Y[,IDA]*L(?:[,jJ]+[IDA]*L)*": whereabouts.languages,
    r"[,]?[IDA]*IL(?:[,jJ]+[IDA]*L)*(?=$|[,.JWHXxKV])|(?<=[GP])IL(?:[,jJ]+I?L)*"
    r"|(?<![Kw])LY|U(?:[,jJ]+U)*": whereabouts.languages,
    r"[LU](?:[,jJ]*U)+": whereabouts.languages,
    r"(?:^|(?<=[,.]))L(?:[,jJ]+L)*[AY]*(?=$|[,.])": whereabouts.languages,
    r"[,JWA]*[IDA]+Z7?(?:(?:,|[,jJ]*[IDA]+|[,jJ]+W?)Z7?)*l?": whereabouts.location,
    r"(?:^|(?<=[,.]))A*l?,?Z7?(?:[,jJ]*[IDA]*Z7?)*[Al]*(?=$|[,.XxHW])": whereabouts.segment,
    r"[zL](?:[,jJA]+[zL])+(?=w[wGgQ])|[zL](?:[,jJA]+[zL])*": whereabouts.people_of,
    r"[A]?r(?:[Jj,]r)*G?": limits.is_tier,
}  # fmt: skip
_MOST = 8  # words of the same kinds in a row that a clause has


def _bounded(pattern: str) -> str:
    """Return `pattern` with its runs of roles bounded, so that no brief takes long."""
    closed = re.sub(r"(\[[^\]^]+\])\*", rf"\1{{0,{_MOST}}}", pattern)
    return re.sub(r"(\[[^\]^]+\])\+", rf"\1{{1,{_MOST}}}", closed)


_RULES = tuple((re.compile(_bounded(pattern)), rule) for pattern, rule in _PATTERNS.items())


def clauses(tagged: Tagged, context: Context, hidden: Collection[int] = ()) -> Iterator[Reading]:
    """Yield the filters read from `tagged`, nothing of what is `hidden`; no item is read twice."""
    taken: set[int] = set()
    roles = "".join("." if i in hidden else r for i, r in enumerate(tagged.roles))
    for pattern, rule in _RULES:
        for start, stop in _gaps(taken, len(roles)):
            for match in pattern.finditer(roles, start, stop):
                if rule in _REFUSABLE and _is_refused(roles, match, tagged):
                    continue
                found = rule(match, tagged, context)
                if isinstance(found, tuple):
                    name, value = found
                    found = Reading(start=match.start(), stop=match.end(), name=name, value=value)
                for reading in found if isinstance(found, list) else [found] if found else []:
                    taken.update(range(reading.start, reading.stop))
                    yield reading


_REFUSABLE = (whereabouts.sources, whereabouts.languages, whereabouts.location,
              whereabouts.segment, whereabouts.people_of)  # fmt: skip


_REFUSED = re.compile(r"[Xx][ADIW]*(?:[PZL](?:[,j]+[ADI]*[PZL])*,?j[ADIW]*)?$")
_LISTED = re.compile(r"[Xx](,)[^.lXxHV]*$")


def _is_refused(roles: str, match: re.Match[str], tagged: Tagged) -> bool:
    """Return whether what was matched is what is not wanted: `sauf à Paris`, `not on TikTok`."""
    before = roles[: match.start()]
    listed = None if "l" in match[0] else _LISTED.search(before)
    if listed and tagged.items[listed.start(1)].folded == ":":
        return True
    return match[0][0] not in ",J" and _REFUSED.search(before) is not None


def _gaps(taken: Collection[int], length: int) -> list[tuple[int, int]]:
    """Return from where to where nothing is taken yet."""
    edges = [-1, *sorted(taken), length]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]

"""A vetting as lines of a terminal, in the words of people who buy advertising."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from engine.cli.layout import UNKNOWN, columns, count_text, day_text, fit, styled
from engine.cli.speech import harmless

if TYPE_CHECKING:
    from engine.vetting import Vetting
    from engine.vetting.audience import Shares
    from engine.vetting.findings import Finding
    from engine.vetting.rates import Rate

_DECIDED = {True: ("you said: the same",), False: ("you said: not the same",), None: ()}
_COMPARED = 4  # formulae shown for commercial posts beside others
_TITLE, _BOUND = 38, 16  # characters


def vetting_lines(vetting: Vetting, width: int) -> Iterator[Text]:
    """Yield the flags with their posts, then everything else that was looked at, then rates."""
    who = vetting.creator
    name = f"@{who.handle}" if who.handle else who.name or who.native_id
    counts = f"{count_text(who.followers)} followers, {vetting.tier or 'tier not known'}"
    yield styled(f"{fit(name, width - 50)} ({harmless(who.source)}), {counts}", "bold")
    yield styled(f"looked at {vetting.n_posts:,} posts and {vetting.n_replies:,} replies")
    yield styled(f"peers: {harmless(vetting.peers)}")
    yield styled("")
    yield from _flagged(vetting, width)
    yield styled("")
    yield from _looked_at(vetting, width)
    yield styled("")
    yield from _rates(vetting, width)
    yield styled("")
    yield from _identity(vetting, width)
    yield from _places(vetting)
    for note in vetting.notes:
        yield styled(f"note: {harmless(note)}", "dim")


def _flagged(vetting: Vetting, width: int) -> Iterator[Text]:
    flags = vetting.flags
    yield styled(f"Flags: {len(flags)} (facts beyond a rule's bound, no verdict)", "bold")
    for finding in flags:
        yield styled(f"  {fit(finding.sentence, width - 2)}")
        yield styled(f"    rule: {finding.rule.bound()}; {fit(finding.rule.source, width)}", "dim")
        if finding.standing:
            yield styled(f"    {_standing(finding)}", "dim")
        for id_ in finding.measured.evidence[:3]:
            post = vetting.posts.get(id_)
            if post:
                day = day_text(post.created_at)
                yield styled(f"    {day}  {fit(post.text, width - len(day) - 6)}", "dim")
    if vetting.doubts:
        yield styled(
            f"  points it would take where doubts are asked for: {vetting.doubts:g}", "dim"
        )


def _named(what: str, count: int) -> str:
    one = {"posts": "post", "replies": "reply", "measurements": "measurement"}
    return one.get(what, what) if count == 1 else what


def _looked_at(vetting: Vetting, width: int) -> Iterator[Text]:
    from engine.vetting.rules import shown

    rows = [["looked at", "value", "of", "median of peers", "below it", "rule", "is"]]
    for finding in vetting.findings:
        rule, value, at = finding.rule, finding.measured.value, finding.standing
        rows.append(
            [
                fit(rule.title, _TITLE),
                UNKNOWN if value is None else shown(value, rule.form),
                f"{finding.measured.n:,} {_named(rule.of, finding.measured.n)}"
                if rule.of != "profile"
                else "profile",
                f"{shown(at.median, rule.form)} of {at.n:,}" if at else UNKNOWN,
                f"{at.percentile:.0%}" if at else UNKNOWN,
                fit(rule.bound(), _BOUND),
                _state(finding),
            ]
        )
    first, *lines = columns(rows, left=(0, 5, 6))
    yield styled(first, "bold")
    for line in lines:
        yield styled(fit(line, width))


def _state(finding: Finding) -> str:
    short = {"not enough data": f"needs {finding.rule.needs:,}", "not flagged": "no flag"}
    return short.get(finding.state, finding.state)


def _standing(finding: Finding) -> str:
    from engine.vetting.rules import shown

    at = finding.standing
    if at is None:
        return ""
    median = f"median of {at.n:,} peers {shown(at.median, finding.rule.form)}"
    if at.z is None:
        return median
    return f"{median}; {abs(at.z):.1f} times the usual spread {'below' if at.z < 0 else 'above'} it"


def _rates(vetting: Vetting, width: int) -> Iterator[Text]:
    told = [rate for rate in vetting.rates if rate.value is not None]
    yield styled(
        f"Engagement since {day_text(vetting.since)}, by formula (80 % interval of a typical post)",
        "bold",
    )
    if not told:
        yield styled("  not known: no post in the window tells enough")
        return
    rows = [["formula", "rate", "posts", "typical", "80 %", "below it"]]
    rows += [_rate_row(rate) for rate in told]
    for line in columns(rows, left=(0,)):
        yield styled(fit(f"  {line}", width))
    for pair in vetting.compared[:_COMPARED]:
        one, other = pair.commercial, pair.other
        yield styled(
            f"  {other.formula.text}: commercial posts {one.value or 0:.3%} ({one.n:,}), "
            f"others {other.value or 0:.3%} ({other.n:,})"
        )
    yield styled(fit(f"  {vetting.disclosure}", width), "dim")
    missing = [rate.formula.text for rate in vetting.rates if rate.value is None]
    if missing:
        yield styled(f"  not known: {'; '.join(missing)}", "dim")
    for rate in told:
        for mark in rate.benchmarks:
            yield styled(
                fit(
                    f"  published, {rate.formula.text}: {mark.tier} followers {mark.rate} "
                    f"({mark.source}, {mark.date})",
                    width,
                ),
                "dim",
            )


def _identity(vetting: Vetting, width: int) -> Iterator[Text]:
    found = vetting.identity
    for title, links in (
        ("may be taken for", found.imitated),
        ("may be taken for this one", found.imitations),
        ("probably the same person", found.same_person),
    ):
        for link in links:
            name = f"@{link.other.handle or link.other.native_id} ({link.other.source})"
            why = "; ".join([*link.reasons, *_DECIDED[link.decision]])
            yield styled(fit(f"{title}: {name}: {why}", width))
    if found.not_shown:
        yield styled(f"and {found.not_shown:,} more who look alike, with fewer followers", "dim")


def _places(vetting: Vetting) -> Iterator[Text]:
    found = vetting.audience
    place = ", ".join(filter(None, (found.place.city, found.place.region, found.place.country)))
    if found.place.is_ambiguous:
        options = [f"{s.name} ({s.country})" for s in found.place.options]
        place = f"ambiguous: {', '.join(options)}"
    yield styled(f"place: {harmless(place or 'not known')}")
    yield styled(f"languages of posts: {_shares(found.langs)}")
    if vetting.n_replies:
        yield styled(f"languages of replies: {_shares(found.reply_langs)}")
        yield styled(f"countries of who replied: {_shares(found.reply_countries)}")


def _shares(shares: Shares) -> str:
    known = [f"{name} {count / shares.n:.0%}" for name, count in shares.counts.items()]
    unknown = [f"not known {shares.unknown / shares.n:.0%}"] if shares.unknown else []
    return f"{', '.join([*known, *unknown]) or 'none'} (of {shares.n:,})"


def _rate_row(rate: Rate) -> list[str]:
    made = rate.estimate
    return [
        rate.formula.text,
        f"{rate.value:.3%}" if rate.value is not None else UNKNOWN,
        f"{rate.n:,}",
        f"{made.rate:.3%}" if made else UNKNOWN,
        f"{made.low:.3%} to {made.high:.3%}" if made else UNKNOWN,
        f"{rate.percentile:.0%} of {rate.peers:,}" if rate.percentile is not None else UNKNOWN,
    ]

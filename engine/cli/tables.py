"""A shortlist, and the sum behind one creator's place, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from engine.cli.layout import UNKNOWN, columns, count_text, day_text, fit, styled
from engine.cli.speech import harmless
from engine.exports.parts import discount_text, discounted_text, mentions_text, warnings_of
from engine.exports.writing import left_out_reason
from engine.ranking import Explanation
from engine.vocabulary import (
    FIRST_RANK,
    Brief,
    Candidate,
    CorpusSummary,
    Creator,
    Evidence,
    Formula,
    Shared,
    Shortlist,
)

NARROW = 116  # below so many columns heads and gaps are shortened
_WIDEST_NAME = 40
_SHORT_HEAD = 5
_LEAST_SHOWN = 0.05  # points that are not 0.0 with one decimal
_INDENT = "    "


def shortlist_lines(shortlist: Shortlist, width: int) -> Iterator[Text]:
    """Yield the ranking, two lines a creator, and below it what it rests on."""
    yield styled(f"Brief: {fit(shortlist.brief.text, width - 7)}", "bold")
    yield styled("")
    if shortlist.candidates:
        yield from _ranking(shortlist, width)
        yield styled("")
    yield from _notes(shortlist)


def place_lines(creator: Creator, explanation: Explanation, width: int) -> Iterator[Text]:
    """Yield one creator's place, the sum behind it and every post of its evidence."""
    ranked = f"{explanation.n_ranked:,} ranked"
    place = (
        f"rank {explanation.rank} of {ranked}" if explanation.rank else f"not among the {ranked}"
    )
    yield styled(f"{_name(creator, width - 40)}: {place}", "bold")
    for reason in explanation.kept_out_by:
        yield styled(f"  kept out: {harmless(reason)}", "yellow")
    for candidate in explanation.shortlist.candidates:
        yield from _marks(candidate, width)
    if explanation.candidate is None:
        yield styled("No post of theirs passes the filters on posts.")
    else:
        yield from _brands(explanation.candidate, explanation.shortlist.brief, width)
        yield from _sum(explanation.candidate, width)


def _marks(candidate: Candidate, width: int) -> Iterator[Text]:
    """Yield the lists of the community that a creator is in, and what to know of them first."""
    if candidate.community:
        yield styled(f"{_INDENT}in {fit(', '.join(candidate.community), width - 7)}", "green")
    for notice in candidate.notices:
        yield styled(f"{_INDENT}{fit(notice, width - len(_INDENT))}", "yellow")


def _brands(candidate: Candidate, brief: Brief, width: int) -> Iterator[Text]:
    """Yield what brands the creator mentions, and a warning for each that they are against."""
    for warning in warnings_of(candidate, brief):
        yield styled(f"{_INDENT}{fit(warning, width - len(_INDENT))}", "bold yellow")
    if candidate.mentions:
        mentions = f"mentions: {mentions_text(candidate)}"
        yield styled(f"{_INDENT}{fit(mentions, width - len(_INDENT))}", "dim")


def _sum(candidate: Candidate, width: int) -> Iterator[Text]:
    yield styled("")
    sums = [[part, f"{points:.1f}"] for part, points in candidate.contributions.items()]
    for line in columns([*sums, ["score", f"{candidate.score:.1f}"]], left=(0,)):
        yield styled(f"  {line}")
    yield from _inputs(candidate)
    yield from _unknown(candidate)
    yield styled("")
    yield from _posts(candidate, width)


def _inputs(candidate: Candidate) -> Iterator[Text]:
    """Yield the numbers behind each part, one part a line."""
    for part, named in candidate.inputs.items():
        numbers = ", ".join(f"{name.replace('_', ' ')} {_input(v)}" for name, v in named.items())
        yield styled(f"  {part}: {numbers}", "dim")


def _input(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.3g}"


def _posts(candidate: Candidate, width: int) -> Iterator[Text]:
    """Yield every post of the evidence: what it gave, what the score would lose without it."""
    heads = "points they gave"
    if any(evidence.without is not None for evidence in candidate.evidence):
        heads += " and what the score would lose without them"
    yield styled(f"{_counts(candidate)}; posts with the {heads}:")
    if candidate.discounted:
        yield styled(f"  count less: {discounted_text(candidate)}")
    for evidence in candidate.evidence:
        without = "" if evidence.without is None else f" {evidence.without:6.1f}"
        given = f"  {evidence.points:5.1f}{without}  "
        yield styled(f"{given}{_post(evidence, width - len(given))}")
        if evidence.discounts:
            yield styled(f"{' ' * len(given)}{_discounted(evidence)}", "dim")
    rest = candidate.score - sum(evidence.points for evidence in candidate.evidence)
    if rest >= _LEAST_SHOWN:
        yield styled(f"  {rest:5.1f}  all their other posts together")


def _discounted(evidence: Evidence) -> str:
    """Return why a post counts for less, with the ids of the earlier posts it is near to."""
    earlier = [":".join(found.earlier) for found in evidence.discounts if found.earlier]
    return discount_text(evidence) + (f" ({harmless(', '.join(earlier))})" if earlier else "")


def explained_lines(shortlist: Shortlist, width: int) -> Iterator[Text]:
    """Yield the ranking, the sum behind every place, and how the parts are worked out."""
    yield from shortlist_lines(shortlist, width)
    for rank, candidate in enumerate(shortlist.candidates, FIRST_RANK):
        yield styled("")
        yield styled(f"{rank}  {_name(candidate.creator, width - 4)}", "bold")
        yield from _sum(candidate, width)
    if shortlist.candidates:
        yield styled("")
        yield from _formulae(shortlist.formulae)


def _formulae(formulae: Sequence[Formula]) -> Iterator[Text]:
    for formula in formulae:
        constants = ", ".join(f"{name} {value:g}" for name, value in formula.constants.items())
        where = f"; {constants}" if constants else ""
        yield styled(f"{formula.part} = {formula.points:g} x {formula.text}{where}", "dim")


def _ranking(shortlist: Shortlist, width: int) -> Iterator[Text]:
    candidates = shortlist.candidates
    parts = part_names(candidates)
    heads = ["tier", "followers", "score", *parts, "posts"]
    gap = 2
    if width < NARROW:
        heads, gap = [_short_head(head) for head in heads], 1
    numbers = [_numbers(candidate, parts) for candidate in candidates]
    taken = cell_len(columns([heads, *numbers], gap=gap)[0]) + len(str(len(candidates))) + 2 * gap
    names = [_name(candidate.creator, min(width - taken, _WIDEST_NAME)) for candidate in candidates]
    rows = [
        [str(rank), name, *row]
        for rank, (name, row) in enumerate(zip(names, numbers, strict=True), FIRST_RANK)
    ]
    first, *lines = columns([["#", "creator", *heads], *rows], left=(1, 2), gap=gap)
    yield styled(first, "bold")
    for line, candidate in zip(lines, candidates, strict=True):
        yield styled(line)
        yield from _marks(candidate, width)
        if candidate.evidence:
            yield styled(f"{_INDENT}{_post(candidate.evidence[0], width - len(_INDENT))}", "dim")
        if candidate.shared is not None:
            yield from _shared(candidate.shared, width - len(_INDENT))
        yield from _brands(candidate, shortlist.brief, width)


def _shared(shared: Shared, width: int) -> Iterator[Text]:
    """Yield the own post that the one above is like, and what is shared."""
    for pair in shared.pairs[:1]:
        what = "the same as" if pair.is_same else "like"
        line = f"{what} {day_text(pair.own.created_at)}  {pair.own.text}"
        yield styled(f"{_INDENT}{fit(line, width)}", "dim")
    tags = [f"#{tag}" for tag in shared.hashtags]
    both = [f"mentions of {brand}" for brand in shared.brands]
    found = ", ".join([*both, *tags, *shared.words])
    same = f"; same posts: {shared.same_posts}" if shared.same_posts else ""
    yield styled(f"{_INDENT}{fit('shared: ' + (found or 'no telling word') + same, width)}", "dim")


def _numbers(candidate: Candidate, parts: Sequence[str]) -> list[str]:
    return [
        candidate.tier or UNKNOWN,
        count_text(candidate.creator.followers),
        f"{candidate.score:.1f}",
        *(_points(candidate, part) for part in parts),
        f"{candidate.posts_on_topic}/{candidate.posts_seen}",
    ]


def _points(candidate: Candidate, part: str) -> str:
    points = candidate.contributions.get(part)
    return UNKNOWN if points is None or part in candidate.unknown else f"{points:.1f}"


def _name(creator: Creator, width: int) -> str:
    source = fit(creator.source, 12)
    name = f"@{creator.handle}" if creator.handle else creator.name or creator.native_id
    return f"{fit(name, max(width - len(source) - 3, 6))} ({source})"


def _post(evidence: Evidence, width: int) -> str:
    copies = f" (×{evidence.copies})" if evidence.copies > 1 else ""  # noqa: RUF001
    day = day_text(evidence.post.created_at)
    return f"{day}  {fit(evidence.post.text, width - len(day) - len(copies) - 2)}{copies}"


def _notes(shortlist: Shortlist) -> Iterator[Text]:
    yield from _understood(shortlist.brief)
    if not shortlist.corpus.posts:
        yield styled("Nothing is imported yet: read your posts with overheard import FILE.")
    elif not shortlist.candidates:
        yield styled("Nobody answers this brief: ask with fewer filters or in other words.")
    for filter_name, count in sorted(shortlist.dropped.items()):
        yield styled(f"creators left out, {left_out_reason(filter_name)}: {count:,}")
    for label in shortlist.labels:
        yield styled(f"note: {harmless(label)}", "yellow")
    if shortlist.candidates:
        parts = " + ".join(part_names(shortlist.candidates))
        counted = "on topic" if shortlist.candidates[0].shared is None else "alike"
        yield styled(f"score = {parts}; posts = {counted}/seen; {UNKNOWN} not known", "dim")
    yield styled(f"{corpus_text(shortlist.corpus)}, model {harmless(shortlist.model_id)}", "dim")


def part_names(candidates: Sequence[Candidate]) -> list[str]:
    """Return the parts of the scores, each once, in the order they first stand in."""
    return list(dict.fromkeys(part for found in candidates for part in found.contributions))


def corpus_text(corpus: CorpusSummary) -> str:
    """Return what a corpus holds and how fresh it is, in one line."""
    span = f"{day_text(corpus.oldest)} to {day_text(corpus.newest)}"
    return f"corpus: {corpus.posts:,} posts by {corpus.creators:,} creators, {span}"


def _understood(brief: Brief) -> Iterator[Text]:
    if brief.understood or brief.not_filtered:
        yield styled(f"searched for: “{harmless(brief.topic)}”")
    for found in brief.understood:
        yield styled(f"understood: “{harmless(found.words)}” as {harmless(found.meaning)}")
    for wish in brief.not_filtered:
        yield styled(f"not filtered: “{harmless(wish.words)}”, {harmless(wish.reason)}", "yellow")
    names = dict.fromkeys(found.meaning.split()[-1 if "--" in found.meaning else 0].lstrip("-")
                          for found in brief.understood)  # fmt: skip
    if names:
        yield styled(f"undo: --ignore {','.join(names)} (--literal for all; or quote words)", "dim")


def _unknown(candidate: Candidate) -> Iterator[Text]:
    if candidate.unknown:
        yield styled(f"  not known: {', '.join(candidate.unknown)}")


def _counts(candidate: Candidate) -> str:
    return f"{candidate.posts_on_topic} posts on topic of {candidate.posts_seen} seen"


def _short_head(part: str) -> str:
    return part if len(part) <= _SHORT_HEAD else f"{part[: _SHORT_HEAD - 1]}."

"""`overheard brand test`: how what a card matches is judged, and sheets to label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from engine.branding.finding import require_card
from engine.branding.judged import Checked, Found, checked, found_by, judge_of
from engine.branding.labelling import said_of
from engine.branding.reasons import in_words, sides
from engine.branding.sheets import AT_RANDOM, COLUMNS
from engine.brands.verdicts.checking import shuffled
from engine.brands.verdicts.context import CardJudge, Reasons
from engine.brands.verdicts.lessons import telling
from engine.cli.invocation import Invocation
from engine.cli.layout import day_text, fit
from engine.cli.mentions import marked
from engine.cli.options import (
    load_model,
    matched_cards,
    model_option,
    output_option,
    require_database,
)
from engine.cli.papers import PAPER_OUTPUTS, files_option, present
from engine.cli.speech import say
from engine.errors import ConfigError, InputError
from engine.exports.papers import Paper, Sheet
from engine.judging.sheet import SUFFIXES
from engine.store import Store
from engine.store.home import brands_path
from engine.vocabulary import VERDICTS, Brand, Verdict

EXAMPLES = """\b
Examples:
  overheard brand test target
  overheard brand test target --top 10
  overheard brand test target --label --to sheet.csv"""

LABELLED = 20
_SAMPLES = 3
_REASONS = 3
_BY_RULE = {
    True: "by your label, or a handle, link or hashtag of the card",
    False: "by what stands beside the text",
}
_WIDTH = 112
_BEFORE = 60


@click.command(epilog=EXAMPLES)
@click.argument("key", metavar="KEY")
@click.option(
    "--top",
    type=click.IntRange(min=0),
    default=_SAMPLES,
    show_default=True,
    metavar="N",
    help="Posts shown of each verdict.",
)
@click.option(
    "--label", is_flag=True, help="Write posts to be labelled into --to FILE.csv or .xlsx."
)
@click.option(
    "--posts",
    "n_posts",
    type=click.IntRange(min=2),
    default=LABELLED,
    show_default=True,
    metavar="N",
    help="With --label: how many.",
)
@files_option
@output_option(*PAPER_OUTPUTS)
@model_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    key: str,
    top: int,
    label: bool,
    n_posts: int,
    files: tuple[Path, ...],
    output: str,
    model: str | None,
) -> int:
    """Show how the posts that a card matches are judged, with samples and the reasons.

    The precision is that of posts you labelled, where there are any, else what the judge believes
    of itself. With --label, posts are written with an empty cell for the verdict: half of them
    those of which least is known, half drawn at random. Fill in brand or not (or unclear), and
    give the sheet to overheard brand train.
    """
    settings = invocation.settings(model=model)
    require_card(brands_path(settings.home), key)
    if label:
        _check_files(files)
    embedder = load_model(settings)
    card = next(one for one in matched_cards(settings, embedder) if one.key == key)
    with Store.open(require_database(settings.home), read_only=True) as store:
        found = found_by(store, key, model_id=embedder.model_id)
        judge = judge_of(store, card, embedder)
        known = {said.post.text for said in said_of(store, key)}
        how = checked(store, card, embedder)
    if label:
        paper = _sheet(key, [one for one in found if one.post.text not in known], judge, n_posts)
        present(paper, [], "table", files, excel=True)
        say(f"fill in the verdicts, then: overheard brand train {key} {files[0]}")
        return 0
    paper, lines = _told(card, found, judge, how, top=top)
    present(paper, lines, output, files)
    return 0


def _check_files(files: Sequence[Path]) -> None:
    if not files or any(file.suffix.lower() not in SUFFIXES for file in files):
        raise ConfigError(
            "--label writes a sheet to fill in, as CSV or as a workbook",
            hint="add --to sheet.csv or --to sheet.xlsx",
        )


def _sheet(key: str, found: Sequence[Found], judge: CardJudge, n: int) -> Paper:
    worded = [*{one.case.text: one for one in found if one.has_words}.values()]
    if not worded:
        raise InputError(
            f"no posts of {key} are left to be labelled",
            hint=f"overheard brand test {key} shows how they are judged",
        )
    hardest = set(telling(judge.learnt_logits([one.case for one in worded]), n // 2).tolist())
    order = shuffled([one.post.key for one in worded])
    drawn = [i for i in order if i not in hardest][: n - len(hardest)]
    chosen = [i for i in order if i in hardest or i in set(drawn)]
    rows = [_row(key, worded[i], "telling" if i in hardest else AT_RANDOM) for i in chosen]
    if len(rows) < n:
        say(f"note: posts left to be labelled: {len(rows):,}, fewer than {n:,}")
    return _paper(f"To be labelled: {key}", rows, {"brand": key})


def _row(brand: str, one: Found, drawn: str) -> tuple[str, ...]:
    words = ", ".join(dict.fromkeys(span.surface for span in one.case.spans))
    return (
        brand,
        one.post.source,
        one.post.native_id,
        day_text(one.post.created_at),
        one.creator.handle or "",
        one.post.text,
        words,
        drawn,
        "",
    )


def _paper(title: str, rows: Sequence[tuple[Any, ...]], document: Mapping[str, Any]) -> Paper:
    sheet = Sheet(name="posts", heads=COLUMNS, rows=rows)
    return Paper(title=title, made_at=datetime.now(UTC), sheets=(sheet,), document=document)


def _told(
    card: Brand, found: Sequence[Found], judge: CardJudge, how: Checked | None, *, top: int
) -> tuple[Paper, list[str]]:
    counts = {verdict: sum(one.verdict is verdict for one in found) for verdict in VERDICTS[::-1]}
    said = _precision(found, how)
    lines = [
        f"{card.name}: {len(found):,} posts match; "
        + ", ".join(f"{verdict} {n:,}" for verdict, n in counts.items()),
        *said,
    ]
    shown = {verdict: _some(found, verdict, top) for verdict in counts}
    for verdict, some in shown.items():
        lines += ["", f"{verdict}:"] if some else []
        for one, why in zip(some, _reasons(judge, some), strict=True):
            lines += _lines(one, why)
    document = {
        "brand": card.name,
        "posts": len(found),
        "verdicts": {verdict.value: n for verdict, n in counts.items()},
        "precision": said,
        "samples": [
            {
                "source": one.post.source,
                "id": one.post.native_id,
                "verdict": one.verdict.value,
                "sureness": one.sureness,
                "text": one.post.text,
                "reasons": [*why],
            }
            for some in shown.values()
            for one, why in zip(some, _reasons(judge, some), strict=True)
        ],
    }
    rows = [
        (*_row(card.key, one, "")[:-1], one.verdict.value)
        for some in shown.values()
        for one in some
    ]
    return _paper(f"Verdicts on {card.name}", rows, document), lines


def _precision(found: Sequence[Found], how: Checked | None) -> list[str]:
    sure = [one.sureness for one in found if one.verdict is Verdict.BRAND and one.sureness]
    if how is not None and how.precision.n:
        drawn = how.precision
        return [f"of labelled posts drawn at random and called the brand, right: {drawn}"]
    if not sure:
        return ["nothing was called the brand by its words: no precision can be told"]
    believed = f"{sum(sure) / len(sure):.0%}"
    return [
        f"the judge believes to be right in {believed} of the {len(sure):,} it calls the brand by "
        "their words; nobody has checked: label some with --label"
    ]


def _some(found: Sequence[Found], verdict: Verdict, top: int) -> list[Found]:
    some = [one for one in found if one.verdict is verdict]
    return [some[i] for i in shuffled([one.post.key for one in some])[:top]]


def _reasons(judge: CardJudge, some: Sequence[Found]) -> Iterator[tuple[str, ...]]:
    cases = [one.case for one in some if one.sureness is not None]
    weighed: Iterator[Reasons] = iter(judge.reasons(cases) if cases else ())
    for one in some:
        if one.sureness is None:
            yield (_BY_RULE[one.has_words],)
            continue
        yield tuple(sides(in_words(next(weighed).parts, most=_REASONS)))


def _lines(one: Found, why: Sequence[str]) -> Iterator[str]:
    sure = "" if one.sureness is None else f"  sureness {one.sureness:.2f}"
    yield f"  {day_text(one.post.created_at)}  @{one.creator.handle or one.post.creator_id}{sure}"
    yield f"    {_excerpt(one)}"
    yield f"    {'; '.join(why)}"


def _excerpt(one: Found) -> str:
    spans = [(span.start, span.end) for span in one.case.spans if span.end]
    text = marked(one.post.text, spans)
    start = max(0, (spans[0][0] if spans else 0) - _BEFORE)
    return fit(("…" if start else "") + " ".join(text[start:].split()), _WIDTH)

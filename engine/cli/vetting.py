"""`overheard vet`: what can be said of a creator, each fact with its rule, source and posts."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from engine.amounts import parse_when
from engine.cli.invocation import Invocation
from engine.cli.layout import UNKNOWN, columns, count_text, day_text, fit, styled
from engine.cli.options import now_option, output_option, require_database
from engine.cli.speech import harmless, say
from engine.errors import ExportError

if TYPE_CHECKING:
    from engine.store import Store
    from engine.vetting import Vetting
    from engine.vetting.audience import Shares
    from engine.vetting.findings import Finding
    from engine.vetting.rates import Rate
    from engine.vocabulary import CreatorId

_DECIDED = {True: ("you said: the same",), False: ("you said: not the same",), None: ()}
_COMPARED = 4  # formulae shown for commercial posts beside others
OUTPUTS = ("table", "json", "csv")
EXAMPLES = """\b
Examples:
  overheard vet @ana@example.social
  overheard vet mastodon:77 --window 180d --output json
  overheard vet @ana@example.social --to ana.csv
  overheard vet @ana@example.social --not-same instagram:4711"""


@click.command(epilog=EXAMPLES)
@click.argument("handle", metavar="@HANDLE")
@click.option(
    "--window",
    metavar="SPAN",
    default="90d",
    show_default=True,
    help="How far back engagement rates go.",
)
@click.option("--same", metavar="@HANDLE", help="Keep that this is the same person.")
@click.option("--not-same", metavar="@HANDLE", help="Keep that this is somebody else.")
@click.option("--undecided", metavar="@HANDLE", help="Take back what was kept of the two.")
@click.option(
    "--to",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Write a file too: .json .csv; may be repeated.",
)
@output_option(*OUTPUTS)
@now_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    handle: str,
    window: str,
    same: str | None,
    not_same: str | None,
    undecided: str | None,
    files: tuple[Path, ...],
    output: str,
    now: datetime,
) -> int:
    """Show facts about @HANDLE beside those of peers: profile, habits, engagement, replies.

    Each has its number, the rule it is held against, the source of that rule and posts that show
    it. A flag is no verdict, and no account is called false. @HANDLE may also be SOURCE:ID.
    """
    from engine.cli.noticing import DO_NOT_CONTACT, is_listed
    from engine.store import Store, database_path
    from engine.store.outreach import do_not_contact
    from engine.vetting import vet

    settings = invocation.settings()
    require_database(settings.home)
    for file in files:
        _form_of(file)
    path = database_path(settings.home)
    wanted = {True: same, False: not_same, None: undecided}
    if any(wanted.values()):
        with Store.open(path) as store:
            _decide(store, handle, wanted, now=now)
    with Store.open(path, read_only=True) as store:
        creator = find(store, handle)
        vetting = vet(store, creator, now=now, since=parse_when(window, now))
        if is_listed(vetting.creator, do_not_contact(store)):
            vetting = replace(vetting, notes=(DO_NOT_CONTACT, *vetting.notes))
    for file in files:
        _write(vetting, file)
        say(f"wrote {file}")
    if output == "table":
        from engine.cli.answers import print_lines, table_width

        print_lines(vetting_lines(vetting, table_width()))
    else:
        sys.stdout.write(harmless(_FORMS[output](vetting), lines=True))
    return 0


def find(store: Store, handle: str) -> CreatorId:
    """Return the one creator called `handle`, which may be written `source:native_id`.

    Raises:
        ConfigError: nobody is called so, or several are.
    """
    from engine.errors import ConfigError
    from engine.vocabulary import CreatorKey

    source, colon, native_id = handle.partition(":")
    exact = store.creator_by_key(CreatorKey(source, native_id)) if colon else None
    found = store.creators_by_handle(handle) if exact is None else (exact,)
    if not found:
        raise ConfigError(f"nobody in the corpus is called {handle!r}", hint="handles are exact")
    if len(found) > 1:
        keys = ", ".join(f"{c.source}:{c.native_id}" for c in store.creators(found).values())
        raise ConfigError(f"{len(found)} creators are called {handle!r}", hint=f"say which: {keys}")
    return found[0]


def _decide(
    store: Store, handle: str, wanted: Mapping[bool | None, str | None], *, now: datetime
) -> None:
    """Keep what the user says of the creator and others.

    Raises:
        ConfigError: nobody is called so, several are, or both are one.
    """
    from engine.errors import ConfigError

    creator = find(store, handle)
    for is_same, name in wanted.items():
        if name is None:
            continue
        other = find(store, name)
        if other == creator:
            raise ConfigError(f"{handle} and {name} are one creator", hint="name another one")
        store.decide_identity((creator, other), is_same=is_same, now=now)


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
                rule.name.replace("_", " "),
                UNKNOWN if value is None else shown(value, rule.form),
                f"{finding.measured.n:,} {_named(rule.of, finding.measured.n)}"
                if rule.of != "profile"
                else "profile",
                f"{shown(at.median, rule.form)} of {at.n:,}" if at else UNKNOWN,
                f"{at.percentile:.0%}" if at else UNKNOWN,
                fit(rule.bound(), 34),
                finding.state if finding.state != "not enough data" else f"needs {rule.needs:,}",
            ]
        )
    first, *lines = columns(rows, left=(0, 5, 6))
    yield styled(first, "bold")
    for line in lines:
        yield styled(fit(line, width))


def _standing(finding: Finding) -> str:
    from engine.vetting.rules import shown

    at = finding.standing
    if at is None:
        return ""
    away = "" if at.z is None else f", {at.z:+.1f} robust deviations from it"
    return f"median of {at.n:,} peers {shown(at.median, finding.rule.form)}{away}"


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
    missing = [rate.formula.name for rate in vetting.rates if rate.value is None]
    if missing:
        yield styled(fit(f"  not known: {', '.join(missing)}", width), "dim")
    for rate in told:
        for mark in rate.benchmarks:
            yield styled(
                fit(
                    f"  published, {rate.formula.name}: {mark.tier} followers {mark.rate} "
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


def _json(vetting: Vetting) -> str:
    from engine.vetting.documents import to_document

    return json.dumps(to_document(vetting), indent=2, ensure_ascii=False) + "\n"


def _csv(vetting: Vetting) -> str:
    from engine.exports.writing import harmless_cell
    from engine.vetting.documents import to_rows

    written = io.StringIO(newline="")
    rows = ([harmless_cell(cell) for cell in row] for row in to_rows(vetting))
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


_FORMS: Mapping[str, Callable[[Vetting], str]] = {"json": _json, "csv": _csv}


def _form_of(file: Path) -> Callable[[Vetting], str]:
    form = _FORMS.get(file.suffix.lower().removeprefix("."))
    if form is None:
        raise ExportError(f"{file}: vet writes no such files", hint="name a .json or a .csv file")
    return form


def _write(vetting: Vetting, file: Path) -> None:
    from engine.exports.files import replacing

    text = _form_of(file)(vetting)
    with replacing(file) as path:
        path.write_text(text, encoding="utf-8")

"""`overheard import`: files of posts into the corpus."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path

import click

from engine.cli.invocation import Invocation, made
from engine.cli.options import (
    REPORT_OUTPUTS,
    load_model,
    model_option,
    no_index_option,
    output_option,
)
from engine.cli.pastruns import Outcome, keep_import
from engine.cli.readers import choose_reader, installed_readers, mapped_readers, read_mapping
from engine.cli.runs import counts_line, remarks
from engine.cli.speech import complain, progress_bar, say
from engine.config import Settings
from engine.errors import InputError
from engine.inputs import head
from engine.inputs.archives import Part, open_part, parts_of
from engine.pipeline import import_pages, index_home
from engine.protocols import Reader
from engine.store import Store, database_path
from engine.text import snippet
from engine.vocabulary import Page

NATIVE = ("jsonl", "csv")  # of which nothing needs to be said
NAMES_WIDTH = 200
# From so many posts on, the first search would keep a person waiting; if at least one in so many
# is new, working it out beforehand takes little beside embedding them.
_MANY, _PART = 50_000, 100

EXAMPLES = """\b
Examples:
  overheard import posts.jsonl
  overheard import january.csv.gz february.csv.zst
  overheard import export.csv --mapping columns.toml
  zcat posts.jsonl.gz | overheard import -"""


@click.command(epilog=EXAMPLES)
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--format", "wanted", metavar="NAME", help="Do not recognise, read as NAME.")
@click.option(
    "--mapping",
    "mapping_file",
    metavar="FILE.toml",
    type=click.Path(path_type=Path),
    help="What the columns hold: source, dates, [columns].",
)
@no_index_option
@output_option(*REPORT_OUTPUTS)
@model_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    files: tuple[str, ...],
    wanted: str | None,
    mapping_file: Path | None,
    no_index: bool,
    output: str,
    model: str | None,
) -> int:
    """Read posts from FILE…, plain, .gz, .zst, .zip, Parquet or a folder; `-` is standard input.

    The format is recognised from the content. A record that cannot be read is reported with its
    place and costs nothing else. Posts already there are updated, never doubled.
    """
    settings = invocation.settings(model=model)
    readers = installed_readers()
    if mapping_file:
        readers = mapped_readers(readers, read_mapping(mapping_file))
    outcomes = import_files(files, settings, now=datetime.now(UTC), wanted=wanted, readers=readers)
    if not no_index and any(outcome.report for outcome in outcomes):
        index(settings)
    _report(outcomes, output)
    return _status(outcomes)


def import_files(
    files: Sequence[str],
    settings: Settings,
    *,
    now: datetime,
    wanted: str | None = None,
    readers: dict[str, Reader] | None = None,
) -> list[Outcome]:
    """Read `files` one after another into the home of the settings; `now` is when.

    `readers` are all that are installed unless given. A file that is of no known format
    costs nothing else, and makes no home of its own. What came of it is kept as a run there.

    Raises:
        ConfigError: there is no format called `wanted`, or the home cannot be made.
        StoreError: the database cannot be opened or written.
    """
    choose = partial(choose_reader, wanted=wanted, readers=readers or installed_readers())
    outcomes: list[Outcome] = []
    for name in files:
        try:
            parts = parts_of(name)
        except InputError as error:
            complain(str(error), hint=error.hint)
            outcomes.append(Outcome(name=name, report=None, reason=str(error)))
            continue
        if len(parts) == 1:
            outcomes.append(_import_part(parts[0], settings.home, choose=choose, now=now))
        else:
            outcomes += _import_parts(name, parts, settings.home, choose=choose, now=now)
    keep_import(settings.home, outcomes)
    return outcomes


def index(settings: Settings, *, rebuild: bool = False, prepare: bool = False) -> None:
    """Embed and index what is pending, and say what was done.

    Where that is a good part of many posts, or `prepare` asks for it, what the first search needs
    is worked out too.

    Raises:
        EmbedderError: the model cannot be loaded.
        StoreError: the home is locked by another process, or cannot be written.
    """
    embedder = load_model(settings)
    with progress_bar("embedding", "posts") as progress:
        report = index_home(settings.home, embedder, rebuild=rebuild, progress=progress, say=say)
    say(f"{report.embedding.embedded:,} texts embedded, {report.indexed:,} vectors in the index")
    if prepare or (report.indexed >= _MANY and report.added * _PART >= report.indexed):
        from engine.corpus import LocalCorpus

        with LocalCorpus.open(settings.home, embedder) as corpus:
            corpus.prepare()


Choose = Callable[[bytes, str], Reader]


def _import_parts(
    name: str, parts: Sequence[Part], home: Path, *, choose: Choose, now: datetime
) -> list[Outcome]:
    """Read the parts of a folder or an archive; those of no known format are passed over."""
    outcomes: list[Outcome] = []
    passed_over: list[str] = []
    for part in parts:
        try:
            with open_part(part) as stream:
                choose(head(stream), part.name)
        except InputError:
            passed_over.append(part.member or Path(part.path).name)
            continue
        outcomes.append(_import_part(part, home, choose=choose, now=now))
    if passed_over:
        said = f"{name}: {len(passed_over)} of {len(parts)} files are of no known format"
        say(f"{said} and passed over: {snippet(', '.join(passed_over), NAMES_WIDTH)}")
    if not outcomes:
        reason = "none of its files is of a known format"
        complain(f"{name}: {reason}", hint="see overheard formats")
        outcomes.append(Outcome(name=name, report=None, reason=reason))
    return outcomes


def _import_part(part: Part, home: Path, *, choose: Choose, now: datetime) -> Outcome:
    name = part.name
    label = "standard input" if name == "-" else Path(name).name
    try:
        with open_part(part) as stream:
            reader = choose(head(stream), name)
            pages = _begun(reader.pages(stream, now=now))
            with (
                Store.open(database_path(made(home))) as store,
                progress_bar(f"reading {label}", "posts") as progress,
            ):
                report = import_pages(pages, store, now=now, progress=progress)
                return Outcome(name=name, report=report, read_as=reader.name)
    except InputError as error:
        complain(str(error), hint=error.hint)
        return Outcome(name=name, report=None, reason=str(error))


def _begun(pages: Iterator[Page]) -> Iterator[Page]:
    """Return `pages` with the first one read: a file of no use is refused before a home is made."""
    return chain(list(islice(pages, 1)), pages)


def _report(outcomes: Sequence[Outcome], output: str) -> None:
    for outcome in outcomes:
        if outcome.report:
            for line in remarks(outcome.name, [outcome.report]):
                say(line)
    if output == "json":
        click.echo(json.dumps([_document(outcome) for outcome in outcomes], indent=2))
        return
    for outcome in outcomes:
        if outcome.report:
            native = outcome.read_as in NATIVE
            said = "" if native else f" as {outcome.read_as}"
            click.echo(f"{outcome.name}{said}: {counts_line(outcome.report)}")


def _document(outcome: Outcome) -> dict[str, object]:
    report = outcome.report
    if report is None:
        return {"file": outcome.name, "error": outcome.reason}
    return {
        "file": outcome.name,
        "format": outcome.read_as,
        **report.document(),
    }


def _status(outcomes: Sequence[Outcome]) -> int:
    """Return 0 if all was read, 3 if something failed and the rest was kept, 2 if nothing was."""
    reports = [outcome.report for outcome in outcomes if outcome.report]
    if not reports:
        return InputError.exit_status
    failed = len(reports) < len(outcomes) or any(report.n_problems for report in reports)
    return 3 if failed else 0

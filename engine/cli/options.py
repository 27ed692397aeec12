"""Options that several commands share, and what they open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from engine import demo
from engine.amounts import parse_when
from engine.cli.invocation import Invocation
from engine.cli.speech import say
from engine.config import Settings
from engine.errors import OverheardError
from engine.protocols import Corpus, Embedder
from engine.vocabulary import Brand

Command = TypeVar("Command", bound=Callable[..., Any])

REPORT_OUTPUTS = ("table", "json")
RANKED_OUTPUTS = ("table", "json", "csv", "trec")


def excel_option(command: Command) -> Command:
    """Add `--excel`."""
    return click.option(
        "--excel", is_flag=True, help="Begin a .csv with the mark that Excel looks for."
    )(command)


def model_option(command: Command) -> Command:
    """Add `--model NAME`."""
    return click.option(
        "--model",
        metavar="NAME",
        help="Embedding model: minilm (English), multilingual, e5, or the name or path of any "
        "other of sentence-transformers. overheard doctor tells more.",
    )(command)


def no_index_option(command: Command) -> Command:
    """Add `--no-index`."""
    return click.option(
        "--no-index", is_flag=True, help="Only store; `overheard index` does the rest."
    )(command)


def setting_option(command: Command) -> Command:
    """Add `--option NAME=VALUE`, which may be repeated, as the keyword `given`."""
    return click.option(
        "--option",
        "given",
        metavar="NAME=VALUE",
        multiple=True,
        help="A setting of a source, as `instances=a.example,b.example`; see overheard sources.",
    )(command)


def now_option(command: Command) -> Command:
    """Add `--now WHEN`, which arrives as an aware UTC datetime."""
    return click.option(
        "--now",
        metavar="WHEN",
        callback=_moment,
        help="The moment ages are counted from [default: the clock; for the bundled posts alone "
        "the day after the newest].",
    )(command)


def output_option(*outputs: str) -> Callable[[Command], Command]:
    """Return what adds `--output`, one of `outputs`, the first by default."""

    def add(command: Command) -> Command:
        return click.option(
            "--output", type=click.Choice(outputs), default=outputs[0], show_default=True
        )(command)

    return add


class Opened(NamedTuple):
    """A corpus, the embedder its vectors were made by, and the brand cards it was held against."""

    corpus: Corpus
    embedder: Embedder
    cards: tuple[Brand, ...] = ()


@contextmanager
def opened(
    settings: Settings, embedder: Embedder | None = None, *, is_matched: bool = True
) -> Iterator[Opened]:
    """Open the corpus of the settings with `embedder`, by default the model of the settings.

    Where brand cards changed since, or posts were not held against them yet, that is done first,
    unless `is_matched` says that nobody waits for it here.

    Raises:
        ConfigError: there is no corpus in the home yet, or a brand card cannot be read.
        EmbedderError: the model cannot be loaded.
    """
    from engine.corpus import LocalCorpus
    from engine.pipeline import home_cards

    require_database(settings.home)
    embedder = embedder or load_model(settings)
    cards = matched_cards(settings, embedder) if is_matched else home_cards(settings.home)
    with LocalCorpus.open(settings.home, embedder) as corpus:
        if corpus.notice:
            say(f"note: {corpus.notice}")
        yield Opened(corpus, embedder, cards)


def matched_cards(settings: Settings, embedder: Embedder | None = None) -> tuple[Brand, ...]:
    """Return the brand cards of the home, after holding its posts against them where need be.

    The model is loaded if it is needed and not given. Where posts cannot be held against cards it
    is said, and what was found before is shown.

    Raises:
        ConfigError: a card cannot be read.
    """
    from engine.errors import StoreError
    from engine.pipeline import are_current, bring_up_to_date, home_cards
    from engine.store import Store

    cards = home_cards(settings.home)
    with Store.open(require_database(settings.home), read_only=True) as store:
        if are_current(store, cards):
            return cards
    try:
        bring_up_to_date(settings.home, embedder or load_model(settings), say=say)
    except StoreError as error:
        say(f"note: mentions are as of an earlier state of posts and brand cards: {error}")
    return cards


def load_model(settings: Settings) -> Embedder:
    """Return the embedder of the settings; what is converted is kept in HOME/models.

    Raises:
        EmbedderError: it cannot be loaded.
    """
    from engine.embedders import load_embedder

    folder = settings.home / "models"
    if not folder.is_dir():
        say(f"preparing the model {settings.model} (once) …")
    return load_embedder(settings.model, cache=folder, threads=settings.threads)


def require_database(home: Path) -> Path:
    """Return the database in `home`, without making one.

    Raises:
        ConfigError: there is none.
    """
    from engine.errors import ConfigError
    from engine.store import database_path

    database = database_path(home)
    if not database.is_file():
        raise ConfigError(
            f"there is nothing in {home} yet",
            hint="read your posts with `overheard import FILE`, or try `overheard demo`",
        )
    return database


def _moment(ctx: click.Context, _option: click.Parameter, text: str | None) -> datetime:
    now = datetime.now(UTC)
    if text is not None:
        return parse_when(text, now)
    invocation = ctx.find_object(Invocation)
    return demo.NOW if invocation is not None and _holds_the_sample(invocation) else now


def _holds_the_sample(invocation: Invocation) -> bool:
    """Return whether the home has the bundled posts and no others, as far as it can be read.

    A home of an older version is opened for writing, which brings it up to date.
    """
    from engine.store import Store

    for read_only in (True, False):
        with (
            suppress(OverheardError),
            Store.open(require_database(invocation.settings().home), read_only=read_only) as store,
        ):
            return store.only_source() == demo.SOURCE
    return False

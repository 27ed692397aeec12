"""The program `overheard`: its commands by name, and what becomes of an error.

Commands are imported when they are used, so that `overheard --help` answers at once. Each is a
module of this package with a click command called `command`, which returns its exit status.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import click

from engine import __version__
from engine.cli.events import EventStream, told_as_events
from engine.cli.groups import Entry, LazyGroup
from engine.cli.invocation import Invocation
from engine.cli.speech import complain, say
from engine.errors import ExportError, OverheardError

OK, BUG, USAGE, INTERRUPTED = 0, 1, 2, 130
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})


COMMANDS: Mapping[str, Entry] = {
    "demo": Entry("engine.cli.demo", "Rank creators for a brief over the bundled posts."),
    "collect": Entry("engine.cli.collecting", "Fetch posts from live sources."),
    "listen": Entry("engine.cli.listening", "Follow live sources until stopped."),
    "import": Entry("engine.cli.importing", "Read exports you already have."),
    "index": Entry("engine.cli.indexing", "Do what is pending: embed, index."),
    "search": Entry("engine.cli.searching", "Rank creators for a brief."),
    "similar": Entry("engine.cli.likening", "Rank creators who are like another one."),
    "map": Entry("engine.cli.mapping", "Group the creators for a brief by what they post."),
    "why": Entry("engine.cli.explaining", "Show the sum behind one creator's place."),
    "vet": Entry("engine.cli.vetting", "Show facts about a creator beside those of peers."),
    "partners": Entry("engine.cli.partnering", "Show who has advertised a brand and said so."),
    "voice": Entry("engine.cli.voicing", "Compare how much is said about rivals."),
    "mentions": Entry("engine.cli.mentioning", "List the posts that mention a brand."),
    "community": Entry("engine.cli.community", "Say who is a customer or follower already."),
    "price": Entry("engine.cli.pricing", "Estimate what a post costs; spend a budget well."),
    "outreach": Entry("engine.cli.outreach", "Draft first letters; keep whom not to contact."),
    "shortlist": Entry("engine.cli.shortlists", "Keep lists, run them again, see what changed."),
    "campaign": Entry("engine.cli.campaigning", "Codes and links, and what posts brought."),
    "evaluate": Entry("engine.cli.evaluating", "Measure rankings against judged creators."),
    "alerts": Entry("engine.cli.telling", "Show where alerts go and what was told."),
    "brand": Entry("engine.cli.branding", "Brand cards: what to listen for."),
    "status": Entry("engine.cli.status", "Show what the corpus holds and how fresh it is."),
    "serve": Entry("engine.cli.serving", "Serve the page to look, search and decide."),
    "mcp": Entry("engine.cli.assisting", "Let an assistant read the corpus."),
    "sources": Entry("engine.cli.sources", "List the live sources and what each needs."),
    "formats": Entry("engine.cli.formats", "List the formats that can be imported."),
    "erase": Entry("engine.cli.erasing", "Remove a creator for good."),
    "doctor": Entry("engine.cli.doctor", "Show what is missing or damaged, and the cure."),
}


class Overheard(LazyGroup):
    """The commands of the table, and what becomes of output that cannot be written."""

    table = COMMANDS

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; where the reader of its output (`| head`) has had enough, it is done."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            return OK
        except OSError as error:
            if error.errno not in _UNWRITABLE:
                raise
            _drop_output()
            raise ExportError(
                f"the output cannot be written: {error.strerror}",
                hint="free some space, or send it elsewhere",
            ) from error
        return status


@click.command(
    cls=Overheard,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with: overheard demo",
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that holds everything [default: $OVERHEARD_HOME, else your data folder].",
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Settings to read [default: overheard.toml in your configuration folder].",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--events", is_flag=True, help="Tell another program on standard error, as lines of JSON."
)
@click.version_option(__version__, prog_name="overheard")
@click.pass_context
def overheard(
    ctx: click.Context, /, *, home: Path | None, config: Path | None, debug: bool, events: bool
) -> None:
    """Find the creators who already talk about your brand or niche, and the posts that prove it."""
    ctx.obj = Invocation(home=home, config=config, debug=debug)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments` (default: those of the process); return its status."""
    typed = sys.argv[1:] if arguments is None else arguments
    given = [f" {text}" if text.startswith("- ") else text for text in typed]  # a list, no option
    if "--events" in given and not isinstance(sys.stderr, EventStream):
        with told_as_events(sys.stderr):
            return main(given)
    debug = "--debug" in given
    if not debug:
        sys.excepthook = _report_bug
    _let_any_text_be_printed()
    # Our products are small: threads that wait for each other only cost time, and the larger
    # work (FAISS, OpenVINO) keeps threads of its own.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        return _run(given)
    except OverheardError as error:
        if debug:
            raise
        complain(str(error), hint=error.hint)
        return error.exit_status


def _run(arguments: list[str]) -> int:
    """Run the command; wrong usage and Ctrl-C become an exit status here."""
    try:
        status = overheard.main(arguments, prog_name="overheard", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return USAGE
    except click.ClickException as error:
        complain(error.format_message(), hint=_usage_hint(error))
        return USAGE
    except click.Abort:
        complain("stopped; what was finished is kept", hint="the same command goes on from there")
        return INTERRUPTED
    return status if isinstance(status, int) else OK


def _usage_hint(error: click.ClickException) -> str | None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"see {context.command_path} --help" if context else None


def _drop_output() -> None:
    """Have what is left in the buffer go nowhere: Python would complain once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _let_any_text_be_printed() -> None:
    """Escape what the terminal's encoding lacks, where Python would fail on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _report_bug(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    """Say in two lines what Python would say in forty; its exit status stays 1."""
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    where = (
        f"{traceback.tb_frame.f_globals.get('__name__')}:{traceback.tb_lineno}" if traceback else ""
    )
    complain(
        f"a bug in overheard: {kind.__name__}: {error} ({where})",
        hint="run it again as `overheard --debug …` and report what it prints",
    )


if __name__ == "__main__":
    sys.exit(main())

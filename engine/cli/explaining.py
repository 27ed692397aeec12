"""`overheard why`: the sum behind one creator's place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from engine import __version__
from engine.cli.asides import aside_options, beside
from engine.cli.filters import filter_options, reading_options
from engine.cli.invocation import Invocation
from engine.cli.options import (
    REPORT_OUTPUTS,
    model_option,
    now_option,
    opened,
    output_option,
)
from engine.cli.searching import make_brief
from engine.errors import ConfigError
from engine.protocols import Corpus
from engine.ranking import Explanation, explain
from engine.vocabulary import Creator, CreatorId, Ids

EXAMPLES = """\b
Examples:
  overheard why @ana@example.social "home espresso"
  overheard why mastodon:77 "home espresso" --followers 5k.. --output json"""


@click.command(epilog=EXAMPLES)
@click.argument("handle", metavar="@HANDLE")
@click.argument("text", metavar="BRIEF")
@output_option(*REPORT_OUTPUTS)
@now_option
@model_option
@aside_options
@filter_options
@reading_options
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    handle: str,
    text: str,
    output: str,
    now: datetime,
    model: str | None,
    doubts: bool | None,
    prefer_community: float | None,
    **where: object,
) -> int:
    """Show why a creator stands where they stand for BRIEF, whether on the list or not.

    @HANDLE may also be written SOURCE:ID.
    """
    from engine.cli.answers import print_lines, table_width
    from engine.cli.noticing import noticed
    from engine.cli.tables import place_lines

    settings = invocation.settings(model=model)
    with opened(settings) as looked_in:
        id_, creator = find_creator(looked_in.corpus, handle)
        brief = make_brief(text, where, looked_in, now=now)
        with beside(settings, doubts=doubts, prefer=prefer_community, now=now) as given:
            explanation = explain(
                id_,
                brief,
                looked_in.corpus,
                looked_in.embedder,
                now=now,
                version=__version__,
                asides=given.asides,
            )
        explanation = replace(explanation, shortlist=given.marked(explanation.shortlist))
    explanation = replace(explanation, shortlist=noticed(explanation.shortlist, settings.home))
    if output == "json":
        click.echo(json.dumps(_document(creator, explanation), indent=2))
    else:
        print_lines(place_lines(creator, explanation, table_width()))
    return 0


def find_creator(corpus: Corpus, handle: str) -> tuple[CreatorId, Creator]:
    """Return the one creator called `handle`, which may be written `source:native_id`.

    Raises:
        ConfigError: nobody is called so, or several are.
    """
    found = list(corpus.find_creators(handle))
    if not found:
        raise ConfigError(f"nobody in the corpus is called {handle!r}", hint="handles are exact")
    creators = corpus.creators(_ids(found))
    if len(found) > 1:
        keys = ", ".join(f"{c.source}:{c.native_id}" for c in creators.values())
        raise ConfigError(f"{len(found)} creators are called {handle!r}", hint=f"say which: {keys}")
    return found[0], creators[found[0]]


def _ids(ids: list[CreatorId]) -> Ids:
    import numpy as np

    return np.array(ids, dtype=np.int64)


def _document(creator: Creator, explanation: Explanation) -> dict[str, Any]:
    """Return the explanation with the names of `search --output json`."""
    from engine.exports import to_json

    document = to_json(explanation.shortlist)
    rows = document.pop("creators")
    nobody = {"source": creator.source, "id": creator.native_id, "handle": creator.handle}
    return document | {
        "creator": (rows[0] if rows else nobody) | {"rank": explanation.rank},
        "ranked": explanation.n_ranked,
        "kept_out_by": list(explanation.kept_out_by),
    }

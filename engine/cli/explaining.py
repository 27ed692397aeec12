"""`overheard why`: the sum behind one creator's place."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click

from engine import __version__
from engine.cli.filters import filter_options
from engine.cli.invocation import Invocation
from engine.cli.options import (
    REPORT_OUTPUTS,
    Opened,
    model_option,
    now_option,
    opened,
    output_option,
)
from engine.cli.searching import make_brief
from engine.errors import ConfigError
from engine.protocols import Corpus
from engine.ranking import Explanation, explain
from engine.vocabulary import Brief, Creator, CreatorId, Ids, Shortlist

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
@filter_options
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
    **where: object,
) -> int:
    """Show why a creator stands where they stand for BRIEF, whether on the list or not.

    @HANDLE may also be written SOURCE:ID.
    """
    from engine.cli.answers import print_lines, table_width
    from engine.cli.tables import place_lines

    with opened(invocation.settings(model=model)) as looked_in:
        corpus, embedder = looked_in
        id_, creator = find_creator(corpus, handle)
        brief = make_brief(text, where, looked_in, now=now)
        explanation = explain(id_, brief, corpus, embedder, now=now)
        document = _document(brief, creator, explanation, looked_in, now)
    if output == "json":
        click.echo(json.dumps(document, indent=2))
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


def _document(
    brief: Brief, creator: Creator, explanation: Explanation, looked_in: Opened, now: datetime
) -> dict[str, Any]:
    """Return the explanation with the names of `search --output json`."""
    from engine.exports import to_json

    candidate = explanation.candidate
    shown = Shortlist(
        brief=brief,
        candidates=(candidate,) if candidate else (),
        made_at=now,
        engine_version=__version__,
        model_id=looked_in.embedder.model_id,
        corpus=looked_in.corpus.summary(),
    )
    document = to_json(shown)
    row = (
        document.pop("creators")[0]
        if candidate
        else {
            "source": creator.source,
            "id": creator.native_id,
            "handle": creator.handle,
        }
    )
    place = {"rank": explanation.rank}
    kept_out = list(explanation.kept_out_by)
    return document | {
        "creator": row | place,
        "ranked": explanation.n_ranked,
        "kept_out_by": kept_out,
    }

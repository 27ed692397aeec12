"""`overheard brand label`: what one post means, said by somebody who read it."""

from __future__ import annotations

import click

from engine.branding.finding import require_card
from engine.branding.labelling import MEANT, forget, say
from engine.brands.cards.files import read_card
from engine.cli.invocation import Invocation
from engine.cli.options import load_model, model_option, require_database
from engine.errors import ConfigError
from engine.store import Store
from engine.store.home import brands_path
from engine.vocabulary import PostKey

EXAMPLES = """\b
Examples:
  overheard brand label target reddit:1a2b3c not
  overheard brand label target reddit:1a2b3c forget"""


@click.command(epilog=EXAMPLES)
@click.argument("key", metavar="KEY")
@click.argument("post", metavar="SOURCE:ID")
@click.argument("verdict", type=click.Choice([*MEANT, "forget"]))
@model_option
@click.pass_obj
def command(
    invocation: Invocation, /, *, key: str, post: str, verdict: str, model: str | None
) -> int:
    """Say of a post whether it means the brand, or forget what was said of it.

    The verdict on it, and on posts with the same text, is that from then on. What it teaches about
    others is learnt by the next command that looks at mentions.
    """
    settings = invocation.settings(model=model)
    card = read_card(require_card(brands_path(settings.home), key))
    source, colon, native_id = post.partition(":")
    if not colon:
        raise ConfigError(f"{post!r} names no post", hint="write SOURCE:ID, as in the JSON output")
    named = PostKey(source, native_id)
    embedder = load_model(settings) if verdict == "forget" else None
    with Store.open(require_database(settings.home)) as store:
        if embedder is not None:
            n = forget(store, card, named, embedder)
        else:
            n = say(store, key, named, meant=MEANT[verdict])
    click.echo(f"{verdict}: {n:,} {'post' if n == 1 else 'posts'} with that text")
    return 0

"""`overheard brand label`: what one post means, said by somebody who read it."""

from __future__ import annotations

import click

from engine.branding.finding import require_card
from engine.branding.labelling import MEANT, forget, say
from engine.brands.cards.files import read_card
from engine.cli.invocation import Invocation
from engine.cli.options import load_model, model_option, require_database
from engine.errors import ConfigError, InputError
from engine.store import Store
from engine.store.home import brands_path
from engine.vocabulary import PostKey

EXAMPLES = """\b
Examples:
  overheard brand label target reddit:1a2b3c not
  overheard brand label target https://example.social/@ana/1147 brand
  overheard brand label target reddit:1a2b3c forget"""


@click.command(epilog=EXAMPLES)
@click.argument("key", metavar="KEY")
@click.argument("post", metavar="POST")
@click.argument("verdict", type=click.Choice([*MEANT, "forget"]))
@model_option
@click.pass_obj
def command(
    invocation: Invocation, /, *, key: str, post: str, verdict: str, model: str | None
) -> int:
    """Say of a post whether it means the brand, or forget what was said of it.

    POST is SOURCE:ID, or its address as overheard mentions shows it.
    The verdict on it, and on posts with the same text, is that from then on. What it teaches about
    others is learnt by the next command that looks at mentions.
    """
    settings = invocation.settings(model=model)
    card = read_card(require_card(brands_path(settings.home), key))
    embedder = load_model(settings) if verdict == "forget" else None
    with Store.open(require_database(settings.home)) as store:
        named = _named(store, key, post)
        if embedder is not None:
            n = forget(store, card, named, embedder)
        else:
            n = say(store, key, named, meant=MEANT[verdict])
    click.echo(f"{verdict}: {n:,} {'post' if n == 1 else 'posts'} with that text")
    return 0


def _named(store: Store, key: str, post: str) -> PostKey:
    """Return the post that a user names by SOURCE:ID or by its address.

    Raises:
        ConfigError: it is neither.
        InputError: the card finds nothing at that address.
    """
    source, colon, native_id = post.partition(":")
    if not (source and colon and native_id):
        raise ConfigError(
            f"{post!r} names no post",
            hint=f"write its address, or SOURCE:ID as in overheard mentions {key} --output json",
        )
    if not native_id.startswith("//"):
        return PostKey(source, native_id)
    found = store.post_at(key, post)
    if found is None:
        raise InputError(
            f"there is no post at {post} in which the card {key} finds something",
            hint=f"overheard mentions {key} --all --verdict brand,unsure,not lists them all",
        )
    return found

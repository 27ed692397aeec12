"""What people say of single posts: the verdict on them at once, a lesson for others later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.branding.finding import require_card
from engine.branding.judged import Checked, checked
from engine.brands.cards.files import read_card
from engine.brands.verdicts.lessons import LEAST
from engine.errors import InputError
from engine.pipeline import bring_up_to_date
from engine.pipeline.brands import judge_of
from engine.pipeline.matching import judge_waiting
from engine.protocols import Embedder
from engine.store import Judged, Label, Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand, MentionTable, Post, PostKey, Verdict

MEANT: Mapping[str, bool] = {"brand": True, "not": False}
"""What may be said of a post, and whether it means the brand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post and what somebody said of it for a brand."""

    brand: str
    post: Post
    meant: bool


def said_of(store: Store, brand: str) -> list[Said]:
    """Return what people said of posts for `brand`, the newest posts first."""
    labels = store.labels(brand)
    posts = store.posts([one.post_id for one in labels])
    said = [Said(brand=brand, post=posts[one.post_id], meant=one.meant) for one in labels]
    return sorted(said, key=lambda one: (one.post.created_at, one.post.key), reverse=True)


def say(store: Store, brand: str, key: PostKey, *, meant: bool) -> int:
    """Keep whether the post `key` means `brand`; return how many posts have that verdict by it.

    What is said of a post goes for all with its text. What it teaches about other posts is left to
    the next indexing. A post that was drawn at random to be labelled stays so.

    Raises:
        InputError: the card finds nothing in that post.
    """
    alike = store.posts_alike(brand, key)
    if not alike:
        raise _not_found(brand, key)
    drawn = any(one.at_random for one in store.labels(brand) if one.post_id in alike)
    store.put_labels(brand, [Label(post_id=alike[0], meant=meant, at_random=drawn)])
    verdict = Verdict.BRAND if meant else Verdict.NOT
    store.put_verdicts(brand, [Judged(post_id=post_id, verdict=verdict) for post_id in alike])
    return len(alike)


def forget(store: Store, card: Brand, key: PostKey, embedder: Embedder) -> int:
    """Forget what was said of the post `key`, and judge it anew; return of how many posts.

    Raises:
        InputError: the card finds nothing in that post, or nothing was said of it.
    """
    alike = store.posts_alike(card.key, key)
    if not alike:
        raise _not_found(card.key, key)
    if not sum(store.remove_label(card.key, post_id) for post_id in alike):
        raise InputError(
            f"nothing was said of {key.source}:{key.native_id}",
            hint=f"overheard brand label {card.key} POST brand|not says something",
        )
    store.let_wait(card.key, alike)
    judge = judge_of(store, card, embedder)
    return judge_waiting(store, card.key, judge, model_id=embedder.model_id)


def learn(home: Path, key: str, embedder: Embedder) -> tuple[str, ...]:
    """Judge what the card `key` of `home` found by all that people said; return what came of it.

    Raises:
        ConfigError: there is no such card.
        StoreError: the home is being indexed by another process, or cannot be written.
    """
    card = read_card(require_card(brands_path(home), key))
    with Store.open(database_path(home), read_only=True) as store:
        before = store.mention_table((key,))
    bring_up_to_date(home, embedder, say=lambda _: None)
    with Store.open(database_path(home), read_only=True) as store:
        how = checked(store, card, embedder)
        n_changed = changed(before, store.mention_table((key,)))
        return tuple(learnt(store.labels(key), how, n_changed))


def changed(before: MentionTable, after: MentionTable) -> int:
    """Return how many posts of `after` have another verdict than in `before`."""
    said = dict(zip(before.post_ids.tolist(), before.verdict.tolist(), strict=True))
    now = zip(after.post_ids.tolist(), after.verdict.tolist(), strict=True)
    return sum(said.get(post_id) != verdict for post_id, verdict in now)


def learnt(labels: Sequence[Label], how: Checked | None, n_changed: int) -> Iterator[str]:
    """Yield, as sentences, how the judge does on the labelled posts, and what it now says anew."""
    said = {label.meant for label in labels}
    if how is None:
        yield f"from fewer than {LEAST} labelled posts nothing is learnt beside what they say"
    elif len(said) == 1:
        word, other = ("brand", "not") if True in said else ("not", "brand")
        yield f"all labels say {word}; what tells the two apart needs some that say {other}"
    else:
        for when, (share, unsure) in (("before", how.before), ("after", how.after)):
            yield f"{when}: right in {share} that were decided, {unsure} {Verdict.UNSURE}"
        yield "(after: each post judged by what the other labels teach)"
    yield f"verdicts that changed: {n_changed:,}"


def _not_found(brand: str, key: PostKey) -> InputError:
    return InputError(
        f"there is no post {key.source}:{key.native_id} in which the card {brand} finds something",
        hint=f"overheard mentions {brand} --output json lists posts with their source and id",
    )

"""What X bills: reads are counted before they are made, and never more than the user allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from engine.errors import ConfigError
from engine.vocabulary import Meter
from indexers.options import flag, whole

POST_PRICE = 0.005  # US dollars a post, and
PROFILE_PRICE = (
    0.010  # a profile: docs.x.com, pricing, 2026; the same one twice a day is billed once
)
SMALLEST_PAGE = 10  # posts
LARGEST_PAGE = 100
POSTS = "posts read"
PROFILES = "profiles read"


class Spending:
    """The reads that may still be made, of posts and profiles together.

    What was asked for and not answered yet counts in full, so that several queries at once stay
    within the limit too.
    """

    def __init__(self, limit: int, *, with_profiles: bool, meter: Meter) -> None:
        self.limit = limit
        self.with_profiles = with_profiles
        self._meter = meter
        self._waiting = 0

    @property
    def left(self) -> int:
        """The number of reads that may still be asked for."""
        units = self._meter.units
        return self.limit - units.get(POSTS, 0) - units.get(PROFILES, 0) - self._waiting

    def page_size(self) -> int:
        """Return how many posts the next page may have; 0 if there is no more room for one."""
        n_posts = self.left // (2 if self.with_profiles else 1)
        return min(n_posts, LARGEST_PAGE) if n_posts >= SMALLEST_PAGE else 0

    @contextmanager
    def held(self, n_reads: int) -> Iterator[None]:
        """Keep `n_reads` back while a request is under way."""
        self._waiting += n_reads
        try:
            yield
        finally:
            self._waiting -= n_reads

    def spend(self, *, posts: int = 0, profiles: int = 0) -> None:
        """Count what X has given."""
        for unit, amount in ((POSTS, posts), (PROFILES, profiles)):
            if amount:
                self._meter.spend(unit, amount)

    def so_far(self) -> str:
        """Return what was read in this run and what that costs, as a sentence."""
        n_posts, n_profiles = (self._meter.units.get(unit, 0) for unit in (POSTS, PROFILES))
        price = n_posts * POST_PRICE + n_profiles * PROFILE_PRICE
        return (
            f"posts of X read in this run: {n_posts:,}, profiles: {n_profiles:,}, about "
            f"${price:,.2f}"
        )

    def told(self) -> str:
        """Return that the limit is reached, as a sentence."""
        return (
            f"the limit of {self.limit:,} reads is reached ({self.so_far()}); run it again and it "
            "goes on from there"
        )


def spending_of(options: Mapping[str, object], meter: Meter) -> Spending:
    """Return the limit that the user's `options` set.

    Raises:
        ConfigError: there is none, with what reads cost; or it is wrong.
    """
    with_profiles = flag(options, "profiles")
    smallest = SMALLEST_PAGE * (2 if with_profiles else 1)
    limit = whole(options, "max_reads", low=smallest)
    if limit is None:
        raise ConfigError(
            "x: X bills every post it gives, and no limit is set: max_reads",
            hint=f"set it under [sources.x] in the settings, or --option max_reads=1000; "
            f"{_estimate(1_000)}",
        )
    return Spending(limit, with_profiles=with_profiles, meter=meter)


def _estimate(n_reads: int) -> str:
    posts, both = n_reads * POST_PRICE, n_reads / 2 * (POST_PRICE + PROFILE_PRICE)
    return (
        f"{n_reads:,} reads cost about ${posts:,.2f} if all are posts, and up to ${both:,.2f} with "
        "profiles = true, which reads the profile of each creator too"
    )

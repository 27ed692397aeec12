"""What posts by creators of a home may cost, and what a budget buys of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.branding.against import against
from engine.errors import ConfigError
from engine.exports.papers import Paper
from engine.money.amounts import parse_currency, parse_money, parse_rates
from engine.money.estimates import Account, Asked, estimate
from engine.money.quotes import At, Purchase, Quoted, price_paper, purchase
from engine.money.tables import Tables
from engine.money.usual import usual_of
from engine.outreach.listed import is_listed
from engine.questions.people import People
from engine.store import Store
from engine.store.outreach import do_not_contact

ENDS: tuple[At, ...] = ("low", "middle", "high")
USUAL_END: At = "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """Estimates for creators in the order they were named, and the set bought of them, if any."""

    quoted: Sequence[Quoted]
    asked: Asked
    bought: Purchase | None
    notes: Sequence[str]
    made_at: datetime

    @property
    def paper(self) -> Paper:
        """All of it as a paper, with what is to be said of it."""
        said = [*self.notes]
        if self.asked.platform is not None:
            said.append(f"priced as if they were on {self.asked.platform}")
        said.append("published figures of others, not offers: ask the creator")
        return price_paper(
            self.quoted, self.asked, made_at=self.made_at, bought=self.bought, notes=said
        )


def make_asked(
    form: str,
    niche: str | None,
    platform: str | None,
    *,
    currency: str | None,
    rates: Sequence[str],
    budget: str | None = None,
) -> Asked:
    """Return what is to be priced, as it is typed; the currency is that of the budget unless given.

    Raises:
        ConfigError: a currency, a rate or the budget cannot be read.
    """
    if currency is None and budget is not None:
        currency = parse_money(budget, currency="USD").currency
    return Asked(
        format=form,
        niche=niche,
        platform=platform,
        currency=parse_currency(currency or "USD"),
        rates=parse_rates(rates),
    )


def quote(
    found: People, asked: Asked, tables: Tables, store: Store, *, now: datetime
) -> list[Quoted]:
    """Return an estimate for each of the people, from what their posts usually get before `now`.

    Raises:
        ConfigError: no table knows the format, or a price is in a currency without a rate.
    """
    listed = do_not_contact(store)
    asked = replace(asked, niche=asked.niche or found.topic)
    ids = [person.id for person in found.people]
    posts = store.posts_by(ids, until=now)
    opposed = against(store, found.brands, ids)
    quoted = []
    for person in found.people:
        account = Account(
            platform=person.creator.source,
            followers=person.creator.followers,
            usual=usual_of(posts.get(person.id, ())),
        )
        quoted.append(
            Quoted(
                creator=person.creator,
                estimate=estimate(account, asked, tables),
                score=person.score,
                barred=is_listed(person.creator, listed),
                warnings=opposed.get(person.id, ()),
            )
        )
    return quoted


def buy(
    quoted: Sequence[Quoted], budget: str | None, posts: int | None, *, at: At, currency: str
) -> Purchase | None:
    """Return the best set for the budget, which is in `currency`; None without a budget.

    At most `posts` are bought, where that is None one of each creator. It may take some ten
    seconds.

    Raises:
        ConfigError: nobody has a score, or the budget cannot be read or is in another currency.
    """
    if budget is None:
        return None
    if all(one.score is None for one in quoted):
        raise ConfigError(
            "a budget needs scores to choose by", hint="give --brief BRIEF or --from FILE"
        )
    money = parse_money(budget, currency=currency)
    if money.currency != currency:
        raise ConfigError(
            f"the budget is in {money.currency} and the answer in {currency}",
            hint="leave --currency out",
        )
    return purchase(quoted, money, posts or len(quoted), at=at)

"""What a campaign brought: for each creator and in all, with every input and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from engine.brands.telling.disclosure import Disclosure
from engine.campaigns.finding import Claim, claims_of
from engine.campaigns.sales import ORDER, REFUND, SESSIONS
from engine.money.amounts import Money, Rates
from engine.money.rows import ReachRow, UnitRow
from engine.money.worth import (
    METRICS,
    Term,
    cost_per,
    counts_of,
    emv_terms,
    engagements_of,
    median_engagements,
    reach_share,
    roi,
)
from engine.store.campaigns import Campaign, Member, Sale
from engine.text import number_of
from engine.vocabulary import Creator, Disclosed, Post

BASELINE = timedelta(days=90)
LEAST_BASELINE = 5  # posts
Disclose = Callable[[Post], Disclosure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what results are worked out: unit values, reach, rates, and how disclosure is judged."""

    units: Sequence[UnitRow] = ()
    reach: Sequence[ReachRow] = ()
    rates: Rates = field(default_factory=lambda: Rates({}))
    disclose: Disclose | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A creator of the campaign, their posts, and the other campaigns they are in."""

    member: Member
    creator: Creator | None
    posts: Sequence[Post] = ()
    rivals: Sequence[tuple[Campaign, Member]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one creator, or all of them (`entrant` None), cost and brought.

    Counts are sums of what is known; `unsaid` says of how many posts a metric is not known.
    Amounts are in the campaign's currency, `emv` in that of the unit values unless a rate is
    given; None is not known. `roi` is (revenue - cost) / cost, `cost_per_engagement` cost /
    engagements. `missing` are sentences.
    """

    entrant: Entrant | None
    claims: tuple[Claim, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    unsaid: Mapping[str, int] = field(default_factory=dict)
    engagements: int | None = None
    impressions: float | None = None
    fee: Decimal | None = None
    gift: Decimal | None = None
    cost: Decimal | None = None
    orders: int = 0
    refunds: int = 0
    sessions: int = 0
    revenue: Decimal | None = None
    roi: float | None = None
    cost_per_engagement: float | None = None
    emv: float | None = None
    emv_currency: str | None = None
    terms: tuple[Term, ...] = ()
    disclosed: Mapping[str, int] = field(default_factory=dict)
    median: float | None = None
    baseline: float | None = None
    n_baseline: int = 0
    missing: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[Claim, ...]:
        """The posts that count here and in no other campaign."""
        return tuple(claim for claim in self.claims if claim.counted_in not in claim.others)

    @property
    def lift(self) -> float | None:
        """The median of engagements a post, against that of the organic posts before."""
        return self.median / self.baseline if self.median is not None and self.baseline else None


def result_of(campaign: Campaign, entrant: Entrant, sales: Sequence[Sale], terms: Terms) -> Result:
    """Return what one creator cost and brought; `sales` are all of the campaign."""
    claims = claims_of(campaign, entrant.member, entrant.posts, entrant.rivals)
    posts = [claim.post for claim in claims if claim.counted_in not in claim.others]
    theirs = [sale for sale in sales if member_of(sale, [entrant.member])]
    missing: list[str] = []
    fee = _converted(entrant.member.fee, campaign, terms, missing, what="fee")
    gift = _converted(entrant.member.gift, campaign, terms, missing, what="gift")
    baseline, n_baseline = _baseline(campaign, entrant, terms)
    emv, currency, emv_parts = _emv(posts, campaign, terms)
    result = Result(
        entrant=entrant,
        claims=claims,
        **_counted(posts),  # type: ignore[arg-type]
        impressions=_impressions(posts, entrant, terms),
        fee=fee,
        gift=gift,
        cost=_cost(entrant.member, fee, gift),
        **_sold(theirs, sales, campaign, terms, missing),  # type: ignore[arg-type]
        emv=emv,
        emv_currency=currency,
        terms=emv_parts,
        disclosed=_disclosed(posts, terms),
        median=median_engagements(posts, least=1)[0],
        baseline=baseline,
        n_baseline=n_baseline,
    )
    return _with_missing(_with_ratios(result), missing, any_sales=bool(sales))


def _with_ratios(result: Result) -> Result:
    cost = _float(result.cost)
    return replace(
        result,
        roi=roi(_float(result.revenue), cost),
        cost_per_engagement=cost_per(cost, result.engagements),
    )


def member_of(sale: Sale, members: Sequence[Member]) -> Member | None:
    """Return whose sale it is: by code, else by the tag of a link; None if nobody's."""
    for member in members:
        if sale.code is not None and sale.code.casefold() == member.code.casefold():
            return member
    if sale.code is not None and sale.tag is None:
        return None
    for member in members:
        if sale.tag is not None and sale.tag.casefold() == member.tag.casefold():
            return member
    return None


def _counted(posts: Sequence[Post]) -> dict[str, object]:
    said = [counts_of(post) for post in posts]
    counts = {name: sum(one[name] or 0 for one in said) for name in METRICS}
    unsaid = {name: sum(one[name] is None for one in said) for name in METRICS}
    known = [count for post in posts if (count := engagements_of(post)) is not None]
    return {
        "counts": {name: counts[name] for name in METRICS if unsaid[name] < len(posts)},
        "unsaid": {name: n for name, n in unsaid.items() if n},
        "engagements": sum(known) if known else None,
    }


def _impressions(posts: Sequence[Post], entrant: Entrant, terms: Terms) -> float | None:
    """Return followers x share for each post, None without followers or posts."""
    followers = entrant.creator.followers if entrant.creator else None
    share = None if followers is None else reach_share(followers, terms.reach)
    return None if not followers or share is None or not posts else followers * share * len(posts)


def _converted(
    amount: tuple[Decimal, str] | None,
    campaign: Campaign,
    terms: Terms,
    missing: list[str],
    *,
    what: str,
) -> Decimal | None:
    if amount is None:
        return None
    rate = terms.rates.between(amount[1], campaign.currency)
    if rate is None:
        money = Money(amount[1], amount[0])
        missing.append(f"the {what} of {money} is not in {campaign.currency}: give --rate")
        return None
    return amount[0] * rate


def _cost(member: Member, fee: Decimal | None, gift: Decimal | None) -> Decimal | None:
    """Return fee + gift; None where none is stated, or one that is stated has no rate."""
    unconverted = (member.fee is not None and fee is None) or (
        member.gift is not None and gift is None
    )
    if unconverted or (fee is None and gift is None):
        return None
    return (fee or Decimal(0)) + (gift or Decimal(0))


def _sold(
    theirs: Sequence[Sale],
    sales: Sequence[Sale],
    campaign: Campaign,
    terms: Terms,
    missing: list[str],
) -> dict[str, object]:
    """Return orders, refunds, sessions and revenue.

    Where orders were imported revenue is theirs, and that of sessions does not count: it would
    be the same money twice. Without any import nothing is known of revenue.
    """
    by_order = any(sale.kind in (ORDER, REFUND) for sale in sales)
    paying = [sale for sale in theirs if (sale.kind != SESSIONS) == by_order]
    revenue, unconverted = Decimal(0), 0
    for sale in paying:
        rate = terms.rates.between(sale.currency or campaign.currency, campaign.currency)
        unconverted += rate is None and sale.amount is not None
        revenue += (sale.amount or Decimal(0)) * (rate or Decimal(0))
    if unconverted:
        missing.append(f"{number_of(unconverted, 'sale')} not in {campaign.currency}: give --rate")
    early = sum(sale.sold_at is not None and sale.sold_at < campaign.starts_at for sale in theirs)
    if early:
        missing.append(f"{number_of(early, 'sale')} dated before the campaign: counted, too")
    known = bool(sales) and not unconverted
    orders = sum(sale.kind == ORDER for sale in theirs)
    of_sessions = sum(sale.orders or 0 for sale in theirs if sale.kind == SESSIONS)
    return {
        "orders": orders if by_order else of_sessions,
        "refunds": sum(sale.kind == REFUND for sale in theirs),
        "sessions": sum(sale.sessions or 0 for sale in theirs),
        "revenue": revenue if known else None,
    }


def _emv(
    posts: Sequence[Post], campaign: Campaign, terms: Terms
) -> tuple[float | None, str | None, tuple[Term, ...]]:
    parts = tuple(
        term for post in posts for term in emv_terms(counts_of(post), post.source, terms.units)
    )
    if not parts:
        return None, None, ()
    currency = parts[0].row.currency
    rate = terms.rates.between(currency, campaign.currency)
    value = sum(term.value for term in parts)
    if rate is None:
        return value, currency, parts
    return value * float(rate), campaign.currency, parts


def _baseline(campaign: Campaign, entrant: Entrant, terms: Terms) -> tuple[float | None, int]:
    """Return the median of engagements a post of the organic posts before, and how many say it.

    Organic are their own posts of the 90 days before, in no campaign of ours and, where it is
    judged, without a disclosure.
    """
    before = [
        post
        for post in entrant.posts
        if campaign.starts_at - BASELINE <= post.created_at < campaign.starts_at
        and post.reply_to is None
        and not any(claims_of(*rival, [post]) for rival in entrant.rivals)
        and (terms.disclose is None or terms.disclose(post).level is not Disclosed.CLEAR)
    ]
    return median_engagements(before, least=LEAST_BASELINE)


def _disclosed(posts: Sequence[Post], terms: Terms) -> dict[str, int]:
    if terms.disclose is None:
        return {}
    levels = [terms.disclose(post).level for post in posts]
    return {level.value: levels.count(level) for level in Disclosed}


def _with_missing(result: Result, missing: Sequence[str], *, any_sales: bool) -> Result:
    said = [*missing]
    n_posts = len(result.counted)
    if result.entrant is not None and result.entrant.creator is None:
        said.append("the creator is not in the corpus: their posts are not known")
    elif not n_posts:
        said.append("no post was found")
    for metric, n_unsaid in result.unsaid.items():
        said.append(f"{metric} of {n_unsaid} of {n_posts} posts are not known")
    member = result.entrant.member if result.entrant else None
    if member is not None and member.fee is None and member.gift is None:
        said.append("neither fee nor gift is stated: the cost is not known")
    if not any_sales:
        said.append("no sales were imported: revenue is not known")
    if n_posts and result.baseline is None:
        said.append(
            f"no baseline: {result.n_baseline} organic posts in the 90 days before, "
            f"{LEAST_BASELINE} are needed"
        )
    return replace(result, missing=tuple(said))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)

"""Every number of a campaign is the arithmetic of its inputs, and what is missing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from statistics import median

import pytest

from engine.brands.telling.disclosure import Disclosure
from engine.campaigns.report import Report, report_paper
from engine.campaigns.results import Result, result_of
from engine.campaigns.totals import total_of
from engine.money.amounts import parse_rates
from engine.store.campaigns import Sale
from engine.vocabulary import Disclosed, Post
from tests.engine.campaigns.plans import ANA, MEMBER, SPRING, START, TERMS, entrant
from tests.fakes import NOW, make_creator, make_post

FOUND = (
    make_post("1", "ANA-SPRING", days_ago=20, likes=50, replies=10, reposts=5, views=4_000),
    make_post("2", "#acmespring", hashtags=("acmespring",), days_ago=10, likes=30, replies=None),
)
OFF_TOPIC = make_post("3", "a walk", days_ago=5, likes=900)


def sale(name: str, amount: str, **changes: object) -> Sale:
    kind = "refund" if amount.startswith("-") else "order"
    whole = Sale(sale=name, kind=kind, code="ana-spring", amount=Decimal(amount), currency="EUR")
    return replace(whole, **changes)  # type: ignore[arg-type]


SALES = (sale("1", "200"), sale("2", "90.50"), sale("3", "-40"), sale("4", "70", code="BO"))


def of_ana(*posts: Post, sales: tuple[Sale, ...] = SALES) -> Result:
    return result_of(SPRING, entrant(*(posts or (*FOUND, OFF_TOPIC))), sales, TERMS)


def test_counts_are_sums_of_what_is_known_and_of_how_many_it_is_not() -> None:
    found = of_ana()
    assert [claim.post.native_id for claim in found.counted] == ["1", "2"]
    assert found.counts == {"likes": 80, "comments": 10, "shares": 5, "views": 4_000}
    assert found.unsaid == {"comments": 1, "shares": 1, "views": 1}
    assert found.engagements == (50 + 10 + 5) + 30
    assert "views of 1 of 2 posts are not known" in found.missing


def test_cost_is_fee_and_gift_and_roi_is_revenue_less_cost_over_cost() -> None:
    found = of_ana()
    cost, revenue = 100 + 20.5, 200 + 90.5 - 40
    assert (found.cost, found.revenue) == (Decimal("120.5"), Decimal("250.50"))
    assert (found.orders, found.refunds) == (2, 1)
    assert found.roi == pytest.approx((revenue - cost) / cost)
    assert found.cost_per_engagement == pytest.approx(cost / 95)


def test_earned_media_value_is_the_sum_of_its_terms_and_keeps_its_currency() -> None:
    found = of_ana()
    expected = 80 * 0.30 + 10 * 0.50 + 4_000 / 1_000 * 0.05
    assert (found.emv, found.emv_currency) == (pytest.approx(expected), "USD")
    rated = replace(TERMS, rates=parse_rates(["EUR=1.25USD"]))
    in_euros = result_of(SPRING, entrant(*FOUND), SALES, rated)
    assert (in_euros.emv, in_euros.emv_currency) == (pytest.approx(expected / 1.25), "EUR")


def test_impressions_are_followers_times_the_share_who_see_a_post_times_posts() -> None:
    assert of_ana().impressions == pytest.approx(1_000 * 0.15 * 2)
    unknown = entrant(*FOUND, creator=make_creator("77"))
    assert result_of(SPRING, unknown, (), TERMS).impressions is None


def organic(n: int) -> list[Post]:
    return [
        make_post(f"o{i}", "a day", created_at=START - timedelta(days=i + 1), likes=10 * (i + 1))
        for i in range(n)
    ]


def test_posts_are_compared_with_the_organic_ones_of_the_ninety_days_before() -> None:
    late = make_post("late", "x", created_at=START - timedelta(days=91), likes=10_000)
    reply = make_post("r", "x", created_at=START - timedelta(days=1), likes=9_000, reply_to="1")
    found = of_ana(*FOUND, *organic(6), late, reply)
    base = median(10 * (i + 1) for i in range(6))
    assert (found.baseline, found.n_baseline) == (base, 6)
    assert found.lift == pytest.approx(median([65, 30]) / base)


def test_without_enough_organic_posts_there_is_no_baseline() -> None:
    found = of_ana(*FOUND, *organic(4))
    assert (found.baseline, found.lift, found.n_baseline) == (None, None, 4)
    assert "no baseline: 4 organic posts in the 90 days before, 5 are needed" in found.missing


def test_disclosed_posts_are_no_baseline_and_disclosure_is_counted_for_each_post() -> None:
    def disclose(post: Post) -> Disclosure:
        is_clear = post.native_id in {"1", "o0"}
        return Disclosure(level=Disclosed.CLEAR if is_clear else Disclosed.NONE)

    terms = replace(TERMS, disclose=disclose)
    found = result_of(SPRING, entrant(*FOUND, *organic(6)), SALES, terms)
    assert found.disclosed == {"clear": 1, "weak": 0, "none": 1}
    assert found.n_baseline == 5


def test_posts_that_count_in_another_campaign_count_here_in_nothing() -> None:
    rival = replace(SPRING, id=2, name="launch")
    rivals = [(rival, replace(MEMBER, code="ANA-LAUNCH"))]
    posts = [*FOUND, make_post("4", "ANA-LAUNCH @acme", days_ago=2, likes=1_000)]
    found = result_of(SPRING, entrant(*posts, rivals=rivals), SALES, TERMS)
    counted = {claim.post.native_id: claim.counted_in for claim in found.claims}
    assert counted == {"1": "spring", "2": "launch", "4": "launch"}
    assert found.counts["likes"] == 50


def test_a_fee_in_another_currency_is_kept_and_converted_by_the_rate_given_only() -> None:
    member = replace(MEMBER, fee=(Decimal(50), "USD"))
    unrated = result_of(SPRING, entrant(*FOUND, member=member), SALES, TERMS)
    assert (unrated.cost, unrated.roi, unrated.gift) == (None, None, Decimal("20.50"))
    assert "the fee of 50.00 USD is not in EUR: give --rate" in unrated.missing
    rated = replace(TERMS, rates=parse_rates(["USD=0.9EUR"]))
    found = result_of(SPRING, entrant(*FOUND, member=member), SALES, rated)
    assert found.cost == Decimal("45.0") + Decimal("20.50")


def test_sales_in_another_currency_without_a_rate_leave_revenue_unknown() -> None:
    found = of_ana(sales=(*SALES, sale("5", "10", currency="USD")))
    assert (found.revenue, found.roi) == (None, None)
    assert "1 sale not in EUR: give --rate" in found.missing


def test_revenue_of_sessions_counts_only_where_no_orders_were_imported() -> None:
    visits = Sale(
        sale="s", kind="sessions", tag="ANA", amount=Decimal(300), currency="EUR",
        orders=4, sessions=80,
    )  # fmt: skip
    alone, both = of_ana(sales=(visits,)), of_ana(sales=(visits, *SALES))
    assert (alone.revenue, alone.orders, alone.sessions) == (300, 4, 80)
    assert (both.revenue, both.orders, both.sessions) == (Decimal("250.50"), 2, 80)


def test_nothing_stated_is_not_nothing_spent() -> None:
    bare = entrant(member=replace(MEMBER, fee=None, gift=None))
    found = result_of(SPRING, bare, (), TERMS)
    assert (found.cost, found.revenue, found.roi, found.engagements) == (None, None, None, None)
    assert found.missing == (
        "no post was found",
        "neither fee nor gift is stated: the cost is not known",
        "no sales were imported: revenue is not known",
    )
    gone = result_of(SPRING, replace(bare, creator=None), (), TERMS)
    assert gone.missing[0] == "the creator is not in the corpus: their posts are not known"


def test_a_total_sums_what_is_known_and_its_ratios_compare_like_with_like() -> None:
    bo = replace(MEMBER, key=ANA._replace(native_id="78"), code="BO", tag="bo", fee=None, gift=None)
    post = replace(FOUND[0], native_id="9", creator_id="78", text="code BO")
    theirs = result_of(SPRING, entrant(post, member=bo), SALES, TERMS)
    mine = of_ana()
    total = total_of([mine, theirs], replace(SPRING, erased=1))
    assert (total.revenue, total.cost) == (Decimal("250.50") + 70, Decimal("120.50"))
    assert total.roi == mine.roi
    assert total.cost_per_engagement == mine.cost_per_engagement
    assert total.counts["likes"] == 80 + 50
    assert len(total.counted) == 3
    assert total.missing == (
        "cost of 1 of 2 creators not known: left out of its sum and ratios",
        "1 creator was erased since: neither their cost nor their sales are in this report",
    )


def test_the_report_lists_every_input() -> None:
    mine = of_ana()
    report = Report(
        campaign=SPRING,
        results=(mine,),
        total=total_of([mine], SPRING),
        sales=SALES,
        terms=TERMS,
        unit_set="later",
        made_at=NOW,
    )
    paper = report_paper(report)
    creators, posts, inputs = paper.sheets
    row = dict(zip(creators.heads, creators.rows[0], strict=True))
    assert (row["code"], row["cost"], row["revenue"]) == ("ANA-SPRING", 120.5, 250.5)
    assert row["link"] == (
        "https://www.acme.example/spring/?utm_source=mastodon&utm_medium=creator"
        "&utm_campaign=spring&utm_content=ana"
    )
    assert creators.rows[-1][0] == "total"
    assert [one[posts.heads.index("found_by")] for one in posts.rows] == ["code", "hashtag"]
    assert ("roi", "(revenue - cost) / cost") in inputs.rows
    assert any(str(one[0]).startswith("unit value of likes") for one in inputs.rows)
    document = paper.document
    assert document["total"]["roi"] == pytest.approx(float(mine.roi or 0))
    assert document["unattributed_sales"] == {"rows": 1, "codes": ["BO"], "tags": []}
    assert document["unit_values"]["rows"][0]["source"].startswith("Later Influence")


def test_one_thing_that_is_missing_hides_no_other() -> None:
    unpaid = replace(entrant(*FOUND), member=replace(MEMBER, fee=None, gift=None))
    in_pounds = (sale("1", "200", currency="GBP"),)
    found = result_of(SPRING, unpaid, in_pounds, TERMS)
    assert "1 sale not in EUR: give --rate" in found.missing
    assert "neither fee nor gift is stated: the cost is not known" in found.missing
    paid = replace(entrant(*FOUND), member=replace(MEMBER, fee=(Decimal(9), "GBP"), gift=None))
    found = result_of(SPRING, paid, (), TERMS)
    assert "the fee of 9.00 GBP is not in EUR: give --rate" in found.missing
    assert "no sales were imported: revenue is not known" in found.missing


def test_a_sale_dated_before_the_campaign_counts_and_is_said() -> None:
    early = sale("1", "200", sold_at=START - timedelta(days=1))
    found = of_ana(sales=(early, sale("2", "50", sold_at=START)))
    assert found.revenue == 250
    assert "1 sale dated before the campaign: counted, too" in found.missing

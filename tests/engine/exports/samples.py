"""Shortlists made by hand, with every kind of text that should do harm and does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.vocabulary import (
    BrandTally,
    Brief,
    Candidate,
    CorpusSummary,
    Creator,
    CreatorFilter,
    Discount,
    Engagement,
    Evidence,
    Formula,
    Post,
    PostFilter,
    Range,
    Shortlist,
    Stance,
    Understood,
)

MADE_AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LONG_TEXT = ("Grinding espresso again, notes on the burrs. " * 120)[:5000]
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\x00=1+1",
    "  =1+1",
    "\uff1d1+1",
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "evil \u202etxt.exe \u2066bidi",
    "esc \x1b]8;;http://evil.example\x07 \x9b31m bell \x07",
    "lone \ud800 surrogate",
    "☕️ 👩‍👩‍👧‍👦 espresso 🇵🇹 \uff03émoji",
    "_x0041_ ]]> &amp; &#60;",
)
BAD_LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " https://blank.example/",
    "https://two words.example/",
    "//no-scheme.example/",
    "file:///etc/passwd",
    "https://",
    "https://right\u202eleft.example/",
    'https://ok.example/"onmouseover="alert(1)',
)


def post(
    native_id: str,
    text: str,
    *,
    days_ago: float = 1.0,
    url: str | None = None,
    engagement: Engagement | None = None,
) -> Post:
    return Post(
        source="mastodon",
        native_id=native_id,
        creator_id="77",
        text=text,
        created_at=MADE_AT - timedelta(days=days_ago),
        url=url,
        engagement=engagement or Engagement(),
    )


ANA = Candidate(
    creator=Creator(
        source="mastodon",
        native_id="77",
        handle="ana@example.social",
        name="Ana Coffee",
        bio="Home barista in Porto. Writes about grinders.",
        url="https://example.social/@ana",
        followers=12034,
        location="Porto",
    ),
    contributions={
        "relevance": 33.1,
        "frequency": 14.0,
        "focus": 9.9,
        "engagement": 8.2,
        "recency": 6.1,
    },
    unknown=("views",),
    evidence=(
        Evidence(
            post=post(
                "1147",
                "Dialled in my espresso grinder; #Espresso shots run at 28 seconds now.",
                url="https://example.social/@ana/1147",
                engagement=Engagement(likes=3, replies=0),
            ),
            relevance=0.91,
            points=4.2,
            ranks={"lexical": 2, "dense": 1},
            copies=3,
            similarity=0.71,
            strength=6.4,
            weight=0.35,
            discounts=(
                Discount(kind="repeats", left=0.35, similarity=0.62, earlier=("mastodon", "1102")),
                Discount(kind="hashtag wall", left=1.0),
            ),
            without=0.8,
            mentions=("la-marzocco", "niche"),
        ),
        Evidence(
            post=post("1102", LONG_TEXT, days_ago=40.5, url="https://example.social/@ana/1102"),
            relevance=0.62,
            points=1.05,
        ),
    ),
    posts_on_topic=7,
    posts_seen=41,
    tier="micro",
    inputs={"relevance": {"best": 9.5, "profile": None}, "recency": {"days": 12.0}},
    discounted={"repeats": 3, "prize draw": 1},
    mentions={
        "la-marzocco": BrandTally(posts=3, stances={Stance.AGAINST: 2, Stance.FOR: 1}),
        "niche": BrandTally(posts=1, stances={Stance.AGAINST: 1}),
    },
)
# Parts are given in another order, one is new to us, one takes points away, two are not known.
MALLORY = Candidate(
    creator=Creator(
        source="blue sky",
        native_id="did:plc:100% <b>",
        handle="@mallory",
        name=HOSTILE[0],
        bio=HOSTILE[9],
        url=BAD_LINKS[0],
        followers=None,
        location=HOSTILE[10],
    ),
    contributions={"recency": 0.125, "novelty": 1 / 3, "relevance": 25.0, "hygiene": -3.0},
    unknown=("frequency", "focus", "engagement", "followers"),
    evidence=tuple(
        Evidence(
            post=post(
                f"m{i}",
                text,
                days_ago=3.0 * i + 0.25,
                url=BAD_LINKS[i % len(BAD_LINKS)],
                engagement=Engagement(likes=0, replies=1, views=10_000_000_000),
            ),
            relevance=1 / (i + 3),
            points=1 / (i + 7),
        )
        for i, text in enumerate(HOSTILE)
    ),
    posts_on_topic=1,
    posts_seen=1,
    tier=None,
)
SILENT = Candidate(
    creator=Creator(source="mastodon", native_id="0012"),
    contributions={"relevance": 2.0},
    unknown=("recency",),
)
CORPUS = CorpusSummary(
    posts=9615,
    creators=500,
    oldest=datetime(2025, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
    newest=MADE_AT - timedelta(hours=1),
    by_source={"mastodon": 9000, "blue sky": 615},
)
SHORTLIST = Shortlist(
    brief=Brief(
        text="home espresso grinders, 5k to 50k followers",
        brands=("la-marzocco",),
        topic="home espresso grinders",
        id="home espresso",
        where=PostFilter(
            sources=("mastodon", "blue sky"),
            langs=("en",),
            since=datetime(2025, 6, 1, tzinfo=UTC),
            until=datetime(2026, 10, 1, 12, 30, tzinfo=UTC),
            hashtags=("espresso",),
            exclude=("coach", "=1+1"),
            creators=CreatorFilter(
                followers=Range(low=5000, high=50000),
                engagement_rate=Range(low=0.025),
                location="Porto",
                bio="barista",
                active_since=datetime(2026, 5, 2, 12, 0, tzinfo=UTC),
                min_posts=3,
                mentions_any=("la-marzocco",),
                mentions_none=("breville", "sage"),
                exclude=("coach", "=1+1"),
            ),
        ),
        understood=(Understood(words="5k to 50k followers", meaning="followers 5000..50000"),),
        weights={"relevance": 40.0},
    ),
    candidates=(ANA, MALLORY, SILENT),
    made_at=MADE_AT,
    engine_version="0.1.0",
    model_id="minilm-0123",
    corpus=CORPUS,
    dropped={"location": 1, "followers": 1204},
    labels=("real text, simulated creators",),
    formulae=(
        Formula(
            part="recency",
            points=4.0,
            text="2 ** (-days / recency_half_life)",
            constants={"recency_half_life": 90.0},
        ),
    ),
)
NOBODY = Shortlist(
    brief=Brief(text="=cmd|' /C calc'!A0 <b>", topic="calc", id="b2"),
    candidates=(),
    made_at=MADE_AT,
    engine_version="0.1.0",
    model_id="minilm-0123",
    corpus=CorpusSummary(posts=0, creators=0, oldest=None, newest=None, by_source={}),
)
BATCH = (SHORTLIST, NOBODY)

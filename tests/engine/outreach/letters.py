"""What a letter is drafted from, for the tests of letters."""

from __future__ import annotations

from dataclasses import replace

from engine.money.estimates import Account, Asked, estimate
from engine.money.tables import load_tables
from engine.outreach.drafts import Addressee, Approach
from engine.outreach.templates import LetterTemplate
from engine.store.outreach import DoNotContact
from tests.fakes import make_creator, make_post

ANA = make_creator("77", handle="ana", name="Ana", bio="ana@example.org", followers=20_000)
POSTS = (
    make_post("1", "Espresso grinder dialled in", days_ago=9, url="https://example.social/1"),
    make_post("2", "Latte art and espresso", days_ago=3),
    make_post("3", "A walk in Porto", days_ago=1),
)
PRICED = estimate(Account(platform="instagram", followers=20_000), Asked(), load_tables())
UNPRICED = estimate(Account(platform="instagram", followers=None), Asked(), load_tables())
TEMPLATE = LetterTemplate("Subject: Hi {{ creator.handle }}\n\n{{ post.quote }}\n", "my.j2")


def approach(template: LetterTemplate = TEMPLATE, **changes: object) -> Approach:
    plain = Approach(
        template=template,
        brand="Acme",
        sender="Jo",
        topic="espresso",
        about="espresso coffee",
        barred=DoNotContact([]),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def to_ana(**changes: object) -> Addressee:
    whole = Addressee(creator=ANA, posts=POSTS, estimate=PRICED)
    return replace(whole, **changes)  # type: ignore[arg-type]

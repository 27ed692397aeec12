"""The book of campaigns: who takes part for what, by which code and link, and what was sold.

Campaigns stand in the database and not in files of their own, so that erasing a creator takes
their rows out in the same transaction; `erased` counts those, for reports to say what is missing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.errors import ConfigError
from engine.store.rows import from_microseconds, to_list, to_microseconds, to_words
from engine.store.store import Store
from engine.vocabulary import CreatorKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign from `starts_at` to before `ends_at`; `url` is the page its links lead to."""

    name: str
    starts_at: datetime
    ends_at: datetime
    currency: str
    url: str | None = None
    hashtags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    erased: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A creator of a campaign: what they are paid and given (None: not stated), code and tag.

    `tag` is what the links of the creator carry as `utm_content`. Amounts are (amount, currency).
    """

    key: CreatorKey
    code: str
    tag: str
    fee: tuple[Decimal, str] | None = None
    gift: tuple[Decimal, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """An order, a refund (its amount is negative) or the sessions of a link.

    `sale` identifies it: importing it again changes the row and adds none.
    """

    sale: str
    kind: str  # order, refund or sessions
    code: str | None = None
    tag: str | None = None
    sold_at: datetime | None = None
    amount: Decimal | None = None
    currency: str | None = None
    orders: int | None = None
    sessions: int | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """How many sales were new, changed what was there, or were there already."""

    new: int
    changed: int
    same: int


def create(store: Store, campaign: Campaign, *, now: datetime) -> None:
    """Keep a new campaign.

    Raises:
        ConfigError: there is one of that name.
    """
    row = (
        *(campaign.name, to_microseconds(campaign.starts_at), to_microseconds(campaign.ends_at)),
        *(campaign.currency, campaign.url, to_list(campaign.hashtags)),
        *(to_list(campaign.mentions), to_microseconds(now)),
    )
    with store.noting() as connection:
        try:
            connection.execute(
                """INSERT INTO campaigns(name, starts_at, ends_at, currency, url, hashtags,
                    mentions, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                row,
            )
        except sqlite3.IntegrityError as error:
            raise ConfigError(
                f"there is a campaign {campaign.name!r} already", hint="name it otherwise"
            ) from error


def campaigns(store: Store) -> tuple[Campaign, ...]:
    """Return all campaigns, by their beginning, then by name."""
    with store.reading() as connection:
        rows = connection.execute(
            """SELECT id, name, starts_at, ends_at, currency, url, hashtags, mentions, erased
                FROM campaigns ORDER BY starts_at, name"""
        ).fetchall()
    return tuple(_campaign(row) for row in rows)


def _campaign(row: Sequence[object]) -> Campaign:
    id_, name, starts_at, ends_at, currency, url, hashtags, mentions, erased = row
    return Campaign(
        id=int(str(id_)),
        name=str(name),
        starts_at=_moment(int(str(starts_at))),
        ends_at=_moment(int(str(ends_at))),
        currency=str(currency),
        url=None if url is None else str(url),
        hashtags=to_words(str(hashtags)),
        mentions=to_words(str(mentions)),
        erased=int(str(erased)),
    )


def remove(store: Store, campaign: Campaign) -> None:
    """Forget a campaign with its creators and its sales."""
    with store.noting() as connection:
        connection.execute("DELETE FROM campaigns WHERE id = ?", (campaign.id,))


def put_member(store: Store, campaign: Campaign, member: Member) -> None:
    """Add a creator to a campaign, or change what is kept of one.

    Raises:
        ConfigError: another creator of the campaign has that code or tag.
    """
    fee, gift = member.fee or (None, None), member.gift or (None, None)
    row = (
        *(campaign.id, *member.key, _text(fee[0]), fee[1], _text(gift[0]), gift[1]),
        *(member.code, member.tag),
    )
    with store.noting() as connection:
        try:
            connection.execute(
                """INSERT INTO campaign_creators VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT(campaign, source, native_id) DO UPDATE SET fee = excluded.fee,
                    fee_currency = excluded.fee_currency, gift = excluded.gift,
                    gift_currency = excluded.gift_currency, code = excluded.code,
                    tag = excluded.tag""",
                row,
            )
        except sqlite3.IntegrityError as error:
            raise ConfigError(
                f"another creator of the campaign has the code {member.code} or the tag "
                f"{member.tag}",
                hint="give another one with --code",
            ) from error


def remove_member(store: Store, campaign: Campaign, key: CreatorKey) -> bool:
    """Take a creator out of a campaign; return whether they were in it. Sales stay."""
    query = "DELETE FROM campaign_creators WHERE campaign = ? AND source = ? AND native_id = ?"
    with store.noting() as connection:
        return bool(connection.execute(query, (campaign.id, *key)).rowcount)


def members(store: Store, campaign: Campaign) -> tuple[Member, ...]:
    """Return the creators of a campaign, by source and id."""
    with store.reading() as connection:
        rows = connection.execute(
            """SELECT source, native_id, fee, fee_currency, gift, gift_currency, code, tag
                FROM campaign_creators WHERE campaign = ? ORDER BY source, native_id""",
            (campaign.id,),
        ).fetchall()
    return tuple(
        Member(
            key=CreatorKey(source, native_id),
            fee=None if fee is None else (Decimal(fee), fee_currency),
            gift=None if gift is None else (Decimal(gift), gift_currency),
            code=code,
            tag=tag,
        )
        for source, native_id, fee, fee_currency, gift, gift_currency, code, tag in rows
    )


def codes_in_use(store: Store) -> frozenset[str]:
    """Return the codes of all campaigns, in capitals."""
    with store.reading() as connection:
        rows = connection.execute("SELECT DISTINCT upper(code) FROM campaign_creators")
        return frozenset(row[0] for row in rows)


_SALE = "kind, code, tag, sold_at, amount, currency, orders, sessions"


def put_sales(store: Store, campaign: Campaign, sales: Sequence[Sale]) -> Imported:
    """Keep sales of a campaign, all or none; one that is there already is changed."""
    with store.noting() as connection:
        before = {
            row[0]: tuple(row[1:])
            for row in connection.execute(
                f"SELECT sale, {_SALE} FROM campaign_sales WHERE campaign = ?",  # noqa: S608
                (campaign.id,),
            )
        }
        rows = {sale.sale: _sale_row(sale) for sale in sales}
        connection.executemany(
            f"INSERT OR REPLACE INTO campaign_sales(campaign, sale, {_SALE}) "  # noqa: S608
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(campaign.id, sale, *row) for sale, row in rows.items()],
        )
    same = sum(before.get(sale) == row for sale, row in rows.items())
    changed = sum(before.get(sale, row) != row for sale, row in rows.items())
    return Imported(new=len(rows) - same - changed, changed=changed, same=same)


def sales_of(store: Store, campaign: Campaign) -> tuple[Sale, ...]:
    """Return the sales of a campaign, in order of what identifies them."""
    with store.reading() as connection:
        rows = connection.execute(
            f"SELECT sale, {_SALE} FROM campaign_sales WHERE campaign = ? "  # noqa: S608
            "ORDER BY sale",
            (campaign.id,),
        ).fetchall()
    return tuple(
        Sale(
            sale=sale,
            kind=kind,
            code=code,
            tag=tag,
            sold_at=from_microseconds(sold_at),
            amount=None if amount is None else Decimal(amount),
            currency=currency,
            orders=orders,
            sessions=sessions,
        )
        for sale, kind, code, tag, sold_at, amount, currency, orders, sessions in rows
    )


def _sale_row(sale: Sale) -> tuple[object, ...]:
    sold_at = None if sale.sold_at is None else to_microseconds(sale.sold_at)
    return (
        *(sale.kind, sale.code, sale.tag, sold_at, _text(sale.amount)),
        *(sale.currency, sale.orders, sale.sessions),
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _moment(microseconds: int) -> datetime:
    moment = from_microseconds(microseconds)
    if moment is None:
        raise ValueError("a time that is never unknown")
    return moment

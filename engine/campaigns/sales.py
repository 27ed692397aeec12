"""Sales from a CSV: orders with a discount code, or sessions of links with UTM parameters.

Columns are known by the heads that shops and analytics give them. A line that cannot be read is
named and costs one line. Every sale has a name of its own, so that a file may be read twice, or a
newer one over an older: an order by its id; a refund by its id, date and amount; what has no id by
all it says and how often the file says it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from engine.errors import InputError
from engine.store.campaigns import Sale

ORDER, REFUND, SESSIONS = "order", "refund", "sessions"
_HEADS: Mapping[str, tuple[str, ...]] = {
    "order": (
        *("order", "order id", "order number", "order name", "transaction id", "name", "id"),
    ),
    "code": (
        *("code", "discount code", "discount codes", "coupon", "coupon code", "promo code"),
        *("promotion code", "voucher", "voucher code"),
    ),
    "amount": (
        *("amount", "revenue", "total", "order total", "total revenue", "net sales", "net"),
        *("subtotal", "value", "sales", "purchase revenue", "price"),
    ),
    "currency": ("currency", "currency code"),
    "date": ("date", "created at", "order date", "day", "paid at", "time"),
    "tag": (
        *("utm content", "session manual ad content", "manual ad content", "ad content"),
        *("utm_content",),
    ),
    "campaign": ("utm campaign", "session campaign", "campaign", "campaign name"),
    "sessions": ("sessions", "visits", "users", "clicks"),
    "orders": ("orders", "transactions", "purchases", "conversions", "ecommerce purchases"),
}
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NEEDED = "order id, code, amount (and currency, date), or utm_content, sessions, revenue"
_AMOUNT = re.compile(
    r"(?P<before>[-(]?)(?P<digits>\d[\d.,]*|[.,]\d+)(?P<after>[-)]?)(?P<code>[A-Z]{3})?", re.ASCII
)
_GROUP = 3  # digits between separators of thousands
_SHOWN = 10
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP"}


@dataclass(slots=True)
class SalesFile:
    """The sales of a file, and what could not be read of it: (line, reason)."""

    sales: list[Sale] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    elsewhere: int = 0  # sessions of other campaigns
    continued: int = 0  # further lines of an order, without an amount of their own
    repeated: int = 0  # lines that say again what one before them says of an order

    def sentences(self) -> Iterator[str]:
        """Yield what to say of the file."""
        refunds = [sale for sale in self.sales if sale.kind == REFUND]
        if refunds:
            yield f"negative amounts, kept as refunds that lower revenue: {len(refunds):,}"
        if self.elsewhere:
            yield f"lines of other campaigns, left out: {self.elsewhere:,}"
        if self.continued:
            yield f"lines that go on with an order and have no amount, left out: {self.continued:,}"
        if self.repeated:
            yield f"lines that repeat an order as it is, counted once: {self.repeated:,}"
        if self.problems:
            yield f"lines that could not be read, left out: {len(self.problems):,}"
        for line, reason in self.problems[:_SHOWN]:
            yield f"  line {line}: {reason}"


def read_sales(file: Path, *, campaign: str, currency: str) -> SalesFile:
    """Return the sales in `file`; amounts without a currency are in `currency`.

    Raises:
        InputError: it cannot be read, or has no columns of sales.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{file} cannot be read: {error}", hint="save it as CSV in UTF-8"
        ) from error
    head, _, _ = text.partition("\n")
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    heads = _heads(next(reader, []))
    if "amount" not in heads and "sessions" not in heads:
        raise InputError(f"{file} has no columns of sales", hint=f"it needs {_NEEDED}")
    if not {"code", "tag"} & heads.keys():
        raise InputError(
            f"{file} does not say by which code or link anything was sold",
            hint=f"it needs {_NEEDED}",
        )
    return _Reading(heads, campaign=campaign, currency=currency).read(reader)


def _heads(row: Sequence[str]) -> dict[str, int]:
    """Return the position of every column we know, the first name of a kind winning."""
    named = {re.sub(r"[\s_/-]+", " ", cell).strip().casefold(): i for i, cell in enumerate(row)}
    found = {}
    for kind, names in _HEADS.items():
        places = [
            named[name.replace("_", " ")] for name in names if name.replace("_", " ") in named
        ]
        if places:
            found[kind] = places[0]
    return found


class _Lines(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __next__(self) -> list[str]: ...


class _Reading:
    """The reading of one file."""

    def __init__(self, heads: Mapping[str, int], *, campaign: str, currency: str) -> None:
        self._heads = heads
        self._campaign = campaign
        self._currency = currency
        self._file = SalesFile()
        self._times: Counter[str] = Counter()
        self._orders: dict[str, Sale] = {}
        self._by_session = "sessions" in heads or not {"code", "order"} & heads.keys()

    def read(self, reader: _Lines) -> SalesFile:
        """Return what the lines below the head say; a record is named by its last line."""
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return self._file
            except csv.Error as error:
                self._file.problems.append((reader.line_num, str(error)))
                continue
            if not any(cell.strip() for cell in row):
                continue
            try:
                self._line(row)
            except ValueError as error:
                self._file.problems.append((reader.line_num, str(error)))

    def _line(self, row: Sequence[str]) -> None:
        if self._by_session:
            self._sessions(row)
        else:
            self._order(row)

    def _order(self, row: Sequence[str]) -> None:
        order, written = self._cell(row, "order"), self._cell(row, "amount")
        if not written and order and order in self._orders:
            self._file.continued += 1
            return
        if not written:
            raise ValueError("no amount")
        amount, currency = _amount(written)
        sale = Sale(
            sale="",
            kind=REFUND if amount < 0 else ORDER,
            code=self._cell(row, "code") or None,
            tag=self._cell(row, "tag") or None,
            sold_at=_day(self._cell(row, "date")),
            amount=amount,
            currency=self._named_currency(row, currency),
        )
        self._keep(sale, order)

    def _keep(self, sale: Sale, order: str) -> None:
        from dataclasses import replace

        name = f"order:{order}" if order and sale.kind == ORDER else self._named(sale, order)
        sale = replace(sale, sale=name)
        if name in self._orders:
            if self._orders[name] != sale:
                raise ValueError(f"order {order} stands twice and differs: the first is kept")
            self._file.repeated += 1
            return
        self._orders[name] = sale
        if order:
            self._orders[order] = sale
        self._file.sales.append(sale)

    def _sessions(self, row: Sequence[str]) -> None:
        campaign = self._cell(row, "campaign")
        if campaign and campaign.casefold() != self._campaign.casefold():
            self._file.elsewhere += 1
            return
        tag = self._cell(row, "tag")
        if not tag:
            raise ValueError("no utm_content")
        written = self._cell(row, "amount")
        amount, currency = _amount(written) if written else (None, None)
        sale = Sale(
            sale="",
            kind=SESSIONS,
            tag=tag,
            sold_at=_day(self._cell(row, "date")),
            amount=amount,
            currency=None if amount is None else self._named_currency(row, currency),
            orders=_whole(self._cell(row, "orders")),
            sessions=_whole(self._cell(row, "sessions")),
        )
        self._session_row(sale)

    def _session_row(self, sale: Sale) -> None:
        """Keep sessions by link and day: a newer export of a day takes the place of an older."""
        from dataclasses import replace

        day = "" if sale.sold_at is None else f"{sale.sold_at:%Y-%m-%d}"
        name = f"{SESSIONS}:{(sale.tag or '').casefold()}:{day}"
        self._times[name] += 1
        self._file.sales.append(replace(sale, sale=f"{name}:{self._times[name]}"))

    def _named(self, sale: Sale, order: str) -> str:
        said = (sale.kind, order, sale.code, sale.tag, sale.sold_at, sale.amount, sale.currency)
        hashed = blake2b(repr(said).encode(), digest_size=8).hexdigest()
        self._times[hashed] += 1
        return f"{sale.kind}:{hashed}:{self._times[hashed]}"

    def _cell(self, row: Sequence[str], kind: str) -> str:
        place = self._heads.get(kind)
        cell = row[place].strip() if place is not None and place < len(row) else ""
        return _MAIL.sub(_hashed, cell)  # an order known by who ordered

    def _named_currency(self, row: Sequence[str], found: str | None) -> str:
        named = self._cell(row, "currency").upper()
        if named and not re.fullmatch(r"[A-Z]{3}", named, re.ASCII):
            raise ValueError(f"{named!r} is not a currency")
        return named or found or self._currency


def _hashed(address: re.Match[str]) -> str:
    return f"e-mail {blake2b(address[0].casefold().encode(), digest_size=8).hexdigest()}"


def _amount(text: str) -> tuple[Decimal, str | None]:
    """Return the amount, and its currency where it is said: `1,234.50`, `12,50 €`, `(5.00)`.

    A point, or a comma that is not before three digits, is that of decimals; of both the last.
    """
    currency = next((code for sign, code in _CURRENCIES.items() if sign in text), None)
    match = _AMOUNT.fullmatch(re.sub(r"[€$£\s']", "", text))
    if match is None:
        raise ValueError(f"{text!r} is not an amount")
    whole, decimals = _parts(match["digits"])
    is_negative = bool(match["before"] or match["after"])
    number = Decimal(f"{whole or '0'}.{decimals or '0'}")
    return -number if is_negative else number, match["code"] or currency


def _parts(digits: str) -> tuple[str, str]:
    """Return the digits before and after the decimals' separator."""
    separators = re.findall(r"[.,]", digits)
    last = separators[-1] if separators else ""
    after = digits.rpartition(last)[2] if last else ""
    grouped = last == "," and len(after) == _GROUP and len(set(separators)) == 1
    if not last or grouped or separators.count(last) > 1:
        return re.sub(r"[.,]", "", digits), ""
    return re.sub(r"[.,]", "", digits[: -len(after) - 1]), after


def _day(text: str) -> datetime | None:
    """Return the moment of an ISO date, with or without time, or of 20260131; None for none."""
    if not text:
        return None
    written = f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch(r"\d{8}", text) else text
    written = re.sub(r"\s(?=[+-]\d{4}$)", "", written).replace(" UTC", "+00:00")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date such as 2026-01-31") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _whole(text: str) -> int | None:
    if not text:
        return None
    digits = re.sub(r"[,\s]", "", text).removesuffix(".0")
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        raise ValueError(f"{text!r} is not a whole number")
    return int(digits)

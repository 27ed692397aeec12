"""Values into pages: the templates, and what every page is given."""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from aiohttp import web
from jinja2 import Environment

from engine import __version__
from engine.charts import STYLE
from engine.exports.parts import discount_text, discounted_text, warnings_of
from engine.exports.report import percent, points, sentence
from engine.exports.templates import make_environment
from engine.exports.writing import left_out_reason, web_link
from engine.text.languages import language_name
from engine.web import keys
from engine.web.addresses import Address, creator_path, list_path
from engine.web.navigation import entries
from engine.web.wording import capital, worded

STATIC = files("engine.web") / "static"
NOT_KNOWN = "\N{EN DASH}"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_THOUSAND, _MILLION = 1_000, 1_000_000


def make_templates() -> Environment:
    """Return the templates; all that is printed is escaped, and cleaned of what cannot be seen."""
    environment = make_environment(
        "engine.web",
        "templates",
        day=day,
        count=_count,
        short=short,
        points=points,
        percent=percent,
        sentence=sentence,
        left_out=left_out_reason,
        discount=discount_text,
        discounted=discounted_text,
        warnings=warnings_of,
        link=web_link,
        one=_one,
        moment=_moment,
        expm1=math.expm1,
        worded=worded,
        capital=capital,
        on=_on,
        clock=_clock,
        language=language_name,
        last_day=_last_day,
    )
    environment.globals.update(list_path=list_path, day_after=_day_after)
    environment.globals.update(creator_path=creator_path, version=__version__, asset=asset)
    return environment


def render(
    request: web.Request, template: str, *, status: int = 200, **values: Any
) -> web.Response:
    """Return the page `template` makes of `values` and of what every page shows."""
    app = request.app
    text = (
        app[keys.TEMPLATES]
        .get_template(template)
        .render(
            form_token=app[keys.DOOR].form_token,
            navigation=entries(app[keys.SERVED].has_posts),
            here=Address.of(request.rel_url),
            home=app[keys.SERVED].home,
            brand_names=app[keys.SERVED].brand_names,
            is_demo=app[keys.SERVED].home != app[keys.TOOLS].home,
            job=app[keys.JOBS].last,
            ear=app[keys.EARS].last,
            beside=app[keys.WORK].doing if app[keys.WORK].is_running else "",
            **values,
        )
    )
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)


async def chart_style(_request: web.Request) -> web.StreamResponse:
    """Give the style sheet of charts, which stands beside them and not beside the page's."""
    return web.FileResponse(STYLE)


@cache
def asset(name: str) -> str:
    """Return the address of one of our own files, another one when it has changed."""
    place = STYLE if name == STYLE.name else STATIC / name
    digest = hashlib.blake2b(place.read_bytes(), digest_size=6).hexdigest()
    return f"/static/{name}?{digest}"


def day(moment: datetime | None) -> str:
    """Return `1 May 2026`, a dash where it is not known."""
    if moment is None:
        return NOT_KNOWN
    at = moment.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _moment(moment: datetime) -> str:
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def _on(written: str) -> str:
    """Return `2026-05-01` as a day is written on pages."""
    return day(datetime.fromisoformat(written).replace(tzinfo=UTC))


def _clock(written: str) -> str:
    """Return `2026-05-01T10:00:00+00:00` as `1 May 2026, 10:00`, UTC."""
    at = datetime.fromisoformat(written)
    at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return f"{day(at)}, {at:%H:%M}"


def _last_day(end: datetime | str) -> str:
    """Return the last day of a time that ends before `end`."""
    at = datetime.fromisoformat(end).replace(tzinfo=UTC) if isinstance(end, str) else end
    return day(at - timedelta(microseconds=1))


def _day_after(moment: datetime) -> datetime:
    return moment + timedelta(days=1)


def _count(number: float) -> str:
    return f"{number:,.0f}"


def short(number: float | None) -> str:
    """Return `37.1k`, a dash where it is not known."""
    if number is None:
        return NOT_KNOWN
    for size, letter in ((_MILLION, "m"), (_THOUSAND, "k")):
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + letter
    return f"{number:,.0f}"


def _one(count: int, one: str, more: str | None = None) -> str:
    """Return `1 post` or `2 posts`."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"

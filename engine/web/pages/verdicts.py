"""What people say of mentions in the page: kept at once, learnt from when asked for."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from engine.branding.finding import require_card
from engine.branding.labelling import MEANT, forget, say
from engine.brands.cards.files import read_card
from engine.errors import ConfigError
from engine.questions import Opened
from engine.questions.given import chosen
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand, PostKey
from engine.web import keys
from engine.web.addresses import back

FORGET = "forget"


async def label(request: web.Request) -> web.StreamResponse:
    """Keep what somebody says of a post, or forget it, and go back to where they were."""
    fields = await request.post()
    card = _card(request)
    key = PostKey(str(fields.get("source", "")), str(fields.get("id", "")))
    meant = chosen(str(fields.get("meant", "")), (*MEANT, FORGET), "meant") or FORGET
    home, served = request.app[keys.SERVED].home, request.app[keys.SERVED]

    def keep(opened: Opened) -> None:
        with Store.open(database_path(home)) as store:
            if meant in MEANT:
                say(store, card.key, key, meant=MEANT[meant])
            else:
                forget(store, card, key, opened.embedder)

    await served.run(keep)
    raise web.HTTPSeeOther(back(str(fields.get("next", "")), f"/mentions?brand={card.key}"))


async def learn(request: web.Request) -> web.StreamResponse:
    """Judge the other mentions by what people said of some."""
    fields = await request.post()
    card, tools = _card(request), request.app[keys.TOOLS]
    work = partial(tools.learn, request.app[keys.SERVED].home, card.key)
    await request.app[keys.WORK].do(f"learning what {card.name} means", work)
    raise web.HTTPSeeOther(back(str(fields.get("next", "")), f"/mentions?brand={card.key}"))


def _card(request: web.Request) -> Brand:
    """Return the card that the address names.

    Raises:
        HTTPNotFound: there is none.
    """
    served = request.app[keys.SERVED]
    try:
        return read_card(require_card(brands_path(served.home), request.match_info["key"]))
    except ConfigError as error:
        raise web.HTTPNotFound(text=f"{error}\n{error.hint}") from error


_CARD = "/brands/card/{key:[a-z0-9-]+}"
ROUTES = (web.post(_CARD + "/label", label), web.post(_CARD + "/learn", learn))

"""What the page is lent for writing to creators: drafts, as the command makes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.config import Settings

if TYPE_CHECKING:
    from engine.web.reach import Drafted, Reach, Wish


def reach_tools(settings: Settings) -> Reach:
    """Return what is lent, with these settings."""
    from engine.web.reach import Reach

    return Reach(letters=partial(_letters, settings))


def _letters(settings: Settings, home: Path, wish: Wish, *, now: datetime) -> Drafted:
    from engine.cli.options import require_database
    from engine.cli.outreach import Letters, drafts_for
    from engine.cli.people import Wanted, find_people
    from engine.store import Store
    from engine.web.reach import Drafted

    there = replace(settings, home=home)
    wanted = Wanted(
        handles=tuple(wish.creators),
        brief=None,
        file=None,
        saved=wish.shortlist,
        top=wish.top,
        where={},
    )
    letters = Letters(
        brand=wish.brand,
        about=wish.about,
        sender=wish.sender,
        again=wish.again,
        platform=wish.platform,
        form=wish.form,
        currency=wish.currency,
        rates=tuple(wish.rates),
    )
    with Store.open(require_database(home)) as store:
        found = find_people(wanted, there, store, now=now)
        return Drafted(drafts_for(found, letters, there, store, now=now), found.notes)

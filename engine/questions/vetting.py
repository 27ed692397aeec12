"""Vetting a creator of a home, and keeping what the user says of two who look alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.amounts import parse_when
from engine.errors import ConfigError
from engine.outreach.listed import DO_NOT_CONTACT, is_listed
from engine.store import Store
from engine.store.outreach import do_not_contact
from engine.vetting import Vetting, vet
from engine.vocabulary import CreatorId

WINDOW = "90d"
"""How far back engagement rates go unless told."""


def vetted(store: Store, creator: CreatorId, *, window: str, now: datetime) -> Vetting:
    """Return what can be said of `creator`, with a note if they are not to be contacted.

    Raises:
        ConfigError: `window` is no span and no date, or begins after `now`.
    """
    since = parse_when(window, now)
    if since >= now:
        raise ConfigError(f"the window {window!r} holds nothing", hint="for example 90d or 6mo")
    vetting = vet(store, creator, now=now, since=since)
    if is_listed(vetting.creator, do_not_contact(store)):
        vetting = replace(vetting, notes=(DO_NOT_CONTACT, *vetting.notes))
    return vetting

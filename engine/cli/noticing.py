"""What is to be known of creators before anything else: that they are not to be contacted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.outreach.listed import DO_NOT_CONTACT, is_listed
from engine.store import Store, database_path
from engine.store.outreach import do_not_contact
from engine.vocabulary import Shortlist

__all__ = ["DO_NOT_CONTACT", "is_listed", "noticed"]


def noticed(shortlist: Shortlist, home: Path) -> Shortlist:
    """Return `shortlist` with a notice at everybody whom the do-not-contact list names."""
    with Store.open(database_path(home), read_only=True) as store:
        listed = do_not_contact(store)
    if not len(listed):
        return shortlist
    candidates = tuple(
        replace(candidate, notices=(*candidate.notices, DO_NOT_CONTACT))
        if is_listed(candidate.creator, listed)
        else candidate
        for candidate in shortlist.candidates
    )
    return replace(shortlist, candidates=candidates)

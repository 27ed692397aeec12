"""What is to be known of creators before anything else: that they are not to be contacted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.outreach.contacts import contacts_of, emails_of
from engine.store import Store, database_path
from engine.store.outreach import DoNotContact, do_not_contact
from engine.vocabulary import Creator, Shortlist

DO_NOT_CONTACT = "do not contact"


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


def is_listed(creator: Creator, listed: DoNotContact) -> bool:
    """Return whether the list names a creator: by identity, handle or an e-mail of the bio."""
    return listed.entry_of(creator, emails_of(contacts_of(creator))) is not None

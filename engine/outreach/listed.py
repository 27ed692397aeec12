"""Whether a creator is on the do-not-contact list, as a notice at their name."""

from __future__ import annotations

from engine.outreach.contacts import contacts_of, emails_of
from engine.store.outreach import DoNotContact
from engine.vocabulary import Creator

DO_NOT_CONTACT = "do not contact"


def is_listed(creator: Creator, listed: DoNotContact) -> bool:
    """Return whether the list names a creator: by identity, handle or an e-mail of the bio."""
    return listed.entry_of(creator, emails_of(contacts_of(creator))) is not None

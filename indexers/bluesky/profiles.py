"""Who wrote: authors as they stand beside a post, and whole profiles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from indexers.bluesky.records import declared, labels_in
from indexers.records import NativeCreator, declared_as
from indexers.values import RefusedError, shown

HIDDEN = "!no-unauthenticated"
"""The label of those who ask not to be shown to people who are not logged in."""

UNLISTED = "hideFromAlgorithmicRecommendations"
"""What those declare who ask not to be recommended."""

_INVALID = "handle.invalid"  # what the service says for a handle that is not theirs
_KNOWN = frozenset(
    {"$type", "did", "handle", "displayName", "description", "followersCount", "followsCount"}
    | {"postsCount", "createdAt", "labels", "verification"}
    # Read by nobody here:
    | {"avatar", "banner", "associated", "viewer", "indexedAt", "pinnedPost", "pronouns"}
    | {"website", "status", "debug", "joinedViaStarterPack", "joinedViaStarterPackCreator"}
)


class _Profile(msgspec.Struct, kw_only=True, rename="camel"):
    """Any of the views of a profile; the longer ones count and have a description."""

    did: str
    handle: str | None = None
    display_name: str | None = None
    description: str | None = None
    followers_count: int | None = None
    follows_count: int | None = None
    posts_count: int | None = None
    created_at: str | None = None
    labels: object = None
    verification: object = None


def read_profile(
    view: Mapping[str, object], *, notes: list[str], measured_at: datetime | None = None
) -> NativeCreator:
    """Return the creator of a profile, measured at `measured_at` if the view counts anything.

    Raises:
        RefusedError: it is nobody's, or a field has the wrong type.
    """
    profile = declared_as(view, _Profile)
    if not profile.did.startswith("did:"):
        raise RefusedError(f"did is {shown(profile.did)!r}, which is nobody's")
    notes += [f"creator.{name}" for name in view.keys() - _KNOWN]
    is_counted = profile.followers_count is not None and measured_at is not None
    return NativeCreator(
        id=profile.did,
        handle=None if profile.handle == _INVALID else profile.handle,
        name=profile.display_name or None,
        bio=profile.description,
        url=f"https://bsky.app/profile/{profile.did}",
        followers=profile.followers_count,
        following=profile.follows_count,
        posts=profile.posts_count,
        verified=_verified(profile.verification, notes),
        created_at=profile.created_at,
        measured_at=measured_at.isoformat() if is_counted and measured_at else None,
        opt_outs=_opt_outs(view, notes),
    )


def _opt_outs(view: Mapping[str, object], notes: list[str]) -> list[str] | None:
    """Return that they hide, or nothing: the service does not show what they declared."""
    return [HIDDEN] if HIDDEN in labels_in(view.get("labels"), notes=notes) else None


def _verified(verification: object, notes: list[str]) -> bool | None:
    found = declared(verification, dict[str, object], "creator.verification", notes)
    if found is None:
        return None
    return "valid" in (found.get("verifiedStatus"), found.get("trustedVerifierStatus"))

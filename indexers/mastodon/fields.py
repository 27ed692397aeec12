"""The fields of a Status and an Account that are understood, read or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexers.pages import names_in, strange_names

# Read, or known and of no use here. The last lines: what other servers add.
_STATUS = """id uri created_at account content visibility sensitive spoiler_text media_attachments
    application mentions tags emojis reblogs_count favourites_count replies_count quotes_count url
    in_reply_to_id in_reply_to_account_id reblog poll card language text edited_at quote
    quote_approval tagged_collections favourited reblogged muted bookmarked pinned filtered
    filter_results
    local_only content_type interaction_policy reactions emoji_reactions quote_id quote_url
    pleroma akkoma friendica"""
_ACCOUNT = """id username acct url uri display_name note avatar avatar_static avatar_description
    header
    header_static header_description locked fields emojis bot group discoverable noindex indexable
    hide_collections moved suspended limited memorial created_at last_status_at statuses_count
    followers_count following_count roles role source mute_expires_at show_media
    show_media_replies show_featured feature_approval attribution_domains
    fqn subscribing_count enable_rss custom_css theme pleroma akkoma"""
STATUS_FIELDS = names_in(_STATUS)
ACCOUNT_FIELDS = names_in(_ACCOUNT)


def unknown_in(record: Mapping[str, object]) -> Iterable[str]:
    """Return the names in a Status that are not known, those of its account as `account.x`."""
    account = record.get("account")
    inside = unknown_in_account(account, "account.") if isinstance(account, Mapping) else ()
    return [*strange_names(record, STATUS_FIELDS), *inside]


def unknown_in_account(account: Mapping[str, object], prefix: str = "") -> Iterable[str]:
    """Return the names in an Account that are not known, behind `prefix`."""
    return strange_names(account, ACCOUNT_FIELDS, prefix)

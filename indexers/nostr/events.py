"""What events say: notes, comments and articles become posts, metadata becomes a creator."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from indexers.nostr.names import is_hex, npub, web_address
from indexers.nostr.signing import Event
from indexers.pages import LeftOutError, PageDraft, names_in, strange_names
from indexers.records import NativeCreator, NativePost, in_plain_words
from indexers.values import RefusedError

SOURCE = "nostr"
PROFILE, NOTE, DELETION, COMMENT, ARTICLE = 0, 1, 5, 1111, 30023
POSTS = (NOTE, COMMENT, ARTICLE)
DELETED = "deleted by its author"
_REPOSTS = frozenset({6, 16})
_PERSON = re.compile(r"(?:nostr:)(npub1|nprofile1)([02-9ac-hj-np-z]{6,5000})")
_QUOTED = re.compile(r"\s?nostr:(?:note1|nevent1|naddr1)[02-9ac-hj-np-z]{6,5000}")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_SHOWN_KEY = 8  # characters of a key that readers are shown for a person not looked up
_TAGS = names_in(
    """a A alt client content-warning d delegation e E emoji expiration g i I image imeta k K l L
    location nonce p P picture proxy published_at q r relay relays subject summary t title u url
    zap - h content-type source license thumb blurhash m x"""
)
_PROFILE_FIELDS = names_in(
    """name display_name displayName username about picture banner website nip05 lud06 lud16 bot
    birthday nip05valid created_at pubkey npub image description location pronouns languages"""
)


class _Profile(msgspec.Struct, kw_only=True):
    """The part of a profile that is read; anybody writes what they like."""

    name: object = None
    display_name: object = None
    displayName: object = None  # noqa: N815 - an older name of the same
    about: object = None
    description: object = None
    location: object = None
    bot: object = None


def keep_post(draft: PageDraft, event: Event, *, is_deleted: bool = False) -> bool:
    """Put the post of an event on the page, or why it is not; return whether it is kept."""
    with draft.one(f"event {event.id}"):
        native = native_post(event, is_deleted=is_deleted)
        draft.add(native)
        draft.not_understood(unknown_tags(event))
        return True
    return False


def native_post(event: Event, *, is_deleted: bool = False) -> NativePost:
    """Return the native record of a note, a comment or an article.

    An article that is edited is a new event, so it is known by its address (`30023:author:name`).

    Raises:
        LeftOutError: it is deleted, set to expire, a repost, or of another kind.
    """
    if event.kind in _REPOSTS:
        raise LeftOutError("a repost")
    if event.kind not in POSTS:
        raise LeftOutError("neither a note nor an article")
    if is_deleted:
        raise LeftOutError(DELETED)
    if event.has("expiration"):
        raise LeftOutError("set to expire")
    links = [*_LINK.findall(event.content), *event.values("r")]
    return NativePost(
        source=SOURCE,
        id=native_id(event),
        url=web_address(event.id),
        text=_text(event),
        created_at=_moment(event),
        hashtags=[tag for tag in event.values("t") if tag.strip()],
        links=[link for link in dict.fromkeys(links) if link.startswith(("http://", "https://"))],
        reply_to=_reply_to(event),
        creator=NativeCreator(
            id=event.pubkey,
            handle=npub(event.pubkey),
            url=f"https://njump.me/{npub(event.pubkey)}",
        ),
    )


def native_id(event: Event) -> str:
    """Return what a post is known by: its id, or the address of what can be replaced."""
    if event.kind != ARTICLE:
        return event.id
    return f"{event.kind}:{event.pubkey}:{event.value('d') or ''}"


def _text(event: Event) -> str:
    """Return what a reader sees: the warning, the title, and the content with names in it."""
    warning = event.value("content-warning") if event.has("content-warning") else None
    title = event.value("title") if event.kind == ARTICLE else None
    content = _PERSON.sub(_person, _QUOTED.sub("", event.content))
    return "\n\n".join(part.strip() for part in (warning, title, content) if part and part.strip())


def _person(found: re.Match[str]) -> str:
    return f"@{found[1]}{found[2][:_SHOWN_KEY]}"


def _moment(event: Event) -> float:
    """Return when it was posted; an article says when it first was."""
    first = event.value("published_at") if event.kind == ARTICLE else None
    is_known = first is not None and first.isascii() and first.isdecimal() and len(first) <= 11
    return int(first) if is_known and first else event.created_at


def _reply_to(event: Event) -> str | None:
    """Return the post answered, by its marker or, as once was usual, by its place (NIP-10)."""
    tags = [tag for tag in event.tags if len(tag) > 1 and tag[0] == "e" and is_hex(tag[1])]
    if event.kind == ARTICLE or not tags:
        return None
    marks = {tag[3]: tag[1] for tag in tags if len(tag) > 3}
    unmarked = [tag[1] for tag in tags if len(tag) <= 3 or tag[3] == ""]
    last = unmarked[-1] if unmarked else None
    return marks.get("reply") or marks.get("root") or last


def unknown_tags(event: Event) -> Iterable[str]:
    """Return the names of the tags that are not known, as `tags.name`."""
    return [f"tags.{tag[0]}" for tag in event.tags if tag and tag[0] not in _TAGS]


def native_profile(event: Event, draft: PageDraft) -> NativeCreator:
    """Return the native record of a person from their metadata event.

    Nobody has checked the name `nip05` they claim, so it is not taken for a handle.

    Raises:
        RefusedError: the content is no JSON object.
    """
    try:
        record = msgspec.json.decode(event.content, type=dict[str, object])
        profile = msgspec.convert(record, _Profile)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RefusedError(f"the profile is no JSON: {in_plain_words(str(error))}") from error
    draft.not_understood(strange_names(record, _PROFILE_FIELDS, "creator."))
    shown_name = _words(profile.display_name) or _words(profile.displayName)
    return NativeCreator(
        id=event.pubkey,
        handle=npub(event.pubkey),
        name=shown_name or _words(profile.name),
        bio=_words(profile.about) or _words(profile.description),
        url=f"https://njump.me/{npub(event.pubkey)}",
        location=_words(profile.location),
        measured_at=draft.now.isoformat(),
        opt_outs=["bot"] if profile.bot is True else [],
    )


def _words(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def named_in(deletion: Event) -> Iterable[str]:
    """Return the native ids that a deletion names. Anybody may name any: look who wrote them."""
    return [*deletion.values("e"), *deletion.values("a")]


def spellings(tag: str) -> list[str]:
    """Return a hashtag in the ways people write it; relays compare letter by letter."""
    plain = tag.strip().removeprefix("#")
    return list(dict.fromkeys([plain.lower(), plain, plain.capitalize(), plain.upper()]))

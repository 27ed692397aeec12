"""Accounts: who posts, and what they asked not to be done with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec
from msgspec import UNSET, UnsetType

from indexers.markup import text_of
from indexers.pages import names_in
from indexers.records import NativeCreator, declared_as
from indexers.values import RefusedError

_Flag = bool | UnsetType | None
# What people call the place they live at, in the names of their profile's fields.
_PLACE = """location place city home hometown country region based where town area lives living 📍
    ort wohnort standort stadt land heimat region lieu ville pays ubicación ubicacion lugar ciudad
    país pais localización localizacion luogo città citta paese localização localizacao cidade
    plaats woonplaats stad 場所 居住地 所在地 地点 位置"""
_PLACES = names_in(_PLACE)
_WORD = re.compile(r"[^\W\d_]+|📍")


class _Field(msgspec.Struct):
    name: str = ""
    value: str = ""
    verified_at: str | None = None


_NO_PICTURE = "/missing.png"  # what Mastodon serves for who has set none


class Account(msgspec.Struct, kw_only=True):
    """The part of an Account that is read. A flag a server does not know is `UNSET`."""

    acct: str
    username: str | None = None
    url: str | None = None
    uri: str | None = None
    display_name: str | None = None
    note: str | None = None
    avatar: str | None = None
    fields: list[_Field] | None = None
    followers_count: int | None = None
    following_count: int | None = None
    statuses_count: int | None = None
    created_at: str | None = None
    bot: bool | None = None
    noindex: _Flag = UNSET
    indexable: _Flag = UNSET
    discoverable: _Flag = UNSET
    suspended: bool | None = None
    limited: bool | None = None
    memorial: bool | None = None


def read_account(record: Mapping[str, object]) -> Account:
    """Return the declared part of an Account.

    Raises:
        RefusedError: a required field is missing, or one has the wrong type.
    """
    return declared_as(record, Account)


def native_creator(
    account: Account, host: str | None, *, has_posted: bool = False
) -> NativeCreator:
    """Return the native record of an account that `host` knows.

    A server counts what it has seen of people elsewhere: of somebody whose post is at hand
    (`has_posted`), no posts are an unknown number of them.

    Raises:
        RefusedError: nothing tells which host the account belongs to.
    """
    handle = full_handle(account, host)
    posts = _known(account.statuses_count)
    fields = [(_text(field.name), _text(field.value)) for field in account.fields or ()]
    return NativeCreator(
        id=handle.lower(),
        handle=handle,
        name=account.display_name or account.username or None,
        bio=_bio(account.note, fields),
        url=account.url or account.uri,
        followers=_known(account.followers_count),
        following=_known(account.following_count),
        posts=None if has_posted and posts == 0 else posts,
        location=next((value for name, value in fields if _names_place(name, value)), None),
        verified=_verified(account.fields),
        created_at=account.created_at,
        opt_outs=opt_outs(account),
        default_avatar=None if not account.avatar else account.avatar.endswith(_NO_PICTURE),
    )


def full_handle(account: Account, host: str | None) -> str:
    """Return `name@host`; an account without a host belongs to the server that was asked.

    Raises:
        RefusedError: it was not asked of a server, and its address tells no host either.
    """
    name = account.acct.strip().removeprefix("@")
    if "@" in name:
        return name
    server = host or _host_of(account.url) or _host_of(account.uri)
    if not name or not server:
        raise RefusedError(f"account.acct is {account.acct!r}, and its url tells no host")
    return f"{name}@{server}"


def opt_outs(account: Account) -> list[str] | None:
    """Return what keeps an account from being recommended; `None` if its server does not say.

    `indexable` and `discoverable` are permissions that Mastodon asks for, so both `false` and
    `null` are refusals of them; `noindex` is a wish, and only `true` is one. Accounts the server
    has limited or suspended, memorials, and those that declare themselves automated are no
    creators to recommend either.
    """
    told = (account.noindex, account.indexable, account.discoverable)
    found = {
        "noindex": account.noindex is True,
        "not indexable": account.indexable in (False, None),
        "not discoverable": account.discoverable in (False, None),
        "suspended": account.suspended is True,
        "limited": account.limited is True,
        "memorial": account.memorial is True,
        "bot": account.bot is True,
    }
    names = [name for name, is_so in found.items() if is_so]
    return names if names or any(flag is not UNSET for flag in told) else None


def _bio(note: str | None, fields: Iterable[tuple[str, str]]) -> str | None:
    """Return the note, and under it the table of a profile; `None` if there is neither."""
    table = "\n".join(f"{name}: {value}" for name, value in fields if name or value)
    parts = [part for part in (_text(note), table) if part]
    return "\n\n".join(parts) if parts or note is not None else None


def _verified(fields: list[_Field] | None) -> bool | None:
    """Return whether a page of theirs links back to the profile: what Mastodon verifies."""
    return None if fields is None else any(field.verified_at for field in fields)


def _names_place(name: str, value: str) -> bool:
    """Tell from a row's name whether it says where somebody lives; `Home` may be a page, too."""
    words = _WORD.findall(name.casefold())
    is_address = "/" in value or "@" in value or ("." in value and " " not in value)
    return bool(value) and not is_address and len(words) <= 3 and not _PLACES.isdisjoint(words)


@lru_cache(maxsize=2_048)  # the profile of somebody comes with each of their posts
def _text(html: str | None) -> str:
    return text_of(html) if html else ""


def _host_of(address: str | None) -> str | None:
    try:
        return urlsplit(address or "").hostname
    except ValueError:
        return None


def _known(count: int | None) -> int | None:
    """Return a count; servers write -1 where they do not know one."""
    return None if count is not None and count < 0 else count

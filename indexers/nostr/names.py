"""Keys and events as people write them: `npub1…`, `note1…` (NIP-19)."""

from __future__ import annotations

import re

import bech32

from indexers.values import RefusedError, shown

_HEX = re.compile(r"[0-9a-f]{64}")
_TLV_KEY = 0  # in an `nprofile`, the first thing told is the key


def is_hex(written: object) -> bool:
    """Return whether something is 32 bytes as NIP-01 writes them."""
    return isinstance(written, str) and _HEX.fullmatch(written) is not None


def npub(pubkey: str) -> str:
    """Return the key of a person as people write it."""
    return _encoded("npub", pubkey)


def web_address(native_id: str) -> str:
    """Return where a reader finds an event; the address of an article names its author."""
    return f"https://njump.me/{_encoded('note', native_id)}"


def _encoded(kind: str, written: str) -> str:
    words = bech32.convertbits(bytes.fromhex(written), 8, 5)
    return str(bech32.bech32_encode(kind, words or []))


def read_key(written: str) -> str:
    """Return the public key, in hex, that somebody wrote as `npub1…`, `nprofile1…` or in hex.

    Raises:
        RefusedError: it is none.
    """
    name = written.strip().removeprefix("nostr:").removeprefix("@").lower()
    if is_hex(name):
        return name
    kind, words = bech32.bech32_decode(name) if len(name) <= 90 else _long_decode(name)
    key = bytes(bech32.convertbits(words, 5, 8, pad=False) or ()) if words else b""
    if kind == "nprofile" and key[:2] == bytes((_TLV_KEY, 32)):
        key = key[2:34]
    if kind not in {"npub", "nprofile"} or len(key) != 32:
        raise RefusedError(f"{shown(written)!r} is no key of Nostr: it looks like npub1…")
    return key.hex()


def _long_decode(name: str) -> tuple[str | None, list[int] | None]:
    """Decode what is longer than the 90 characters that bech32 was made for, as NIP-19 allows."""
    kind, _, rest = name.rpartition("1")
    if not kind or len(name) > 5_000 or not set(rest) <= set(bech32.CHARSET):
        return None, None
    words = [bech32.CHARSET.find(letter) for letter in rest]
    if not bech32.bech32_verify_checksum(kind, words):
        return None, None
    return kind, words[:-6]

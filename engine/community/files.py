"""Files of customers and followers, read a line at a time: what names somebody, and what does not.

CSV of any separator with or without a header, plain lists of handles or links, and the exports of
followers that Instagram, X, TikTok and Mastodon give. A line that cannot be read costs that line.
E-mail addresses are refused and never stored, hashed or not.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from engine.errors import InputError
from engine.members import PLATFORMS, is_handle, member, member_of_link

LONGEST_LINE = 65_536  # bytes
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
_SEPARATORS = ",;\t|"
_HANDLES = frozenset(
    """handle username user_name user screen_name account profile nickname instagram_handle
    account_address member customer follower name_handle login""".split()  # noqa: SIM905
)
_LINKS = frozenset("url link profile_url profile_link userlink href website".split())  # noqa: SIM905
_IDS = frozenset("id user_id userid account_id native_id customer_id".split())  # noqa: SIM905
_SOURCES = frozenset("source platform network channel".split())  # noqa: SIM905
_ADDRESS = "account_address"  # Mastodon's: looks like an e-mail address and is none


class Row(NamedTuple):
    """A line that names somebody."""

    member: str


class Refused(NamedTuple):
    """A line that names nobody we may keep: where it stands and why."""

    line: int
    reason: str


def read_members(path: Path, platform: str = "") -> Iterator[Row | Refused]:
    """Yield what every line of the file names, in bounded memory; JSON exports are read whole.

    `platform` is that of handles and ids whose line does not say.

    Raises:
        InputError: the file cannot be opened, or is JSON that no export of followers is.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
            file.seek(0)
            if start[:1] in (b"{", b"[") or start.startswith(b"window.YTD"):
                yield from _json_members(file, path, platform)
            else:
                yield from _line_members(file, platform)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", hint="check the name and the folder"
        ) from error


def _line_members(file: BinaryIO, platform: str) -> Iterator[Row | Refused]:
    header: Mapping[str, int] | None = None
    separator = ","
    for number, text in _lines(file):
        if isinstance(text, Refused):
            yield text
            continue
        if not text.strip():
            continue
        if header is None:
            separator = _separator(text)
            cells = _cells(text, separator)
            header = _header(cells or [])
            if header:
                continue
            header = {}
        cells = _cells(text, separator)
        yield (
            _row(number, cells, header, platform)
            if cells
            else Refused(number, "a quotation mark is not closed")
        )


def _lines(file: BinaryIO) -> Iterator[tuple[int, str | Refused]]:
    """Yield numbers from 1 and lines; of one that is too long or no UTF-8, why it is refused."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(LONGEST_LINE)
            yield number, Refused(number, "the line is too long")
            continue
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            yield number, Refused(number, "the line is not UTF-8")
            continue
        yield number, text.replace("\0", "").rstrip("\r\n")


def _separator(first: str) -> str:
    counts = {sign: first.count(sign) for sign in _SEPARATORS}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] else ","


def _cells(text: str, separator: str) -> list[str] | None:
    """Return the cells of a line, None where a quotation mark is not closed."""
    try:
        (cells,) = csv.reader([text], delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        return None
    return [cell.strip() for cell in cells]


def _header(cells: Sequence[str]) -> Mapping[str, int]:
    """Return the places of the columns we know by name; empty where the line is no header."""
    names = {re.sub(r"[\s-]+", "_", cell.strip().casefold()): i for i, cell in enumerate(cells)}
    known = _HANDLES | _LINKS | _IDS | PLATFORMS.keys()
    return names if known & names.keys() else {}


def _row(
    number: int, cells: Sequence[str], header: Mapping[str, int], platform: str
) -> Row | Refused:
    if not header:
        return _named(number, cells[0], platform)
    said = _value(cells, header, _SOURCES)
    source = PLATFORMS.get(said.casefold(), said.casefold()) or platform
    if address := _value(cells, header, {_ADDRESS}):
        return Row(member("handle", "mastodon", address))
    for name in header.keys() & PLATFORMS.keys():
        if value := _value(cells, header, {name}):
            return _named(number, value, PLATFORMS[name])
    for names in (_HANDLES, _LINKS):
        if value := _value(cells, header, names):
            return _named(number, value, source)
    if value := _value(cells, header, _IDS):
        return _by_id(number, value, source)
    return Refused(number, "no handle, link or id")


def _value(cells: Sequence[str], header: Mapping[str, int], names: Any) -> str:
    places = [header[name] for name in header if name in names]
    return next((cells[i] for i in places if i < len(cells) and cells[i]), "")


def _named(number: int, written: str, platform: str) -> Row | Refused:
    """Return who a handle, a link or `platform:id` names."""
    text = written.strip().strip("\"'")
    if not text:
        return Refused(number, "no handle, link or id")
    if _EMAIL.fullmatch(text) and platform != "mastodon":
        return Refused(number, "an e-mail address, which is not kept")
    if "/" in text:
        linked = member_of_link(text)
        return Row(linked) if linked else Refused(number, "a link that names nobody")
    source, colon, name = text.partition(":")
    if colon and source.casefold() in PLATFORMS and name:
        return Row(member("id", PLATFORMS[source.casefold()], name))
    if not is_handle(text):
        return Refused(number, "no handle, link or id")
    if text.count("@") == 2 or (platform == "mastodon" and "@" in text[1:]):
        platform = "mastodon"
    return Row(member("handle", platform, text))


def _by_id(number: int, written: str, source: str) -> Row | Refused:
    if _EMAIL.search(written):
        return Refused(number, "an e-mail address, which is not kept")
    if not source:
        return Refused(number, "an id without a platform: add a column or say --source")
    return Row(member("id", source, written))


def _json_members(file: BinaryIO, path: Path, platform: str) -> Iterator[Row | Refused]:
    text = file.read().decode("utf-8-sig", "replace")
    if text.startswith("window.YTD"):
        text = text[text.index("=") + 1 :]
    try:
        found = [*_people(json.loads(text))]
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path} is no JSON: {error}", hint="export the followers again"
        ) from error
    if not found:
        raise InputError(
            f"{path} names no followers", hint="it takes exports of Instagram, X and TikTok, or CSV"
        )
    for number, (written, source) in enumerate(found, start=1):
        yield _named(number, written, source or platform)


def _people(value: object) -> Iterator[tuple[str, str]]:
    """Yield who an export of followers names, and on which platform."""
    if isinstance(value, list):
        for item in value:
            yield from _people(item)
    if not isinstance(value, dict):
        return
    if isinstance(value.get("href"), str):
        yield value["href"], "instagram"
    elif isinstance(value.get("accountId"), str):
        yield f"x:{value['accountId']}", "x"
    elif isinstance(value.get("UserName"), str):
        yield value["UserName"], "tiktok"
    else:
        for item in value.values():
            yield from _people(item)

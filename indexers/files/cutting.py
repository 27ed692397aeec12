"""The records of a JSON document of any size, cut out one by one in bounded memory.

A document is an array of records, an object that holds such an array under a known name, or
values one after the other. Its records are found by the standard library's JSON scanner, which
tells where a value ends, and handed on as they are written.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from engine.errors import InputError

MAX_RECORD: Final = 4 << 20  # characters; what is made of them may take a hundred times that
_SPACE = re.compile(r"[ \t\r\n\x1e]*")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|["{}\[\]]', re.DOTALL)
_NEAR_END = 16  # an escape or a word cut off by the end of what was read
# Numbers are not wanted here, and some are too long to be made.
_scan = json.JSONDecoder(strict=False, parse_int=len, parse_float=len).raw_decode


class Piece(NamedTuple):
    """A record by its number (from 1) as it is written; `fault` says why it cannot be had."""

    number: int
    content: bytes
    fault: str | None = None


class _BrokenError(Exception):
    """What is read is no JSON here."""


class _TooLongError(Exception):
    """A value is longer than can be kept."""


def cut_records(chunks: Iterator[bytes], wrappers: Collection[str]) -> Iterator[Piece]:
    """Yield the records of the document in `chunks`.

    `wrappers` are the names, dotted where nested, under which an object may hold its records.

    Raises:
        InputError: the stream failed before it gave a single whole record.
    """
    document = _Document(chunks)
    number = 0
    try:
        for number, found in enumerate(document.records(wrappers), start=1):
            yield _piece(number, found)
    except InputError as error:
        if number == 0:
            raise
        yield Piece(number + 1, b"", f"nothing is read from here on, because {error}")
    except _BrokenError as error:
        yield Piece(number + 1, b"", f"nothing is read from here on, because {error}")


def _piece(number: int, found: str | _BrokenError) -> Piece:
    if isinstance(found, str):
        return Piece(number, found.encode("utf-8", "surrogateescape"))
    return Piece(number, b"", str(found))


class _Document:
    """A JSON document being read: a window of text that moves on."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._text = ""
        self._at = 0
        self._ended = False

    def records(self, wrappers: Collection[str]) -> Iterator[str | _BrokenError]:
        """Yield every record as text, or why it cannot be had."""
        while mark := self._mark():
            if mark == "[":
                self._at += 1
                yield from self._elements()
            elif mark == "{" and wrappers:
                self._at += 1
                yield from self._inside(wrappers, "")
            else:
                yield self._record()

    def _inside(self, wrappers: Collection[str], path: str) -> Iterator[str | _BrokenError]:
        """Yield the records in an object whose brace is behind us."""
        while (mark := self._mark()) != "}":
            if mark == ",":
                self._at += 1
                continue
            name = path + self._key()
            mark = self._mark()
            if mark == "[" and name in wrappers:
                self._at += 1
                yield from self._elements()
            elif mark == "{" and any(known.startswith(f"{name}.") for known in wrappers):
                self._at += 1
                yield from self._inside(wrappers, f"{name}.")
            else:
                self._pass_over()
        self._at += 1

    def _elements(self) -> Iterator[str | _BrokenError]:
        """Yield the elements of an array whose bracket is behind us."""
        while (mark := self._mark()) != "]":
            if mark == ",":
                self._at += 1
            elif not mark:
                raise _BrokenError("the file breaks off in the middle of a list")
            else:
                yield self._record()
        self._at += 1

    def _key(self) -> str:
        text = self._value()
        if not text.startswith('"') or self._mark() != ":":
            raise _BrokenError(f"there is no name where one is expected: {text[:40]!r}")
        self._at += 1
        return str(json.loads(text, strict=False))

    def _record(self) -> str | _BrokenError:
        """Take a value; where that fails, go on behind it."""
        margin = self._margin()
        try:
            return self._value()
        except _TooLongError:
            self._pass_over()
            return _BrokenError(f"it is longer than {MAX_RECORD >> 20} million characters")
        except RecursionError:
            self._pass_over()
            return _BrokenError("the JSON is nested too deeply")
        except _BrokenError as error:
            self._recover(margin)
            return error

    def _margin(self) -> str | None:
        """Return the white space before what comes next, if it begins its line."""
        line = self._text.rfind("\n", 0, self._at)
        margin = self._text[line + 1 : self._at]
        return None if line < 0 or margin.strip() else margin

    def _value(self) -> str:
        """Take the next value as it is written."""
        while True:
            try:
                _, end = _scan(self._text, self._at)
            except json.JSONDecodeError as error:
                cut_off = error.pos >= len(self._text) - _NEAR_END or "Untermin" in error.msg
                if not (cut_off and self._grow()):
                    raise _BrokenError(self._said(error)) from error
                continue
            if end < len(self._text) or self._text[end - 1] in '"]}' or not self._grow():
                text = self._text[self._at : end]
                self._at = end
                return text

    def _said(self, error: json.JSONDecodeError) -> str:
        if self._ended and error.pos >= len(self._text) - _NEAR_END:
            return "the file breaks off in the middle of it"
        return f"malformed JSON at character {error.pos - self._at + 1} of it: {error.msg}"

    def _mark(self) -> str:
        """Return the next character that is no white space, empty at the end."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._grow():
                return ""

    def _grow(self) -> bool:
        """Read on until there is twice as much to look at; false at the end."""
        waiting = len(self._text) - self._at
        if waiting > MAX_RECORD:
            raise _TooLongError
        parts = [self._text[self._at :]]
        self._at = 0
        size = 0
        while not self._ended and size <= waiting:
            chunk = next(self._chunks, None)
            self._ended = chunk is None
            parts.append(self._decode(chunk or b"", self._ended))
            size += len(parts[-1])
        self._text = "".join(parts)
        return size > 0

    def _pass_over(self) -> None:
        """Go behind the next value without keeping it."""
        depth = 0
        if self._mark() not in '{["':
            self._value()
            return
        while True:
            end = len(self._text)
            for token in _TOKEN.finditer(self._text, self._at):
                mark = token[0]
                if mark == '"':  # a text that is not over
                    end = token.start()
                    break
                depth += 1 if mark in "{[" else -1 if mark in "}]" else 0
                if depth <= 0:
                    self._at = token.end()
                    return
            self._let_go(end)

    def _let_go(self, end: int) -> None:
        """Forget what is before `end`, and all but the mark of a text too long to keep; read on."""
        text = self._text[end:]
        if len(text) > MAX_RECORD:
            n_slashes = len(text) - len(text.rstrip("\\"))
            text = '"' + "\\" * (n_slashes % 2)
        self._text, self._at = text, 0
        if not self._grow():
            raise _BrokenError("the file breaks off in the middle of it")

    def _recover(self, margin: str | None) -> None:
        """Go on behind a broken record: at the next one with the same margin, or its last brace."""
        if margin is not None:
            following = re.compile(rf"\n{margin}[{{\]]")
            while not (found := following.search(self._text, self._at + 1)):
                if len(self._text) - self._at > MAX_RECORD or not self._grow():
                    break
            else:
                self._at = found.end() - 1
                return
        self._pass_over()

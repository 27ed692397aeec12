"""Everything `overheard` raises on purpose.

    OverheardError             catch this to catch them all                exit
    ├── ConfigError            a setting or an argument is missing or wrong   2
    ├── InputError             a file cannot be read or is of no known kind   2
    ├── SourceError            a platform could not be read                   3
    │   ├── AuthError          credentials refused; never retried
    │   ├── RateLimitError     asked to wait; retried after that wait
    │   ├── UnavailableError   timeout, disconnect, 5xx; retried with backoff
    │   ├── PayloadError       an answer that is not what was declared; never retried
    │   └── GoneError          what was asked for is not there, or not public; never retried
    ├── StoreError             database newer than this code, locked, damaged, full 2
    ├── EmbedderError          a model that cannot be loaded or run           2
    ├── VectorIndexError       unreadable, or made by another model           2
    ├── ExportError            the shortlist could not be written             2
    └── AlertError             an alert could not be sent; reported, stops nothing  3

A message says what happened, to which thing, with the value; `hint` says what to do next.
"""

from __future__ import annotations


class OverheardError(Exception):
    """The root of every error raised on purpose. `exit_status` is what the command line returns."""

    exit_status = 2

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(OverheardError):
    """A setting or an argument is missing or wrong."""


class InputError(OverheardError):
    """A file cannot be read, or is not what it should be."""


class SourceError(OverheardError):
    """A platform could not be read."""

    exit_status = 3


class AuthError(SourceError):
    """The platform refused the credentials."""


class RateLimitError(SourceError):
    """The platform asked to wait `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: float, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class UnavailableError(SourceError):
    """The platform timed out, hung up or answered with a server error."""


class PayloadError(SourceError):
    """The platform's answer is not what was declared."""


class GoneError(SourceError):
    """What was asked for does not exist, exists no more, or is not public."""


class StoreError(OverheardError):
    """The database is newer than this code, locked, damaged, full or not writable."""


class EmbedderError(OverheardError):
    """A model cannot be loaded or run."""


class VectorIndexError(OverheardError):
    """A vector index is unreadable, or was made by another model."""


class ExportError(OverheardError):
    """A shortlist could not be written."""


class AlertError(OverheardError):
    """An alert could not be sent, or was not taken."""

    exit_status = 3

"""A digest as an e-mail of plain text."""

from __future__ import annotations

import asyncio
import ipaddress
import smtplib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from engine.access import Secret
from engine.alerts.digest import Digest, headline, text
from engine.errors import AlertError
from engine.text import snippet

TIMEOUT, ATTEMPTS = 30.0, 3  # seconds, tries
_SUBJECT = 150  # characters
_PERMANENT = 500  # replies from there on will be the same next time


class _TryAgainError(AlertError):
    """What may go better in a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Sends digests through an SMTP server. `tls` is `starttls`, `tls` from the start, or `none`.

    Without TLS a password goes to this machine only.
    """

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    tls: str = "starttls"
    user: str | None = None
    password: Secret | None = None
    timeout: float = TIMEOUT
    sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep, repr=False)

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"e-mail through {self.host}"

    async def send(self, digest: Digest) -> None:
        """Send `digest` as one message; try again where the server is busy or away.

        Raises:
            AlertError: the server refuses it, or does not take it after some tries.
        """
        message = self.message(digest)
        tries = AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential(max=30),
            sleep=self.sleep,
            retry=retry_if_exception_type(_TryAgainError),
            reraise=True,
        )
        async for attempt in tries:
            with attempt:
                await asyncio.to_thread(self._deliver, message)

    def message(self, digest: Digest) -> EmailMessage:
        """Return the message: what posts say stands in its text alone, quoted."""
        message = EmailMessage()
        message["Subject"] = snippet(f"overheard: {headline(digest)}", _SUBJECT)
        message["From"] = self.sender
        message["To"] = ", ".join(self.to)
        message["Date"] = format_datetime(digest.made_at)
        message["Message-ID"] = make_msgid(domain="overheard.invalid")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text(digest))
        return message

    def _deliver(self, message: EmailMessage) -> None:
        try:
            with self._connected() as server:
                refused = server.send_message(message)
        except smtplib.SMTPResponseException as error:
            kind = AlertError if error.smtp_code >= _PERMANENT else _TryAgainError
            raise kind(f"{self.name}: {error.smtp_code} {_told(error.smtp_error)}") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise AlertError(f"{self.name}: refused for {', '.join(error.recipients)}") from error
        except smtplib.SMTPNotSupportedError as error:
            raise AlertError(
                f"{self.name}: {error}", hint="check tls under [alerts.mail]"
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise _TryAgainError(f"{self.name}: {str(error) or type(error).__name__}") from error
        if refused:
            raise AlertError(f"{self.name}: refused for {', '.join(refused)}")

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user and self.password:
                server.login(self.user, self.password.reveal())
        except BaseException:
            server.close()
            raise
        return server


def is_own_machine(host: str) -> bool:
    """Return whether `host` is this machine, as far as its name tells."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _told(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer

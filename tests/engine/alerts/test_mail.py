"""E-mails against an SMTP server on this machine."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from engine.access import Secret
from engine.alerts import Mail
from engine.alerts.mail import ATTEMPTS
from engine.errors import AlertError
from tests.engine.alerts.notices import BURST, digest, mention

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


class Inbox:
    """What a server was handed; `answers` are given in turn, then `250 OK`."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.tried = 0
        self.kept = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  # aiosmtpd's name
        self.tried += 1
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("2"):
            self.kept.append(envelope)
        return answer


async def no_wait(seconds: float) -> None:
    assert seconds > 0


def deliver(inbox: Inbox, told=None, *, server=None, **more) -> None:
    """Send a digest to a server on this machine that puts it into `inbox`."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(
            lambda: SMTP(inbox, hostname="here", loop=loop, **(server or {})), "127.0.0.1", 0
        )
        port = listening.sockets[0].getsockname()[1]
        facts = {"sender": "overheard@example.org", "to": ("me@example.org", "you@example.org")}
        mail = Mail(host="127.0.0.1", port=port, sleep=no_wait, **{"tls": "none", **facts, **more})
        try:
            await mail.send(told or digest(BURST, mention()))
        finally:
            listening.close()

    asyncio.run(run())


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


def test_a_digest_arrives_as_plain_text_with_the_posts_quoted() -> None:
    inbox = Inbox()
    deliver(inbox, digest(BURST, mention(text="schöner Kaffee ☕")))
    (envelope,) = inbox.kept
    assert envelope.mail_from == "overheard@example.org"
    assert envelope.rcpt_tos == ["me@example.org", "you@example.org"]
    message = read(envelope)
    assert message["Subject"] == "overheard: a burst of Krups, 1 mention of Krups"
    assert message.get_content_type() == "text/plain"
    assert "\n> schöner Kaffee ☕\n" in message.get_content().replace("\r\n", "\n")


def test_no_word_of_a_post_or_card_becomes_a_header_or_ends_the_message() -> None:
    inbox = Inbox()
    hostile = "x\r\nBcc: all@example.org\r\n.\r\nMAIL FROM:<evil@example.org>"
    deliver(inbox, digest(mention(text=hostile, name=hostile, handle=hostile)))
    (envelope,) = inbox.kept
    message = read(envelope)
    assert message["Bcc"] is None
    assert envelope.rcpt_tos == ["me@example.org", "you@example.org"]
    assert len(inbox.kept) == inbox.tried == 1
    assert "\n" not in message["Subject"]


def test_a_busy_server_is_tried_again() -> None:
    inbox = Inbox("451 later", "421 busy")
    deliver(inbox)
    assert (inbox.tried, len(inbox.kept)) == (3, 1)


def test_a_server_that_stays_busy_is_given_up_and_a_refusal_at_once() -> None:
    busy, refusing = Inbox(*["451 later"] * 9), Inbox("550 not here")
    with pytest.raises(AlertError, match="451 later"):
        deliver(busy)
    assert busy.tried == ATTEMPTS
    with pytest.raises(AlertError, match="550 not here"):
        deliver(refusing)
    assert refusing.tried == 1


def test_nobody_there_is_an_error_like_others() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mail = Mail(
        host="127.0.0.1", port=port, sender="a@b.example", to=("c@d.example",), sleep=no_wait
    )
    with pytest.raises(AlertError, match=r"e-mail through 127\.0\.0\.1"):
        asyncio.run(mail.send(digest(mention())))


def test_a_password_is_given_to_who_asks_and_never_shown() -> None:
    seen = []

    def check(_, session, envelope, mechanism, data):
        seen.append((data.login, data.password))
        return AuthResult(success=True)

    asking = {"authenticator": check, "auth_require_tls": False, "auth_required": True}
    inbox = Inbox()
    password = Secret("pa55")
    deliver(inbox, server=asking, user="me", password=password)
    assert seen == [(b"me", b"pa55")]
    mail = Mail(host="h", port=1, sender="a@b", to=("c@d",), user="me", password=password)
    assert "pa55" not in repr(mail)


def test_no_mail_leaves_unencrypted_where_encryption_is_asked_for() -> None:
    inbox = Inbox()
    with pytest.raises(AlertError, match="STARTTLS") as told:
        deliver(inbox, tls="starttls")
    assert inbox.tried == 0
    assert "tls" in str(told.value.hint)

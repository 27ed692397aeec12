"""Webhooks against a server on this machine."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
from collections.abc import Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from yarl import URL

from engine.access import Secret
from engine.alerts import Webhook
from engine.alerts.webhook import ATTEMPTS
from engine.errors import AlertError
from tests.engine.alerts.notices import digest, mention

DIGEST = digest(mention(text='a "quoted" <b>post</b> – ünïcode'))  # noqa: RUF001


class Receiver:
    def __init__(self, answers: Sequence[web.Response | float]) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[dict[str, str], bytes]] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((dict(request.headers), await request.read()))
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return web.Response()
        return web.Response(status=answer.status, headers=answer.headers)


@asynccontextmanager
async def receiving(*answers: web.Response | float):
    receiver = Receiver(answers or [web.Response(status=204)])
    app = web.Application()
    app.router.add_post("/hook", receiver.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    try:
        yield receiver, URL(f"http://127.0.0.1:{port}/hook")
    finally:
        await runner.cleanup()


class Waits(list):
    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def sent(*answers, secret: str | None = None, **more):
    """Send one digest; return the receiver, the waits, and the error if there was one."""

    async def run():
        async with receiving(*answers) as (receiver, url):
            waits = Waits()
            hook = Webhook(url=url, secret=secret and Secret(secret), sleep=waits, **more)
            try:
                await hook.send(DIGEST)
            except AlertError as error:
                return receiver, waits, error
            return receiver, waits, None

    return asyncio.run(run())


def test_the_digest_arrives_as_json() -> None:
    receiver, _, error = sent()
    assert error is None
    ((headers, body),) = receiver.requests
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["mentions"][0]["text"] == DIGEST.mentions[0].text
    assert "X-Overheard-Signature" not in headers


def test_a_signature_is_the_hmac_of_timestamp_and_body() -> None:
    receiver, _, _ = sent(secret="s3cret")  # noqa: S106
    ((headers, body),) = receiver.requests
    signed = headers["X-Overheard-Timestamp"].encode() + b"." + body
    expected = hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
    assert headers["X-Overheard-Signature"] == f"sha256={expected}"


def test_each_try_is_signed_for_the_second_in_which_it_is_sent() -> None:
    seconds = iter((1_000.9, 1_007.2))
    receiver, _, error = sent(
        web.Response(status=503),
        web.Response(),
        secret="s3cret",  # noqa: S106
        clock=lambda: next(seconds),
    )
    assert error is None
    stamps = [headers["X-Overheard-Timestamp"] for headers, _ in receiver.requests]
    assert stamps == ["1000", "1007"]


def test_the_same_digest_sent_again_is_the_same_delivery() -> None:
    deliveries = {
        headers["X-Overheard-Delivery"]
        for receiver, _, _ in (sent(), sent())
        for headers, _ in receiver.requests
    }
    assert len(deliveries) == 1


def test_a_busy_receiver_is_asked_again_and_knows_the_delivery() -> None:
    busy = web.Response(status=503)
    receiver, waits, error = sent(busy, busy, web.Response())
    assert error is None
    assert waits == [1.0, 2.0]
    assert len({headers["X-Overheard-Delivery"] for headers, _ in receiver.requests}) == 1


def test_the_wait_that_is_asked_for_is_kept_up_to_a_minute() -> None:
    answers = [web.Response(status=429, headers={"Retry-After": after}) for after in ("7", "900")]
    _, waits, _ = sent(*answers, web.Response())
    assert waits == [7.0, 60.0]


def test_a_receiver_that_stays_away_is_given_up() -> None:
    receiver, _, error = sent(web.Response(status=500))
    assert len(receiver.requests) == ATTEMPTS
    assert str(error) == "the webhook at 127.0.0.1 answered 500"


@pytest.mark.parametrize("status", [301, 308, 401, 404, 410])
def test_a_refusal_is_not_asked_again_and_no_redirect_is_followed(status) -> None:
    answer = web.Response(status=status, headers={"Location": "/hook"})
    receiver, waits, error = sent(answer)
    assert (len(receiver.requests), waits) == (1, [])
    assert str(status) in str(error)


def test_a_receiver_that_never_answers_costs_the_time_limit() -> None:
    receiver, _, error = sent(30.0, timeout=0.1)
    assert len(receiver.requests) == ATTEMPTS
    assert "cannot be reached" in str(error)


def test_nobody_there_is_an_error_like_others() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hook = Webhook(url=URL(f"http://127.0.0.1:{port}/"), sleep=Waits())
    with pytest.raises(AlertError, match="cannot be reached"):
        asyncio.run(hook.send(DIGEST))


def hook_to_a_name(monkeypatch, *, private: bool) -> int:
    """Send to a name that leads to this machine; return how many requests came."""

    def lookup(host, port, *args, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    async def run():
        async with receiving() as (receiver, url):
            monkeypatch.setattr(socket, "getaddrinfo", lookup)
            hook = Webhook(url=url.with_host("hooks.example.org"), private=private, sleep=Waits())
            await hook.send(DIGEST)
            return len(receiver.requests)

    return asyncio.run(run())


def test_a_name_that_leads_into_the_private_network_is_refused(monkeypatch) -> None:
    """An address written out is meant; a public-looking name that turns out private is not."""
    with pytest.raises(AlertError, match="private = true"):
        hook_to_a_name(monkeypatch, private=False)


def test_a_name_in_the_private_network_can_be_meant(monkeypatch) -> None:
    assert hook_to_a_name(monkeypatch, private=True) == 1


def test_no_message_shows_what_may_be_secret_of_the_address() -> None:
    hook = Webhook(url=URL("https://example.org/services/T0/secret?token=1"))
    assert "secret" not in hook.name
    assert "token" not in hook.name

"""What `[alerts]` of the settings says, and the channels it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any

from yarl import URL

from engine.access import Secret
from engine.alerts.command import SECRETS, Command
from engine.alerts.courier import EVERY, MOST, Channel
from engine.alerts.mail import Mail, is_own_machine
from engine.alerts.webhook import Webhook
from engine.amounts import parse_duration
from engine.config import nearest
from engine.errors import ConfigError

WEBHOOK_SECRET, MAIL_PASSWORD = SECRETS
_KEYS = ("webhook", "private", "command", "every", "most", "unsure", "mail")
_MAIL_KEYS = ("host", "port", "tls", "user", "from", "to")
_TLS = {"starttls": 587, "tls": 465, "none": 25}
_EXAMPLE = """for example
[alerts]
webhook = "https://example.org/hook"
command = ["notify-send", "overheard"]
every = "15m"
[alerts.mail]
host = "smtp.example.org"
from = "overheard@example.org"
to = ["me@example.org"]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSettings:
    """Where alerts go, how often at the most, and how many mentions one tells.

    `unsure` says whether mentions are told of which it is not sure that they mean the brand.
    """

    webhook: URL | None = None
    private: bool = False
    command: tuple[str, ...] = ()
    every: float = EVERY
    most: int = MOST
    unsure: bool = False
    mail: Mail | None = None


def read_alerts(table: Mapping[str, object], environment: Mapping[str, str]) -> AlertSettings:
    """Return what the table `[alerts]` says; the password of the mail is the environment's.

    Raises:
        ConfigError: a key is unknown, or its value is wrong.
    """
    _check_keys(table, _KEYS, "[alerts]")
    mail = table.get("mail")
    return AlertSettings(
        webhook=webhook_url(_text(table, "webhook")) if "webhook" in table else None,
        private=_flag(table, "private"),
        command=_command(table.get("command", [])),
        every=parse_duration(_text(table, "every", f"{EVERY:.0f}s")),
        most=_whole(table, "most", MOST),
        unsure=_flag(table, "unsure"),
        mail=None if mail is None else _mail(mail, environment),
    )


def channels(settings: AlertSettings, environment: Mapping[str, str]) -> list[Channel]:
    """Return the channels of `settings`, the secrets from the environment."""
    found: list[Channel] = []
    if settings.webhook is not None:
        secret = environment.get(WEBHOOK_SECRET)
        found.append(
            Webhook(
                url=settings.webhook,
                secret=Secret(secret) if secret else None,
                private=settings.private,
            )
        )
    if settings.command:
        found.append(Command(arguments=settings.command))
    return found if settings.mail is None else [*found, settings.mail]


def webhook_url(text: str) -> URL:
    """Return the address a webhook is sent to.

    Raises:
        ConfigError: it is no http(s) address.
    """
    try:
        url = URL(text)
    except ValueError:
        url = URL()
    if url.scheme not in {"http", "https"} or not url.host:
        raise ConfigError(
            f"{text!r} is no address for a webhook", hint="for example https://example.org/hook"
        )
    return url


def _mail(table: object, environment: Mapping[str, str]) -> Mail:
    if not isinstance(table, Mapping):
        raise ConfigError("[alerts.mail] is no table", hint=_EXAMPLE)
    _check_keys(table, _MAIL_KEYS, "[alerts.mail]")
    tls = _text(table, "tls", "starttls")
    if tls not in _TLS:
        raise ConfigError(f"[alerts.mail] tls = {tls!r}", hint=f"it is one of: {', '.join(_TLS)}")
    host, user = _text(table, "host"), _text(table, "user") if "user" in table else None
    password = environment.get(MAIL_PASSWORD)
    if user and not password:
        raise ConfigError(
            f"[alerts.mail] names the user {user!r} and there is no password",
            hint=f"put it into the environment: {MAIL_PASSWORD}",
        )
    if user and tls == "none" and not is_own_machine(host):
        raise ConfigError(
            f"[alerts.mail] would send the password to {host} unencrypted",
            hint='write tls = "starttls" or tls = "tls"',
        )
    return Mail(
        host=host,
        port=_whole(table, "port", _TLS[tls]),
        sender=_address(_text(table, "from")),
        to=tuple(_address(one) for one in _addresses(table)),
        tls=tls,
        user=user,
        password=Secret(password) if user and password else None,
    )


def _addresses(table: Mapping[str, Any]) -> list[str]:
    to = table.get("to")
    listed = [to] if isinstance(to, str) else to
    if not isinstance(listed, list) or not listed or not all(isinstance(x, str) for x in listed):
        raise ConfigError(f"[alerts.mail] to = {to!r}", hint='for example to = ["me@example.org"]')
    return listed


def _address(text: str) -> str:
    """Return an e-mail address that is one, and only one.

    Raises:
        ConfigError: it is none.
    """
    try:
        address = Address(addr_spec=text.strip())
    except (ValueError, IndexError, HeaderParseError) as error:
        raise ConfigError(
            f"[alerts.mail] {text!r} is no e-mail address", hint="for example me@example.org"
        ) from error
    if not (address.username and address.domain) or any(c in text for c in "\r\n"):
        raise ConfigError(
            f"[alerts.mail] {text!r} is no e-mail address", hint="for example me@example.org"
        )
    return text.strip()


def _command(given: object) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(part, str) and part for part in given):
        return tuple(given)
    raise ConfigError(
        f"[alerts] command = {given!r} is no list of texts",
        hint='it is not given to a shell; write command = ["notify-send", "overheard"]',
    )


def _check_keys(table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise ConfigError(f"{where}: there is no setting {key!r}", hint=nearest(key, known))


def _text(table: Mapping[str, object], key: str, default: str | None = None) -> str:
    text = table.get(key, default)
    if isinstance(text, str) and text.strip():
        return text.strip()
    what = "is missing" if text is None else f"= {text!r} is no text"
    raise ConfigError(f"[alerts] {key} {what}", hint=_EXAMPLE)


def _whole(table: Mapping[str, object], key: str, default: int) -> int:
    number = table.get(key, default)
    if isinstance(number, int) and not isinstance(number, bool) and number > 0:
        return number
    raise ConfigError(f"[alerts] {key} = {number!r} is no whole number from 1", hint=_EXAMPLE)


def _flag(table: Mapping[str, object], key: str) -> bool:
    value = table.get(key, False)
    if isinstance(value, bool):
        return value
    raise ConfigError(f"[alerts] {key} = {value!r}", hint=f"write {key} = true or leave it out")

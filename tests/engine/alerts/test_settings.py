"""The table `[alerts]`."""

from __future__ import annotations

import tomllib

import pytest

from engine.alerts import Command, Mail, Webhook, channels, read_alerts
from engine.errors import ConfigError

PASSWORD = {"OVERHEARD_SMTP_PASSWORD": "pa55"}
MAIL = """
[mail]
host = "smtp.example.org"
from = "overheard@example.org"
to = ["me@example.org"]
"""


def read(text: str, environment=None):
    return read_alerts(tomllib.loads(text), environment or {})


def test_no_table_is_no_channel() -> None:
    assert channels(read(""), {}) == []


def test_all_channels_are_made_with_the_secrets_of_the_environment() -> None:
    environment = {**PASSWORD, "OVERHEARD_WEBHOOK_SECRET": "s3cret"}
    settings = read(
        """
        webhook = "https://example.org/hook"
        command = ["notify-send", "overheard"]
        every = "1h"
        most = 7
        """
        + MAIL.replace("[mail]", '[mail]\nuser = "me"'),
        environment,
    )
    webhook, command, mail = channels(settings, environment)
    assert isinstance(webhook, Webhook)
    assert webhook.secret.reveal() == "s3cret"
    assert command == Command(arguments=("notify-send", "overheard"))
    assert isinstance(mail, Mail)
    assert (mail.port, mail.tls, mail.password.reveal()) == (587, "starttls", "pa55")
    assert (settings.every, settings.most, settings.unsure) == (3600.0, 7, False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('webhok = "https://example.org"', "webhok"),
        ('webhook = "ftp://example.org"', "no address for a webhook"),
        ('webhook = "file:///etc/passwd"', "no address for a webhook"),
        ("webhook = 3", "no text"),
        ('command = "notify-send $(id)"', "no list of texts"),
        ("command = [1]", "no list of texts"),
        ('every = "often"', "no duration"),
        ("most = 0", "no whole number"),
        ("most = true", "no whole number"),
        ('private = "yes"', "private"),
        ("mail = 3", "no table"),
        (MAIL.replace("host", "hots"), "hots"),
        (MAIL.replace('host = "smtp.example.org"\n', ""), "host is missing"),
        (MAIL.replace("me@example.org", "me"), "no e-mail address"),
        (MAIL.replace("me@example.org", "a@b.org\\r\\nBcc: c@d.org"), "no e-mail address"),
        (MAIL.replace('["me@example.org"]', "[]"), "to = "),
        (MAIL + 'tls = "maybe"', "tls = 'maybe'"),
        (MAIL + 'user = "me"', "no password"),
        (MAIL + 'password = "pa55"', "password"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_write(text, says) -> None:
    with pytest.raises(ConfigError, match=says) as told:
        read(text)
    assert told.value.hint


def test_a_password_does_not_leave_this_machine_unencrypted() -> None:
    open_mail = MAIL + 'user = "me"\ntls = "none"'
    with pytest.raises(ConfigError, match="unencrypted"):
        read(open_mail, PASSWORD)
    here = read(open_mail.replace("smtp.example.org", "localhost"), PASSWORD)
    assert here.mail.port == 25

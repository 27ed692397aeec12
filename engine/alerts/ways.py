"""Where alerts go, as people may see it: nothing of it is a secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.alerts.mail import Mail
from engine.alerts.settings import AlertSettings, channels
from engine.alerts.webhook import Webhook

EXAMPLE = """[alerts]
command = ["notify-send", "overheard"]
every = "15m"
"""
"""The least of `[alerts]` that tells somebody."""


def ways_document(settings: AlertSettings, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the channels of `settings` and how they are used, ready for `json.dumps`.

    Of a webhook the host is named, of a command the program: their addresses and arguments may
    hold a key.
    """
    found = channels(settings, environment)
    return {
        "channels": [
            {
                "name": one.name,
                "to": list(one.to) if isinstance(one, Mail) else [],
                "signed": one.secret is not None if isinstance(one, Webhook) else None,
            }
            for one in found
        ],
        "every_seconds": settings.every,
        "most": settings.most,
        "unsure": settings.unsure,
    }

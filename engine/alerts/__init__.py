"""Telling people of new mentions and bursts: by webhook, by a command of theirs, by e-mail.

A `Courier` gathers notices and sends digests, at most one every so often, to each channel. What a
channel could not take waits for the next digest; a failure is reported and stops nothing. Texts of
posts are other people's words: they travel as JSON values or as quoted lines, never as headers,
arguments or markup.
"""

from engine.alerts.command import Command
from engine.alerts.courier import Channel, Courier, Noted, Standing
from engine.alerts.digest import BurstNotice, Digest, MentionNotice, Notice, document, headline
from engine.alerts.mail import Mail
from engine.alerts.settings import AlertSettings, channels, read_alerts
from engine.alerts.webhook import Webhook

__all__ = [
    "AlertSettings",
    "BurstNotice",
    "Channel",
    "Command",
    "Courier",
    "Digest",
    "Mail",
    "MentionNotice",
    "Noted",
    "Notice",
    "Standing",
    "Webhook",
    "channels",
    "document",
    "headline",
    "read_alerts",
]

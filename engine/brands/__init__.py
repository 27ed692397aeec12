"""Brands: which posts name them, how they are meant, and what that adds up to.

Pure: texts, cards and tables in, values out. Nothing here opens a database or a connection.

Five rooms: `matching` finds names in texts; `cards` are what is looked for; `verdicts` tell a name
from an ordinary word; `telling` reads stance and disclosure from the words beside; `counting` adds
up mentions. Cards and verdicts lean on matching; the rooms beside each other know nothing of each
other.
"""

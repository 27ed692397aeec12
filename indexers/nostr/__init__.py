"""Nostr: signed events on relays that anybody may run, and that nobody has to trust.

`signing` tells true events from made up ones, `names` writes keys as people do, `events` reads
what an event says; `relay` asks one, `source` collects from it, `listening` follows it.
"""

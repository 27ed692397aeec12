"""Bluesky, and other services that speak the AT Protocol with its lexicons.

`records` reads what people wrote, `views` what the service says of it, `profiles` who they are;
`source` asks the service, `session` logs in where that is needed, `jetstream` follows what
happens, and `events` is what happened. Creators are known by their DID, which stays; handles go.
"""

"""Mastodon, and the servers that speak like it: Pleroma, Akkoma, GoToSocial, Friendica."""

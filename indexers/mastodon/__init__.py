"""Mastodon, and the servers that speak like it: Pleroma, Akkoma, GoToSocial, Friendica.

`statuses` and `profiles` read what a server gives, `fields` names what is in it; `servers` are
those that are asked, `source` collects from one, `timelines` walks and `paging` remembers where.
"""

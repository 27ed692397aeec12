"""The migrations, each a named function in a module of its own: added, never edited.

Times are INTEGER microseconds since 1970 UTC. NULL means *not known*, with one exception:
`posts.content_hash` is NULL where a post has nothing to embed.
"""

"""Lemmy: communities on many servers, where people post links and words and comment on them.

`views` reads what a server shows of posts, comments and people, `source` collects from one.
"""

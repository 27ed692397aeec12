"""Readers of files people already have, one module a format.

`lines` cuts a stream into lines, `values` reads single fields, `records` turns a record into a
post and its creator, `drafts` gathers them into pages; the formats stand on these.
"""

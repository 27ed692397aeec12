"""Readers of files people already have, one module a format.

`lines` cuts a stream into lines, `tables` into rows of cells, `objects` reads JSON objects,
`drafts` gathers records into pages; the formats stand on these, and on `indexers.records`.
"""

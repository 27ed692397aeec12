"""Brands: which posts name them, how they are meant, and what that adds up to.

Pure: texts, cards and tables in, values out. Nothing here opens a database or a connection.
"""

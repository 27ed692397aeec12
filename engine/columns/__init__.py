"""The numbers of all posts and creators as NumPy columns: filters and signals in milliseconds."""

from engine.columns.masks import Masks
from engine.columns.tables import Columns, CreatorColumns, PostColumns

__all__ = ["Columns", "CreatorColumns", "Masks", "PostColumns"]

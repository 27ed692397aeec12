"""Our own community: lists of customers and followers, read from files people already have."""

from engine.community.files import Refused, Row, read_members

__all__ = ["Refused", "Row", "read_members"]

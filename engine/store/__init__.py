"""The store: posts, creators, cursors and vectors in one SQLite file, which is the truth."""

from engine.store.contents import StoreCounts
from engine.store.embeddings import Embedding, PendingPost, StoredModel
from engine.store.home import database_path, index_path, lock_path
from engine.store.languages import PostLanguage, UndetectedPost
from engine.store.pages import Committed
from engine.store.store import Store

__all__ = [
    "Committed",
    "Embedding",
    "PendingPost",
    "PostLanguage",
    "Store",
    "StoreCounts",
    "StoredModel",
    "UndetectedPost",
    "database_path",
    "index_path",
    "lock_path",
]

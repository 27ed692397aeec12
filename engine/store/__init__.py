"""The store: posts, creators, vectors and mentions in one SQLite file, which is the truth.

Each module holds the tables of one subject: functions on a connection, and the part of `Store` that
asks them. `store` puts the parts together and holds what touches several of them.
"""

from engine.store.deliveries import Attempt, Delivery
from engine.store.embeddings import Embedding, PendingPost, StoredModel
from engine.store.home import database_path, index_path, lock_path
from engine.store.judging import Judged, Unjudged
from engine.store.labels import Label
from engine.store.languages import PostLanguage, UndetectedPost
from engine.store.matched import Batch, Match
from engine.store.mentions import BrandCounts
from engine.store.pages import Committed
from engine.store.store import Store
from engine.store.tallies import StoreCounts

__all__ = [
    "Attempt",
    "Batch",
    "BrandCounts",
    "Committed",
    "Delivery",
    "Embedding",
    "Judged",
    "Label",
    "Match",
    "PendingPost",
    "PostLanguage",
    "Store",
    "StoreCounts",
    "StoredModel",
    "UndetectedPost",
    "Unjudged",
    "database_path",
    "index_path",
    "lock_path",
]

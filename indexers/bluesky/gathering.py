"""Pages of Bluesky in the making."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.vocabulary import CreatorKey, PostKey
from indexers.bluesky.profiles import read_profile
from indexers.bluesky.views import SOURCE, read_item, read_view
from indexers.pages import PageDraft
from indexers.records import NativeCreator


class Gathering(PageDraft):
    """The page being filled with what the service shows; one bad record costs only itself."""

    def add_item(self, item: Mapping[str, object], place: str) -> None:
        """Add the post in an item of a feed."""
        self.attempt(place, lambda notes: self.add(read_view(read_item(item), notes=notes)))

    def add_view(self, view: Mapping[str, object], place: str) -> None:
        """Add the post in a view."""
        self.attempt(place, lambda notes: self.add(read_view(view, notes=notes)))

    def add_profile(self, view: Mapping[str, object], place: str) -> None:
        """Add the creator in a view of a profile."""
        self.attempt(
            place, lambda notes: self.know(read_profile(view, notes=notes, measured_at=self.now))
        )

    def attempt(self, place: str, read: Callable[[list[str]], None]) -> None:
        """Read the record at `place`, counting what is not understood in it."""
        notes: list[str] = []
        with self.one(place):
            read(notes)
        self.not_understood(notes)

    def know(self, native: NativeCreator) -> None:
        """Add a creator.

        Raises:
            RefusedError: a value is impossible.
        """
        self.add_creator(native, SOURCE)

    def lose(self, uri: str) -> None:
        """Let the post at `uri` be gone."""
        self.delete(PostKey(SOURCE, uri))

    def lose_creator(self, did: str) -> None:
        """Let a creator be gone, with all they posted."""
        self.delete_creator(CreatorKey(SOURCE, did))

"""Turns what others publish into pages of posts to be indexed.

Two kinds of modules live here, both found by entry points and both knowing nothing of the engine
but its words (`engine.vocabulary`, `engine.errors`, `engine.protocols`, `engine.access`,
`engine.text`, `engine.watching`).

**A source** reads a live platform: `engine.protocols.Source`, entry point group
`overheard.sources`, one module a platform beside this file.

- It declares the part of an answer it reads as `msgspec.Struct`s and counts what it does not
  understand in `Page.unmapped`.
- It keeps nothing between calls. Whatever it needs in order to go on is in the cursor.
- It yields a page twice rather than skip one, and stops when a cursor does not move.
- It raises `SourceError` and no other error on purpose.

**A reader** reads files people already have: `engine.protocols.Reader`, entry point group
`overheard.readers`, one module a format in `indexers.files`.

- `recognises` judges by the content alone and says yes only when it is sure.
- `pages` reads once, from front to back, in bounded memory.
- A record that cannot be kept costs itself and nothing else: it becomes a `Problem` with the
  line it began on and a reason in plain words. Nothing is left out in silence.
- A file that breaks off in the middle gives what it still holds, and a `Problem`.
- `InputError` is for a file that as a whole is not of the format, and is raised before any page.

Both give posts that are ready to be stored: text through `engine.text.clean`, hashtags
case-folded without `#`, aware UTC times not later than `now`, and `None`, never 0, for every
number the platform did not give.
"""

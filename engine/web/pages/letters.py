"""First letters drafted for a list or a creator: to read, copy and take along; nothing is sent."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from aiohttp import web
from multidict import MultiDict, MultiMapping

from engine.errors import ConfigError, OverheardError
from engine.exports.papers import Paper
from engine.outreach.drafts import Draft
from engine.outreach.mail import drafts_paper, is_address, one_line, write_messages
from engine.outreach.templates import LONGEST, bundled_template, keep_template, own_template
from engine.questions.given import LONGEST_VALUE, moment_of
from engine.store.outreach import open_cases
from engine.web import keys
from engine.web.asking import MOST, MOST_VALUES, USUAL, one_each, whole, yes_or_no
from engine.web.files import file_answer, paper_answer
from engine.web.pages.outreach import reading
from engine.web.pages.shortlists import all_heads, keys_of
from engine.web.reach import Drafted, Wish
from engine.web.rendering import render

ASKED = ("shortlist", "top", "brand", "about", "sender", "again", "as", "format", "currency",
         "rate", "now")  # fmt: skip
SUFFIXES = (".json", ".csv", ".xlsx", ".zip")
_LONGEST_LINK = 6_000  # characters a browser hands to a mail program


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A draft as it is shown; `mail` opens it in a mail program, None without a letter."""

    draft: Draft
    mail: str | None

    @property
    def rows(self) -> int:
        """How many lines the letter takes in a box of some 80 letters a line."""
        letter = self.draft.letter
        lines = letter.text.splitlines() if letter else []
        return min(30, 1 + sum(1 + len(line) // 80 for line in lines))


def wish_of(query: MultiMapping[str]) -> Wish:
    """Return which letters an address asks for.

    Raises:
        ConfigError: a parameter is unknown or cannot be read, or it is not said who writes to whom.
    """
    plain = MultiDict(query)
    creators = [value.strip() for value in plain.popall("creator", []) if value.strip()]
    if len(creators) > MOST_VALUES or any(len(one) > LONGEST_VALUE for one in creators):
        raise ConfigError("those are too many creators", hint="keep them as a shortlist first")
    given = one_each(plain, ASKED)
    shortlist = given.get("shortlist")
    if bool(creators) == bool(shortlist):
        raise ConfigError(
            "it is not said whom to write to", hint="choose a shortlist, or name creators"
        )
    if "brand" not in given:
        raise ConfigError("it is not said who writes", hint="give the name of your brand")
    if creators and "about" not in given:
        raise ConfigError(
            "it is not said what the brand is about",
            hint="a few words of the topic, for example: home espresso",
        )
    return Wish(
        brand=given["brand"],
        shortlist=shortlist,
        creators=tuple(creators),
        top=whole(given.get("top"), "top", most=MOST) or USUAL,
        about=given.get("about"),
        sender=given.get("sender", ""),
        again=bool(yes_or_no(given.get("again"), "again")),
        platform=given.get("as"),
        form=given.get("format", "post"),
        currency=given.get("currency"),
        rates=given.get("rate", "").split(),
    )


async def page(request: web.Request) -> web.StreamResponse:
    """Show the drafts, or the form with what is missing for them; the form alone at first."""
    served = request.app[keys.SERVED]
    if not served.has_posts:
        raise web.HTTPSeeOther("/")
    problem: OverheardError | None = None
    found = Drafted((), ())
    try:
        if any(value.strip() for value in request.query.values()):
            found, _ = await _found(request)
    except OverheardError as error:
        problem = error
    return render(
        request,
        "letters.html.j2",
        status=400 if problem else 200,
        title="First letters",
        problem=problem,
        written=[shown_of(one) for one in found.drafts if one.letter],
        without=[one for one in found.drafts if not one.letter],
        notes=found.notes,
        failed=sum(one.failed for one in found.drafts),
        heads=await served.look(all_heads),
        given={name: request.query.getall(name) for name in request.query},
        suffixes=SUFFIXES,
        is_own=own_template(served.home) is not None,
    )


async def as_file(request: web.Request) -> web.StreamResponse:
    """Give the drafts as a table for a mail merge, or as unsent messages in an archive."""
    suffix = f".{request.match_info['suffix']}"
    found, now = await _found(request)
    if suffix != ".zip":
        return paper_answer(_paper(found, now), suffix, "letters")
    sender = request.query.get("sender", "").strip()
    content = messages(found, sender if is_address(sender) else None)
    return file_answer(content, suffix, "letters")


async def for_programs(request: web.Request) -> web.StreamResponse:
    """Give the drafts as JSON under `/api/`."""
    found, now = await _found(request)
    return paper_answer(_paper(found, now), ".json", "letters")


async def keep(request: web.Request) -> web.StreamResponse:
    """Keep those whom a letter was drafted for as still to contact."""
    form, now = await request.post(), request.app[keys.TOOLS].clock()
    named = keys_of(form)
    if not named:
        raise ConfigError("there is nobody to keep", hint="draft letters first")
    work = reading(partial(open_cases, keys=named, now=now))
    await request.app[keys.SERVED].look(work)
    raise web.HTTPSeeOther(f"/outreach?said=kept&n={len(named)}")


async def template(request: web.Request) -> web.StreamResponse:
    """Show the letter that drafts begin with, to be changed."""
    one_each(request.query, ())
    return _show_template(request)


async def keep_own(request: web.Request) -> web.StreamResponse:
    """Keep another letter as the home's own, or go back to the one that comes along."""
    form, home = await request.post(), request.app[keys.SERVED].home
    text = str(form.get("text", "")).replace("\r\n", "\n")
    try:
        keep_template(home, None if form.get("do") == "forget" or not text.strip() else text)
    except OverheardError as problem:
        return _show_template(request, text=text, problem=problem)
    return _show_template(request, is_saved=True)


def _show_template(
    request: web.Request,
    *,
    text: str | None = None,
    problem: OverheardError | None = None,
    is_saved: bool = False,
) -> web.Response:
    own = own_template(request.app[keys.SERVED].home)
    kept = own.read_text(encoding="utf-8", errors="replace") if own else bundled_template()
    return render(
        request,
        "letter.html.j2",
        status=400 if problem else 200,
        title="Your letter",
        text=kept if text is None else text,
        is_own=own is not None,
        problem=problem,
        is_saved=is_saved,
        longest=LONGEST,
    )


async def _found(request: web.Request) -> tuple[Drafted, datetime]:
    """Return the drafts that the address asks for and the moment they were made at."""
    wish, tools = wish_of(request.query), request.app[keys.TOOLS]
    served = request.app[keys.SERVED]
    written = request.query.get("now") or None
    now = await served.run(
        lambda opened: moment_of(written, tools.clock(), opened.corpus.summary())
    )
    return await served.look(partial(tools.reach.letters, wish=wish, now=now)), now


def _paper(found: Drafted, now: datetime) -> Paper:
    return drafts_paper(found.drafts, made_at=now, notes=found.notes)


def shown_of(draft: Draft) -> Shown:
    """Return a draft as it is shown."""
    letter = draft.letter
    if letter is None:
        return Shown(draft=draft, mail=None)
    said = f"subject={quote(one_line(letter.subject))}&body={quote(letter.text)}"
    mail = f"mailto:{quote(draft.email or '', safe='@')}?{said}"
    return Shown(draft=draft, mail=mail if len(mail) <= _LONGEST_LINK else None)


def messages(found: Drafted, sender: str | None) -> bytes:
    """Return every letter as an unsent `.eml` message, in one ZIP archive."""
    packed = io.BytesIO()
    with TemporaryDirectory() as folder, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in write_messages(found.drafts, Path(folder), sender=sender):
            archive.writestr(ZipInfo(file.name), file.read_bytes())  # the same letters, same bytes
    return packed.getvalue()


ROUTES = (
    web.get("/outreach/letters", page),
    web.get("/outreach/letters.{suffix:json|csv|xlsx|zip}", as_file),
    web.post("/outreach/letters", keep),
    web.get("/outreach/letter", template),
    web.post("/outreach/letter", keep_own),
    web.get("/api/outreach/letters", for_programs),
)

"""`overheard outreach`: drafts of first letters, how far we are, and whom not to contact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from engine.cli.barring import barring
from engine.cli.filters import reading_options
from engine.cli.invocation import Invocation, made
from engine.cli.options import require_database
from engine.cli.papers import paper_options, present
from engine.cli.people import Wanted, find_people, people_options
from engine.cli.priced import priced_options
from engine.cli.speech import complain, say
from engine.cli.standing import list_command, status_command
from engine.config import Settings
from engine.errors import ConfigError
from engine.store import Store
from engine.text import number_of

if TYPE_CHECKING:
    from engine.outreach.drafts import Addressee, Approach, Draft
    from engine.questions.people import People
    from engine.vocabulary import CreatorId

SOME_FAILED = 3
EXAMPLES = """\b
Examples:
  overheard outreach draft --brief "home espresso" --brand "Acme Coffee" --eml letters
  overheard outreach draft @ana@example.social --brand Acme --about "espresso" --template my.j2
  overheard outreach draft --shortlist espresso --brand "Acme Coffee" --to letters.csv
  overheard outreach status @ana@example.social contacted --note "by e-mail"
  overheard outreach list
  overheard outreach do-not-contact add @bo@example.social --why "asked us not to"
  overheard outreach template --copy my.j2"""

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Draft first letters to creators, and keep how far you are with each.

    Nothing is sent. A draft comes from a template that is yours, quotes a post of theirs on the
    topic, names the words you share and a range of prices. Who is on the do-not-contact list gets
    none.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """What letters are drafted by: the options of the command."""

    brand: str
    about: str | None = None
    sender: str = ""
    template: Path | None = None
    again: bool = False
    platform: str | None = None
    form: str = "post"
    currency: str | None = None
    rates: tuple[str, ...] = ()


def _letter_options(function: Command) -> Command:
    for option in reversed(
        (
            click.option(
                "--brand",
                required=True,
                metavar="NAME",
                help="Who writes; the key of a brand card, too.",
            ),
            click.option("--about", metavar="TEXT", help="What the brand is about, in its words."),
            click.option("--sender", default="", metavar="TEXT", help="Name or address below."),
            click.option(
                "--template",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Your letter [default: letter.txt.j2 of the home, else one that comes along].",
            ),
            click.option("--again", is_flag=True, help="Draft for those already written to, too."),
        )
    ):
        function = option(function)
    return function


@command.command("draft")
@people_options
@_letter_options
@priced_options
@click.option(
    "--eml",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write each letter as an unsent .eml message, too.",
)
@paper_options
@reading_options
@click.pass_obj
def draft_command(
    invocation: Invocation,
    /,
    *,
    handles: tuple[str, ...],
    brief: str | None,
    file: Path | None,
    saved: str | None,
    top: int,
    eml: Path | None,
    files: tuple[Path, ...],
    output: str,
    now: datetime,
    model: str | None,
    **rest: Any,
) -> int:
    """Draft a letter to each creator; for a mail merge write --to letters.csv.

    Creators whom a letter was drafted for are kept as "to contact". A template that fails for one
    creator costs that one letter.
    """
    letters = Letters(**{name: rest.pop(name) for name in Letters.__slots__})
    settings = invocation.settings(model=model)
    wanted = Wanted(handles=handles, brief=brief, file=file, saved=saved, top=top, where=rest)
    with Store.open(require_database(settings.home)) as store:
        found = find_people(wanted, settings, store, now=now)
        drafts = drafts_for(found, letters, settings, store, now=now)
        _keep(drafts, store, now=now)
    from engine.outreach.mail import drafts_paper, is_address, write_messages

    if eml is not None:
        sender = letters.sender if is_address(letters.sender) else None
        written = write_messages(drafts, made(eml), sender=sender)
        say(f"wrote {len(written)} unsent messages into {eml}")
    present(
        drafts_paper(drafts, made_at=now, notes=found.notes), _draft_lines(drafts), output, files
    )
    return _outcome(drafts)


def drafts_for(
    found: People, letters: Letters, settings: Settings, store: Store, *, now: datetime
) -> list[Draft]:
    """Return a draft for each of the people, or why there is none; nothing is kept of it.

    Raises:
        ConfigError: it is not said what the brand is about, or a currency or rate cannot be read.
        TemplateError: the template cannot be read.
    """
    from engine.branding.against import against
    from engine.money.tables import load_tables
    from engine.outreach.drafts import draft
    from engine.outreach.templates import own_template
    from engine.questions.pricing import make_asked, quote

    letters, words, own_card = _as_card(letters, settings.home)
    about = letters.about or found.topic or words
    if not about:
        raise ConfigError(
            "what is shared is not known without a topic", hint="give --about TEXT, or --brief"
        )
    asked = make_asked(
        letters.form,
        about,
        letters.platform,
        currency=letters.currency,
        rates=letters.rates,
    )
    quoted = quote(found, asked, load_tables(settings.home), store, now=now)
    own = letters.template or own_template(settings.home)
    shared = f"{about} {words}"
    approach = _approach(replace(letters, template=own), shared, found.topic or about, store)
    opposed = against(store, (*own_card, *found.brands), [person.id for person in found.people])
    addressees = _addressees(found, quoted, opposed, store)
    return [draft(one, approach, now=now) for one in addressees]


def _as_card(letters: Letters, home: Path) -> tuple[Letters, str, tuple[str, ...]]:
    """Return letters by the brand whose card is named by key or name, its words and its key.

    Without such a card they stay as they are, and there are no words and no key.
    """
    from engine.brands.cards.files import load_cards
    from engine.store.home import brands_path

    said = letters.brand.casefold()
    for card in load_cards(brands_path(home)):
        if said in {card.key, card.name.casefold()}:
            words = (*card.about, *card.products, *card.hashtags)
            return replace(letters, brand=card.name), " ".join(words), (card.key,)
    return letters, "", ()


def _addressees(
    found: People,
    quoted: Sequence[Any],
    opposed: Mapping[CreatorId, tuple[str, ...]],
    store: Store,
) -> Iterator[Addressee]:
    from engine.outreach.drafts import Addressee

    posts = store.posts_by([person.id for person in found.people])
    for person, priced in zip(found.people, quoted, strict=True):
        yield Addressee(
            creator=person.creator,
            evidence=person.evidence,
            posts=posts.get(person.id, ()),
            estimate=priced.estimate,
            score=person.score,
            warnings=opposed.get(person.id, ()),
        )


def _approach(letters: Letters, about: str, topic: str, store: Store) -> Approach:
    from engine.outreach.drafts import Approach
    from engine.outreach.templates import load_template
    from engine.store.outreach import do_not_contact, standings

    return Approach(
        template=load_template(letters.template),
        brand=letters.brand,
        sender=letters.sender,
        topic=topic,
        about=about,
        barred=do_not_contact(store),
        standings=standings(store),
        again=letters.again,
    )


def _keep(drafts: Sequence[Draft], store: Store, *, now: datetime) -> None:
    from engine.store.outreach import open_cases

    keys = [draft.addressee.creator.key for draft in drafts if draft.letter is not None]
    if keys:
        open_cases(store, keys, now=now)


def _draft_lines(drafts: Sequence[Draft]) -> Iterator[str]:
    from engine.cli.quotes import person_name

    for draft in drafts:
        yield f"== {person_name(draft.addressee.creator)}"
        for contact in draft.contacts:
            yield f"   {contact.way.value}: {contact.value} (found in: {contact.found})"
        for note in draft.notes:
            yield f"   note: {note}"
        if draft.letter is None:
            yield f"   no letter: {draft.refused}"
        else:
            yield f"   Subject: {draft.letter.subject}"
            yield ""
            yield from (f"   {line}".rstrip() for line in draft.letter.text.splitlines())
        yield ""


def _outcome(drafts: Sequence[Draft]) -> int:
    n_letters = sum(draft.letter is not None for draft in drafts)
    n_failed = sum(draft.failed for draft in drafts)
    n_without = len(drafts) - n_letters
    say(
        f"{number_of(n_letters, 'letter')}, {number_of(n_without, 'creator')} without; "
        "nothing was sent"
    )
    if any(draft.letter is None and _is_written_to(draft) for draft in drafts):
        say("--again drafts for those who were written to already, too")
    if n_failed:
        first = next(draft.refused for draft in drafts if draft.failed)
        complain(f"the template failed for {number_of(n_failed, 'creator')}: {first}")
    return SOME_FAILED if n_failed else 0


def _is_written_to(draft: Draft) -> bool:
    from engine.store.outreach import Status

    return draft.status not in {None, Status.TO_CONTACT} and not draft.failed


@command.command("template")
@click.option(
    "--copy",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it there, to be made yours.",
)
def template_command(*, file: Path | None) -> int:
    """Print the template that comes along, or copy it."""
    from engine.outreach.templates import bundled_template

    if file is None:
        click.echo(bundled_template(), nl=False)
        return 0
    if file.exists():
        raise ConfigError(f"{file} is there already", hint="name another file")
    made(file.resolve().parent)
    file.write_text(bundled_template(), encoding="utf-8")
    say(f"wrote {file}")
    return 0


command.add_command(status_command)
command.add_command(list_command)
command.add_command(barring)

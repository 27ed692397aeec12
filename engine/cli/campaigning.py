"""`overheard campaign`: codes and links for creators, and what their posts brought."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import click

from engine.amounts import parse_when
from engine.cli.campaigns import find_campaign
from engine.cli.invocation import Invocation
from engine.cli.options import now_option, output_option
from engine.cli.papers import PAPER_OUTPUTS, files_option, present
from engine.cli.people import find_person
from engine.cli.results import report_command, sales_command
from engine.cli.speech import say
from engine.cli.standing import opened_store
from engine.errors import ConfigError
from engine.store import Store
from engine.store.campaigns import Campaign, Member
from engine.vocabulary import CreatorKey

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?", re.ASCII)
EXAMPLES = """\b
Examples:
  overheard campaign create spring --from 2026-04-01 --until 2026-05-01 --hashtag acmespring \\
    --url https://acme.example/spring --currency EUR
  overheard campaign add spring @ana@example.social --fee 300EUR --gift 45EUR
  overheard campaign import-sales spring orders.csv
  overheard campaign report spring --rate USD=0.92EUR --to spring.xlsx"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Plan campaigns with creators, and see what they brought.

    Posts are found by code, link, hashtag or mention inside the window; sales are read from a
    CSV. Every number has its formula and its inputs, and what is not known is said.
    """


@command.command("create")
@click.argument("name")
@click.option("--from", "start", required=True, metavar="DATE", help="Its first day.")
@click.option("--until", "end", required=True, metavar="DATE", help="The day after its last.")
@click.option("--url", metavar="URL", help="The page that links lead to.")
@click.option("--hashtag", "hashtags", multiple=True, metavar="TAG")
@click.option("--mention", "mentions", multiple=True, metavar="NAME", help="A name or @handle.")
@click.option("--currency", default="USD", show_default=True, metavar="CODE")
@now_option
@click.pass_obj
def create_command(
    invocation: Invocation,
    /,
    *,
    name: str,
    start: str,
    end: str,
    url: str | None,
    hashtags: tuple[str, ...],
    mentions: tuple[str, ...],
    currency: str,
    now: datetime,
) -> int:
    """Begin a campaign; NAME is lower-case letters, digits and hyphens."""
    from engine.exports.writing import web_link
    from engine.money.amounts import parse_currency
    from engine.store.campaigns import create

    if not _NAME.fullmatch(name):
        raise ConfigError(
            f"{name!r} is no name of a campaign", hint="letters, digits and hyphens: spring-glow"
        )
    if url is not None and web_link(url) is None:
        raise ConfigError(f"{url!r} is no address", hint="for example https://acme.example/spring")
    campaign = Campaign(
        name=name,
        starts_at=parse_when(start, now),
        ends_at=parse_when(end, now),
        currency=parse_currency(currency),
        url=url,
        hashtags=tuple(tag.lstrip("#").casefold() for tag in hashtags if tag.strip("# ")),
        mentions=tuple(mention.strip() for mention in mentions if mention.strip("@ ")),
    )
    if campaign.ends_at <= campaign.starts_at:
        raise ConfigError("the campaign ends before it begins", hint="give --until a later day")
    with opened_store(invocation) as store:
        create(store, campaign, now=now)
    days = (campaign.ends_at - campaign.starts_at) // timedelta(days=1)
    click.echo(f"campaign {name}: {campaign.starts_at:%Y-%m-%d}, {days} days")
    return 0


@command.command("add")
@click.argument("name")
@click.argument("handle", metavar="@HANDLE")
@click.option("--fee", metavar="AMOUNT", help="What they are paid: 300EUR.")
@click.option("--gift", metavar="AMOUNT", help="What the goods they get are worth.")
@click.option("--code", metavar="CODE", help="Their discount code [default: made].")
@click.pass_obj
def add_command(
    invocation: Invocation,
    /,
    *,
    name: str,
    handle: str,
    fee: str | None,
    gift: str | None,
    code: str | None,
) -> int:
    """Add a creator with fee, gift and code, or change what is kept of one; prints the link."""
    from engine.campaigns.codes import link_of
    from engine.store.campaigns import put_member

    with opened_store(invocation) as store:
        campaign = find_campaign(name, store)
        member = _member(campaign, handle, store, code=code)
        given = [_amount(text, campaign) for text in (fee, gift)]
        member = Member(
            key=member.key,
            code=member.code,
            tag=member.tag,
            fee=given[0] or member.fee,
            gift=given[1] or member.gift,
        )
        put_member(store, campaign, member)
    link = link_of(campaign, member.key.source, member.tag)
    click.echo(f"{handle}: code {member.code}" + (f", link {link}" if link else ""))
    return 0


def _member(campaign: Campaign, handle: str, store: Store, *, code: str | None) -> Member:
    """Return what is kept of a creator in a campaign, or a new code and tag for one.

    Raises:
        ConfigError: nobody is called so, they must not be contacted, or the code is none.
    """
    from engine.campaigns.codes import given_code, make_code, make_tag
    from engine.cli.noticing import is_listed
    from engine.store.campaigns import codes_in_use, members
    from engine.store.outreach import do_not_contact

    creator = find_person(handle, store).creator
    ours = members(store, campaign)
    known = next((member for member in ours if member.key == creator.key), None)
    if known is None and is_listed(creator, do_not_contact(store)):
        raise ConfigError(
            f"{handle} is on the do-not-contact list",
            hint="overheard outreach do-not-contact remove takes them off",
        )
    made = known.code if known is not None else make_code(creator, campaign, codes_in_use(store))
    return Member(
        key=creator.key,
        code=given_code(code) if code else made,
        tag=known.tag if known else make_tag(creator, [member.tag for member in ours]),
        fee=known.fee if known else None,
        gift=known.gift if known else None,
    )


def _amount(text: str | None, campaign: Campaign) -> tuple[Decimal, str] | None:
    from engine.money.amounts import parse_money

    if text is None:
        return None
    money = parse_money(text, currency=campaign.currency)
    return money.amount, money.currency


@command.command("remove")
@click.argument("name")
@click.argument("handle", metavar="[@HANDLE]", required=False)
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@click.pass_obj
def remove_command(invocation: Invocation, /, *, name: str, handle: str | None, yes: bool) -> int:
    """Take a creator out of a campaign, or forget the whole campaign with its sales."""
    from engine.store.campaigns import remove, remove_member

    with opened_store(invocation) as store:
        campaign = find_campaign(name, store)
        if handle is not None:
            key = _key(handle, store)
            if not remove_member(store, campaign, key):
                raise ConfigError(f"{handle} is not in {name}", hint="see overheard campaign show")
            click.echo(f"{handle} is out of {name}; sales by their code stay, as nobody's")
            return 0
        if not yes and not click.confirm(f"forget {name} with its creators and sales?", err=True):
            say("nothing was removed")
            return 0
        remove(store, campaign)
    click.echo(f"{name} is forgotten")
    return 0


def _key(handle: str, store: Store) -> CreatorKey:
    """Return whom a handle names; one who left the corpus is named by SOURCE:ID."""
    source, colon, native_id = handle.removeprefix("@").partition(":")
    if colon and source and native_id:
        return CreatorKey(source, native_id)
    return find_person(handle, store).creator.key


@command.command("list")
@files_option
@output_option(*PAPER_OUTPUTS)
@now_option
@click.pass_obj
def list_command(
    invocation: Invocation, /, *, files: tuple[Path, ...], output: str, now: datetime
) -> int:
    """Show all campaigns."""
    from engine.cli.layout import columns
    from engine.exports.tables import table_paper
    from engine.store.campaigns import campaigns, members

    with opened_store(invocation) as store:
        rows = [
            (
                *(one.name, f"{one.starts_at:%Y-%m-%d}", f"{one.ends_at:%Y-%m-%d}"),
                *(str(len(members(store, one))), one.currency, one.url),
            )
            for one in campaigns(store)
        ]
    heads = ("name", "from", "until", "creators", "currency", "url")
    texts = [heads, *([cell or "" for cell in row] for row in rows)]
    lines = columns(texts, left=range(len(heads))) if rows else ["there is no campaign yet"]
    present(table_paper("Campaigns", heads, rows, now), lines, output, files)
    return 0


@command.command("show")
@click.argument("name")
@files_option
@output_option(*PAPER_OUTPUTS)
@now_option
@click.pass_obj
def show_command(
    invocation: Invocation, /, *, name: str, files: tuple[Path, ...], output: str, now: datetime
) -> int:
    """Show a campaign: its creators with fees, gifts, codes and links."""
    from engine.cli.campaigns import plan_lines, plan_paper
    from engine.store.campaigns import members

    with opened_store(invocation) as store:
        campaign = find_campaign(name, store)
        ours = members(store, campaign)
        ids = {member.key: store.creator_by_key(member.key) for member in ours}
        creators = store.creators([id_ for id_ in ids.values() if id_ is not None])
    handles = {
        key: creators[id_].handle for key, id_ in ids.items() if id_ is not None and id_ in creators
    }
    paper = plan_paper(campaign, ours, handles, made_at=now)
    present(paper, plan_lines(campaign, paper), output, files)
    return 0


command.add_command(sales_command)
command.add_command(report_command)

"""`overheard campaign`: codes and links for creators, and what their posts brought."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

from engine.cli.invocation import Invocation
from engine.cli.options import now_option, output_option
from engine.cli.papers import PAPER_OUTPUTS, files_option, present, present_table
from engine.cli.results import report_command, sales_command
from engine.cli.speech import say
from engine.cli.standing import opened_store
from engine.errors import ConfigError
from engine.questions.people import find_person
from engine.store import Store
from engine.store.campaigns import Campaign, Member
from engine.vocabulary import CreatorKey

_NONE = "there is no campaign yet; begin one: overheard campaign create NAME --from DAY --until DAY"

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
    from engine.campaigns.planning import Planned, campaign_of
    from engine.store.campaigns import create

    planned = Planned(
        name=name,
        start=start,
        end=end,
        url=url,
        hashtags=hashtags,
        mentions=mentions,
        currency=currency,
    )
    campaign = campaign_of(planned, now=now)
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
    from engine.campaigns.planning import find_campaign, paid
    from engine.store.campaigns import put_member

    with opened_store(invocation) as store:
        campaign = find_campaign(name, store)
        member = _member(campaign, handle, store, code=code)
        member = paid(member, campaign, fee=fee, gift=gift)
        put_member(store, campaign, member)
    link = link_of(campaign, member.key.source, member.tag)
    click.echo(f"{handle}: code {member.code}" + (f", link {link}" if link else ""))
    return 0


def _member(campaign: Campaign, handle: str, store: Store, *, code: str | None) -> Member:
    """Return what is kept of a creator in a campaign, or a new code and tag for one.

    Raises:
        ConfigError: nobody is called so, they must not be contacted, or the code is none.
    """
    from engine.campaigns.planning import member_for
    from engine.cli.noticing import is_listed
    from engine.store.campaigns import members
    from engine.store.outreach import do_not_contact

    creator = find_person(handle, store).creator
    is_new = all(member.key != creator.key for member in members(store, campaign))
    if is_new and is_listed(creator, do_not_contact(store)):
        raise ConfigError(
            f"{handle} is on the do-not-contact list",
            hint="overheard outreach do-not-contact remove takes them off",
        )
    return member_for(creator, campaign, store, code=code)


@command.command("remove")
@click.argument("name")
@click.argument("handle", metavar="[@HANDLE]", required=False)
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@click.pass_obj
def remove_command(invocation: Invocation, /, *, name: str, handle: str | None, yes: bool) -> int:
    """Take a creator out of a campaign, or forget the whole campaign with its sales."""
    from engine.campaigns.planning import find_campaign
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
    from engine.campaigns.planning import CAMPAIGN_HEADS, campaign_rows
    from engine.exports.tables import table_paper

    with opened_store(invocation) as store:
        rows = campaign_rows(store)
    present_table(table_paper("Campaigns", CAMPAIGN_HEADS, rows, now), _NONE, output, files)
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
    from engine.campaigns.planning import find_campaign, handles_of, plan_paper
    from engine.cli.campaigns import plan_lines
    from engine.store.campaigns import members

    with opened_store(invocation) as store:
        campaign = find_campaign(name, store)
        ours = members(store, campaign)
        handles = handles_of(ours, store)
    paper = plan_paper(campaign, ours, handles, made_at=now)
    present(paper, plan_lines(campaign, paper), output, files)
    return 0


command.add_command(sales_command)
command.add_command(report_command)

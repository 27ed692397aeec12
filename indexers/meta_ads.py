"""Meta's Ad Library as a source: the advertisements of pages, competitors' among them.

An advertisement is a post of its page, with what paid for it as label. The address in the answers
(`ad_snapshot_url`) has the user's token in it; in its place stands that of the public library.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from engine.access import Access
from engine.errors import ConfigError, GoneError, SourceError
from engine.protocols import Source
from engine.vocabulary import Page, Query, QueryKind, SourceInfo
from indexers.cursors import Held, held_in
from indexers.graph import VERSION, Graph, Listing
from indexers.options import texts, whole
from indexers.pages import PageDraft, names_in, strange_names
from indexers.records import NativeCreator, NativePost, declared_as
from indexers.values import RefusedError

SOURCE = "meta_ads"
BASE_URL = f"https://graph.facebook.com/{VERSION}/"
TOKEN = "META_AD_LIBRARY_TOKEN"  # noqa: S105 - its name
PAGE_SIZE = 100
MAX_PAGES = 10
MAX_WORDS = 100  # characters
MAX_PAGE_IDS = 10
PAID = "an advertisement"
_OVERLAP = timedelta(days=1)  # an advertisement is listed some hours after it began
_DOMAIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Z]{2}|ALL")
_FIELDS = (
    "id,page_id,page_name,ad_creation_time,ad_delivery_start_time,ad_delivery_stop_time,"
    "ad_creative_bodies,ad_creative_link_titles,ad_creative_link_captions,"
    "ad_creative_link_descriptions,ad_snapshot_url,languages,publisher_platforms,bylines,"
    "beneficiary_payers"
)


class _Payer(msgspec.Struct):
    payer: str | None = None
    beneficiary: str | None = None


class Ad(msgspec.Struct, kw_only=True):
    """An advertisement; the names in the singular are those of answers before 2022."""

    page_id: str | int
    id: str | int | None = None
    page_name: str | None = None
    ad_creation_time: str | None = None
    ad_delivery_start_time: str | None = None
    ad_creative_bodies: list[str] | None = None
    ad_creative_body: str | None = None
    ad_creative_link_titles: list[str] | None = None
    ad_creative_link_title: str | None = None
    ad_creative_link_captions: list[str] | None = None
    ad_creative_link_caption: str | None = None
    ad_creative_link_descriptions: list[str] | None = None
    ad_creative_link_description: str | None = None
    ad_snapshot_url: str | None = None
    languages: list[str] | None = None
    bylines: str | list[str] | None = None
    funding_entity: str | None = None
    beneficiary_payers: list[_Payer] | None = None

    @property
    def number(self) -> str:
        """The id, which old answers tell in the address of the snapshot only.

        Raises:
            RefusedError: it is told nowhere.
        """
        if self.id is not None:
            return str(self.id)
        found = re.search(r"[?&]id=(\d+)", self.ad_snapshot_url or "")
        if found is None:
            raise RefusedError("the required field id is missing")
        return found[1]


_KNOWN = frozenset(Ad.__struct_fields__) | names_in(
    "ad_delivery_stop_time age_country_gender_reach_breakdown br_total_reach currency "
    "delivery_by_region demographic_distribution estimated_audience_size eu_total_reach "
    "impressions publisher_platforms region_distribution spend target_ages target_gender "
    "target_locations total_reach_by_location potential_reach"
)


def to_post(record: Mapping[str, object]) -> NativePost:
    """Return the native record of an advertisement.

    Raises:
        RefusedError: a field is missing or has the wrong type.
    """
    ad = declared_as(record, Ad)
    began = ad.ad_creation_time or ad.ad_delivery_start_time
    if began is None:
        raise RefusedError("it has neither ad_creation_time nor ad_delivery_start_time")
    number = ad.number
    return NativePost(
        source=SOURCE,
        id=number,
        text=_text(ad),
        created_at=began if "T" in began else f"{began}T00:00:00Z",
        creator=_creator(ad),
        url=f"https://www.facebook.com/ads/library/?id={number}",
        lang=ad.languages[0] if ad.languages and len(ad.languages) == 1 else None,
        links=_links(ad) or None,
        paid_label=_label(ad),
    )


def _creator(ad: Ad) -> NativeCreator:
    page_id = str(ad.page_id)
    return NativeCreator(id=page_id, name=ad.page_name, url=f"https://www.facebook.com/{page_id}")


def _text(ad: Ad) -> str:
    """Return all wordings of an advertisement, each once."""
    parts = [
        *(ad.ad_creative_bodies or (ad.ad_creative_body,)),
        *(ad.ad_creative_link_titles or (ad.ad_creative_link_title,)),
        *(ad.ad_creative_link_descriptions or (ad.ad_creative_link_description,)),
    ]
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


def _links(ad: Ad) -> list[str]:
    """Return where the advertisement leads to, as far as its captions tell an address."""
    captions = ad.ad_creative_link_captions or (ad.ad_creative_link_caption,)
    domains = [caption.strip() for caption in captions if caption]
    found = [domain for domain in domains if _DOMAIN.fullmatch(domain)]
    whole = [link if "://" in link else f"https://{link.lower()}" for link in found]
    return list(dict.fromkeys(whole))


def _label(ad: Ad) -> str:
    bylines = [ad.bylines] if isinstance(ad.bylines, str) else ad.bylines or []
    payers = [payer.payer for payer in ad.beneficiary_payers or ()]
    named = dict.fromkeys(name for name in (*payers, *bylines, ad.funding_entity) if name)
    return f"{PAID}, paid for by {' and '.join(named)}" if named else PAID


class _Walk(Held, frozen=True):
    """Advertisements shown from `since` on are still to be read, from the cursor `after` on."""

    since: date | None = None
    after: str | None = None
    begun: date | None = None


class MetaAds:
    """Advertisements on Facebook, Instagram and the like, by words or by the id of a page."""

    name = SOURCE
    info = SourceInfo(
        name=SOURCE,
        summary="Meta's Ad Library: advertisements of competitors",
        takes=frozenset([QueryKind.TEXT, QueryKind.ACCOUNT]),
        gives="the words, page, payer and start of advertisements; an account is the id of a page",
        lacks="reactions, followers, pictures; outside the EU and UK all but political ones",
        limits="a year back; how many requests, Meta tells in its answers",
        secrets={TOKEN: "a token of a person who confirmed their identity at facebook.com/ID"},
        options={
            "countries": 'where advertisements were shown, as ["DE", "FR"]',
            "max_pages": f"pages of {PAGE_SIZE} advertisements at a time (default {MAX_PAGES})",
        },
        required=(TOKEN, "countries"),
    )

    def __init__(self, access: Access, countries: list[str], *, base_url: str = BASE_URL) -> None:
        self._access = access
        self._countries = countries
        self._graph = Graph(access, base_url, secret=TOKEN, what="the Ad Library")
        self._max_pages = whole(access.options, "max_pages", low=1) or MAX_PAGES

    @classmethod
    def make(cls, access: Access) -> Sequence[Source]:
        """Return the source.

        Raises:
            ConfigError: no countries are set, or an option is wrong.
        """
        return [cls(access, countries_of(access.options))]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield the advertisements that were shown since the last walk began."""
        walk = held_in(after, _Walk)
        begun = walk.begun or self._access.now().date()
        seen: set[str] = set()
        for number in range(1, self._max_pages + 1):
            listing = await self._found(query, walk)
            ids = {str(record.get("id")) for record in listing.data}
            ended = listing.after is None or ids <= seen
            if not ended:
                walk = _Walk(since=walk.since, after=listing.after, begun=begun)
            else:
                walk = _Walk(since=begun - _OVERLAP)
            notes = []
            if not ended and number == self._max_pages:
                limit = number * PAGE_SIZE
                notes = [f"{query}: {limit:,} advertisements are read; run it again for the rest"]
            yield self._page(listing, walk.written(), notes)
            if ended:
                return
            seen |= ids

    async def _found(self, query: Query, walk: _Walk) -> Listing:
        asked: dict[str, str | int] = {
            "fields": _FIELDS,
            "limit": PAGE_SIZE,
            "ad_type": "ALL",
            "ad_active_status": "ALL",
            "ad_reached_countries": _array(self._countries),
        }
        wanted = [walk.since, query.since.date() if query.since else None]
        if since := max((day for day in wanted if day), default=None):
            asked["ad_delivery_date_min"] = since.isoformat()
        if walk.after:
            asked["after"] = walk.after
        return await self._graph.get("ads_archive", Listing, **asked, **_words(query))

    def _page(self, listing: Listing, cursor: str, notes: Sequence[str]) -> Page:
        draft = PageDraft(now=self._access.now())
        for note in notes:
            draft.tell(note)
        for record in listing.data:
            try:
                draft.add(to_post(record))
            except RefusedError as reason:
                draft.refuse(f"advertisement {record.get('id')}", reason)
            else:
                draft.not_understood(strange_names(record, _KNOWN))
        return draft.finish(cursor)


def countries_of(options: Mapping[str, object]) -> list[str]:
    """Return the countries that the user's `options` name, as two capital letters each.

    Raises:
        ConfigError: there are none, or one is no country.
    """
    if "countries" not in options:
        raise ConfigError(
            "meta_ads: the Ad Library wants to know where advertisements were shown",
            hint='set countries = ["DE", "FR"] under [sources.meta_ads] in the settings, or '
            "--option countries=DE,FR",
        )
    countries = [word.upper() for word in texts(options, "countries")]
    wrong = [word for word in countries if not _COUNTRY.fullmatch(word)]
    if wrong or not countries:
        raise ConfigError(
            f"meta_ads: {', '.join(wrong) or 'nothing'} is no country",
            hint="countries have two letters: DE, FR, GB",
        )
    return countries


def _words(query: Query) -> dict[str, str]:
    if query.kind is QueryKind.TEXT:
        if len(query.text) > MAX_WORDS:
            raise SourceError(
                f"the Ad Library takes {MAX_WORDS} characters, and {query.text[:20]!r}… has "
                f"{len(query.text)}"
            )
        return {"search_terms": query.text, "search_type": "KEYWORD_UNORDERED"}
    page_ids = [word.strip() for word in query.text.split(",")]
    if not all(word.isdecimal() for word in page_ids) or len(page_ids) > MAX_PAGE_IDS:
        raise GoneError(
            f"{query.text!r} is no id of a page",
            hint="the page's id is a number, under Page transparency on the page itself",
        )
    return {"search_page_ids": _array(page_ids)}


def _array(words: Iterable[str]) -> str:
    return msgspec.json.encode(list(words)).decode()

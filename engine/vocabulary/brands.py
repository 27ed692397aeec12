"""What is listened for, where it was heard, and how it was meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary.ids import Ids, PostId, Vectors


class Kind(StrEnum):
    """What of a brand's card a mention is."""

    NAME = "name"
    ALIAS = "alias"
    PRODUCT = "product"
    HANDLE = "handle"
    HASHTAG = "hashtag"
    LINK = "link"


class Verdict(StrEnum):
    """Whether the words mean the brand."""

    BRAND = "brand"
    UNSURE = "unsure"
    NOT = "not"


class Stance(StrEnum):
    """Where the writer stands towards a brand, by the words around the mention."""

    FOR = "for"
    AGAINST = "against"
    COMPARES = "compares"  # sets it beside another without choosing
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"


class Disclosed(StrEnum):
    """Whether a post says that it is advertising, by the rules of its country or language."""

    CLEAR = "clear"
    WEAK = "weak"  # hints at it with words that do not suffice there
    NONE = "none"  # nothing is said; whether anything was paid is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand card: what to listen for.

    `key` is lower-case ASCII letters, digits and hyphens. `handles` are by platform, without `@`,
    and under `any` where the platform does not matter; `domains` are hosts that cover their
    subdomains (`apple.com`) or a host with a path (`youtube.com/@apple`); `hashtags` are
    case-folded, without `#`. `about` and `not_about` are glosses: what the name means when it means
    the brand, and what else. A name inside the words of any of `exclude` is no mention. `langs` are
    ISO 639-1 codes of the posts to look at, empty for all; `rivals` are keys of other cards. With
    `accents_matter` the accents must stand in a post as in the card (Rosé is not rose).
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    handles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    not_about: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    accents_matter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What matching looks at of a post: the fields of `Post` with these names."""

    text: str
    source: str = ""
    lang: str | None = None
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a brand's card matches a text: half-open offsets in characters.

    A link that is not part of the text has `start` and `end` 0 and its address as `surface`, a
    hashtag that the post has beside its text the same and the tag with `#`; else `surface` is
    `text[start:end]`.
    """

    brand: str  # its key
    kind: Kind
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A brand named by a post.

    `start`, `end` and `surface` are those of a `Span`. `sureness` is the estimated probability
    that the brand is meant, in [0, 1], None where a rule decided alone. All mentions of one brand
    in one post share a verdict and a stance. `stance` is None where it was not looked for.
    """

    post_id: PostId
    brand: str
    kind: Kind
    start: int
    end: int
    surface: str
    verdict: Verdict
    sureness: float | None = None
    stance: Stance | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A post in which a card found something, to be judged: all its spans at once.

    `vector` is the (dim,) unit vector of the whole post, None where it has nothing to embed;
    `others` are (k, dim) unit vectors of other posts of its creator, None where there are none.
    """

    text: str
    spans: tuple[Span, ...]
    source: str = ""
    lang: str | None = None
    vector: Vectors | None = None
    others: Vectors | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A text that names a brand at `spans` and other brands at `others`, half-open, in characters.

    What a stance is told from; `lang` is ISO 639-1.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...] = ()
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How the spans of a case are meant; `sureness` is as in a `Mention`.

    `is_draw` says whether the post is a prize draw; None: not told.
    """

    verdict: Verdict
    sureness: float | None = None
    is_draw: bool | None = None


VERDICTS: tuple[Verdict, ...] = (Verdict.NOT, Verdict.UNSURE, Verdict.BRAND)
"""Verdicts by their code in a `MentionTable`."""


STANCES: tuple[Stance, ...] = (
    Stance.UNCLEAR,
    Stance.NEUTRAL,
    Stance.COMPARES,
    Stance.AGAINST,
    Stance.FOR,
)
"""Stances by their code in a `MentionTable`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MentionTable:
    """Which posts mention which brands, one row a pair of post and brand, by brand then post.

    Of several mentions in a post the verdict and stance are those of the pair. `engagement` is
    likes + replies + reposts, what is not known adding nothing, NaN where none of them is known.
    `repeats` tells posts whose text the same creator, or somebody before them, had posted already.
    """

    brands: tuple[str, ...]  # keys
    sources: tuple[str, ...]
    brand: NDArray[np.int32]  # (n,) position in `brands`
    post_ids: Ids  # (n,)
    creator_ids: Ids  # (n,)
    source: NDArray[np.int32]  # (n,) position in `sources`
    created_at: NDArray[np.int64]  # (n,) microseconds since 1970, UTC
    found_at: NDArray[np.int64]  # (n,) when the mention was first stored, same unit
    verdict: NDArray[np.int8]  # (n,) position in `VERDICTS`
    stance: NDArray[np.int8]  # (n,) position in `STANCES`
    engagement: NDArray[np.float64]  # (n,)
    marks: NDArray[np.uint8]  # (n,) `Mark` bits of the post
    repeats: NDArray[np.bool_]  # (n,)

    def __len__(self) -> int:
        return len(self.post_ids)

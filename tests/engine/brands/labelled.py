"""Labelled texts for brands, and how they were labelled. The test halves are for one look.

**Names** (`cards.toml`, `names_dev.jsonl`, `names_test.jsonl`): posts of the public-domain
collection umbrae/reddit-top-2.5-million (PDDL 1.0), title and the first 240 characters of the
text. For each brand the posts that hold its name as a word, in any case, were put in the order
of a hash and the first 104 taken, at most a fifth of them of one subreddit, without a look at
what they say; adult posts and repeated texts are left out. Whole Foods has only 90. Apple got 50
more, one a subreddit of those not drawn before, because nine in ten of the first were about the
company. Handles, e-mail addresses and a gift card's numbers are replaced; two posts about private
persons were dropped.

One reader, a language model, read each text with the subreddit's name beside it and wrote the
label down; no rule and no code labelled anything. `brand`: the company, its products, its own
teams or its web address is meant by at least one of the occurrences. `not`: none of them.
`unclear`: a reader cannot tell, or the name is half used (a monkey named after the shop). Most
were sure at once; about one in twenty took a guess, mostly titles without a text. The
reader's knowledge went in where the text alone does not decide (Dove Valley, the Nerf subreddit).
A post whose name sits only in a link to the brand's own site counts as `brand`: 41 do, most of
Apple, REI and Rolling Stone. IKEA, Best Buy and Red Bull have next to no `not`: people write so.
A tenth (160 posts) was read again at random without the labels in view, within the hour and by the
same reader, who may remember: all agree (kappa 1.0). That says little of what another reader
would write down.

**Disclosure** (`disclosure_dev.jsonl`, `disclosure_test.jsonl`): sentences made up for this in
twelve languages, as people write captions, about brands that do not exist. No native speaker has
read them. A label judges the words and where they stand, by the rules of `country` as of 2026:

- `clear`: words the country's regulator or its self-regulation names as enough. US: ad, sponsored,
  paid partnership, "gave me free". GB: ad, advert, advertisement(feature), paid partnership. DE:
  Werbung, Anzeige. FR: publicité, collaboration commerciale. ES: publicidad, publi, patrocinado
  por, en colaboración con, embajador de, gracias a, regalo de. BR: publi, publicidade, parceria
  paga. IT: pubblicità, adv, #ad, sponsorizzato da, in collaborazione con, prodotto inviato da. NL:
  advertentie, reclame, #ad, betaalde samenwerking. PL: reklama, materiał or współpraca reklamowa,
  post sponsorowany. SE: reklam, annons. TR: reklam, işbirliği, sponsor, hediye olarak
  gönderildi. JP: 広告, PR, プロモーション, 宣伝, 提供を受けて. KR: 광고, 협찬, 대가를 받고.
- `weak`: words that hint at it and do not suffice there (#sp, #collab, gifted, thanks to a brand;
  #ad and #sponsored in DE, FR, ES and elsewhere; sponsored in GB), and clear words hidden behind
  six hashtags or more (trap `buried`).
- `none`: nothing is disclosed. `trap` says what could mislead: `hashtag` (#adidas), `year` (AD 79),
  `seen` (I saw an ad), `denied` (not sponsored, unbezahlte Werbung), `job`, `private` (a gift of
  grandmother), `other` (an ambassador of Canada), `misleading` (publicité mensongère).

`commercial` is apart from that: a discount code or an affiliate link with no word about it is
`none` with `code` or `affiliate`. The rules for US, GB, DE, ES and FR follow published guidance;
for the others they are the writer's knowledge of it, surest for JP, KR and PL, least sure for BR,
IT, NL and TR, where usage of "in collaboration", "sponsor" and "gift" is disputed.

Both halves are for development now: the test half was looked at once with rules that had not seen
it, then the rules were mended for it too.

**More disclosure** (`disclosure_more.jsonl`, for development only): captions in the same languages,
made up by a language model and labelled by the rules above in the writing, in five rounds of 642,
179, 93, 127 and 92; each was read once by the rules of the moment before these were mended for what
they got wrong, so that only those first figures, which the README gives, are of captions not seen.
`cue` and `commercial` are left empty. More traps: `question` ("is this an ad?") and `report` (of
what others were paid for). 提供 alone as a hashtag is `weak`, as in the halves; it was first
written down as `clear` once. Lines that the halves or earlier rounds hold already are
left out of the later rounds.

**Disclosure by another author** (`disclosure_apart.jsonl`): 622 captions, 50 and more a
language, made up and labelled by a language model that had seen neither the rules nor the texts
above, from what the countries' bodies ask for; no native speaker has read them. `sponsorisé
par`, `gesponsord door` and `#patrocinado` were `clear` here and weak by the rules, which have
followed since; codes and affiliate links without a word are `weak` here and none by ours: those
lines count as mistakes. The mistakes of one half were read once to mend the rules, those of the
other after its figures had been looked at once.

**Disclosure by a second author** (`disclosure_second.jsonl`): 301 captions, 25 a language, made up
and labelled by another language model that had seen nothing of ours, from lists of words it was
given and what it knows of the rules: it looked nothing up. The figures of one look are in the
README; after it the rules were mended for what they had missed.

**Disclosure by a third author** (`disclosure_third.jsonl`): 240 captions, 20 a language, made up
and labelled by one more language model that had seen nothing of ours and looked nothing up. The
figures of one look are in the README. Its five misses were then read, and clauses that disclose are
since told word by word (`engine/brands/telling/clauses.py`).

**Disclosure by a fourth author** (`disclosure_fourth.jsonl`): 240 captions, 20 a language, made up
and labelled by yet another language model that had seen nothing of ours, looked nothing up and was
asked to say it mostly in sentences. The figures of one look are in the README. Its misses were then
read: nearly all say freely that somebody pays, which `engine/brands/telling/paying.py` reads since.
Codes and an ambassador are `weak` here as the author wrote it; those lines count as mistakes.

**Disclosure by a fifth author**: 240 captions that were read once; the file was lost before it was
kept, so that only the figures in the README are left of it.

**Disclosure by a sixth and a seventh author** (`disclosure_sixth.jsonl`,
`disclosure_seventh.jsonl`): 300 captions each, 25 a language, made up and labelled by two more
language models that had seen nothing of ours and looked nothing up; `cue` is left empty. The
sixth's were read once and the rules mended for them, then the seventh's read once and mended for;
the figures of either look are in the README. `#sponsorisé` in France, `#sponsored` in the
Netherlands and a brand's gift in Poland are `clear` here as the authors wrote it and weak by ours:
those lines count as mistakes.

**Disclosure by an eighth author** (`disclosure_eighth.jsonl`): 360 captions, 30 a language, made up
and labelled by one more language model that had seen nothing of ours, looked nothing up and was
asked for labels, hashtags and sentences as common as they are in each country. They were read once
by the rules as they were; the figures are in the README, and rules were mended for some of what was
wrong before the next author wrote.

**Disclosure by a ninth author** (`disclosure_ninth.jsonl`): 360 captions, 30 a language, asked for
like the eighth's, read once by the rules that were mended for the eighth's. Then rules were mended
for what is general in their mistakes: the platforms' own labels in each language, hashtags that are
asked about, and ways of saying who pays.

**Stance** (`stance_dev.jsonl`, `stance_test.jsonl`): pairs made up for this, two sentences (or one
sentence and two brands) that differ in one thing, with the stance of the writer towards `brand`.
"A is better than B" is for A and against B; `compares` sets brands side by side without a choice;
a plain question or fact is `neutral`; mixed feelings, bare hearsay and hedges that leave the side
open are `unclear`; mock praise whose complaint is plain is `against` (it was written down as
`unclear` once, which readers who knew no rule of ours did not share). Both sentences of a pair
stand in one half. The phenomenon `sarcasm` holds the sincere twin too, `language` holds German,
French and Spanish.

**More stance** (`stance_more.jsonl`, for development only): sentences in the voice of tweets, forum
posts, captions and reviews, made up by a language model and labelled by the rules above in the
writing, before the code of the day had seen them. `round` says in which turn; after each but the
fourth, the rules were mended for what they had got wrong, so only the score of the first look,
which the README gives, says how a stance is read that is not yet known.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

Half = Literal["dev", "test"]
Author = Literal["second", "third", "fourth", "sixth", "seventh", "eighth", "ninth"]
AUTHORS: tuple[Author, ...] = get_args(Author)
Meant = Literal["brand", "not", "unclear"]
Disclosed = Literal["clear", "weak", "none"]
Stance = Literal["for", "against", "compares", "neutral", "unclear"]

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A brand as a person would write it down in one line.

    `kind` is coined, word, short (three letters or fewer) or several (words).
    """

    name: str
    kind: Literal["coined", "word", "short", "several"]
    about: str
    not_about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPost:
    """A post that holds a brand's name.

    `spans` are (start, end) in characters of `text`, one for each occurrence as a word.
    """

    id: str
    subreddit: str
    brand: str
    label: Meant
    spans: tuple[tuple[int, int], ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureLine:
    """A caption that discloses advertising, or does not.

    `lang` is ISO 639-1, `country` ISO 3166-1 alpha-2. `cue` is the words that disclose, as they
    stand in `text`, and empty where nothing does; `trap` may be empty.
    """

    lang: str
    country: str
    label: Disclosed
    cue: str
    trap: str
    commercial: Literal["", "code", "affiliate"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceLine:
    """A sentence and where its writer stands towards one brand in it; two make a `pair`.

    `round` is 0 but in `stance_more.jsonl`.
    """

    pair: str
    phenomenon: str
    lang: str
    brand: str
    stance: Stance
    text: str
    round: int = 0


def cards() -> tuple[Card, ...]:
    """The brands of the ambiguous names."""
    rows = tomllib.loads((DATA / "cards.toml").read_text(encoding="utf-8"))["card"]
    return tuple(Card(**row) for row in rows)


def named_posts(half: Half) -> tuple[NamedPost, ...]:
    """The posts of one half; a post belongs to `half_of` its id."""
    return tuple(
        NamedPost(**row | {"spans": tuple((start, end) for start, end in row["spans"])})
        for row in _rows("names", half)
    )


def disclosure_lines(half: Half) -> tuple[DisclosureLine, ...]:
    """The captions of one half; a caption belongs to `half_of` its text."""
    return tuple(DisclosureLine(**row) for row in _rows("disclosure", half))


def more_disclosure_lines() -> tuple[DisclosureLine, ...]:
    """The captions of later rounds, for development."""
    return tuple(DisclosureLine(**row) for row in _rows("disclosure", "more"))


def apart_disclosure_lines(half: Half) -> tuple[DisclosureLine, ...]:
    """The captions of another author that fall in one half, by `half_of` their texts."""
    rows = (DisclosureLine(**row) for row in _rows("disclosure", "apart"))
    return tuple(line for line in rows if half_of(line.text) == half)


def disclosure_lines_by(author: Author) -> tuple[DisclosureLine, ...]:
    """The captions of one more author who had seen nothing of ours."""
    return tuple(DisclosureLine(**row) for row in _rows("disclosure", author))


def sentences_of_paying() -> dict[str, dict[str, tuple[str, ...]]]:
    """The sentences in which the author is `paid` or `unpaid`, by language."""
    table = tomllib.loads((DATA / "paying.toml").read_text(encoding="utf-8"))
    return {
        lang: {kind: tuple(text.strip().splitlines()) for kind, text in row.items()}
        for lang, row in table.items()
    }


def stance_lines(half: Half) -> tuple[StanceLine, ...]:
    """The sentences of one half, the two of a pair in a row; a pair belongs to `half_of` its id."""
    return tuple(StanceLine(**row) for row in _rows("stance", half))


def more_stance_lines() -> tuple[StanceLine, ...]:
    """The sentences of later rounds, for development."""
    return tuple(StanceLine(**row) for row in _rows("stance", "more"))


def half_of(key: str) -> Half:
    """The half a key falls in, by the first byte of its SHA-256."""
    return "dev" if sha256(key.encode()).digest()[0] < 128 else "test"


def _rows(
    name: str,
    half: Half | Author | Literal["more", "apart"],
) -> Iterator[dict[str, Any]]:
    with (DATA / f"{name}_{half}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)

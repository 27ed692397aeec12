"""Make the bundled sample: real posts of public communities, dealt out to simulated creators.

    python scripts/build_demo.py POSTS.csv.gz

POSTS has the columns subreddit, created_utc, score, num_comments, over_18, link_flair_text, title
and selftext: the top posts that umbrae/reddit-top-2.5-million published under the PDDL 1.0, without
names of authors. Nobody should put those back, so the sample carries neither the posts' own ids nor
links to them; who wrote what, followers, bios and hashtags are drawn at random. Niches and briefs
come from `niches.json`. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import html
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import zstandard

from engine import corpus
from engine.demo import ABOUT, BRIEFS, DEFAULT_BRIEF, EXAMPLE_BRIEFS, LABEL, QRELS, SAMPLE

Row: TypeAlias = dict[str, object]  # a native post without its creator

SEED = "overheard demo 1"
SOURCE = "demo"
NEWEST = 340  # posts kept of a community, the newest first, so that recency means something
SHARES = (0.85, 0.85, 0.65, 0.65, 0.5, 0.5, 0.4, 0.25, 0.25, 0.1)  # of own posts in the niche
N_GENERALISTS = 50
N_ORDINARY = 256
ORDINARY = Path(corpus.__file__).with_name("ordinary.txt")
MEDIAN_POSTS, SIGMA_POSTS, MIN_POSTS, MAX_POSTS = 15, 0.6, 6, 70
BODY_LIMIT = 240  # the input cuts bodies off there

KINSHIP = (
    "uncle|aunt|mother|mom|mum|father|dad|sister|brother|wife|husband|son|daughter|cousin|nephew"
    "|niece|friend|boyfriend|girlfriend|fiancée?|grand\\w+|roommate|neighbou?r|teacher|boss"
)
UNFIT = re.compile(
    r"\S@\S+\.\w|\bu/\w|/?\br/\w|\d{3}[-. )]{1,2}\d{3}[-. ]\d{4}|\+\d[\d ]{8,}"
    r"|\b(?:reddit\w*|subreddit\w*|up-?vot\w*|down-?vot\w*|karma"
    r"|cake ?day|moderators?|modpost|x-?post\w*"
    r"|fuck\w*|shit\w*|bitch\w*|cunts?|dicks?|cocks?|penis\w*|vagina\w*|puss(?:y|ies)|boobs?|tits?"
    r"|genital\w*|scrotum|condoms?|sex\w*|porn\w*|nsfw|nude\w*|naked|blow ?job\w*|masturbat\w*"
    r"|rap(?:e|ed|ist)|molest\w*|suicid\w*|self-harm|murder\w*|kill(?:ed|er)|nazis?|hitler"
    r"|slut\w*|whores?|fag\w*|nigg\w*|retard\w*|trann\w*|orgasm\w*|erection\w*"
    r"|facebook|missing person|my name is|heroin|cocaine|cancer|chemo\w*|miscarr\w*|passed away"
    r"|funeral\w*|depress(?:ed|ion))\b",
    re.IGNORECASE,
)
KIN = re.compile(r"\b(?:my|our|his|her)\b.{0,20}\b(?:" + KINSHIP + r")\b", re.IGNORECASE)
NAME = re.compile(r"[a-z,(:]\s?\(?[A-Z][a-z]+ [A-Z][a-z]+")
MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)?")
BARE_LINK = re.compile(r"(?:https?://|www\.)\S+")
BIOS = ("{a} and {b}", "mostly {a}, some {b}", "Notes on {a}.", "{a} in the evenings, {b} too")
TIERS = ((0.30, 2.3, 3.0), (0.40, 3.0, 4.0), (0.21, 4.0, 5.0), (0.08, 5.0, 6.0), (0.01, 6.0, 6.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Niche:
    """A community of consumers: what its people would say they like, their tags, a brief."""

    community: str
    interest: str
    hashtags: list[str]
    brief: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What `niches.json` holds: where the posts come from and the words names are made of."""

    niches: list[Niche]
    general: list[str]
    first_words: list[str]
    second_words: list[str]
    places: list[str]

    @classmethod
    def load(cls, path: Path) -> Plan:
        """Read the plan."""
        read = json.loads(path.read_text(encoding="utf-8"))
        return cls(**read | {"niches": [Niche(**niche) for niche in read["niches"]]})


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPost:
    """A post of the input that is fit to be shown."""

    community: str
    text: str
    at: int
    score: int
    comments: int


@dataclass(slots=True, kw_only=True)
class Person:
    """A simulated creator: the posts dealt to them and what was drawn for them."""

    posts: list[RealPost]
    interests: tuple[str, ...]
    profile: dict[str, object] = field(default_factory=dict)

    def grade(self, niche: str) -> int:
        """Grade 0..3 by count and share of own posts in the niche; a repost adds nothing."""
        n = sum(post.community == niche for post in self.posts)
        share = n / len(self.posts)
        if share >= 0.5 and n >= 8:
            return 3
        if share >= 0.25 and n >= 4:
            return 2
        return 1 if n >= 2 else 0


def as_text(title: str, body: str) -> str:
    """Return what a reader would see: no markup, no links, a cut-off body ended at a word."""
    if len(body) >= BODY_LIMIT - 5:  # some were stripped after the cut
        body = body[: body.rfind(" ")] + " …" if " " in body else ""
    if body.strip() in ("[deleted]", "[removed]"):
        body = ""
    lines = (html.unescape(html.unescape(part)) for part in (title, body))
    plain = (BARE_LINK.sub("", MARKDOWN_LINK.sub(r"\1", line)) for line in lines)
    words = (re.sub(r"[\s*_~`>#\x00-\x1f\u200b-\u200f\ufeff]+", " ", line) for line in plain)
    return "\n".join(part.strip() for part in words if part.strip())


def is_fit(row: Mapping[str, str]) -> bool:
    """Whether a post may be shown: nothing adult, abusive, or that could lead to a person."""
    said = f"{row['title']} {row['selftext']}"
    adult = row["over_18"] == "True" or "nsfw" in row["link_flair_text"].lower()
    names_a_private_person = KIN.search(said) and NAME.search(said)
    too_short = len(row["title"].split()) < 4
    return not (adult or too_short or names_a_private_person or UNFIT.search(said))


def read_posts(path: Path, communities: set[str]) -> dict[str, list[RealPost]]:
    """Read the fit posts by community, the newest `NEWEST` of each, no title twice."""
    found: dict[str, dict[str, RealPost]] = defaultdict(dict)
    csv.field_size_limit(10**9)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["subreddit"] in communities and is_fit(row):
                post = RealPost(
                    community=row["subreddit"],
                    text=as_text(row["title"], row["selftext"]),
                    at=int(row["created_utc"]),
                    score=max(0, int(row["score"])),
                    comments=int(row["num_comments"]),
                )
                found[post.community].setdefault(row["title"].casefold(), post)
    newest = {name: sorted(posts.values(), key=_newest_first) for name, posts in found.items()}
    return {name: posts[:NEWEST] for name, posts in newest.items()}


def _newest_first(post: RealPost) -> tuple[int, str]:
    return (-post.at, post.text)


class Dealer:
    """Deals every post at most once, in an order fixed by the seed."""

    def __init__(self, pools: dict[str, list[RealPost]], plan: Plan) -> None:
        self.random = random.Random(SEED)  # noqa: S311 -- a sample to repeat, not a secret
        self.niches = [niche.community for niche in plan.niches]
        self.pools = {name: self._shuffled(pools[name]) for name in self.niches}
        self.general = self._shuffled([p for name in plan.general for p in pools[name]])

    def _shuffled(self, posts: list[RealPost]) -> list[RealPost]:
        return self.random.sample(posts, len(posts))

    def people(self) -> list[Person]:
        """Return all creators, those of the niches and the generalists, in random order."""
        people = [self._person(niche, share) for share in SHARES for niche in self.niches]
        people += [self._generalist() for _ in range(N_GENERALISTS)]
        self.random.shuffle(people)
        return people

    def _person(self, niche: str, share: float) -> Person:
        n = self._size()
        second = self.random.choice([other for other in self.niches if other != niche])
        n_niche = max(1, math.ceil(share * n))
        n_second = round((n - n_niche) * self.random.uniform(0.2, 0.6))
        posts = _take(self.pools[niche], n_niche) + _take(self.pools[second], n_second)
        posts += _take(self.general, n - len(posts))
        return Person(posts=posts, interests=(niche, second) if n_second else (niche,))

    def _generalist(self) -> Person:
        niches = self.random.sample(self.niches, 3)
        posts = [post for niche in niches for post in _take(self.pools[niche], 2)]
        return Person(posts=posts + _take(self.general, self._size() + 10), interests=())

    def _size(self) -> int:
        drawn = round(self.random.lognormvariate(math.log(MEDIAN_POSTS), SIGMA_POSTS))
        return max(MIN_POSTS, min(MAX_POSTS, drawn))


def _take(pool: list[RealPost], n: int) -> list[RealPost]:
    if len(pool) < n:
        sys.exit("a community has run out of posts: raise NEWEST or lower MEDIAN_POSTS")
    taken, pool[:] = pool[:n], pool[n:]
    return taken


def dress(people: list[Person], dealer: Dealer, plan: Plan) -> None:
    """Give every creator a handle, followers that go loosely with the scores, and a bio."""
    draw = dealer.random
    names = draw.sample([(a, b) for a in plan.first_words for b in plan.second_words], len(people))
    followers = sorted(_followers(draw) for _ in people)
    level = {id(person): _level(person, draw) for person in people}
    for person, count in zip(sorted(people, key=lambda p: level[id(p)]), followers, strict=True):
        person.profile["followers"] = count if draw.random() > 0.06 else None
    interest = {niche.community: niche.interest for niche in plan.niches}
    for number, (person, (a, b)) in enumerate(zip(people, names, strict=True), start=1):
        person.profile |= {
            "id": f"c{number:03}",
            "handle": f"{a}.{b}",
            "name": f"{a} {b}".title(),
            "bio": _bio([interest[name] for name in person.interests], draw),
            "following": int(10 ** draw.gauss(2.5, 0.4)),
            "posts": int(len(person.posts) * draw.uniform(1, 9)),
            "location": draw.choice(plan.places) if draw.random() < 0.5 else None,
        }


def _followers(draw: random.Random) -> int:
    (_, low, high) = draw.choices(TIERS, weights=[tier[0] for tier in TIERS])[0]
    return int(10 ** draw.uniform(low, high))


def _level(person: Person, draw: random.Random) -> float:
    scores = sorted(post.score for post in person.posts)
    return math.log1p(scores[len(scores) // 2]) + draw.gauss(0, 1.1)


def _bio(interests: list[str], draw: random.Random) -> str | None:
    if draw.random() < 0.35:
        return None
    if len(interests) < 2:
        return f"{interests[0]} and other things" if interests else "A bit of everything."
    return draw.choice(BIOS).format(a=interests[0], b=interests[1])


def lines(people: list[Person], dealer: Dealer, plan: Plan) -> Iterator[str]:
    """Yield the posts of all creators as native JSONL, by creator and time, newly numbered."""
    tags = {niche.community: niche.hashtags for niche in plan.niches}
    number = 0
    for person in people:
        for row in sorted(
            _rows(person, dealer.random, tags), key=lambda row: str(row["created_at"])
        ):
            number += 1
            whole = {"source": SOURCE, "id": f"p{number:05}", "lang": "en", **row}
            whole["creator"] = {k: v for k, v in person.profile.items() if v is not None}
            yield json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"


def _rows(person: Person, draw: random.Random, tags: Mapping[str, list[str]]) -> list[Row]:
    uses_tags, hides_replies = draw.random() < 0.3, draw.random() < 0.05
    rows = []
    for post in person.posts:
        hashtags = tags.get(post.community, []) if uses_tags and draw.random() < 0.5 else []
        text = " ".join([post.text, *(f"#{tag}" for tag in hashtags)])
        row: Row = {"text": text, "created_at": _at(post.at), "likes": post.score}
        row |= {"hashtags": hashtags} if hashtags else {}
        row |= {} if hides_replies or draw.random() < 0.02 else {"replies": post.comments}
        rows.append(row)
    if draw.random() < 0.08:  # people repeat themselves a little
        rows.append(_repost(draw.choice(list(zip(rows, person.posts, strict=True))), draw))
    return rows


def _repost(first: tuple[Row, RealPost], draw: random.Random) -> Row:
    row, post = first
    again = {"text": f"{row['text']} (again)", "likes": post.score // 3}
    return row | again | {"created_at": _at(post.at + draw.randint(3600, 20 * 86400))}


def _at(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write_judgements(people: list[Person], plan: Plan) -> None:
    """Write one plain brief a niche and the grades of all creators that have one."""
    briefs, qrels = [], []
    for niche in plan.niches:
        name = niche.community.lower()
        brief = {"id": f"{name}.plain", "text": niche.brief, "track": "plain"}
        briefs.append(json.dumps(brief, ensure_ascii=False) + "\n")
        grades = ((person.profile["id"], person.grade(niche.community)) for person in people)
        qrels += [f"{name}.plain 0 {SOURCE}:{who} {grade}\n" for who, grade in grades if grade]
    BRIEFS.write_text("".join(briefs), encoding="utf-8")
    QRELS.write_text("".join(qrels), encoding="utf-8")


def write_about(people: list[Person], rows: list[str], sample: bytes, plan: Plan) -> None:
    """Write what is known of the sample: origin, licence, counts, checksum."""
    times = [json.loads(row)["created_at"] for row in rows]
    next_day = datetime.fromisoformat(max(times)).replace(hour=0, minute=0, second=0)
    about = {
        "label": LABEL,
        "origin": "umbrae/reddit-top-2.5-million: top posts of communities up to August 2013",
        "licence": "Public Domain Dedication and Licence 1.0 (PDDL)",
        "real": "texts, posting times, scores as likes, numbers of comments as replies",
        "simulated": "who wrote what, handles, bios, places, followers, hashtags, a few reposts",
        "posts": len(rows),
        "creators": len(people),
        "oldest": min(times),
        "newest": max(times),
        "now": _at(int((next_day + timedelta(days=1)).timestamp())),
        "sha256": hashlib.sha256(sample).hexdigest(),
        "default_brief": DEFAULT_BRIEF,
        "example_briefs": EXAMPLE_BRIEFS,
        "niches": {niche.community: niche.interest for niche in plan.niches},
        "general": plan.general,
    }
    text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    ABOUT.write_text(text, encoding="utf-8")


def write_ordinary(dealer: Dealer) -> None:
    """Write texts of the posts left over: what posts about anything are like, to compare with."""
    left = [dealer.general[: N_ORDINARY // 2]]
    each = N_ORDINARY // 2 // len(dealer.pools) + 1
    left += [pool[:each] for pool in dealer.pools.values()]
    texts = [" ".join(post.text.split()) for posts in left for post in posts]
    ORDINARY.write_text("".join(f"{text}\n" for text in sorted(texts)), encoding="utf-8")


def main() -> None:
    """Build the sample, its briefs and judgements, and what is known of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("posts", type=Path)
    plan = Plan.load(SAMPLE.with_name("niches.json"))
    communities = {niche.community for niche in plan.niches} | set(plan.general)
    pools = read_posts(parser.parse_args().posts, communities)
    dealer = Dealer(pools, plan)
    people = dealer.people()
    dress(people, dealer, plan)
    rows = list(lines(people, dealer, plan))
    packed = zstandard.ZstdCompressor(level=19).compress("".join(rows).encode())
    SAMPLE.write_bytes(packed)
    write_judgements(people, plan)
    write_about(people, rows, packed, plan)
    write_ordinary(dealer)
    grades = Counter(p.grade(niche) for p in people for niche in dealer.niches)
    print(f"{len(rows)} posts, {len(people)} creators, {len(packed)} bytes, grades {dict(grades)}")
    print("left:", {name: len(pool) for name, pool in dealer.pools.items()}, len(dealer.general))


if __name__ == "__main__":
    main()

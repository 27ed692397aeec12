"""What flags of profiles mean: how often labelled accounts have them, automated or not.

The accounts are those of `bots/` (MIT, jubins): what was collected as automated and as not. The
latter lean to celebrities, so everything is told again with followers taken away. Nothing was
tuned on them: the bounds are those of the sources in `rules.toml`. The halves are drawn by a hash
of the account's id all the same, so that one can look at one and report the other.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from engine.vetting import profiles
from engine.vetting.facts import Facts
from engine.vetting.findings import FLAG, found
from engine.vetting.peers import PeerSample, standing
from engine.vetting.rules import rules
from engine.vocabulary import Creator

MEASURED_AT = datetime(2017, 3, 20, tzinfo=UTC)  # about when the accounts were collected
NAMES = (*profiles.MEASURES,)
BASE_RATE = 0.10
_FORMATS = ("%a %b %d %H:%M:%S %z %Y", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A labelled account: its profile as facts without posts, and what it was labelled."""

    facts: Facts
    is_bot: bool


def accounts(folder: Path, half: str, *, followers: bool = True) -> list[Account]:
    """Return the accounts of a half (tune or check), with follower counts or without."""
    rows = [*_rows(folder / "bots_data.csv"), *_rows(folder / "nonbots_data.csv")]
    chosen = [row for row in rows if _half(row["screen_name"]) == half]
    return [
        Account(facts=_facts(row, followers=followers), is_bot=row["bot"] == "1") for row in chosen
    ]


def flagged(known: Sequence[Account]) -> np.ndarray:
    """Return which account has which flag, (accounts, names), beside peers of its tier."""
    tiers: Mapping[tuple[str, str | None], list[int]] = defaultdict(list)
    for i, account in enumerate(known):
        tiers[PeerSample.key_of(account.facts.creator)].append(i)
    has = np.zeros((len(known), len(NAMES)), dtype=np.bool_)
    for column, name in enumerate(NAMES):
        measured = [profiles.MEASURES[name](a.facts, MEASURED_AT) for a in known]
        for members in tiers.values():
            for i in members:
                among = [measured[j] for j in members if j != i]
                at = standing(rules()[name], measured[i].value, among)
                has[i, column] = found(rules()[name], measured[i], at).state == FLAG
    return has


def table(known: Sequence[Account]) -> Iterator[str]:
    """Yield a line for each flag and each number of flags: precision, recall, at 10 % bots."""
    labels = np.array([account.is_bot for account in known])
    has = flagged(known)
    counts = has.sum(axis=1)
    yield f"{len(labels)} accounts, {labels.mean():.0%} labelled automated"
    yield "flag | accounts | precision here | recall | false alarms | precision at 10 % automated"
    rows = [(name, has[:, column]) for column, name in enumerate(NAMES)]
    rows += [(f"{n} or more flags", counts >= n) for n in (1, 2, 3, 4)]
    for name, which in rows:
        yield _line(name, which, labels)
    yield f"AUC of the number of flags: {auc(counts, labels):.3f} (0.5 is chance)"
    points = ", ".join(
        f"{n}+: {np.mean(counts[labels] >= n):.3f}/{np.mean(counts[~labels] >= n):.3f}"
        for n in range(1, 6)
    )
    yield f"ROC, recall/false alarms: {points}"


def reweighted(recall: float, alarms: float, base: float = BASE_RATE) -> float:
    """Return the precision at a base rate: base * recall / (base * recall + rest * alarms)."""
    hits, misses = base * recall, (1.0 - base) * alarms
    return hits / (hits + misses) if hits + misses else float("nan")


def auc(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the probability that an automated account scores above another; ties count half."""
    above = scores[labels][:, None] - scores[~labels][None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def _line(name: str, which: np.ndarray, labels: np.ndarray) -> str:
    if not which.any():
        return f"{name} | 0 | – | – | – | –"  # noqa: RUF001
    recall, alarms = float(which[labels].mean()), float(which[~labels].mean())
    return (
        f"{name} | {which.sum()} | {labels[which].mean():.2f} | {recall:.3f} | {alarms:.3f} | "
        f"{reweighted(recall, alarms):.2f}"
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", errors="replace", newline="") as read:
        return list(csv.DictReader(read))


def _half(name: str) -> str:
    return "tune" if hashlib.sha256(name.encode()).digest()[0] % 2 == 0 else "check"


def _facts(row: Mapping[str, str], *, followers: bool) -> Facts:
    creator = Creator(
        source="x",
        native_id=row["id_str"] or row["id"],
        handle=row["screen_name"].strip('"'),
        bio=row["description"].strip('"'),
        followers=int(float(row["followers_count"])),
        following=int(float(row["friends_count"])),
        posts=int(float(row["statuses_count"])),
        created_at=_moment(row["created_at"]),
        measured_at=MEASURED_AT,
        default_avatar=row["default_profile_image"].upper() == "TRUE",
    )
    if not followers:
        creator = replace(creator, followers=None)
    nothing = np.zeros(0)
    return Facts(
        creator=creator,
        post_ids=nothing.astype(np.int64),
        times=nothing,
        texts=nothing.astype(np.int64),
        likes=nothing,
        replies=nothing,
        reposts=nothing,
        views=nothing,
        marks=nothing.astype(np.uint8),
        has_link=nothing.astype(np.bool_),
    )


def _moment(text: str) -> datetime | None:
    for form in _FORMATS:
        try:
            read = datetime.strptime(text.strip('"'), form)  # noqa: DTZ007 - UTC where none is said
        except ValueError:
            continue
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    return None

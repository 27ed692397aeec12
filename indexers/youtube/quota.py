"""The budget of an API key: what was spent of it today is kept, so that it is never exceeded.

The platform counts by key and by day, whoever asks and from which home. So what was spent stands
in a file of the user's, under a digest of the key, and is counted before a request is sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path
from zoneinfo import ZoneInfo

import platformdirs
from filelock import FileLock, Timeout

from engine.access import Secret
from engine.errors import ConfigError, RateLimitError, UnavailableError

UNITS, SEARCHES = "units", "searches"
BUDGETS = {UNITS: 10_000, SEARCHES: 100}
OPTIONS = {UNITS: "quota", SEARCHES: "searches"}
PACIFIC = ZoneInfo("America/Los_Angeles")
_LOCK_SECONDS = 10.0
_DIGEST_BYTES = 8


class Quota:
    """What may be spent in a day, by bucket, and the `file` in which it is kept what was."""

    def __init__(self, file: Path, budgets: Mapping[str, int]) -> None:
        self._file = file
        self._budgets = budgets

    def spend(self, bucket: str, *, now: datetime) -> int:
        """Take one from `bucket` for today and return how much of it is spent then.

        Raises:
            RateLimitError: nothing is left until midnight of the Pacific coast.
            UnavailableError: the file of what was spent cannot be read or written.
        """
        with self._opened(now) as spent:
            if spent.get(bucket, 0) >= self._budgets[bucket]:
                raise nothing_left(bucket, self._budgets[bucket], now=now)
            spent[bucket] = spent.get(bucket, 0) + 1
            return spent[bucket]

    def exhaust(self, bucket: str, *, now: datetime) -> None:
        """Count `bucket` as spent for today, for the platform says that it is."""
        with self._opened(now) as spent:
            spent[bucket] = max(spent.get(bucket, 0), self._budgets[bucket])

    @contextmanager
    def _opened(self, now: datetime) -> Iterator[dict[str, int]]:
        """Lend what was spent today, alone, and keep it as it is given back."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._file}.lock", timeout=_LOCK_SECONDS):
                spent = self._load(now)
                yield spent
                self._save(spent, now)
        except (OSError, Timeout) as error:
            raise UnavailableError(
                f"what was spent of the YouTube quota cannot be kept in {self._file}",
                hint="see that the file can be written; without it the quota could be exceeded",
            ) from error

    def _load(self, now: datetime) -> dict[str, int]:
        """Return what was spent today; all of it if the file is damaged and does not tell."""
        try:
            kept = json.loads(self._file.read_bytes())
            if kept["day"] != _day(now):
                return {}
            return {str(name): int(n) for name, n in kept["spent"].items()}
        except FileNotFoundError:
            return {}
        except (ValueError, TypeError, KeyError, AttributeError):
            return dict(self._budgets)

    def _save(self, spent: Mapping[str, int], now: datetime) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps({"day": _day(now), "spent": spent}))
        fresh.replace(self._file)


def budgets_of(options: Mapping[str, object]) -> dict[str, int]:
    """Return what may be spent in a day, by bucket.

    Raises:
        ConfigError: a budget is no whole number from 0.
    """
    budgets = {}
    for bucket, usual in BUDGETS.items():
        budget = options.get(OPTIONS[bucket], usual)
        if isinstance(budget, str) and budget.isascii() and budget.isdecimal():
            budget = int(budget)  # as it is typed on the command line
        if not isinstance(budget, int) or isinstance(budget, bool) or budget < 0:
            raise ConfigError(
                f"{OPTIONS[bucket]} = {budget!r} is no number of {bucket} a day",
                hint=f"write a whole number under [sources.youtube]; {usual:,} is usual",
            )
        budgets[bucket] = budget
    return budgets


def quota_of(key: Secret, budgets: Mapping[str, int], *, folder: Path | None = None) -> Quota:
    """Return the quota of `key`, kept in `folder` or in the user's folder for states."""
    digest = blake2b(key.reveal().encode(), digest_size=_DIGEST_BYTES).hexdigest()
    folder = folder or platformdirs.user_state_path("overheard", appauthor=False)
    return Quota(folder / f"youtube-{digest}.json", budgets)


def until_midnight(now: datetime) -> float:
    """Return the seconds until the next midnight of the Pacific coast, when all is new."""
    here = now.astimezone(PACIFIC)
    tomorrow = datetime.combine(here.date() + timedelta(days=1), time(), PACIFIC)
    return (tomorrow.astimezone(UTC) - now).total_seconds()


def nothing_left(bucket: str, budget: int, *, now: datetime) -> RateLimitError:
    """Return the error that says that a budget is spent."""
    seconds = until_midnight(now)
    return RateLimitError(
        f"the {budget:,} {bucket} of today's YouTube quota are spent",
        retry_after=seconds,
        hint=f"there are new ones in {seconds / 3_600:.1f} h, at midnight in Los Angeles; "
        f"the budget is {OPTIONS[bucket]} under [sources.youtube]",
    )


def _day(now: datetime) -> str:
    return now.astimezone(PACIFIC).date().isoformat()

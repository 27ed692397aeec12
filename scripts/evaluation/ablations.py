"""Our ranking without each of its components: what every one of them is good for.

A row is a name and the fields of `Tuning` that it changes. A component that is added to the
ranking gets a row here. What is left out before posts are embedded (the words of hashtag walls)
stays left out in every row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import get_type_hints

from engine.briefs import parse_brief
from engine.errors import ConfigError
from engine.judging.evaluation import BriefLine
from engine.protocols import Corpus, Embedder
from engine.ranking import shortlist
from engine.ranking.tuning import DEFAULTS, POINTS, Tuning
from scripts.evaluation.baselines import TOP
from scripts.evaluation.collection import Trial
from scripts.evaluation.homes import NOW, opened, run_key
from scripts.evaluation.measures import Rankings

OURS = "overheard"
RULES_OFF = "no rules against cheats"
NO_DEFENCE = "no rules against cheats, no originality"
NAMES_OFF = ("no names", "no words, no names")

ROWS: Mapping[str, Mapping[str, object]] = {
    RULES_OFF: {"discounts": False},
    NO_DEFENCE: {"discounts": False, "originality": False},
    "no originality": {"originality": False},
    "no words of their own asked for": {"common": (-2.0, -1.0), "new": (-2.0, -1.0)},
    "wording is not held against others'": {"borrowed": (2.0, 3.0)},
    "form is not held against other posts'": {"patterned": (2.0, 3.0)},
    "no names": {"names": False},
    "naming is no part of relevance": {"name_relevance": 0.0},
    "no words": {"words": 0.0},
    "no words, no names": {"words": 0.0, "names": False},
    "no feedback": {"feedback_rounds": 0},
    "taught by the surest posts of anybody": {"teachers": 1_000_000},
    "taught without company": {"company": 1},
    "one round of feedback": {"feedback_rounds": 1},
    "no profile": {"profile_share": 0.0},
    "profile alone for relevance": {"profile_share": 1.0},
    "no record of the creator": {"mixture_rounds": 1},
    "half the prior": {"prior_posts": DEFAULTS.prior_posts / 2},
    "no points for frequency": {"points": {**POINTS, "frequency": 0.0}},
    "no points for focus": {"points": {**POINTS, "focus": 0.0}},
    "no points for engagement": {"points": {**POINTS, "engagement": 0.0}},
    "no points for recency": {"points": {**POINTS, "recency": 0.0}},
    "no points for engagement and recency": {
        "points": {**POINTS, "engagement": 0.0, "recency": 0.0}
    },
    "points for engagement and recency doubled": {
        "points": {
            **POINTS,
            "engagement": 2.0 * POINTS["engagement"],
            "recency": 2.0 * POINTS["recency"],
        }
    },
}


def tuning_of(changes: Mapping[str, object]) -> Tuning:
    """Return the defaults with `changes`.

    Raises:
        ConfigError: there is no such field.
    """
    known = {field.name for field in fields(Tuning)}
    for name in changes:
        if name not in known:
            raise ConfigError(
                f"the ranking has no constant called {name!r}",
                hint=f"there are: {', '.join(sorted(known))}",
            )
    return replace(DEFAULTS, **dict(changes))  # type: ignore[arg-type]


def parse_setting(text: str) -> tuple[str, object]:
    """Return the field and the value of `FIELD=VALUE`, the value as JSON would have it.

    Raises:
        ConfigError: it is not of that form, or there is no such field.
    """
    name, _, said = text.partition("=")
    try:
        value = json.loads(said.lower())
    except json.JSONDecodeError as error:
        raise ConfigError(
            f"{text!r} is no setting",
            hint="write FIELD=VALUE, for example words=0.5 or names=false",
        ) from error
    tuning_of({name: value})
    if get_type_hints(Tuning)[name] == tuple[float, float]:
        value = tuple(value)
    return name, value


def ranked(
    trial: Trial, briefs: Sequence[BriefLine], rows: Mapping[str, Tuning], cache: Path
) -> dict[str, Rankings]:
    """Return our ranking of `briefs` for each of `rows`; kept for this code and these posts."""
    kept = {
        name: cache / f"row_{_key(trial, briefs, tuning)}.json" for name, tuning in rows.items()
    }
    missing = [name for name, file in kept.items() if not file.exists()]
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
        with opened(trial) as (corpus, embedder):
            for name in missing:
                found = {b.id: _creators(b, corpus, embedder, rows[name]) for b in briefs}
                kept[name].write_text(json.dumps(found), encoding="utf-8")
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in kept.items()}


def _key(trial: Trial, briefs: Sequence[BriefLine], tuning: Tuning) -> str:
    settings = {field.name: getattr(tuning, field.name) for field in fields(tuning)}
    plain = {name: dict(v) if isinstance(v, Mapping) else v for name, v in settings.items()}
    asked = [f"{brief.id} {brief.text}" for brief in briefs]
    return run_key(trial, json.dumps(plain, sort_keys=True), *asked)


def _creators(brief: BriefLine, corpus: Corpus, embedder: Embedder, tuning: Tuning) -> list[str]:
    understood = parse_brief(
        brief.text,
        now=NOW,
        knows_location=corpus.knows_location,
        sources=tuple(corpus.summary().by_source),
        id=brief.id,
        k_creators=TOP,
    )
    found = shortlist(understood, corpus, embedder, now=NOW, tuning=tuning)
    return [":".join(candidate.creator.key) for candidate in found.candidates]

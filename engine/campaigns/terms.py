"""By what a campaign's results are worked out: tables of the home, rates, rules of disclosure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.campaigns.results import Terms

UNITS = "later"  # the set of unit values unless another is asked for


def terms_of(home: Path, unit_set: str, rates: Sequence[str], *, country: str | None) -> Terms:
    """Return the terms; disclosure is judged by the rules of `country`, else by language.

    Raises:
        ConfigError: there is no such set or no rules of that country, or a rate cannot be read.
    """
    from engine.brands.telling.disclosing import FILE_NAME, load_rules
    from engine.brands.telling.disclosure import disclosure_of
    from engine.money.amounts import parse_rates
    from engine.money.tables import load_tables
    from engine.money.worth import units_called

    rules = load_rules(home / FILE_NAME)
    chosen = rules.country_of(country) if country else None
    units = load_tables(home).units
    return Terms(
        units=units_called(unit_set, units.unit),
        reach=units.reach,
        rates=parse_rates(rates),
        disclose=lambda post: disclosure_of(post, country=chosen, rules=rules),
    )

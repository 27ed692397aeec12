"""From pages to a searchable home: collect or import, find languages, match, embed, catch up.

Every step asks the database what is left to do and commits as it goes, so each may be killed at
any moment and run again: the outcome is that of an undisturbed run.
"""

from engine.pipeline.brands import are_current, home_cards
from engine.pipeline.collecting import Collected, Lent, Limits, Walk, collect
from engine.pipeline.importing import import_pages
from engine.pipeline.indexing import (
    EmbedReport,
    IndexReport,
    bring_up_to_date,
    catch_up,
    detect_pending,
    embed_pending,
    index_home,
    replaced_model,
    sweep_vectors,
)
from engine.pipeline.listening import Heard, listen
from engine.pipeline.matching import (
    Judge,
    Matcher,
    MatchReport,
    Rules,
    judge_pending,
    match_pending,
)
from engine.pipeline.tally import ImportReport

__all__ = [
    "Collected",
    "EmbedReport",
    "Heard",
    "ImportReport",
    "IndexReport",
    "Judge",
    "Lent",
    "Limits",
    "MatchReport",
    "Matcher",
    "Rules",
    "Walk",
    "are_current",
    "bring_up_to_date",
    "catch_up",
    "collect",
    "detect_pending",
    "embed_pending",
    "home_cards",
    "import_pages",
    "index_home",
    "judge_pending",
    "listen",
    "match_pending",
    "replaced_model",
    "sweep_vectors",
]

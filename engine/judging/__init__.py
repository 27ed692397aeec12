"""Judging by people: who is judged for a brief, the sheet to fill in, and whether judges agree.

`pool` chooses creators from several systems, so that the judgements do not favour ours; `sheet_csv`
and `save_sheet` write them out; `read_grades` reads back what was filled in, TREC qrels too.
"""

from engine.judging.agreement import Agreement, agreement, merged
from engine.judging.graded import read_grades
from engine.judging.pool import Pooled, pool
from engine.judging.sheet import save_sheet, sheet_csv

__all__ = [
    "Agreement",
    "Pooled",
    "agreement",
    "merged",
    "pool",
    "read_grades",
    "save_sheet",
    "sheet_csv",
]

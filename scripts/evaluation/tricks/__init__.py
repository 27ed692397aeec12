"""Further tricks of a spammer, thought of beside `kinds`: half to tune by, half to look at last.

A kind of `TRIED` was looked at while constants were chosen, those of `KEPT` when that was done.
Those of `FRESH` are by an author who had not seen the ranking, and were looked at once.
They take what others wrote (in pieces, reworded, spun), or fill sentences with a niche's words,
or say the same again. All are of grade 0 by decree. No rule of the ranking may be written from
the texts here.
"""

from scripts.evaluation.tricks.fresh import FRESH
from scripts.evaluation.tricks.kept import KEPT
from scripts.evaluation.tricks.tried import TRIED

__all__ = ["FRESH", "KEPT", "TRIED"]

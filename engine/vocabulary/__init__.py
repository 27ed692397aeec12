"""The nouns of social listening, as frozen values.

Everything that crosses a module boundary is one of these or a NumPy array of ids, scores or
vectors. Times are aware UTC datetimes; durations are seconds; `None` means *not known* and is
never the same as zero; bigger scores are better; ranks count from 1.
"""

from engine.vocabulary.arrays import Activity, EngagementTable, Run, Sample, Wording
from engine.vocabulary.briefs import (
    Brief,
    CreatorFilter,
    NotFiltered,
    PostFilter,
    Range,
    Understood,
)
from engine.vocabulary.ids import (
    FIRST_RANK,
    CreatorId,
    CreatorKey,
    Floats,
    Ids,
    PostId,
    PostKey,
    Scores,
    Vectors,
)
from engine.vocabulary.posts import (
    HASHTAG_WALL,
    TAGS_APART,
    Creator,
    Engagement,
    Mark,
    Page,
    Post,
    Problem,
)
from engine.vocabulary.queries import Meter, Query, QueryKind, SourceInfo, Watch
from engine.vocabulary.shortlists import (
    DISCOUNTS,
    Candidate,
    CorpusSummary,
    Discount,
    Evidence,
    Formula,
    Pair,
    Shared,
    Shortlist,
)

__all__ = [
    "DISCOUNTS",
    "FIRST_RANK",
    "HASHTAG_WALL",
    "TAGS_APART",
    "Activity",
    "Brief",
    "Candidate",
    "CorpusSummary",
    "Creator",
    "CreatorFilter",
    "CreatorId",
    "CreatorKey",
    "Discount",
    "Engagement",
    "EngagementTable",
    "Evidence",
    "Floats",
    "Formula",
    "Ids",
    "Mark",
    "Meter",
    "NotFiltered",
    "Page",
    "Pair",
    "Post",
    "PostFilter",
    "PostId",
    "PostKey",
    "Problem",
    "Query",
    "QueryKind",
    "Range",
    "Run",
    "Sample",
    "Scores",
    "Shared",
    "Shortlist",
    "SourceInfo",
    "Understood",
    "Vectors",
    "Watch",
    "Wording",
]

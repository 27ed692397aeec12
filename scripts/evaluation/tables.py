"""What was measured as tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.judging.evaluation import Interval
from scripts.evaluation.brands import Naming
from scripts.evaluation.lookalikes import Cost
from scripts.evaluation.measures import (
    CHEATS_AT_MOST,
    SHOWN,
    Loss,
    Standing,
    Target,
    mean_over_tracks,
)

Standings = Mapping[str, Mapping[str, Standing]]  # run -> track -> standing


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return one table under its title."""
    lines = [" | ".join(head), " | ".join(["---"] * len(head)), *(" | ".join(row) for row in rows)]
    return "\n".join([f"\n### {title}\n", *(f"| {line} |" for line in lines)])


def interval(value: Interval | None, digits: int = 3) -> str:
    """Return a mean with its interval, or a dash for nothing."""
    if value is None:
        return "-"
    return f"{value.mean:.{digits}f} [{value.low:.{digits}f}, {value.high:.{digits}f}]"


def tracks(standings: Standings, title: str) -> list[str]:
    """Return a table a track: every run with all measures."""
    names = dict.fromkeys(track for run in standings.values() for track in run)
    return [
        table(
            f"{title}: {track}, {_n_briefs(standings, track)} briefs",
            ("run", *SHOWN, "cheats@10"),
            [
                (run, *(interval(found[track].metrics[name]) for name in SHOWN),
                 interval(found[track].cheats))
                for run, found in standings.items() if track in found
            ],
        )
        for track in names
    ]  # fmt: skip


def _n_briefs(standings: Standings, track: str) -> int:
    return next(found[track].n_briefs for found in standings.values() if track in found)


def overview(standings: Standings, title: str) -> str:
    """Return nDCG@10 by track of every run, and the share of cheats in the first ten."""
    rows = [(run, *_overview(found)) for run, found in standings.items()]
    return table(title, _overview_head(standings), rows)


def components(standings: Standings, lost: Mapping[str, Loss], title: str) -> str:
    """Return the same with what each run is better than ours, on the mean, and its corrected p."""
    rows = [(run, *_overview(found), *_lost(lost.get(run))) for run, found in standings.items()]
    return table(title, (*_overview_head(standings), "less ours", "p (Holm)"), rows)


def _overview_head(standings: Standings) -> tuple[str, ...]:
    return "nDCG@10", *next(iter(standings.values())), "mean", "cheats@10"


def _overview(found: Mapping[str, Standing]) -> list[str]:
    cheats = sum(one.cheats.mean for one in found.values()) / len(found)
    values = [one.metrics["nDCG@10"].mean for one in found.values()]
    means = [f"{value:.3f}" for value in (*values, mean_over_tracks(found))]
    return [*means, f"{100 * cheats:.1f} %"]


def _lost(loss: Loss | None) -> tuple[str, str]:
    return ("", "") if loss is None else (f"{loss.difference:+.3f}", f"{loss.p:.4f}")


def targets(found: Sequence[Target], title: str) -> str:
    """Return each comparison with its gain, the gain wanted, and the corrected p."""
    return table(
        title,
        ("track", "run", "nDCG@10", "strongest tuned baseline", "its nDCG@10", "gain", "wanted",
         "p (Holm)", "met"),
        [
            (t.track, t.run, f"{t.ours:.3f}", t.rival, f"{t.theirs:.3f}", f"{100 * t.gain:+.1f} %",
             f"{100 * t.wanted:+.0f} %", f"{t.p:.4f}", "yes" if t.is_met else "no")
            for t in found
        ],
    )  # fmt: skip


def cheats(standings: Standings, kinds: Sequence[str], title: str) -> str:
    """Return the share of the first ten places that each kind of cheat takes, over all briefs."""
    return table(
        title,
        ("run", *kinds, "all", f"at most {100 * CHEATS_AT_MOST:.0f} %"),
        [(run, *_shares(found, kinds)) for run, found in standings.items()],
    )


def _shares(found: Mapping[str, Standing], kinds: Sequence[str]) -> list[str]:
    places = 10 * sum(one.n_briefs for one in found.values())
    shown = [sum(one.kinds.get(kind, 0) for one in found.values()) / places for kind in kinds]
    total = sum(shown)
    is_met = "yes" if total <= CHEATS_AT_MOST else "no"
    return [*(f"{100 * share:.1f} %" for share in (*shown, total)), is_met]


def brands(found: Mapping[str, Naming], title: str) -> str:
    """Return P@5 of creators who name the brand."""
    return table(
        title,
        ("run", "briefs", "P@5 among the niche's creators", "P@5 of the first five places"),
        [
            (run, str(n.n_briefs), interval(n.among_niche), interval(n.first_places))
            for run, n in found.items()
        ],
    )


def lookalikes(found: Mapping[str, Sequence[Cost]], title: str) -> str:
    """Return what the habits of honest creators that look like cheating cost them."""
    return table(
        title,
        ("run", "habit", "creators", "places lost", "grade 3 in the first ten", "their peers"),
        [
            (run, c.trait, str(c.creators), interval(c.places_lost, 1), interval(c.first_ten, 2),
             interval(c.peers_first_ten, 2))
            for run, costs in found.items() for c in costs
        ],
    )  # fmt: skip

"""What vetting says of a creator: values with what they rest on, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from engine.vetting.rules import Rule, shown

FLAG, USUAL, TOO_LITTLE, UNKNOWN = "flag", "not flagged", "not enough data", "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A value and the `n` posts, replies or measurements it rests on; None: not known.

    `evidence` are ids of posts that show it, `detail` a sentence of further numbers.
    """

    value: float | None
    n: int
    evidence: tuple[int, ...] = ()
    detail: str = ""


NOTHING = Measured(value=None, n=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a value stands among `n` peers: their median, and the share of them below it.

    `z` is the distance from the median in robust standard deviations, None where peers are all
    alike.
    """

    n: int
    median: float
    percentile: float
    z: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule held against a creator."""

    rule: Rule
    measured: Measured
    standing: Standing | None
    state: str  # FLAG, USUAL, TOO_LITTLE or UNKNOWN

    @property
    def sentence(self) -> str:
        """The fact, as a sentence without its subject; empty where no value is known."""
        if self.measured.value is None:
            return ""
        said = self.rule.says.format(value=shown(self.measured.value, self.rule.form))
        return f"{said}; {self.measured.detail}" if self.measured.detail else said

    @property
    def points(self) -> float:
        """What the flag can take from a score, 0 where it is none."""
        return self.rule.points if self.state == FLAG else 0.0


def found(rule: Rule, measured: Measured, standing: Standing | None) -> Finding:
    """Hold `measured` against `rule`."""
    if measured.value is None and (measured.n >= rule.needs or rule.of == "profile"):
        state = UNKNOWN
    elif measured.n < rule.needs:
        state = TOO_LITTLE
    else:
        z, median = (standing.z, standing.median) if standing else (None, 0.0)
        state = FLAG if rule.passes(float(measured.value or 0.0), z, median) else USUAL
    return Finding(rule=rule, measured=measured, standing=standing, state=state)

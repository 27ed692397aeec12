"""What a benchmark found, how it is shown, and the few instruments all of them use."""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
from rich.console import Console
from rich.table import Table

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number of a benchmark. `target` is a bound it should keep, `None` if it has none."""

    benchmark: str
    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False  # the target is the least value, not the largest
    samples: Sequence[float] = ()  # of which `value` is the median, where it is one

    @property
    def is_met(self) -> bool | None:
        """Whether the target is kept, `None` if there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


@dataclass(slots=True)
class Clock:
    """Seconds by name, added up."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Add the time spent inside to `name`."""
        before = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - before
            self.seconds[name] = self.seconds.get(name, 0.0) + spent


def seconds_of(work: Callable[[], object]) -> float:
    """Return the wall time of `work`."""
    clock = Clock()
    with clock.timing("work"):
        work()
    return clock.seconds["work"]


def in_fresh_process(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what `work` returns in a new interpreter, whose memory holds nothing of ours."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *args, **kwargs).result()


def peak_bytes() -> int:
    """Return the largest memory this process has held resident, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent held before it started us
        kib = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(kib.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def quantile(samples: Sequence[float], share: float) -> float:
    """Return the value that `share` of `samples` do not exceed."""
    return float(np.quantile(np.asarray(samples), share, method="higher"))


def machine() -> Mapping[str, object]:
    """Return what the numbers depend on besides our code."""
    names = ("numpy", "faiss-cpu", "openvino", "sentence-transformers", "torch")
    return {
        "processors": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "platform": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in names},
    }


def show(measures: Sequence[Measure], console: Console) -> None:
    """Print `measures` as a table."""
    table = Table()
    for heading in ("benchmark", "measure", "value", "target", ""):
        table.add_column(heading, justify="right" if heading in {"value", "target"} else "left")
    for found in measures:
        bound = "" if found.target is None else f"{_sign(found)} {_number(found.target)}"
        verdict = {None: "", True: "met", False: "MISSED"}[found.is_met]
        value = f"{_number(found.value)} {found.unit}".strip()
        table.add_row(found.benchmark, found.name, value, bound, verdict)
    console.print(table)


def write_json(measures: Sequence[Measure], path: Path, *, notes: Sequence[str]) -> None:
    """Write `measures` with the machine they were found on."""
    found = [asdict(measure) | {"is_met": measure.is_met} for measure in measures]
    document = {"machine": machine(), "notes": list(notes), "measures": found}
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _sign(measure: Measure) -> str:
    return "≥" if measure.at_least else "≤"


def _number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"

"""The clock: how long a run takes, by samples of as many runs as make a measurable time. As in `worker/time-runs.ts`."""

from __future__ import annotations

import time
from typing import Callable


def time_runs(
    run: Callable[[], None], *, warm_up_ms: float, samples: int, sample_ms: float, budget_ms: float
) -> list[float]:
    """Milliseconds of a run, sample by sample, each after a run without a clock. There is always one, however long it takes."""
    typical_ms = _warm_up(run, warm_up_ms)
    runs = max(1, round(sample_ms / max(typical_ms, 1e-4)))
    times: list[float] = []
    begin = _now()
    while True:
        if typical_ms <= warm_up_ms:
            run()
        times.append(_run_repeatedly(run, runs) / runs)
        if len(times) >= samples or _now() - begin >= budget_ms:
            return times


def _warm_up(run: Callable[[], None], warm_up_ms: float) -> float:
    """Runs until the time is over, at least once, and gives the milliseconds of a late run."""
    end = _now() + warm_up_ms
    runs = 1
    while True:
        elapsed = _run_repeatedly(run, runs)
        if _now() >= end:
            return elapsed / runs
        # As short as clocks are trusted with in the other processes.
        if elapsed < 0.2:
            runs *= 2


def _run_repeatedly(run: Callable[[], None], runs: int) -> float:
    start = _now()
    for _ in range(runs):
        run()
    return _now() - start


def _now() -> float:
    """Milliseconds."""
    return time.perf_counter() * 1e3

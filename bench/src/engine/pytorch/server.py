"""What is done for each kind of request, as in `worker/serve.ts`."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Callable

from clock import time_runs
from memory import resident_bytes

if TYPE_CHECKING:
    from engine import Engine
    from job import Job

Response = dict


class Server:
    """Takes requests one at a time. What goes wrong with one is raised, and the next can be taken.

    `precision` is "float32" or "float64".
    """

    def __init__(self, precision: str) -> None:
        self._precision = precision
        self._engine: Engine | None = None
        self._job: Job | None = None

    def take(self, request: dict) -> Response:
        """Raises ImportError where PyTorch is not installed."""
        kinds: dict[str, Callable[[dict], Response]] = {
            "start": self._start,
            "open": self._open,
            "time": self._time,
            "hold": self._hold,
            "close": self._close,
        }
        return kinds[request["kind"]](request)

    def _start(self, _request: dict) -> Response:
        begin = time.perf_counter()
        # Loading PyTorch is a part of what is timed.
        from engine import Engine

        self._engine = Engine(self._precision)
        return {"kind": "started", "facts": self._engine.facts, "startMs": milliseconds_since(begin)}

    def _open(self, request: dict) -> Response:
        if self._engine is None:
            raise RuntimeError("the engine has not started")
        self._job = None
        workload = request["workload"]
        drawn = self._engine.draw(request["inputs"])
        begin = time.perf_counter()
        job = self._engine.open(workload, drawn)
        if job is None:
            return {"kind": "absent"}
        self._job = job
        set_up_ms = milliseconds_since(begin)
        begin = time.perf_counter()
        job.run()
        first_run_ms = milliseconds_since(begin)
        outputs = job.outputs()
        picked = {name: pick(outputs[name], indices) for name, indices in request["samples"].items() if name in outputs}
        del outputs
        return {
            "kind": "opened",
            "setUpMs": set_up_ms,
            "firstRunMs": first_run_ms,
            "outputs": picked,
            "losses": train(job, workload["steps"]) if "steps" in workload else [],
            **resident(),
        }

    def _time(self, request: dict) -> Response:
        times = time_runs(
            self._open_job().run,
            warm_up_ms=request["warmUpMs"],
            samples=request["samples"],
            sample_ms=request["sampleMs"],
            budget_ms=request["budgetMs"],
        )
        return {"kind": "timed", "times": times, **resident()}

    def _hold(self, request: dict) -> Response:
        job, runs = self._open_job(), request["runs"]
        early = math.ceil(runs / 10)
        for _ in range(early):
            job.run()
        before = resident()
        for _ in range(early, runs):
            job.run()
        return {"kind": "held", "before": before, "after": resident()}

    def _close(self, _request: dict) -> Response:
        self._job = None
        return {"kind": "closed"}

    def _open_job(self) -> Job:
        if self._job is None:
            raise RuntimeError("no workload is open")
        return self._job


def train(job: Job, steps: int) -> list[float]:
    """The losses of the first steps, of which one is done."""
    losses = [job.outputs()["loss"].item()]
    while len(losses) < steps:
        job.run()
        losses.append(job.outputs()["loss"].item())
    return losses


def pick(values, indices: list[int]) -> list[float]:
    """Elements of a tensor by their positions, row by row; NaN where there is none."""
    flat = values.reshape(-1)
    count = flat.numel()
    return [flat[index].item() if 0 <= index < count else math.nan for index in indices]


def resident() -> dict[str, int]:
    """What the process holds; nothing where that cannot be known."""
    held = resident_bytes()
    return {} if held is None else {"residentBytes": held}


def milliseconds_since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1e3

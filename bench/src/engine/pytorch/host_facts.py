"""What PyTorch makes of this machine, as far as its times depend on it."""

from __future__ import annotations

import os
import re

import torch


def use_cores() -> None:
    """Uses all CPUs where PyTorch uses one alone: in some virtual machines it sees no more cores than that."""
    if torch.get_num_threads() == 1 and "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(_available_cpus())


def features() -> list[str]:
    """The instructions that its kernels use, and whose its matrix products are."""
    instructions = _setting(r"CPU capability usage: (\S+)")
    return [fact for fact in (instructions, _blas()) if fact is not None]


def _blas() -> str | None:
    """A build for any BLAS takes what the system has, and that may be the slow reference implementation."""
    name = _setting(r"BLAS_INFO=(\w+)")
    if name != "generic":
        return None if name is None else f"BLAS: {name}"
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
            loaded = maps.read()
    except OSError:
        return None
    found = re.search(r"/lib\w*(openblas|mkl|blis|atlas|nvpl)", loaded)
    if found:
        return f"BLAS: {found.group(1)}"
    return "BLAS: reference, slow" if "/libblas." in loaded else None


def _setting(pattern: str) -> str | None:
    found = re.search(pattern, torch.__config__.show())
    return found.group(1) if found else None


def _available_cpus() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1

"""What the process holds of the machine's memory."""

from __future__ import annotations

import os
import sys


def resident_bytes() -> int | None:
    """Resident now or, where only that is told, at most so far. None if the system tells neither."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    # macOS counts in bytes, other systems in units of 1024 of them.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

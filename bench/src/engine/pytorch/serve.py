"""Answers the harness, in the process of PyTorch: what `worker/` is for engines in JavaScript.

One request a line on the standard input, one response a line on the standard output, as `worker/protocol.ts` describes
them in JSON. Numbers that JSON does not have are the strings "NaN", "Infinity" and "-Infinity". The process ends with its
input. With the argument `float64` it computes in double precision, to be compared with.
"""

from __future__ import annotations

import json
import math
import os
import signal
import sys

# No bytecode beside the sources.
sys.dont_write_bytecode = True

from server import Server  # noqa: E402


def main() -> None:
    # Who starts this process ends it, too: an interrupt meant for the harness is not for it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever libraries print must not land between responses.
    responses = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    server = Server(precision=sys.argv[1] if len(sys.argv) > 1 else "float32")
    for line in sys.stdin:
        responses.write(json.dumps(plain(answer(server, line)), allow_nan=False) + "\n")
        responses.flush()


def answer(server: Server, line: str) -> dict:
    try:
        return server.take(json.loads(line))
    except ImportError as error:
        return {"kind": "failed", "message": f"{error} in {sys.executable}", "isMissing": True}
    except Exception as error:
        return {"kind": "failed", "message": f"{type(error).__name__}: {error}", "isMissing": False}


def plain(value: object) -> object:
    """The same with numbers that JSON has alone."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


if __name__ == "__main__":
    main()

"""Runs checks with bounded memory and time: reads command lines as JSON from stdin, answers one JSON object a line.

Each check is a fork of one process that has loaded everything, so that what is measured is the check alone.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from pathlib import Path

MEMORY = 1 << 30
"""Bytes of address space."""
SECONDS = 20
"""Of processor time: the wall clock also measures what else the machine does."""


def answer(arguments: list[str], scratch: Path) -> dict[str, object]:
    """Status (negative: the signal), processor seconds, peak MiB, output and errors of a command."""
    child = os.fork()
    if child == 0:
        _child(arguments, scratch)
    _, status, usage = os.wait4(child, 0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "seconds": usage.ru_utime + usage.ru_stime,
        "mebibytes": usage.ru_maxrss / 1024,
        "out": (scratch / "out").read_text(errors="replace")[:100_000],
        "err": (scratch / "err").read_text(errors="replace")[:100_000],
    }


def _child(arguments: list[str], scratch: Path) -> None:
    status = 70
    try:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(scratch / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 10, SECONDS + 10))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        from schemaparity.cli.commands import run

        status = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def main() -> None:
    """Answer until the input ends."""
    import schemaparity.frameworks.sqlalchemy.engine
    import schemaparity.pipeline.checking  # noqa: F401 - loaded before the first fork

    with tempfile.TemporaryDirectory() as scratch:
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line), Path(scratch))), flush=True)


if __name__ == "__main__":
    main()

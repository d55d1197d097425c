"""The command line; the only place that prints, exits and reads argv."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    gc.disable()  # one command is one process: to collect what it leaves would visit every class and syntax tree for nothing
    from schemaparity.cli.commands import run  # noqa: PLC0415 - click is loaded only when a command runs

    _exit(run())


def _exit(status: int) -> None:
    """Exit without taking millions of syntax nodes apart one by one, which takes as long as a third of the parse."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        raise SystemExit(status) from None  # a pipe that is closed is Python's to report
    os._exit(status)


__all__ = ["main"]

"""How long a command has been at it, on a terminal only; everything else sees nothing of it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 1.5
"""Seconds before anything is shown."""
_INTERVAL = 1.0


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Show what is done and for how long on stderr, when it is a terminal and takes a while; erased at the end."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_show, args=(what, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _show(what: str, done: threading.Event) -> None:
    start = time.monotonic()
    is_shown, wait = False, _PATIENCE
    while not done.wait(wait):
        is_shown, wait = True, _INTERVAL
        sys.stderr.write(f"\r{what} ({time.monotonic() - start:.0f} s)")
        sys.stderr.flush()
    if is_shown:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

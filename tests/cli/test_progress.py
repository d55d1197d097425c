"""Progress is shown on a terminal that waits, and nowhere else."""

from __future__ import annotations

import io
import sys
import time

import pytest

from schemaparity.cli import progress as module
from schemaparity.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch, stream: io.StringIO, seconds: float, term: str = "xterm") -> str:
    monkeypatch.setattr(module, "_PATIENCE", 0.02)
    monkeypatch.setattr(module, "_INTERVAL", 0.01)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", term)
    with progress("comparing"):
        time.sleep(seconds)
    return stream.getvalue()


def test_a_terminal_that_waits_sees_it_and_it_goes_away(monkeypatch):
    text = shown(monkeypatch, Terminal(), 0.3)
    assert text.startswith("\rcomparing (0 s)")
    assert text.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("stream", "seconds", "term"), [(Terminal(), 0, "xterm"), (Terminal(), 0.1, "dumb"), (io.StringIO(), 0.1, "xterm")]
)
def test_nothing_is_shown_otherwise(stream, seconds, term, monkeypatch):
    assert shown(monkeypatch, stream, seconds, term) == ""


def test_it_goes_away_after_an_error(monkeypatch):
    stream = Terminal()
    with pytest.raises(ValueError, match="reason"):
        _fail(monkeypatch, stream)
    assert stream.getvalue().endswith("\r\x1b[K")


def _fail(monkeypatch, stream: Terminal) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress("x"):
        time.sleep(0.2)
        raise ValueError("reason")

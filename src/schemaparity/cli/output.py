"""Where reports go: stdout, or a file that is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path

import click

from schemaparity.errors import SettingsError


def write(text: str, output: str | None, option: str = "--output") -> None:
    """Write a report to `output`, or to stdout when it is None or `-`."""
    if output in {None, "-"}:
        _to_stdout(text)
    else:
        assert output is not None
        _to_file(text, Path(output), option)


def check_writable(output: str | None, option: str = "--output") -> None:
    """Raise SettingsError now rather than after the work when `output` cannot be written."""
    if output in {None, "-"}:
        return
    assert output is not None
    path = Path(output)
    if path.is_dir():
        raise SettingsError(f"{option} {output} is a directory; name a file")
    if not path.parent.is_dir():
        raise SettingsError(f"{option} {output}: the directory {path.parent} does not exist; create it first")


def _to_stdout(text: str) -> None:
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    with contextlib.suppress(BrokenPipeError):
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()


def _to_file(text: str, path: Path, option: str) -> None:
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                stream.write(text)
            Path(scratch).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
            Path(scratch).replace(path)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SettingsError(f"{option} {path} cannot be written: {error.strerror}") from error


def complain(message: str) -> None:
    """One line to stderr."""
    click.echo(message, err=True)

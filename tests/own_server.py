"""A PostgreSQL server of the tests' own, in a temporary directory, gone with them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_locks_per_transaction=512 -c unix_socket_directories="


class NoServer(Exception):  # noqa: N818 - a reason to skip
    """Why no server can be started."""


@contextmanager
def own_server() -> Iterator[str]:
    """The base DSN of a fresh server on loopback. Raises NoServer."""
    user = _user()
    programs = {name: _program(name) for name in ("initdb", "pg_ctl")}
    directory = Path(tempfile.mkdtemp(prefix="postgresql"))
    data, port = directory / "data", _free_port()
    try:
        if user:
            shutil.chown(directory, user)
        _run(user, programs["initdb"], "-D", str(data), "-A", "trust", "-U", "postgres", "--encoding=UTF8", "--locale=C")
        options = f"{FAST} -c port={port} -c listen_addresses=127.0.0.1"
        _run(user, programs["pg_ctl"], "-D", str(data), "-l", str(directory / "log"), "-o", options, "-w", "start")
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        if (data / "postmaster.pid").exists():
            _run(user, programs["pg_ctl"], "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(directory, ignore_errors=True)


def _user() -> str | None:
    """Whom to run the server as: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoServer("PostgreSQL cannot be run as root, and there is no user named postgres") from None


def _program(name: str) -> str:
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None)
    if found is None:
        raise NoServer(f"{name} of PostgreSQL is not on PATH")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(user: str | None, *command: str) -> None:
    prefix = ["runuser", "-u", user, "--"] if user else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

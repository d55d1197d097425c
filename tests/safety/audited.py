"""Runs the command line under an audit hook: `audited.py PROJECT MARK [ARGUMENT...]`. Fails, with status 99, on what must never happen.

MARK is a word that stands in every name and string of the project: code that holds it and is compiled or run is the project's.
"""

from __future__ import annotations

import os
import sys
import types

PROJECT, MARK = os.path.realpath(sys.argv[1]), sys.argv[2]
FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.system", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill",
    "os.killpg", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate", "os.utime",
    "os.chdir", "os.putenv", "os.unsetenv", "os.setxattr", "shutil.", "pty.spawn", "tempfile.", "urllib.", "ftplib.", "smtplib.", "sqlite3.",
    "webbrowser.", "builtins.input", "signal.", "fcntl.", "mmap.__new__", "ctypes.dlopen",
)  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
offences: list[str] = []
armed = False


def _in_project(path: object) -> bool:
    if not isinstance(path, str | bytes) or os.fsdecode(path).startswith("<"):
        return False
    text = os.path.realpath(os.fsdecode(path))
    return text == PROJECT or text.startswith(f"{PROJECT}/")


def _words(code: types.CodeType) -> str:
    parts = [code.co_filename, code.co_name, *code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars]
    for constant in code.co_consts:
        parts.append(_words(constant) if isinstance(constant, types.CodeType) else repr(constant))
    return " ".join(parts)


def _is_own(path: object) -> bool:
    """True for a library that an import of schemaparity's own dependencies loads."""
    return isinstance(path, str) and not _in_project(path) and ("site-packages" in path or path.startswith(("lib", sys.prefix, sys.base_prefix)))


def hook(event: str, args: tuple[object, ...]) -> None:
    if not armed or event == "fcntl.ioctl" or (event.startswith("sqlite3.") and args[0] == ":memory:") or event == "sqlite3.connect/handle":
        return  # the width of the terminal; the engine of queries over catalogs
    if event == "open" and isinstance(args[2], int) and args[2] & WRITES and args[0] != "/dev/null":
        offences.append(f"open for writing: {args[0]!r}")
    elif event.startswith(FORBIDDEN) and not (event == "ctypes.dlopen" and (args[0] is None or _is_own(args[0]))):
        offences.append(f"{event}: {args!r}"[:300])
    elif event == "compile":
        source, filename = args
        text = source.decode("utf-8", "replace") if isinstance(source, bytes) else str(source)
        if MARK in text or MARK in str(filename) or _in_project(filename):
            offences.append(f"compile: {text[:300]!r} {filename!r}")
    elif event == "exec" and isinstance(args[0], types.CodeType) and (MARK in _words(args[0]) or _in_project(args[0].co_filename)):
        offences.append(f"exec: {args[0]!r}")
    elif event == "import" and MARK in str(args[0]):
        offences.append(f"import: {args!r}"[:300])


def main() -> int:
    """Run, then tell."""
    global armed
    from schemaparity.cli.commands import run

    sys.addaudithook(hook)
    armed = True
    try:
        status = run(sys.argv[3:])
    finally:
        armed = False
    for name, module in sorted(sys.modules.items()):
        if _in_project(getattr(module, "__file__", None)):
            offences.append(f"a module of the project is imported: {name}")
    for offence in offences:
        print(offence, file=sys.stderr)
    return 99 if offences else status


if __name__ == "__main__":
    raise SystemExit(main())

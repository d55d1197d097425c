"""The pages of the documentation as programs: fences that begin with the name of a file are written, commands and snippets run."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import define, field

import schemaparity
from schemaparity.cli.commands import run

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"(?:#|--) ([\w./-]+\.\w+)\n")
_PROMPT = "$ "
INSTALLERS = frozenset({"pip", "pre-commit"})
"""Programs that need a network; what they install is run by tests of their own."""


@define
class Reader:
    """Somebody who does what a page says, in a directory; `shows_all` where the page shows what every command writes.

    `done` is what was executed, in order: files written, commands and snippets.
    """

    shows_all: bool
    done: list[str] = field(factory=list)
    status: int = 0

    def follow(self, text: str) -> str:
        """Do what a page says; answers the page with what the commands really write."""
        return _FENCE.sub(lambda fence: self._fence(fence[1], fence[2]), text)

    def _fence(self, language: str, text: str) -> str:
        name = _NAME.match(text)
        if name is not None:
            self._write(name[1], text)
        elif language == "console":
            text = "".join(f"{_PROMPT}{line}\n{self._output(line, shown)}" for line, shown in commands_of(text))
        elif language == "python":
            self._execute(text)
        return f"```{language}\n{text}```"

    def _write(self, name: str, text: str) -> None:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.done.append(f"file {name}")

    def _output(self, line: str, shown: str) -> str:
        program, *arguments = shlex.split(line.partition("  #")[0])
        if program in INSTALLERS:
            return shown
        self.done.append(f"command {line}")
        if (program, arguments) == ("echo", ["$?"]):
            return f"{self.status}\n"
        self.status, output = _PROGRAMS[program](arguments)
        assert self.status in {0, 1}, f"{line}: {output}"
        output = output.replace(str(Path.cwd()), "~/project")
        return output if shown or self.shows_all else ""

    def _execute(self, text: str) -> None:
        if "__main__" in text:
            return  # a script of many processes: tests/cli/test_process_pool.py has its like
        names: dict[str, object] = {"__name__": "snippet"}
        exec(compile(text, "snippet", "exec"), names)
        for name, test in names.items():
            if name.startswith("test_") and callable(test):
                test(schemaparity.compare("."))
        self.done.append(f"snippet {text.splitlines()[0]}")


def commands_of(text: str) -> Iterator[tuple[str, str]]:
    """The command lines of a console fence, each with the output that is shown."""
    assert text.startswith(_PROMPT), f"a console fence begins without a command: {text!r}"
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield line, shown


def _schemaparity(arguments: list[str]) -> tuple[int, str]:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        status = run(arguments)
    return status, out.getvalue()


def _pytest(arguments: list[str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTEST_ADDOPTS": ""})
    return done.returncode, done.stdout + done.stderr


_PROGRAMS: dict[str, Callable[[list[str]], tuple[int, str]]] = {"schemaparity": _schemaparity, "pytest": _pytest}

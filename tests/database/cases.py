"""Scripts of statements in `cases.sql`: a heading `-- # title` a script, `-- ! SQLSTATE` above a statement that is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

FILES = sorted(Path(__file__).parent.glob("cases*.sql"))


@frozen
class Step:
    sql: str
    sqlstate: str | None


@frozen
class Case:
    title: str
    steps: tuple[Step, ...]


def read_cases() -> Iterator[Case]:
    for path in FILES:
        for section in path.read_text(encoding="utf-8").split("-- # ")[1:]:
            title, _, body = section.partition("\n")
            yield Case(title.strip(), tuple(_steps(body)))


def _steps(body: str) -> Iterator[Step]:
    state: str | None = None
    lines: list[str] = []
    for line in body.splitlines():
        if line.startswith("-- ! "):
            state = line.removeprefix("-- ! ").strip()
        elif line.strip():
            lines.append(line)
            if line.rstrip().endswith(";"):
                yield Step("\n".join(lines), state)
                state, lines = None, []

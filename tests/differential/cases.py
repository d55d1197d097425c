"""Histories of `cases.md`: a heading a history, a fence a revision, options of the history in a line of JSON before the first fence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen
from tests.differential.histories import Chain, Written

FILE = Path(__file__).parent / "cases.md"
SECTION = re.compile(r"^## (.+?)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTIONS = re.compile(r"^(\{.*\})$", re.MULTILINE)


@frozen
class Case:
    """A history, the dialects that it is for, and whether the database refuses it."""

    title: str
    chain: Chain
    dialects: tuple[str, ...]
    fails: bool


def read_cases() -> Iterator[Case]:
    for title, body in SECTION.findall(FILE.read_text(encoding="utf-8")):
        prose, _, _ = body.partition("```")
        found = OPTIONS.search(prose)
        options = json.loads(found[1]) if found else {}
        dialects = tuple(options.pop("dialects", ("sqlite", "postgresql")))
        fails = options.pop("fails", False)
        yield Case(title.strip(), Chain(tuple(_revisions(FENCE.findall(body))), **options), dialects, fails)


def _revisions(bodies: list[str]) -> Iterator[Written]:
    for number, body in enumerate(bodies, 1):
        yield Written(f"r{number}", f"r{number - 1}" if number > 1 else None, body.rstrip("\n"))

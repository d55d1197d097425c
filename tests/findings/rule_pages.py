"""The pages of the rules as specs: fences of a section are files, the fence of text is what is reported of them."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

from schemaparity import pipeline
from schemaparity.findings import Finding
from schemaparity.project import MemoryFileSystem, load_settings
from schemaparity.report.concise import concise_line

PAGES = Path(__file__).parents[2] / "docs" / "rules"
_SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"# (\S+\.\w+)\n")
_USUAL = {
    "alembic.ini": "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n",
    "alembic/env.py": "from alembic import context\n\nimport models\n\ncontext.configure(target_metadata=models.Base.metadata)\n",
}


@frozen
class Page:
    """A page: its sections by title, and what they hold."""

    code: str
    text: str

    @property
    def sections(self) -> dict[str, str]:
        parts = _SECTION.split(self.text)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    def files(self, title: str) -> dict[str, str]:
        found = {}
        for language, text in _FENCE.findall(self.sections[title]):
            if language != "text":
                name = _NAME.match(text)
                assert name is not None, f"a fence of {self.code} begins without the name of its file"
                found[name[1]] = text
        return found

    @property
    def expected(self) -> list[str]:
        return next(text for language, text in _FENCE.findall(self.sections["Drift"]) if language == "text").splitlines()

    def with_expected(self, lines: list[str]) -> str:
        fence = "```text\n" + "".join(f"{line}\n" for line in lines) + "```"
        return re.sub(r"^```text\n.*?^```$", lambda _: fence, self.text, count=1, flags=re.MULTILINE | re.DOTALL)


def page(code: str) -> Page:
    return Page(code, (PAGES / f"{code}.md").read_text(encoding="utf-8"))


def findings_of(files: dict[str, str]) -> tuple[Finding, ...]:
    fs = MemoryFileSystem({f"/p/{name}": text for name, text in {**_USUAL, **files}.items()})
    settings = load_settings("/p", fs)
    return tuple(finding for result in pipeline.review(settings, fs).results for finding in result.findings)


def lines_of(findings: tuple[Finding, ...]) -> list[str]:
    return [concise_line(finding) for finding in findings]

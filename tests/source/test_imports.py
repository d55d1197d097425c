from __future__ import annotations

import sys
from pathlib import Path

import libcst as cst
import pytest

from schemaparity.source.imports import Import, scan
from schemaparity.source.imports_parsed import scan_tree

TEXT = '''"""import nothing"""
from __future__ import annotations
import a, b.c as d
from .models import (
    User as U,  # import none
    Team,
)
from .. import up; import same_line
from ..pkg.sub import *
from . import here
if TYPE_CHECKING:
    from x import never
else:
    from x import instead
if typing.TYPE_CHECKING: import never2
try:
    import fast
except ImportError as e: import slow
with suppress(E):
    from \\
        joined import one
    if sys.version_info > (3, {"a": 1}):
        import nested
def f():
    import inside
async def g():
    import inside2
class C:
    import inside3
text = """
import quoted
"""
from .... import beyond
import last
'''


def test_what_runs_at_import_time() -> None:
    found = scan(TEXT.encode(), "app.db")
    assert [str(one.module) for one in found] == [
        "__future__", "a", "b.c", "app.db.models", "app", "same_line", "app.pkg.sub", "app.db", "x", "fast",
        "slow", "joined", "nested", "last",
    ]  # fmt: skip
    assert found[3] == Import("app.db.models", ("User", "Team"))
    assert found[3].candidates == ("app.db.models", "app.db.models.User", "app.db.models.Team")
    assert found[6].names == ("*",)
    assert found[8].names == ("instead",)


def test_the_parser_agrees() -> None:
    assert scan_tree(TEXT, "app.db") == scan(TEXT.encode(), "app.db")


@pytest.mark.parametrize("module", ["argparse", "typing", "dataclasses", "asyncio.events", "xml.dom.minidom", "libcst._nodes.statement"])
def test_the_parser_agrees_on_real_files(module: str) -> None:
    __import__(module)
    path = sys.modules[module].__file__
    assert path is not None
    text = Path(path).read_text(encoding="utf-8")
    cst.parse_module(text)
    assert scan(text.encode(), "p.q") == scan_tree(text, "p.q")


@pytest.mark.parametrize("data", [b"import a\nx = '\n", b"import \xff", b"import a\nx = (((\n", b")\nimport a", b"from import\n", b""])
def test_what_cannot_be_read_has_no_imports(data: bytes) -> None:
    assert scan(data) == ()

from __future__ import annotations

import pytest
from twins import cases, interpreted, real

ALL = cases("columns.py", "inheritance.py", "tables.py")


@pytest.mark.parametrize("source", [pytest.param(source, id=title) for title, source in ALL])
def test_like_sqlalchemy(source: str) -> None:
    assert interpreted(source) == real(source)

"""Models under the bases and with the types of libraries, read without their source: as the libraries themselves made them."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from libraries import CASES, metadatas, of_file, sections, statements
from twins import created, interpret, metadatas_of

from schemaparity.evaluate.values import Instance

EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
ALL = [(name, title) for name in EXPECTED for title in sections(name)]
NEEDED = {
    "advanced_alchemy": ("advanced_alchemy",), "fastapi_users": ("fastapi_users_db_sqlalchemy",), "flask_sqlalchemy": ("flask_sqlalchemy",),
    "others": ("pgvector", "geoalchemy2", "citext", "sqlalchemy_mixins", "oslo_db", "alembic_utils"),
    "sqlalchemy_utils": ("sqlalchemy_utils",),
    "sqlmodel": ("sqlmodel",),
}  # fmt: skip
SITE = {"/site/sqlmodel/__init__.py": "", "/site/sqlmodel/sql/__init__.py": "", "/site/sqlmodel/sql/sqltypes.py": "class UTCDateTime: ..."}
SPATIAL = "CREATE INDEX idx_"


@pytest.mark.parametrize(("name", "title"), ALL, ids=[f"{name}-{title}" for name, title in ALL])
def test_like_the_library(name: str, title: str) -> None:
    interpreter, module = interpret(sections(name)[title], SITE if name == "sqlmodel" else None)
    values = list(module.namespace.values())
    binds = [v.attributes.get("metadatas", {}) for v in values if isinstance(v, Instance)]
    found = [*metadatas_of(interpreter, module), *(m for several in binds for m in several.values())]
    expected = {table: [text for text in texts if not text.startswith(SPATIAL)] for table, texts in EXPECTED[name][title].items()}
    assert statements(metadatas(found)) == expected


def test_spatial_indexes_are_created() -> None:
    """GeoAlchemy2 adds them when a column is attached; here they come with the table."""
    interpreter, module = interpret(sections("others")["geometries"])
    (schema,) = created(metadatas_of(interpreter, module), interpreter)
    real = [text.split()[2] for text in EXPECTED["others"]["geometries"]["t"] if text.startswith(SPATIAL)]
    assert sorted(str(index.name) for index in schema.tables["t"].indexes) == sorted(real)


@pytest.mark.corpus
@pytest.mark.parametrize("name", EXPECTED)
def test_expectations(name: str) -> None:
    for library in NEEDED[name]:
        pytest.importorskip(library)
    if name == "flask_sqlalchemy" and sa.__version__ >= "2.1":
        pytest.skip("Flask-SQLAlchemy 3.1 makes no dataclasses with SQLAlchemy 2.1")
    assert of_file(name) == EXPECTED[name]

"""Expressions as SQLite wrote them anew: it rewrites names, and texts in double quotes, in all that a rename can touch."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from schemaparity.schema import CheckConstraint, Index, IndexElement, Schema, Table, Unknown
from schemaparity.sql.sqlite import parse
from schemaparity.sql.statements import CheckDef, CreateIndex, CreateTable


def with_texts(schema: Schema, texts: Mapping[str, str] | None) -> Schema:
    """The schema with the expressions of these texts of tables and indexes, by name."""
    if not texts:
        return schema
    return evolve(schema, tables={k: _table(t, texts) for k, t in schema.tables.items()})


def _table(table: Table, texts: Mapping[str, str]) -> Table:
    if table.name in texts and table.check_constraints:
        table = evolve(table, check_constraints=_checks(table.check_constraints, texts[table.name]))
    if any(i.name in texts for i in table.indexes):
        table = evolve(table, indexes=tuple(_index(i, texts[i.name]) if i.name in texts else i for i in table.indexes))
    return table


def _checks(checks: tuple[CheckConstraint, ...], text: str) -> tuple[CheckConstraint, ...]:
    """The constraints with the expressions of the text, which was made of them: those in columns come first."""
    (statement,) = parse(text)
    found = [e for e in statement.elements if isinstance(e, CheckDef)] if isinstance(statement, CreateTable) else []
    if len(found) != len(checks):
        return checks
    rest = {(bool(d.column), d.name or "", n): d for n, d in enumerate(found)}
    return tuple(_check(c, rest) for c in checks)


def _check(check: CheckConstraint, rest: dict[tuple[bool, str, int], CheckDef]) -> CheckConstraint:
    key = next((k for k in rest if k[:2] == (check.column is not None, check.name)), None)
    return check if key is None else evolve(check, expression=rest.pop(key).expression)


def _index(index: Index, text: str) -> Index:
    (statement,) = parse(text)
    if not isinstance(statement, CreateIndex) or isinstance(index.elements, Unknown) or len(statement.elements) != len(index.elements):
        return index
    elements = tuple(_element(old, new) for old, new in zip(index.elements, statement.elements, strict=True))
    return evolve(index, elements=elements, where=statement.where if isinstance(index.where, str) else index.where)


def _element(old: IndexElement, new: IndexElement) -> IndexElement:
    return evolve(old, expression=new.expression) if old.is_expression and new.is_expression else old

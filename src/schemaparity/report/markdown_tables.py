"""Rows of the tables of the Markdown report: columns, constraints, indexes and enum labels on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from schemaparity.findings import Finding, TargetResult
from schemaparity.report.counts import TableCounts
from schemaparity.report.sanitize import one_line
from schemaparity.schema import (
    CheckConstraint,
    Column,
    Constraint,
    Element,
    EnumType,
    ExcludeConstraint,
    ForeignKey,
    Index,
    IndexElement,
    PrimaryKey,
    Table,
    UniqueConstraint,
    Unknown,
)

Row = tuple[str, ...]
_MARKUP = re.compile(r"[\\|`*\[\]]|\b_|_\b")
"""What Markdown would take for markup; an underscore within a word is none."""
_NOT_COMPARED = "➖ not compared"
_STATUS = {"missing_in_migrations": "❌ no revision creates it", "missing_in_models": "❌ not in the model", "different": "❌ differs"}


def cell(text: str) -> str:
    """Text for one cell of a Markdown table."""
    return _MARKUP.sub(r"\\\g<0>", one_line(text)).replace("<", "&lt;")


def code(text: str) -> str:
    """Text as inline code in one cell of a Markdown table."""
    plain = one_line(text).replace("|", "\\|")
    runs = fence_for(plain, 1)
    return f"{runs} {plain} {runs}" if "`" in plain else f"`{plain}`"


def fence_for(text: str, least: int) -> str:
    """As many backticks as no run in the text has."""
    return "`" * max(least, 1 + max((len(run) for run in re.findall("`+", text)), default=0))


def column_rows(table: TableCounts, numbers: Mapping[str, int]) -> Iterator[Row]:
    """One row a column of either side, then the columns that a revision removed."""
    models, migrations = _columns(table.models), _columns(table.migrations)
    for name in dict.fromkeys([*models, *migrations]):
        there = _column(migrations.get(name), table.migrations) + _added_later(migrations.get(name), table.migrations, numbers)
        yield (
            code(name),
            there,
            _column(models.get(name), table.models),
            _status(table.findings, "column", name, both=name in models and name in migrations),
        )
    for name, column in (table.migrations.removed if table.migrations else {}).items():
        if name not in migrations:
            gone = column.history[-1].origin.revision if column.history else None
            status = _status(table.findings, "column", name) if name in models else "✅ match" if table.models else _NOT_COMPARED
            yield (
                code(name),
                f"**removed** {_number(gone, numbers)}",
                "not in the model" if name not in models else _column(models[name], table.models),
                status,
            )


def _columns(table: Table | None) -> Mapping[str, Column]:
    return table.columns if table is not None else {}


def _column(column: Column | None, table: Table | None) -> str:
    if column is None or table is None:
        return "-"
    flags = [_value(column.type)]
    if isinstance(table.primary_key, PrimaryKey) and column.name in table.primary_key.columns:
        flags.append("PK")
    elif column.nullable is False:
        flags.append("NOT NULL")
    flags += ["FK" for fk in table.foreign_keys if column.name in fk.columns][:1]
    flags += ["unique" for u in table.unique_constraints if u.columns == (column.name,)][:1]
    if column.default is not None:
        flags.append(f"DEFAULT {_value(column.default)}")
    if column.client_default:
        flags.append(f"default={column.client_default} (client)")
    return cell(", ".join(flags))


def _value(value: str | Unknown) -> str:
    return f"unknown: {value.reason}" if isinstance(value, Unknown) else value


def _added_later(column: Column | None, table: Table | None, numbers: Mapping[str, int]) -> str:
    if column is None or table is None or column.origin.revision in {None, table.origin.revision}:
        return ""
    return f" ({_number(column.origin.revision, numbers)})"


def _number(revision: str | None, numbers: Mapping[str, int]) -> str:
    return "" if revision is None else f"by migration #{numbers.get(revision, '?')} {code(revision)}"


def _status(findings: Iterable[Finding], kind: str, name: str, columns: tuple[str, ...] = (), *, both: bool = True) -> str:
    for finding in findings:
        o = finding.object
        if o.kind == "table" and finding.change is not None:
            return _hidden(finding) or _STATUS[finding.change]
        if o.kind == kind and (o.name == name or (o.columns and o.columns == columns)):
            return _hidden(finding) or {"unknown": "❓ unknown", "notice": "✅ match (name differs)"}.get(finding.verdict) or _STATUS.get(
                finding.change or "", "❌"
            )
    return "✅ match" if both else _NOT_COMPARED


def _hidden(finding: Finding) -> str | None:
    return None if finding.hidden_by is None else f"➖ hidden by {finding.hidden_by.filter}"


_KINDS: dict[type[Element], str] = {
    PrimaryKey: "primary_key",
    ForeignKey: "foreign_key",
    UniqueConstraint: "unique_constraint",
    CheckConstraint: "check_constraint",
    ExcludeConstraint: "exclude_constraint",
}


def constraint_rows(table: TableCounts, numbers: Mapping[str, int]) -> Iterator[Row]:
    """One row a constraint; two constraints with the same meaning share a row whatever their names."""
    migrations = {_identity(c): c for c in table.migrations.constraints} if table.migrations else {}
    models = {_identity(c): c for c in table.models.constraints} if table.models else {}
    for identity in dict.fromkeys([*models, *migrations]):
        there, here = migrations.get(identity), models.get(identity)
        named = here or there
        assert named is not None
        both = there is not None and here is not None
        status = _status(table.findings, _KINDS[type(named)], named.name, getattr(named, "columns", ()), both=both)
        yield code(named.name or "(unnamed)"), _constraint(there, numbers, table.migrations), _constraint(here, {}, None), status


def _identity(constraint: Constraint) -> tuple[object, ...]:
    if isinstance(constraint, PrimaryKey):
        return (PrimaryKey,)
    if isinstance(constraint, ForeignKey):
        return (ForeignKey, constraint.columns, constraint.referred_table, constraint.referred_columns)
    if isinstance(constraint, UniqueConstraint):
        return (UniqueConstraint, constraint.columns)
    return (type(constraint), constraint.name)


def _constraint(constraint: Constraint | None, numbers: Mapping[str, int], table: Table | None) -> str:
    if constraint is None:
        return "-"
    later = table is not None and constraint.origin.revision not in {None, table.origin.revision}
    return cell(_constraint_text(constraint)) + (f" ({_number(constraint.origin.revision, numbers)})" if later else "")


def _constraint_text(constraint: Constraint) -> str:
    if isinstance(constraint, PrimaryKey):
        return f"PRIMARY KEY ({', '.join(constraint.columns)})"
    if isinstance(constraint, ForeignKey):
        actions = "".join(
            f" ON {event} {action}" for event, action in (("DELETE", constraint.ondelete), ("UPDATE", constraint.onupdate)) if action
        )
        columns, referred = ", ".join(constraint.columns), ", ".join(constraint.referred_columns)
        return f"FOREIGN KEY ({columns}) REFERENCES {constraint.referred_table} ({referred}){actions}"
    if isinstance(constraint, UniqueConstraint):
        return f"UNIQUE ({', '.join(constraint.columns)})"
    if isinstance(constraint, CheckConstraint):
        return f"CHECK ({_value(constraint.expression)})"
    return f"EXCLUDE {_value(constraint.definition)}"


def index_rows(table: TableCounts, numbers: Mapping[str, int]) -> Iterator[Row]:
    """One row an index, by name."""
    migrations = {i.name: i for i in table.migrations.indexes} if table.migrations else {}
    models = {i.name: i for i in table.models.indexes} if table.models else {}
    for name in dict.fromkeys([*models, *migrations]):
        there = migrations.get(name)
        later = there is not None and table.migrations is not None and there.origin.revision not in {None, table.migrations.origin.revision}
        note = f" ({_number(there.origin.revision, numbers)})" if there is not None and later else ""
        yield (
            code(name),
            _index(there) + note,
            _index(models.get(name)),
            _status(table.findings, "index", name, both=name in models and there is not None),
        )


def _index(index: Index | None) -> str:
    if index is None:
        return "-"
    keys = _value(index.elements) if isinstance(index.elements, Unknown) else ", ".join(_element(e) for e in index.elements)
    parts = ["unique" if index.unique is True else "", f"({keys})", "" if index.using == "btree" else f"using {index.using}"]
    parts += [f"partial: WHERE {_value(index.where)}"] if index.where is not None else []
    return cell(" ".join(p for p in parts if p))


def _element(element: IndexElement) -> str:
    extra = (
        element.opclass or "",
        "DESC" if element.descending else "",
        {True: "NULLS FIRST", False: "NULLS LAST", None: ""}[element.nulls_first],
    )
    return " ".join([element.expression, *(e for e in extra if e)])


def enum_rows(target: TargetResult, name: str, numbers: Mapping[str, int], _bases: tuple[str, ...]) -> Iterator[Row]:
    """One row a label: there at first, after the migrations, in the models."""
    there, here = target.migrations.enums.get(name), target.models.enums.get(name)
    for label in dict.fromkeys([*_labels(there), *_labels(here)]):
        added = there.label_history.get(label) if there is not None else None
        created = there.origin.revision if there is not None else None
        later = added is not None and added.origin.revision != created
        after = "❌" if label not in _labels(there) else f"✅ ({_number(added.origin.revision, numbers)})" if later and added else "✅"
        initial = "✅" if label in _labels(there) and not later else "❌"
        same = label in _labels(there) and label in _labels(here)
        status = "✅ match" if same else _NOT_COMPARED if there is None or here is None else "❌ differs"
        yield code(label), initial, after, "-" if here is None else "✅" if label in _labels(here) else "❌", status


def _labels(enum: EnumType | None) -> tuple[str, ...]:
    return enum.labels if enum is not None and isinstance(enum.labels, tuple) else ()

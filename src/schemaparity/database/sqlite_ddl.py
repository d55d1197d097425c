"""A schema as the statements that make SQLite hold it. Unknown parts are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemaparity.schema import CheckConstraint, Column, Constraint, ForeignKey, Index, PrimaryKey, Schema, Table, UniqueConstraint, Unknown


def statements_of(schema: Schema, tables: Iterable[Table]) -> Iterator[str]:
    """CREATE statements of these tables, their indexes, and of all views and triggers."""
    tables = list(tables)
    for table in tables:
        yield create_table(table)
    for table in tables:
        yield from (create_index(table, i) for i in table.indexes if not isinstance(i.elements, Unknown))
    for view in schema.views.values():
        if view.definition:
            yield f"CREATE VIEW {quoted(view.name)} AS {view.definition}"
    for routine in schema.routines:
        yield routine.definition


def quoted(name: str) -> str:
    """The identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def _listed(names: Iterable[str]) -> str:
    return "(" + ", ".join(quoted(n) for n in names) + ")"


def create_table(table: Table) -> str:
    """CREATE TABLE with all constraints."""
    key = table.primary_key if isinstance(table.primary_key, PrimaryKey) else None
    counting = next((c.name for c in table.columns.values() if c.identity is not None), None)
    inline = key is not None and key.columns == (counting,)
    within = {n: [c for c in table.constraints if getattr(c, "column", None) == n] for n in table.columns}
    parts = [_column(c, inline and c.name == counting, within[c.name]) for c in table.columns.values()]
    parts += [_constraint(c) for c in table.constraints if not (inline and c is key) and getattr(c, "column", None) not in within]
    parts = parts or ["sp_no_column"]
    options = ", ".join({"with_rowid": "WITHOUT ROWID", "strict": "STRICT"}.get(name, "") for name, _ in table.options)
    lines = ",\n\t".join(p for p in parts if p)  # SQLAlchemy's reflection looks for constraints line by line
    return f"CREATE TABLE {quoted(table.name)} (\n\t{lines}\n) {options}".rstrip()


def _column(column: Column, counts: bool, constraints: Iterable[Constraint]) -> str:
    text = f"{quoted(column.name)} {column.type if isinstance(column.type, str) else ''}".rstrip()
    text += " NOT NULL" if column.nullable is False else ""
    text += " PRIMARY KEY AUTOINCREMENT" if counts else ""
    text += f" DEFAULT {column.default}" if isinstance(column.default, str) else ""
    text += f" COLLATE {quoted(column.collation)}" if isinstance(column.collation, str) else ""
    computed = column.computed
    if computed is not None and not isinstance(computed, Unknown):
        text += f" GENERATED ALWAYS AS ({computed.expression}) {'STORED' if computed.stored else 'VIRTUAL'}"
    return " ".join([text, *(part for c in constraints if (part := _within(c)))])


def _within(constraint: Constraint) -> str:
    """The constraint as a column's definition has it."""
    text = _constraint(constraint)
    match constraint:
        case UniqueConstraint():
            return text.removesuffix(_listed(constraint.columns)).rstrip()
        case ForeignKey():
            return text.replace(f"FOREIGN KEY {_listed(constraint.columns)} ", "", 1)
        case _:
            return text


def _constraint(constraint: Constraint) -> str:
    head = f"CONSTRAINT {quoted(constraint.name)} " if constraint.name else ""
    match constraint:
        case PrimaryKey():
            return f"{head}PRIMARY KEY {_listed(constraint.columns)}"
        case UniqueConstraint():
            return f"{head}UNIQUE {_listed(constraint.columns)}"
        case CheckConstraint():
            return f"{head}CHECK ({constraint.expression})" if isinstance(constraint.expression, str) else ""
        case ForeignKey():
            return head + _foreign_key(constraint)
        case _:
            return ""


def _foreign_key(key: ForeignKey) -> str:
    text = f"FOREIGN KEY {_listed(key.columns)} REFERENCES {quoted(key.referred_table)}"
    text += f" {_listed(key.referred_columns)}" if key.referred_columns else ""
    text += f" ON DELETE {key.ondelete}" if key.ondelete else ""
    text += f" ON UPDATE {key.onupdate}" if key.onupdate else ""
    text += f" MATCH {key.match}" if key.match else ""
    text += " DEFERRABLE" if key.deferrable else ""
    return text + (" INITIALLY DEFERRED" if key.initially_deferred else "")


def create_index(table: Table, index: Index) -> str:
    """CREATE INDEX."""
    elements = [] if isinstance(index.elements, Unknown) else list(index.elements)
    keys = ", ".join(
        (e.expression if e.is_expression else quoted(e.expression))
        + (f" COLLATE {quoted(e.collation)}" if e.collation else "")
        + (" DESC" if e.descending else "")
        for e in elements
    )
    where = f" WHERE {index.where}" if isinstance(index.where, str) else ""
    return f"CREATE {'UNIQUE ' if index.unique is True else ''}INDEX {quoted(index.name)} ON {quoted(table.name)} ({keys}){where}"

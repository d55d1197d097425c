"""A schema to the script of a MySQL or MariaDB database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemaparity.report.sql_known import doubt_of, known_part
from schemaparity.report.sql_quoting import is_printed, note
from schemaparity.schema import CheckConstraint, Column, Computed, ForeignKey, Index, IndexElement, Schema, Table, UniqueConstraint

_PREFIXED = frozenset({"fulltext", "spatial"})
_OPTIONS = {"engine": "ENGINE", "charset": "DEFAULT CHARSET", "default_charset": "DEFAULT CHARSET", "collate": "COLLATE"}


def to_mysql(schema: Schema) -> Iterator[str]:
    """The statements and comments, in the order in which MySQL can execute them; foreign keys come last."""
    known = {key: known_part(schema, table) for key, table in schema.tables.items()}
    tables = [part.table for part in known.values()]
    yield from (_statement(f"database {name}", f"CREATE DATABASE IF NOT EXISTS {quote(name)}") for name in schema.schemas)
    for sequence in schema.sequences.values():
        yield _statement(f"sequence {sequence.key}", f"CREATE SEQUENCE {_name(sequence.name, sequence.schema)} {sequence.options}".rstrip())
    for table in tables:
        yield from known[table.key].notes
        yield from _create_table(table)
    for table in tables:
        yield from (_statement(f"foreign key {key.name}", _foreign_key(schema, table, key)) for key in table.foreign_keys)
    yield from _views(schema)
    yield from _routines(schema)


def quote(name: str) -> str:
    """An identifier in backticks."""
    return "`" + name.replace("`", "``") + "`"


def _name(name: str, schema: str | None) -> str:
    return quote(name) if schema is None else f"{quote(schema)}.{quote(name)}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(quote, names))


def _literal(text: str) -> str:
    """A string literal; a backslash escapes unless NO_BACKSLASH_ESCAPES is set, which is not the default."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _create_table(table: Table) -> Iterator[str]:
    if not table.columns:
        yield note(f"the table {table.key} is left out: none of its columns is known, and MySQL has no table without any")
        return
    parts = [_column(column) for column in table.columns.values()]
    if table.primary_key is not None:
        parts.append(f"PRIMARY KEY ({_names(getattr(table.primary_key, 'columns', ()))})")
    parts += [_unique(key) for key in table.unique_constraints]
    parts += [_index(index) for index in table.indexes if _is_inline(table, index)]
    parts += [_check(check) for check in table.check_constraints]
    body = ",\n  ".join(parts)
    yield _statement(f"table {table.key}", f"CREATE TABLE {_name(table.name, table.schema)} (\n  {body}\n){_tail(table)}")
    for index in table.indexes:
        if not _is_inline(table, index):
            yield _statement(f"index {index.name}", _create_index(table, index))


def _is_inline(table: Table, index: Index) -> bool:
    """False for a unique index, which would be a constraint then; MySQL wants a counting column to have a key from the start."""
    elements = index.elements if isinstance(index.elements, tuple) else ()
    return index.unique is not True or any(table.columns[e.expression].identity for e in elements if not e.is_expression)


def _column(column: Column) -> str:
    text = f"{quote(column.name)} {column.type}"
    text += f" COLLATE {column.collation}" if isinstance(column.collation, str) else ""
    if isinstance(column.computed, Computed):
        text += f" GENERATED ALWAYS AS ({column.computed.expression}) {'STORED' if column.computed.stored else 'VIRTUAL'}"
    # NULL is said, because a TIMESTAMP without it is NOT NULL where explicit_defaults_for_timestamp is off.
    text += " NOT NULL" if column.nullable is False else "" if column.computed else " NULL"
    text += f" DEFAULT {column.default}" if isinstance(column.default, str) else ""
    text += " AUTO_INCREMENT" if column.identity is not None else ""
    return text + (f" COMMENT {_literal(column.comment)}" if isinstance(column.comment, str) else "")


def _unique(key: UniqueConstraint) -> str:
    return f"UNIQUE KEY {quote(key.name)} ({_names(key.columns)})"


def _check(check: CheckConstraint) -> str:
    return f"{f'CONSTRAINT {quote(check.name)} ' if check.name else ''}CHECK ({check.expression})"


def _index(index: Index) -> str:
    kind = f"{index.using.upper()} " if index.using in _PREFIXED else "UNIQUE " if index.unique is True else ""
    return f"{kind}KEY {quote(index.name)} {_keys(index)}"


def _create_index(table: Table, index: Index) -> str:
    return f"CREATE UNIQUE INDEX {quote(index.name)} ON {_name(table.name, table.schema)} {_keys(index)}"


def _keys(index: Index) -> str:
    elements = index.elements if isinstance(index.elements, tuple) else ()
    keys = ", ".join(_element(index, element) for element in elements)
    using = "" if index.using in {*_PREFIXED, "btree"} else f" USING {index.using.upper()}"
    parser = dict(index.options).get("parser")
    return f"({keys}){using}" + (f" WITH PARSER {parser}" if parser else "")


def _element(index: Index, element: IndexElement) -> str:
    length = dict(index.options).get(f"length:{element.expression}")
    text = f"({element.expression})" if element.is_expression else quote(element.expression) + (f"({length})" if length else "")
    return text + (" DESC" if element.descending else "")


def _tail(table: Table) -> str:
    options = "".join(f" {_OPTIONS[name]}={value}" for name, value in table.options if name in _OPTIONS)
    return options + (f" COMMENT={_literal(table.comment)}" if isinstance(table.comment, str) else "")


def _foreign_key(schema: Schema, table: Table, key: ForeignKey) -> str:
    referred = schema.tables[key.referred_table]
    text = f"ALTER TABLE {_name(table.name, table.schema)} ADD CONSTRAINT {quote(key.name)} FOREIGN KEY ({_names(key.columns)})"
    text += f" REFERENCES {_name(referred.name, referred.schema)} ({_names(key.referred_columns)})"
    text += f" ON DELETE {key.ondelete}" if key.ondelete else ""
    return text + (f" ON UPDATE {key.onupdate}" if key.onupdate else "")


def _views(schema: Schema) -> Iterator[str]:
    for view in schema.views.values():
        yield from doubt_of(f"view {view.key}", view)
        if view.definition is None:
            yield note(f"the view {view.key} is left out, its query is not known")
        else:
            yield _statement(f"view {view.key}", f"CREATE VIEW {_name(view.name, view.schema)} AS {view.definition}")


def _routines(schema: Schema) -> Iterator[str]:
    """Triggers, procedures, functions and events; a body of several statements needs another delimiter in the client."""
    for routine in schema.routines:
        yield from doubt_of(f"{routine.kind} {routine.name}", routine)
        text = _statement(f"{routine.kind} {routine.name}", routine.definition)
        if ";" in text.removesuffix(";"):
            yield from ("DELIMITER ;;", f"{text};", "DELIMITER ;")
        else:
            yield text


def _statement(what: str, text: str) -> str:
    """The statement; one with control characters is left out, which no name or text of a schema needs."""
    return f"{text.rstrip().rstrip(';')};" if is_printed(text) else note(f"the {what} is left out: it has control characters")

"""SQLite's statements: text to records. Names stay as written; SQLite compares them without case."""

from __future__ import annotations

import re

from schemaparity.sql.definitions import column_definition, index_definition, is_constraint, table_constraint
from schemaparity.sql.statements import (
    AlterTable,
    CreateIndex,
    CreateRoutine,
    CreateTable,
    CreateTableAs,
    CreateView,
    Dml,
    DropColumn,
    DropIndex,
    DropRoutine,
    DropTable,
    DropView,
    Neutral,
    ObjectName,
    RenameColumn,
    RenameRelation,
    Select,
    Statement,
    TableElement,
    Transaction,
    Unrecognised,
)
from schemaparity.sql.tokens import NotUnderstood, Reader, split_statements

_QUERIES = frozenset({"SELECT", "WITH", "VALUES", "PRAGMA", "EXPLAIN"})
_CHANGES = frozenset({"INSERT", "REPLACE", "UPDATE", "DELETE"})
_NEUTRAL = frozenset({"ANALYZE", "REINDEX", "VACUUM", "ATTACH", "DETACH"})
_SETTING = re.compile(r"\s*PRAGMA\s+[\w.]+\s*=", re.IGNORECASE)


def parse(sql: str) -> tuple[Statement, ...]:
    """The statements of a text; one that is not understood is Unrecognised."""
    return tuple(_statement(text) for text in split_statements(sql) if text and Reader(text).tokens)


def _statement(text: str) -> Statement:
    try:
        return _read(text)
    except NotUnderstood:
        return unrecognised(text)


def unrecognised(text: str) -> Unrecognised:
    """A statement that is not read, with the words it mentions."""
    words = (t.value for t in Reader(text).tokens if t.kind in {"word", "name"})
    return Unrecognised(text, tuple(dict.fromkeys(words)))


def _read(text: str) -> Statement:
    reader = Reader(text)
    verb = reader.tokens[0].word
    if verb == "PRAGMA" and _SETTING.match(text):
        return Neutral("pragma")
    if verb in _QUERIES:
        return _with_changes(text) or Select(text)
    if verb in _CHANGES:
        return dml(text)
    if verb in _NEUTRAL:
        return Neutral(verb.lower())
    reader.next()
    match verb:
        case "CREATE":
            return _create(reader, text)
        case "DROP":
            return _drop(reader)
        case "ALTER":
            return _alter(reader)
        case _:
            return transaction(verb, reader) or unrecognised(text)


def _with_changes(text: str) -> Dml | None:
    """WITH ... INSERT, UPDATE or DELETE."""
    if not text.lstrip().upper().startswith("WITH"):
        return None
    depth = 0
    for token in Reader(text).tokens:
        depth += (token.word == "(") - (token.word == ")")
        if depth == 0 and token.word in _CHANGES:
            return Dml(token.word.lower(), text, None)
    return None


def dml(text: str) -> Dml:
    """INSERT, REPLACE, UPDATE or DELETE: the table that is changed."""
    reader = Reader(text)
    verb = reader.next().word
    while reader.accept_any("INTO", "FROM", "OR", "IGNORE", "REPLACE", "ABORT", "FAIL", "ROLLBACK", "LOW_PRIORITY", "QUICK", "ONLY"):
        pass
    schema, name = reader.qualified()
    table = ObjectName(name, schema)
    return Dml("insert" if verb == "REPLACE" else verb.lower(), text, table, (table,))


def transaction(verb: str, reader: Reader) -> Transaction | None:
    """Transaction control."""
    if verb in {"BEGIN", "START"}:
        return Transaction("begin")
    if verb in {"COMMIT", "END"}:
        return Transaction("commit")
    if verb == "SAVEPOINT":
        return Transaction("savepoint", reader.name())
    if verb == "RELEASE":
        reader.accept("SAVEPOINT")
        return Transaction("release", reader.name())
    if verb == "ROLLBACK":
        reader.accept_any("TRANSACTION", "WORK")
        if not reader.accept("TO"):
            return Transaction("rollback")
        reader.accept("SAVEPOINT")
        return Transaction("rollback to", reader.name())
    return None


def _object(reader: Reader) -> ObjectName:
    schema, name = reader.qualified()
    return ObjectName(name, None if schema in {"main", "MAIN"} else schema)


def _create(reader: Reader, text: str) -> Statement:
    temporary = reader.accept_any("TEMP", "TEMPORARY") is not None
    if reader.accept("TABLE"):
        return _create_table(reader, temporary)
    unique = reader.accept("UNIQUE")
    if reader.accept("INDEX"):
        return _create_index(reader, unique)
    if reader.accept("VIEW"):
        exists = reader.accept("IF", "NOT", "EXISTS")
        name = _object(reader)
        names = tuple(reader.listed(reader.name)) if reader.is_next("(") else ()
        reader.expect("AS")
        return CreateView(name, reader.until(";"), names, if_not_exists=exists, temporary=temporary)
    if reader.accept("TRIGGER"):
        exists = reader.accept("IF", "NOT", "EXISTS")
        return CreateRoutine("trigger", _object(reader).name, text, if_not_exists=exists)
    if reader.accept("VIRTUAL", "TABLE"):
        exists = reader.accept("IF", "NOT", "EXISTS")
        return CreateRoutine("virtual table", _object(reader).name, text, if_not_exists=exists)
    raise NotUnderstood("a CREATE of another kind")


def _create_table(reader: Reader, temporary: bool) -> Statement:
    exists = reader.accept("IF", "NOT", "EXISTS")
    name = _object(reader)
    if reader.accept("AS"):
        return CreateTableAs(name, reader.until(";"), None, (), exists, temporary)
    return CreateTable(name, table_elements(reader), exists, temporary, options=_options(reader))


def table_elements(reader: Reader) -> tuple[TableElement, ...]:
    """Read the parenthesised columns and constraints of a table."""
    elements: list[TableElement] = []
    reader.expect("(")
    while True:
        if is_constraint(reader):
            elements.append(table_constraint(reader))
        else:
            added = column_definition(reader)
            elements += [added.column, *added.constraints]
        if not reader.accept(","):
            break
    reader.expect(")")
    return tuple(elements)


def _options(reader: Reader) -> tuple[tuple[str, str], ...]:
    options = []
    while not reader.at_end:
        if reader.accept("WITHOUT"):
            reader.name()
            options.append(("with_rowid", "false"))
        elif reader.accept("STRICT"):
            options.append(("strict", "true"))
        elif not reader.accept(","):
            raise NotUnderstood("a table option")
    return tuple(options)


def _create_index(reader: Reader, unique: bool) -> CreateIndex:
    exists = reader.accept("IF", "NOT", "EXISTS")
    name = _object(reader)
    reader.expect("ON")
    return index_definition(reader, ObjectName(reader.name()), name.name, "UNIQUE" if unique else "", exists)


def _drop(reader: Reader) -> Statement:
    kind = reader.next().word
    exists = reader.accept("IF", "EXISTS")
    name = _object(reader)
    match kind:
        case "TABLE":
            return DropTable((name,), exists)
        case "INDEX":
            return DropIndex((name,), exists)
        case "VIEW":
            return DropView((name,), exists)
        case "TRIGGER":
            return DropRoutine("trigger", (name.name,), exists)
        case _:
            raise NotUnderstood("a DROP of another kind")


def _alter(reader: Reader) -> Statement:
    reader.expect("TABLE")
    table = _object(reader)
    if reader.accept("RENAME", "TO"):
        return RenameRelation(table, reader.name())
    if reader.accept("RENAME"):
        reader.accept("COLUMN")
        old = reader.name()
        reader.expect("TO")
        return RenameColumn(table, old, reader.name())
    if reader.accept("ADD"):
        reader.accept("COLUMN")
        return AlterTable(table, (column_definition(reader),))
    reader.expect("DROP")
    reader.accept("COLUMN")
    return AlterTable(table, (DropColumn(reader.name()),))

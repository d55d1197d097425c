"""Column, constraint and index definitions as SQLite and MySQL write them: a Reader to statement records."""

from __future__ import annotations

import re

from attrs import define, evolve, field

from schemaparity.schema import Computed, Identity, IndexElement
from schemaparity.sql.statements import (
    AddColumn,
    CheckDef,
    ColumnDef,
    ConstraintDef,
    CreateIndex,
    ForeignKeyDef,
    KeyDef,
    ObjectName,
    TypeRef,
)
from schemaparity.sql.tokens import NotUnderstood, Reader

_TYPE_ENDS = frozenset(
    [
        "CONSTRAINT",
        "PRIMARY",
        "NOT",
        "NULL",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "REFERENCES",
        "GENERATED",
        "AS",
        "AUTOINCREMENT",
        "AUTO_INCREMENT",
        "COMMENT",
        "KEY",
        "ON",
        "FIRST",
        "AFTER",
        "VIRTUAL",
        "STORED",
        "INVISIBLE",
        "VISIBLE",
        ",",
        ")",
        ";",
    ]
)
_ACTION_ENDS = ("SET", "NO")
_CONSTRAINT_WORDS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK")
_LABELLED = re.compile(r"^(enum|set)\s*\(", re.IGNORECASE)


@define
class _Parts:
    """A column definition while it is read."""

    name: str
    type: str = ""
    not_null: bool = False
    default: str | None = None
    collation: str | None = None
    comment: str | None = None
    computed: Computed | None = None
    increments: bool = False
    constraints: list[ConstraintDef] = field(factory=list)

    def finished(self) -> AddColumn:
        identity = Identity() if self.increments else None
        column = ColumnDef(
            self.name, TypeRef(self.type), self.not_null, self.default, identity, self.computed, self.collation, self.comment
        )
        return AddColumn(column, tuple(self.constraints))


def column_definition(reader: Reader) -> AddColumn:
    """Read a column with the constraints that are written in it."""
    parts = _Parts(reader.name())
    parts.type = column_type(reader)
    while not (reader.at_end or reader.is_next(",") or reader.is_next(")") or reader.is_next("FIRST") or reader.is_next("AFTER")):
        _column_option(reader, parts)
    return parts.finished()


def column_type(reader: Reader) -> str:
    """Read a type; its words in upper case, the labels of ENUM and SET as they are."""
    start = reader.position
    while (
        reader.token is not None
        and reader.token.word not in _TYPE_ENDS
        and not reader.is_next("CHARACTER", "SET")
        and not reader.is_next("CHARSET")
    ):
        if reader.is_next("("):
            reader.enclosed()
        else:
            reader.next()
    if start == reader.position:
        return ""
    text = " ".join(reader.text[reader.tokens[start].start : reader.tokens[reader.position - 1].end].split())
    labelled = _LABELLED.match(text)
    if labelled is not None:
        return labelled[1].upper() + text[len(labelled[1]) :]
    return re.sub(r"\s*\(\s*", "(", re.sub(r"\s*,\s*", ", ", text)).upper() if "sphole_" not in text.lower() else text


def _column_option(reader: Reader, parts: _Parts) -> None:  # noqa: C901, PLR0912 - one arm a clause of the grammar
    name = reader.name() if reader.accept("CONSTRAINT") else None
    if reader.accept("NOT", "NULL"):
        parts.not_null = True
        _conflict_clause(reader)
    elif reader.accept("NULL"):
        parts.not_null = False
    elif reader.accept("PRIMARY", "KEY") or reader.accept("KEY"):
        reader.accept_any("ASC", "DESC")
        _conflict_clause(reader)
        parts.constraints.append(KeyDef(True, (parts.name,), name))
    elif reader.accept("UNIQUE"):
        reader.accept("KEY")
        _conflict_clause(reader)
        parts.constraints.append(KeyDef(False, (parts.name,), name, column=parts.name))
    elif reader.accept("CHECK"):
        parts.constraints.append(CheckDef(reader.enclosed(), name, column=parts.name))
        _conflict_clause(reader)
    elif reader.accept("DEFAULT"):
        parts.default = _default(reader)
    elif reader.accept("COLLATE"):
        parts.collation = reader.name()
    elif reader.accept("CHARACTER", "SET") or reader.accept("CHARSET"):
        reader.accept("=")
        parts.type += f" CHARACTER SET {reader.name()}"
    elif reader.is_next("REFERENCES"):
        parts.constraints.append(evolve(_references(reader, (parts.name,), name), column=parts.name))
    elif reader.accept_any("AUTOINCREMENT", "AUTO_INCREMENT"):
        parts.increments = True
    elif reader.accept("COMMENT"):
        parts.comment = reader.next().value
    elif reader.accept("ON", "UPDATE"):
        parts.default = f"{parts.default or 'NULL'} ON UPDATE {_default(reader)}"
    elif reader.accept("GENERATED", "ALWAYS", "AS") or reader.accept("AS"):
        expression = reader.enclosed()
        parts.computed = Computed(expression, reader.accept_any("STORED", "VIRTUAL", "PERSISTENT") in {"STORED", "PERSISTENT"})
    elif reader.accept_any("VISIBLE", "INVISIBLE"):
        pass
    else:
        raise NotUnderstood(f"a column's option at {reader.next().value!r}")


def _conflict_clause(reader: Reader) -> None:
    if reader.accept("ON", "CONFLICT"):
        reader.next()


def _default(reader: Reader) -> str:
    """Read a default: a signed literal, a word with or without arguments, or an expression in parentheses."""
    if reader.is_next("("):
        return f"({reader.enclosed()})"
    start = reader.next()
    if start.word in {"+", "-"}:
        reader.next()
    elif reader.is_next("("):
        reader.enclosed()
    return reader.text[start.start : reader.tokens[reader.position - 1].end]


def _references(reader: Reader, columns: tuple[str, ...], name: str | None) -> ForeignKeyDef:
    reader.expect("REFERENCES")
    schema, table = reader.qualified()
    referred = tuple(reader.listed(reader.name)) if reader.is_next("(") else ()
    actions: dict[str, str | None] = {"DELETE": None, "UPDATE": None}
    match: str | None = None
    deferrable = deferred = False
    while True:
        if reader.accept("ON"):
            event = reader.accept_any("DELETE", "UPDATE") or ""
            action = reader.next().word
            actions[event] = f"{action} {reader.next().word}" if action in _ACTION_ENDS else action
        elif reader.accept("MATCH"):
            match = reader.name().upper()
        elif reader.accept("NOT", "DEFERRABLE"):
            deferrable = False
        elif reader.accept("DEFERRABLE"):
            deferrable = True
        elif reader.accept("INITIALLY"):
            deferred = reader.next().word == "DEFERRED"
        else:
            break
    actions = {e: None if a == "NO ACTION" else a for e, a in actions.items()}
    return ForeignKeyDef(
        columns, ObjectName(table, schema), referred, name, actions["DELETE"], actions["UPDATE"], match, deferrable, deferred
    )


def is_constraint(reader: Reader) -> bool:
    """True when a table constraint follows, not a column of such a name."""
    token = reader.token
    return token is not None and token.word in _CONSTRAINT_WORDS


def table_constraint(reader: Reader) -> ConstraintDef:
    """Read a table constraint."""
    name = reader.name() if reader.accept("CONSTRAINT") and not is_constraint(reader) else None
    if reader.accept("PRIMARY", "KEY"):
        _index_type(reader)
        columns = _key_columns(reader)
        _index_type(reader)
        _conflict_clause(reader)
        return KeyDef(True, columns, name)
    if reader.accept("UNIQUE"):
        reader.accept_any("KEY", "INDEX")
        own = reader.name() if not reader.is_next("(") and not reader.is_next("USING") else None
        _index_type(reader)
        columns = _key_columns(reader)
        _index_type(reader)
        _conflict_clause(reader)
        return KeyDef(False, columns, name or own)
    if reader.accept("FOREIGN", "KEY"):
        own = reader.name() if not reader.is_next("(") else None
        return _references(reader, tuple(reader.listed(reader.name)), name or own)
    reader.expect("CHECK")
    expression = reader.enclosed()
    _conflict_clause(reader)
    reader.accept("NOT", "ENFORCED") or reader.accept("ENFORCED")
    return CheckDef(expression, name)


def _index_type(reader: Reader) -> str:
    return reader.name().lower() if reader.accept("USING") else "btree"


def _key_columns(reader: Reader) -> tuple[str, ...]:
    return tuple(e.expression for e, _ in reader.listed(lambda: index_element(reader)))


def index_element(reader: Reader) -> tuple[IndexElement, str | None]:
    """Read one key of an index, with MySQL's prefix length."""
    start = reader.position
    length: str | None = None
    if reader.is_next("("):
        expression, plain = reader.enclosed(), False
    else:
        expression, plain = reader.name(), True
        if reader.is_next("("):
            inside = reader.enclosed()
            length, plain = (inside, True) if inside.isdigit() else (None, False)
        if not (reader.is_next(",") or reader.is_next(")") or _is_order(reader)):
            reader.until(",", ")", "ASC", "DESC", "COLLATE")
            plain = False
        if not plain:
            expression = reader.text[reader.tokens[start].start : reader.tokens[reader.position - 1].end]
    collation = reader.name() if reader.accept("COLLATE") else None
    order = reader.accept_any("ASC", "DESC")
    return IndexElement(expression, not plain, None, collation, order == "DESC"), length


def _is_order(reader: Reader) -> bool:
    return reader.is_next("ASC") or reader.is_next("DESC") or reader.is_next("COLLATE")


def index_definition(reader: Reader, table: ObjectName, name: str | None, kind: str = "", if_not_exists: bool = False) -> CreateIndex:
    """Read what follows the name of an index: type, keys, options, predicate."""
    using = _index_type(reader)
    elements = reader.listed(lambda: index_element(reader))
    lengths = tuple((f"length:{e.expression}", length) for e, length in elements if length is not None)
    options = dict(lengths)
    where = None
    while not (reader.at_end or reader.is_next(",") or reader.is_next(")")):
        if reader.accept("USING"):
            using = reader.name().lower()
        elif reader.accept("WHERE"):
            where = reader.until(";")
        elif reader.accept("COMMENT"):
            reader.next()
        elif reader.accept("WITH", "PARSER"):
            options["parser"] = reader.name()
        else:
            reader.next()
    using = kind.lower() if kind in {"FULLTEXT", "SPATIAL"} else using
    return CreateIndex(
        table, tuple(e for e, _ in elements), name, kind == "UNIQUE", using, (), where, False, tuple(options.items()), if_not_exists
    )

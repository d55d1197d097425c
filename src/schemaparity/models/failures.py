"""Model statements that could not be evaluated: what they would have declared is undecided, not absent.

Looks at the tops of the modules that were evaluated: a class or a `Table(...)` whose value is unknown and whose table is in no metadata.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import sqlalchemy as sa

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.modules import ModuleState
from schemaparity.evaluate.values import Module, UnknownValue
from schemaparity.models.imports import Reach
from schemaparity.schema import UndecidedFact, Unknown

_ENDED = "raises "
"""How a problem of one statement begins; any other cut a whole run short."""
_DECLARING = ("Column", "mapped_column", "Mapped")


def undecided(interpreter: Interpreter, metadata: tuple[sa.MetaData, ...]) -> Iterator[UndecidedFact]:
    """What the failed statements of all modules leave open."""
    tables = {t.name for m in metadata for t in m.tables.values()}
    for message, origin in interpreter.problems:
        if not message.startswith(_ENDED):
            yield UndecidedFact(Unknown(f"models may be missing: {message}", origin))
    for module in list(interpreter.modules.loaded.values()):
        if isinstance(module, Module) and module.state is not None and module.state.whole:
            yield from _of_module(interpreter, module, module.state, tables)


def _of_module(interpreter: Interpreter, module: Module, state: ModuleState, tables: set[str]) -> Iterator[UndecidedFact]:
    """What the statements of a module leave open: models without a value, and what else can make tables and was ended by an exception."""
    for position, statement in enumerate(state.index.statements):
        found = list(_of_statement(module, statement, tables))
        yield from found
        ended = state.failed.get(position)
        if ended is not None and not found and not isinstance(statement, cst.ClassDef) and _makes(interpreter, module, statement):
            yield UndecidedFact(Unknown(f"models of {module.name} may be missing: {ended.reason}", ended.origin))


def _makes(interpreter: Interpreter, module: Module, statement: cst.CSTNode) -> bool:
    """True for a statement that calls what can make or change a table."""
    reach = interpreter.importing
    if not isinstance(reach, Reach) or module.source is None:
        return False
    tree = module.source.tree
    functions = [node for node in tree.body if isinstance(node, cst.FunctionDef)]
    return reach.holding.makes(module.name, "".join(map(tree.code_for_node, [*functions, statement])))


def _of_statement(module: Module, statement: cst.CSTNode, tables: set[str]) -> Iterator[UndecidedFact]:
    name, table = _declared(statement)
    value = module.namespace.get(name) if name is not None else None
    if not isinstance(value, UnknownValue) or (table is not None and table in tables):
        return
    place = f"{module.name}.{name}"
    if table is not None:
        yield UndecidedFact(Unknown(f"{place} cannot be evaluated: {value.reason}", value.origin, value.reason), table)
    elif isinstance(statement, cst.ClassDef) and _has_columns(statement):
        yield UndecidedFact(Unknown(f"{place} may be a model and cannot be evaluated: {value.reason}", value.origin, value.reason))


def _declared(statement: cst.CSTNode) -> tuple[str | None, str | None]:
    """The name that a statement binds to a model or table, and the name of its table where that is literal."""
    if isinstance(statement, cst.ClassDef):
        return statement.name.value, next(_tablenames(statement), None)
    assign = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and statement.body else None
    target = assign.targets[0].target if isinstance(assign, cst.Assign) else None
    if not isinstance(target, cst.Name) or not isinstance(assign, cst.Assign) or not isinstance(assign.value, cst.Call):
        return None, None
    table = _text(assign.value.args[0].value) if _last_name(assign.value.func) == "Table" and assign.value.args else None
    return (target.value, table) if table is not None else (None, None)


def _tablenames(node: cst.ClassDef) -> Iterator[str]:
    """The literal `__tablename__` of a class body."""
    for target, value in _assignments(node):
        if target == "__tablename__" and value is not None and (text := _text(value)) is not None:
            yield text


def _assignments(node: cst.ClassDef) -> Iterator[tuple[str, cst.BaseExpression | None]]:
    for line in node.body.body:
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.Assign) and isinstance(small.targets[0].target, cst.Name):
                yield small.targets[0].target.value, small.value
            elif isinstance(small, cst.AnnAssign) and isinstance(small.target, cst.Name):
                yield small.target.value, small.value if small.value is not None else small.annotation.annotation


def _has_columns(node: cst.ClassDef) -> bool:
    """True for a class body with an attribute that is made like a column."""
    heads = (v.func if isinstance(v, cst.Call) else v.value if isinstance(v, cst.Subscript) else None for _, v in _assignments(node))
    return any(_last_name(head) in _DECLARING for head in heads if head is not None)


def _last_name(node: cst.CSTNode | None) -> str | None:
    node = node.attr if isinstance(node, cst.Attribute) else node
    return node.value if isinstance(node, cst.Name) else None


def _text(node: cst.BaseExpression) -> str | None:
    return node.raw_value if isinstance(node, cst.SimpleString) and node.prefix in {"", "u", "r"} else None

"""Interprets an anonymous PL/pgSQL block over the symbolic database. What it cannot follow leaves what its text mentions unknown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import define, evolve, field

from schemaparity.database.errors import DatabaseError, UndecidableResult
from schemaparity.database.plpgsql_conditions import CONDITIONS, catches
from schemaparity.database.plpgsql_values import Variables
from schemaparity.database.query import run_query
from schemaparity.database.query_parameters import literal
from schemaparity.database.site import Result, Site
from schemaparity.schema import Schema, Unknown

if TYPE_CHECKING:
    from schemaparity.database.database import Database

_MAX_STATEMENTS = 5000
_ERROR_LEVEL = 21  # elog.h: ERROR; what is below is a message to the client
_QUERY = re.compile(r"\s*(?:SELECT|WITH|VALUES|TABLE|SHOW)\b", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"^\s*(?P<target>[^:=]+?)\s*:?=\s*(?P<value>.*)$", re.DOTALL)
_ERRCODE_OPTION = 0


class _Leave(Exception):  # noqa: N818 - control flow of the interpreted program
    """EXIT, CONTINUE (`label` None: the innermost loop) or RETURN."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class _Lost(Exception):  # noqa: N818 - a control signal, not an error
    """The block cannot be followed, for this reason."""


def run_block(database: Database, body: str, site: Site) -> Result:
    """Run the body of a DO statement. Raises DatabaseError where nothing in the block catches it."""
    before = database.schema, database.transaction_state()
    try:
        function = _parse(body)
        _Block(database, site, function.get("datums", [])).run(function["action"])
    except (_Lost, UndecidableResult, RecursionError) as lost:
        database.restore(*before)
        database.schema = touched(database.schema, body, Unknown(f"a DO block was not followed: {lost}", site.origin))
    return Result()


def touched(schema: Schema, text: str, unknown: Unknown) -> Schema:
    """The schema with every table that the text mentions no longer wholly known; an undecided fact of its own when it mentions none."""
    words = {w.lower() for w in re.findall(r"\w+", text)}
    mentioned = [t for t in schema.tables.values() if t.name.lower() in words]
    for table in mentioned:
        schema = schema.with_table(evolve(table, unknowns=(*table.unknowns, unknown)))
    return schema if mentioned else schema.with_unknown(unknown)


def _parse(body: str) -> dict[str, Any]:
    import postgast  # noqa: PLC0415 - loads libpg_query

    tag = "$sp_body$"
    try:
        functions = postgast.parse_plpgsql(f"CREATE FUNCTION sp_block() RETURNS void LANGUAGE plpgsql AS {tag}{body}{tag}")
    except (postgast.PgQueryError, json.JSONDecodeError) as error:
        raise _Lost("its text is not understood") from error
    found: dict[str, Any] = functions[0]["PLpgSQL_function"]
    return found


@define
class _Block:
    """One run of a block: `names` are the variables by their number in the parse tree."""

    database: Database
    site: Site
    datums: list[dict[str, Any]]
    variables: Variables = field(init=False)
    caught: DatabaseError | None = None
    budget: int = _MAX_STATEMENTS

    def __attrs_post_init__(self) -> None:
        self.variables = Variables(self.database.holes)

    def run(self, action: dict[str, Any]) -> None:
        """Declare the variables and run the outermost block."""
        for datum in self.datums:
            (kind, content), *_ = datum.items()
            if kind == "PLpgSQL_var" and content.get("refname") not in {"found", "sqlstate", "sqlerrm"}:
                default = content.get("default_val")
                self.variables.set(content["refname"], self._value(default["PLpgSQL_expr"]["query"]) if default else None)
        self.variables.set("found", False)
        try:
            self._statement(action)
        except _Leave as leave:
            if leave.kind != "return":
                raise _Lost("EXIT stands outside of a loop") from leave

    def _statements(self, statements: list[dict[str, Any]]) -> None:
        for statement in statements:
            self._statement(statement)

    def _statement(self, statement: dict[str, Any]) -> None:
        self.budget -= 1
        if self.budget < 0:
            raise _Lost("it runs too many statements")
        (kind, content), *_ = statement.items()
        handler = _HANDLERS.get(kind)
        if handler is None:
            raise _Lost(f"it uses {kind.removeprefix('PLpgSQL_stmt_').upper()}")
        handler(self, content)

    # Expressions.

    def _value(self, text: str) -> Any:
        rows = self._query(f"SELECT {self.variables.substitute(text)}").rows
        return rows[0][0] if rows else None

    def _expression(self, holder: dict[str, Any]) -> Any:
        return self._value(holder["PLpgSQL_expr"]["query"])

    def _query(self, text: str) -> Result:
        return run_query(self.database, text, None, self.site)

    def _rows(self, text: str) -> list[dict[str, Any]]:
        result = self._query(text)
        return [dict(zip(result.columns, row, strict=False)) for row in result.rows]

    # Statements.

    def _block(self, content: dict[str, Any]) -> None:
        handlers = content.get("exceptions", {}).get("PLpgSQL_exception_block", {}).get("exc_list", [])
        if not handlers:
            self._statements(content.get("body", []))
            return
        saved, enclosing = (self.database.schema, self.database.transaction_state()), self.caught
        try:
            self._statements(content.get("body", []))
        except DatabaseError as error:
            arm = next((h["PLpgSQL_exception"] for h in handlers if _is_caught_by(h["PLpgSQL_exception"], error)), None)
            if arm is None:
                raise
            self.database.restore(*saved)  # a block with an EXCEPTION clause is a subtransaction
            self.caught = error
            self.variables.set("sqlerrm", error.message)
            self.variables.set("sqlstate", error.sqlstate)
            self._statements(arm.get("action", []))
        finally:
            self.caught = enclosing

    def _if(self, content: dict[str, Any]) -> None:
        if self._expression(content["cond"]):
            self._statements(content.get("then_body", []))
            return
        for other in content.get("elsif_list", []):
            branch = other["PLpgSQL_if_elsif"]
            if self._expression(branch["cond"]):
                self._statements(branch.get("stmts", []))
                return
        self._statements(content.get("else_body", []))

    def _case(self, content: dict[str, Any]) -> None:
        test = content.get("t_expr")
        if test is not None:
            self.variables.set(self._name(content["t_varno"]), self._expression(test))
        for when in content.get("case_when_list", []):
            branch = when["PLpgSQL_case_when"]
            if self._expression(branch["expr"]):
                self._statements(branch.get("stmts", []))
                return
        if not content.get("have_else") and "else_stmts" not in content:
            raise DatabaseError("20000", "case not found")
        self._statements(content.get("else_stmts", []))

    def _assign(self, content: dict[str, Any]) -> None:
        match = _ASSIGNMENT.match(content["expr"]["PLpgSQL_expr"]["query"])
        if match is None or "[" in match["target"]:
            raise _Lost("an assignment is not understood")
        self.variables.set(match["target"].strip().replace('"', ""), self._value(match["value"]))

    def _loop_body(self, content: dict[str, Any]) -> bool:
        """Run the body once; False when it leaves the loop."""
        try:
            self._statements(content.get("body", []))
        except _Leave as leave:
            if leave.kind == "return":
                raise
            return leave.kind == "continue"
        return True

    def _loop(self, content: dict[str, Any]) -> None:
        while self._loop_body(content):
            self._spend()

    def _while(self, content: dict[str, Any]) -> None:
        while self._expression(content["cond"]) and self._loop_body(content):
            self._spend()

    def _spend(self) -> None:
        self.budget -= 1
        if self.budget < 0:
            raise _Lost("it runs too many statements")

    def _for_integers(self, content: dict[str, Any]) -> None:
        first, last = self._expression(content["lower"]), self._expression(content["upper"])
        step = self._expression(content["step"]) if "step" in content else 1
        numbers = range(first, last - 1, -step) if content.get("reverse") else range(first, last + 1, step)
        if len(numbers) > _MAX_STATEMENTS:
            raise _Lost("it runs too many statements")
        self._each([{"": n} for n in numbers], content)

    def _for_query(self, content: dict[str, Any]) -> None:
        self._each(self._rows(self.variables.substitute(content["query"]["PLpgSQL_expr"]["query"])), content)

    def _for_execute(self, content: dict[str, Any]) -> None:
        self._each(self._rows(self._dynamic_text(content)), content)

    def _foreach(self, content: dict[str, Any]) -> None:
        items = self._expression(content["expr"])
        if items is not None and not isinstance(items, list):
            raise _Lost("an array is not understood")
        self._each([{"": i} for i in items or ()], {**content, "var": {"PLpgSQL_var": {"refname": self._name(content["varno"])}}})

    def _each(self, rows: list[dict[str, Any]], content: dict[str, Any]) -> None:
        self.variables.set("found", bool(rows))
        for row in rows:
            self._store(content["var"], row)
            if not self._loop_body(content):
                return

    def _store(self, target: dict[str, Any], row: Mapping[str, Any] | None) -> None:
        """Put a row into a record or into a list of variables; no row makes them NULL."""
        (kind, content), *_ = target.items()
        if kind == "PLpgSQL_rec":
            self.variables.set(content["refname"], dict(row or {}))
            return
        names = [f["name"] for f in content["fields"]] if kind == "PLpgSQL_row" else [content["refname"]]
        values = list((row or {}).values())
        for position, name in enumerate(names):
            self.variables.set(name, values[position] if position < len(values) else None)

    def _exit(self, content: dict[str, Any]) -> None:
        if content.get("label"):
            raise _Lost("it leaves a loop by label")
        if "cond" not in content or self._expression(content["cond"]):
            raise _Leave("exit" if content.get("is_exit") else "continue")

    def _return(self, _content: dict[str, Any]) -> NoReturn:
        raise _Leave("return")

    def _raise(self, content: dict[str, Any]) -> None:
        if content.get("elog_level", _ERROR_LEVEL) < _ERROR_LEVEL:
            return
        if "message" not in content and "condname" not in content and self.caught is not None:
            raise self.caught
        options = [o["PLpgSQL_raise_option"] for o in content.get("options", [])]
        code = next((self._expression(o["expr"]) for o in options if o.get("opt_type", 0) == _ERRCODE_OPTION), None)
        code = code or CONDITIONS.get(content.get("condname", ""), content.get("condname")) or "P0001"
        values = iter([self._expression(p) for p in content.get("params", [])])
        message = re.sub(
            r"%%|%", lambda m: "%" if m.group(0) == "%%" else str(next(values, "")), content.get("message", content.get("condname", ""))
        )
        raise DatabaseError(CONDITIONS.get(str(code), str(code)), message)

    def _perform(self, content: dict[str, Any]) -> None:
        text = self.variables.substitute(content["expr"]["PLpgSQL_expr"]["query"])
        try:
            self.variables.set("found", bool(self._query(text).rows))
        except UndecidableResult:
            self.variables.set("found", False)

    def _execute_sql(self, content: dict[str, Any]) -> None:
        self._run(self._with_values(content["sqlstmt"]["PLpgSQL_expr"]["query"]), content)

    def _with_values(self, text: str) -> str:
        """Variables stand in queries only: names in DDL are names, and values in DML change nothing that is tracked."""
        return self.variables.substitute(text) if _QUERY.match(text) else text

    def _execute_dynamic(self, content: dict[str, Any]) -> None:
        self._run(self._dynamic_text(content), content)

    def _dynamic_text(self, content: dict[str, Any]) -> str:
        text = self._expression(content["query"])
        if text is None:
            raise DatabaseError("22004", "query string argument of EXECUTE is null")
        values = [self._expression(p) for p in content.get("params", [])]
        return re.sub(
            r"\$(\d+)",
            lambda m: literal(values[int(m[1]) - 1], self.database.holes) if 0 < int(m[1]) <= len(values) else m.group(0),
            str(text),
        )

    def _run(self, text: str, content: dict[str, Any]) -> None:
        if not content.get("into"):
            self.database.execute(text, self.site)
            return
        rows = self._rows(text)
        if content.get("strict") and len(rows) != 1:
            raise DatabaseError("P0003", "query returned more than one row") if rows else DatabaseError("P0002", "query returned no rows")
        self.variables.set("found", bool(rows))
        self._store(content["target"], rows[0] if rows else None)

    def _name(self, number: int) -> str:
        (_, content), *_ = self.datums[number].items()
        name: str = content["refname"]
        return name

    def _nothing(self, _content: dict[str, Any]) -> None:
        """A statement that leaves nothing."""


def _is_caught_by(arm: dict[str, Any], error: DatabaseError) -> bool:
    conditions = (c["PLpgSQL_condition"] for c in arm.get("conditions", []))
    return any(catches(c.get("condname") or "", error.sqlstate) for c in conditions)


_HANDLERS: Mapping[str, Callable[[_Block, dict[str, Any]], None]] = {
    "PLpgSQL_stmt_block": _Block._block,
    "PLpgSQL_stmt_if": _Block._if,
    "PLpgSQL_stmt_case": _Block._case,
    "PLpgSQL_stmt_assign": _Block._assign,
    "PLpgSQL_stmt_loop": _Block._loop,
    "PLpgSQL_stmt_while": _Block._while,
    "PLpgSQL_stmt_fori": _Block._for_integers,
    "PLpgSQL_stmt_fors": _Block._for_query,
    "PLpgSQL_stmt_dynfors": _Block._for_execute,
    "PLpgSQL_stmt_foreach_a": _Block._foreach,
    "PLpgSQL_stmt_exit": _Block._exit,
    "PLpgSQL_stmt_return": _Block._return,
    "PLpgSQL_stmt_raise": _Block._raise,
    "PLpgSQL_stmt_perform": _Block._perform,
    "PLpgSQL_stmt_execsql": _Block._execute_sql,
    "PLpgSQL_stmt_dynexecute": _Block._execute_dynamic,
    "PLpgSQL_stmt_getdiag": _Block._nothing,
}

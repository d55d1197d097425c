"""What is tracked by its statement only: functions, triggers, extensions, policies, rules, statistics. Parse nodes to records."""

from __future__ import annotations

from collections.abc import Iterable

from postgast import pg_query_pb2 as pb

from schemaparity.sql.postgresql.nodes import Node, deparse_statement, kind, option_value, qualified, relation, string
from schemaparity.sql.postgresql.types import type_text
from schemaparity.sql.statements import CreateRoutine, ObjectName

_INPUT = {pb.FUNC_PARAM_IN, pb.FUNC_PARAM_INOUT, pb.FUNC_PARAM_VARIADIC, pb.FUNC_PARAM_DEFAULT}


def signature(name: ObjectName, types: Iterable[str]) -> str:
    """The identity of a function: its name and the types of its arguments."""
    plain = name.name if name.schema in {None, "public"} else f"{name.schema}.{name.name}"
    return f"{plain}({', '.join(types)})"


def create_function(statement: Node) -> CreateRoutine:
    """A CreateFunctionStmt."""
    node = statement.create_function_stmt
    parameters = [p.function_parameter for p in node.parameters]
    types = [type_text(p.arg_type) for p in parameters if p.mode in _INPUT]
    what = "procedure" if node.is_procedure else "function"
    return CreateRoutine(what, signature(qualified(node.funcname), types), deparse_statement(statement), replace=node.replace)


def dropped_function(node: Node) -> str:
    """The identity that DROP FUNCTION names; without arguments, the name alone."""
    function = node.object_with_args
    name = qualified(function.objname)
    if function.args_unspecified:
        return name.name if name.schema in {None, "public"} else str(name)
    return signature(name, (type_text(a.type_name) for a in function.objargs if kind(a) == "type_name"))


def create_trigger(statement: Node) -> CreateRoutine:
    """A CreateTrigStmt."""
    node = statement.create_trig_stmt
    table = relation(node.relation)
    return CreateRoutine(
        "trigger", node.trigname, deparse_statement(statement), replace=node.replace, table=table, calls=(qualified(node.funcname),)
    )


def create_extension(statement: Node) -> CreateRoutine:
    """A CreateExtensionStmt."""
    node = statement.create_extension_stmt
    schema = next((option_value(o.def_elem) for o in node.options if o.def_elem.defname == "schema"), None)
    return CreateRoutine("extension", node.extname, deparse_statement(statement), if_not_exists=node.if_not_exists, schema=schema)


def create_policy(statement: Node) -> CreateRoutine:
    """A CreatePolicyStmt."""
    node = statement.create_policy_stmt
    return CreateRoutine("policy", node.policy_name, deparse_statement(statement), table=relation(node.table))


def create_rule(statement: Node) -> CreateRoutine:
    """A RuleStmt."""
    node = statement.rule_stmt
    return CreateRoutine("rule", node.rulename, deparse_statement(statement), replace=node.replace, table=relation(node.relation))


def create_statistics(statement: Node) -> CreateRoutine:
    """A CreateStatsStmt; the name PostgreSQL invents where there is none is not tracked."""
    node = statement.create_stats_stmt
    table = next((relation(r.range_var) for r in node.relations if kind(r) == "range_var"), None)
    name = str(qualified(node.defnames)) if node.defnames else ""
    return CreateRoutine("statistics", name, deparse_statement(statement), if_not_exists=node.if_not_exists, table=table)


def on_table(node: Node) -> tuple[str, ObjectName]:
    """The name and the table in the list of DROP TRIGGER, RULE and POLICY."""
    items = node.list.items
    return string(items[-1]), qualified(items[:-1])

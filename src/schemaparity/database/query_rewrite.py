"""PostgreSQL's syntax tree to one that SQLite runs with the functions of query_functions. What has no equal there raises Untranslatable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from schemaparity.database.catalog_types import sql_name

_TEXT_TYPES = frozenset({"text", "character varying", "character", "name", '"char"', "char", "citext", "json", "jsonb", "xml", "uuid"})
_INTEGER_TYPES = frozenset({"integer", "bigint", "smallint", "oid", "xid"})
_REG_TYPES = {"regclass": "sp_regclass", "regtype": "sp_regtype", "regnamespace": "sp_regnamespace", "regrole": "sp_regrole"}
_TIMES = (exp.CurrentTimestamp, exp.CurrentDate, exp.CurrentTime, exp.Interval)


class Untranslatable(Exception):  # noqa: N818 - a control signal, not an error
    """The query has a part without an equal in SQLite; the reason is for people."""


def call(name: str, *args: exp.Expr) -> exp.Expr:
    """A call of a registered function."""
    return exp.Anonymous(this=name, expressions=list(args))


def rewrite(tree: exp.Expr) -> exp.Expr:
    """Rewrite the whole tree, innermost first."""
    _expand_sets(tree)
    _name_labels(tree)
    _show_projections(tree)
    _expand_unnest(tree)
    for node in list(tree.walk(bfs=False)):
        if isinstance(node, exp.EQ | exp.NEQ | exp.In):
            _compare_registered(node)
    for node in reversed(list(tree.walk(bfs=True))):
        function = _REWRITES.get(type(node))
        new = function(node) if function is not None else node
        if new is not node:
            tree = new if node is tree else tree
            if node.parent is not None and new is not tree:
                _put(node, new)
    return tree


def _put(node: exp.Expr, new: exp.Expr) -> None:
    """Put `new`, which may hold the children of `node`, into the place of `node`."""
    parent, key, index = node.parent, node.arg_key, node.index
    if parent is None or key is None:
        return
    new.pop() if new.parent is not None else None
    parent.set(key, new, index) if index is not None else parent.set(key, new)


def registered_type(node: exp.Expr) -> str | None:
    """The reg-type (`regclass`) that an expression is of, or None."""
    node = node.unnest()
    if isinstance(node, exp.Cast):
        name = node.to.sql("postgres").lower()
        return name if name in _REG_TYPES else None
    if isinstance(node, exp.Anonymous) and str(node.this).lower() in {"to_regclass", "to_regtype", "to_regnamespace"}:
        return str(node.this).lower()[3:]
    return None


def _expand_sets(tree: exp.Expr) -> None:
    """`SELECT unnest(array)` without FROM is a query over the array."""
    for select in list(tree.find_all(exp.Select)):
        if len(select.expressions) != 1 or select.args.get("from_") is not None:
            continue
        found = list(select.expressions[0].find_all(exp.Explode))
        if len(found) == 1:
            source = exp.Table(this=exp.Anonymous(this="json_each", expressions=[call("sp_json", found[0].this.copy())]))
            found[0].replace(exp.column("value"))
            select.set("from_", exp.From(this=source))


def _name_labels(tree: exp.Expr) -> None:
    """`enum_range(NULL::name)` is the labels of the type of that name."""
    for node in list(tree.find_all(exp.Anonymous)):
        if str(node.this).lower() == "enum_range" and len(node.expressions) == 1 and isinstance(node.expressions[0], exp.Cast):
            node.replace(call("sp_enum_labels", exp.Literal.string(node.expressions[0].args["to"].sql("postgres"))))


def _show_projections(tree: exp.Expr) -> None:
    """A reg-type in the output is shown by its name, not by its oid."""
    for select in tree.find_all(exp.Select):
        for projection in select.expressions:
            inner = projection.this if isinstance(projection, exp.Alias) else projection
            kind = registered_type(inner)
            if kind is not None and select.parent is None:
                inner.replace(call(f"sp_{kind}_name", inner.copy()))


def _compare_registered(node: exp.Expr) -> None:
    """A text literal compared with a reg-type is read as that type."""
    sides = [node.this, *(node.expressions if isinstance(node, exp.In) else [node.expression])]
    kind = next((k for s in sides if s is not None and (k := registered_type(s))), None)
    if kind is None:
        return
    for side in sides:
        if isinstance(side, exp.Literal) and side.is_string:
            side.replace(call(_REG_TYPES[kind], side.copy()))


def _cast(node: exp.Expr) -> exp.Expr:
    target = node.args["to"].sql("postgres").lower()
    value = node.this
    if target in _REG_TYPES:
        return call(_REG_TYPES[target], value)
    if target.endswith("[]"):
        return call("sp_array", value)
    name = sql_name(target.partition("(")[0].strip())
    inner_kind = _registered_call(value)
    if name in _TEXT_TYPES:
        return call(f"sp_{inner_kind}_name", value) if inner_kind else call("sp_text", value)
    if name in _INTEGER_TYPES:
        return value if inner_kind else exp.Cast(this=value, to=exp.DataType.build("INTEGER"))
    if name in {"numeric", "real", "double precision"}:
        return exp.Cast(this=value, to=exp.DataType.build("REAL"))
    if name == "boolean":
        return call("sp_bool", value)
    return call("sp_cast", value, exp.Literal.string(name))


def _registered_call(value: exp.Expr) -> str | None:
    value = value.unnest()
    if isinstance(value, exp.Anonymous):
        name = str(value.this).lower()
        for kind, function in _REG_TYPES.items():
            if name in {function, f"to_{kind}"}:
                return kind
    return None


def _any(node: exp.Expr) -> exp.Expr:
    """`x = ANY(array)` and `x = ANY(subquery)`."""
    right = node.expression
    quantifier, operand = _quantified(right)
    if quantifier is None or operand is None:
        return node
    if isinstance(operand, exp.Subquery | exp.Query):
        query = operand.this if isinstance(operand, exp.Subquery) else operand
        if quantifier == "any" and isinstance(node, exp.EQ):
            return exp.In(this=node.this, query=exp.Subquery(this=query))
        if quantifier == "all" and isinstance(node, exp.NEQ):
            return exp.Not(this=exp.In(this=node.this, query=exp.Subquery(this=query)))
        raise Untranslatable(f"a comparison with {quantifier.upper()} of a subquery")
    return call(f"sp_{quantifier}", node.this, operand, exp.Literal.string(type(node).__name__))


def _quantified(node: exp.Expr | None) -> tuple[str | None, exp.Expr | None]:
    if isinstance(node, exp.Any):
        return "any", node.this.unnest() if isinstance(node.this, exp.Paren) else node.this
    if isinstance(node, exp.All):
        return "all", node.this.unnest() if isinstance(node.this, exp.Paren) else node.this
    if isinstance(node, exp.Anonymous) and str(node.this).lower() in {"all", "any", "some"} and len(node.expressions) == 1:
        return ("all" if str(node.this).lower() == "all" else "any"), node.expressions[0]
    return None, None


def _array(node: exp.Expr) -> exp.Expr:
    items = node.expressions
    if len(items) == 1 and isinstance(items[0], exp.Select | exp.Subquery):
        query = items[0].this if isinstance(items[0], exp.Subquery) else items[0]
        value = query.expressions[0]
        name = value.alias_or_name or "value"
        if not isinstance(value, exp.Alias):
            query = query.copy()
            query.set("expressions", [exp.alias_(value.copy(), name)])
        inner = exp.Subquery(this=query, alias=exp.TableAlias(this=exp.to_identifier("sp_a")))
        aggregate = call("array_agg", exp.column(name, table="sp_a"))
        return exp.Subquery(this=exp.select(aggregate).from_(inner))
    return call("sp_make_array", *items)


def _array_agg(node: exp.Expr) -> exp.Expr:
    return _ordered_aggregate("array_agg", node.this)


def _string_agg(node: exp.Expr) -> exp.Expr:
    separator = node.args.get("separator") or exp.Literal.string("")
    if isinstance(separator, exp.Order):
        keys = [o.this for o in separator.expressions]
        descending = any(o.args.get("desc") for o in separator.expressions)
        return call("string_agg", node.this, separator.this, exp.Boolean(this=bool(descending)), *keys)
    inner = node.this
    if isinstance(inner, exp.Order):
        keys = [o.this for o in inner.expressions]
        descending = any(o.args.get("desc") for o in inner.expressions)
        return call("string_agg", inner.this, separator, exp.Boolean(this=bool(descending)), *keys)
    return call("string_agg", inner, separator)


def _ordered_aggregate(name: str, inner: exp.Expr) -> exp.Expr:
    if isinstance(inner, exp.Order):
        keys = [o.this for o in inner.expressions]
        descending = any(o.args.get("desc") for o in inner.expressions)
        return call(name, _distinct(inner.this), exp.Boolean(this=bool(descending)), *keys)
    return call(f"{name}_distinct" if isinstance(inner, exp.Distinct) else name, _distinct(inner))


def _distinct(inner: exp.Expr) -> exp.Expr:
    return inner.expressions[0] if isinstance(inner, exp.Distinct) else inner


def _select(node: exp.Expr) -> exp.Expr:
    if not node.expressions:  # PostgreSQL allows `EXISTS (SELECT FROM t)`
        node.set("expressions", [exp.Literal.number(1)])
    node.set("locks", None)
    return node


def _table(node: exp.Expr) -> exp.Expr:
    """A qualified name becomes one identifier; the alias keeps the plain name."""
    db = node.args.get("db")
    if db is None or not isinstance(node.this, exp.Identifier):
        return node
    alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.this.name, quoted=True))
    return exp.Table(this=exp.to_identifier(f"{db.name}.{node.this.name}", quoted=True), alias=alias)


_SESSION_WORDS = frozenset({"session_user", "current_role", "user", "current_user"})


def _column(node: exp.Expr) -> exp.Expr:
    if not node.args.get("table") and node.name.lower() in _SESSION_WORDS and not node.this.args.get("quoted"):
        return call("sp_current_user")
    if node.args.get("db") is not None:
        node.set("db", None)
        node.set("catalog", None)
    return node


def _bracket(node: exp.Expr) -> exp.Expr:
    if len(node.expressions) != 1:
        raise Untranslatable("an array slice")
    return call("sp_item", node.this.unnest(), node.expressions[0])


def _dot(node: exp.Expr) -> exp.Expr:
    """`pg_catalog.format_type(...)`: a qualified function call."""
    if isinstance(node.expression, exp.Func | exp.Anonymous):
        return node.expression
    raise Untranslatable("a field of a composite value")


def _renamed(name: str) -> Callable[[exp.Expr], exp.Expr]:
    def to_call(node: exp.Expr) -> exp.Expr:
        args = [a for a in (node.args.get("this"), node.args.get("expression"), *node.expressions) if isinstance(a, exp.Expr)]
        return call(name, *args)

    return to_call


def _plain(name: str) -> Callable[[exp.Expr], exp.Expr]:
    return lambda _node: call(name)


def _concat(node: exp.Expr) -> exp.Expr:
    return call("sp_concat", *node.expressions)


def _explode(_node: exp.Expr) -> exp.Expr:
    raise Untranslatable("a set-returning function among the output columns")


def _lateral(node: exp.Expr) -> exp.Expr:
    if isinstance(node.this, exp.Table):
        return node
    raise Untranslatable("a LATERAL subquery")


def _expand_unnest(tree: exp.Expr) -> None:
    """`unnest(array) AS u(item)` in FROM becomes json_each, and references to its columns follow."""
    for node in list(tree.find_all(exp.Unnest)):
        holder = node.parent if isinstance(node.parent, exp.Lateral) else node
        alias = holder.args.get("alias") or node.args.get("alias")
        name = alias.name if alias is not None and alias.this is not None else "unnest"
        columns = [c.name for c in alias.columns] if alias is not None else []
        ordinal = node.args.get("offset")
        if ordinal is not None and isinstance(ordinal, exp.Identifier):
            columns = [*columns[:1], ordinal.name]
        if len(node.expressions) != 1:
            raise Untranslatable("unnest of several arrays")
        source = exp.Table(
            this=exp.Anonymous(this="json_each", expressions=[call("sp_json", node.expressions[0].copy())]),
            alias=exp.TableAlias(this=exp.to_identifier(name)),
        )
        scope = holder.find_ancestor(exp.Select)
        holder.replace(source)
        if scope is not None:
            _follow_unnest(scope, name, columns, bool(node.args.get("offset")))


def _follow_unnest(scope: exp.Expr, name: str, columns: list[str], ordinality: bool) -> None:
    item = columns[0] if columns else name
    ordinal = columns[1] if len(columns) > 1 else "ordinality" if ordinality else None
    for column in list(scope.find_all(exp.Column)):
        if column.table not in {"", name}:
            continue
        if column.name == item or (column.name == name and not column.table):
            column.replace(exp.column("value", table=name))
        elif column.name == ordinal:
            column.replace(exp.Paren(this=exp.Add(this=exp.column("key", table=name), expression=exp.Literal.number(1))))


_REWRITES: Mapping[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.Cast: _cast,
    exp.EQ: _any,
    exp.NEQ: _any,
    exp.GT: _any,
    exp.GTE: _any,
    exp.LT: _any,
    exp.LTE: _any,
    exp.Like: _any,
    exp.Array: _array,
    exp.ArrayAgg: _array_agg,
    exp.GroupConcat: _string_agg,
    exp.Select: _select,
    exp.Table: _table,
    exp.Column: _column,
    exp.Bracket: _bracket,
    exp.Dot: _dot,
    exp.Concat: _concat,
    exp.Explode: _explode,
    exp.Lateral: _lateral,
    exp.ILike: _renamed("sp_ilike"),
    exp.RegexpLike: _renamed("sp_regexp"),
    exp.RegexpILike: _renamed("sp_iregexp"),
    exp.SimilarTo: _renamed("sp_similar"),
    exp.ArrayContainsAll: _renamed("sp_contains"),
    exp.ArrayOverlaps: _renamed("sp_overlaps"),
    exp.CurrentSchema: _plain("sp_current_schema"),
    exp.CurrentDatabase: _plain("sp_current_database"),
    exp.CurrentUser: _plain("sp_current_user"),
    exp.SessionUser: _plain("sp_current_user"),
    exp.Left: _renamed("sp_left"),
    exp.Right: _renamed("sp_right"),
    exp.CurrentVersion: _plain("version"),
    exp.LogicalOr: _renamed("bool_or"),
    exp.LogicalAnd: _renamed("bool_and"),
    **{kind: _plain("sp_now") for kind in _TIMES},
}

"""A database that is a value: SQL text in, a new frozen schema or the server's error out. Knows no connection and no file."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from schemaparity.database.apply.context import DEFAULT_PATH, Context, Extensions
from schemaparity.database.apply.lookup import TEMPORARY, declare_external
from schemaparity.database.engines import Engine, SyntaxRefused, engine_of
from schemaparity.database.errors import DatabaseError, UndecidableResult
from schemaparity.database.holes_in_names import divert
from schemaparity.database.rows import user_tables_of
from schemaparity.database.site import NO_RESULT, Result, Site
from schemaparity.database.transactions import Transactions
from schemaparity.schema import EnumType, Schema, Unknown
from schemaparity.sql.holes import Holes
from schemaparity.sql.statements import AddEnumValue, Dml, DoBlock, Select, SetVariable, Statement, Transaction, Unrecognised

_QUERIES = frozenset({"select", "show", "table", "values", "explain"})
_CHANGES = frozenset({"insert", "update", "delete", "merge", "copy", "truncate", "with"})


class Database:
    """The database of one run.

    Args:
        schema: what it holds; assign to go back to another state.
        holes: the registry that tells unknowns from their tokens.
        site: who is responsible where `execute` is not told.
        autocommit: whether a statement outside a transaction block is a transaction of its own.
        open_base: whether a table that never existed is taken for one that was there before.
        extensions: which extensions there may be besides those that statements create.

    `tick` is called before each statement; what it raises ends the execution. `read` is told of which user tables a query read rows.

    Example:
        >>> database = Database(Schema(), Holes())
        >>> database.execute("CREATE TABLE users (id SERIAL PRIMARY KEY, email TEXT UNIQUE)").rowcount
        -1
        >>> [c.name for c in database.schema.tables["users"].constraints]
        ['users_pkey', 'users_email_key']

    """

    def __init__(
        self,
        schema: Schema,
        holes: Holes | None = None,
        *,
        site: Site | None = None,
        autocommit: bool = False,
        open_base: bool = False,
        extensions: Extensions = "created",
    ) -> None:
        self.schema = schema
        self.holes = holes or Holes()
        self.site = site or Site()
        self.autocommit = autocommit
        self.open_base = open_base
        self.extensions: Extensions = extensions
        self.tick: Callable[[], None] = lambda: None
        self.read: Callable[[frozenset[str]], None] = lambda _tables: None
        self._transactions = Transactions()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction block is open."""
        return self._transactions.is_open

    @property
    def is_aborted(self) -> bool:
        """Whether an error has spoilt the open transaction."""
        return self._transactions.aborted

    @property
    def search_path(self) -> tuple[str, ...]:
        """The schemas in which an unqualified name is looked for."""
        return self._transactions.settings.search_path

    @property
    def fresh_labels(self) -> frozenset[tuple[str, str]]:
        """The enum labels (type key, label) that were added in the open transaction and cannot be used yet."""
        return self._transactions.settings.fresh

    @property
    def lasting_schema(self) -> Schema:
        """The schema without what ends with the session."""
        return without_temporary(self.schema)

    def begin(self) -> None:
        """Begin a transaction; within one, nothing happens."""
        self._transactions = self._transactions.begun(self.schema)

    def commit(self) -> None:
        """Commit; a transaction that an error has spoilt is rolled back."""
        if self._transactions.aborted:
            self.rollback()
            return
        self.schema = without_temporary(self.schema, only_on_commit=True)
        self._transactions = self._transactions.committed()

    def rollback(self) -> None:
        """Roll back."""
        if self._transactional:
            self.schema, self._transactions = self._transactions.rolled_back(self.schema)
        else:
            self._transactions = Transactions()

    def recover(self) -> None:
        """Go on as if the statement that failed had not been sent."""
        self._transactions = evolve(self._transactions, aborted=False)

    def reset(self, schema: Schema) -> None:
        """A new session at a schema."""
        self.schema = without_temporary(schema)
        self._transactions = Transactions()

    def transaction_state(self) -> Transactions:
        """The state of the session, for `restore`."""
        return self._transactions

    def restore(self, schema: Schema, transactions: Transactions) -> None:
        """Go back to a state of the session."""
        self.schema = schema
        self._transactions = transactions

    def declare_external(self, key: str, unknown: Unknown) -> None:
        """Take a table for one that was there before, of which only what is named is known."""
        self.schema = declare_external(self.schema, key, unknown)

    def execute(self, sql: str, site: Site | None = None) -> Result:
        """Execute the statements of a text; the result is the last one's.

        Raises:
            DatabaseError: what the server would answer.
            UndecidableResult: the rows of a query cannot be known.

        """
        site = site or self.site
        before = self.schema, self._transactions
        try:
            return self._run(self._parse(sql), sql, site)
        except DatabaseError:
            self._fail(before)
            raise

    @property
    def _engine(self) -> Engine:
        return engine_of(self.schema.dialect)

    @property
    def _transactional(self) -> bool:
        return self._engine.transactional

    def _parse(self, sql: str) -> tuple[Statement, ...]:
        try:
            return self._engine.parse(sql)
        except SyntaxRefused as refused:
            self._refuse_aborted()
            if self.holes.first(sql) is None:
                raise DatabaseError("42601", refused.message) from None
            return (self._engine.unrecognised(sql),)

    def _run(self, statements: tuple[Statement, ...], sql: str, site: Site) -> Result:
        # Several statements in one message are a transaction, unless they control it themselves.
        implicit = self.autocommit and not self.in_transaction and len(statements) > 1
        if implicit:
            self.begin()
        result = NO_RESULT
        holed = "sphole_" in sql.lower()
        for statement in statements:
            result = self._step(statement, sql if len(statements) == 1 else None, site, holed=holed)
        if implicit or (self.autocommit and len(self._transactions.stack) == 0):
            self.commit()
        return result

    def _fail(self, before: tuple[Schema, Transactions]) -> None:
        """Undo what the text did so far; an open transaction is spoilt, one that the text itself began too."""
        was_open = before[1].is_open
        if not self._transactional:
            return
        if self._transactions.is_open and (was_open or not self.autocommit):
            self._transactions = evolve(self._transactions, aborted=True)
        else:
            self.schema, self._transactions = before
            return
        if self._transactions.stack == before[1].stack:
            self.schema = before[0]

    def _refuse_aborted(self) -> None:
        if self._transactions.aborted:
            raise DatabaseError("25P02", "current transaction is aborted, commands ignored until end of transaction block")

    def _step(self, statement: Statement, sql: str | None, site: Site, *, holed: bool) -> Result:
        self.tick()
        if isinstance(statement, Transaction):
            self._control(statement)
            return NO_RESULT
        self._refuse_aborted()
        match statement:
            case SetVariable():
                self._set(statement)
            case Select():
                self._check_query(statement, site)
                result = self._engine.query(self, sql or statement.text, site)
                self.read(user_tables_of(self.schema, statement))
                return result
            case Dml():
                return self._change_rows(statement, sql or statement.text, site)
            case DoBlock():
                return self._block(statement, site)
            case Unrecognised():
                return self._unrecognised(statement, site)
            case _:
                accepted = None if holed or sql is None else self._engine.accepts(self.schema, statement, sql)
                self._apply(statement, evolve(self._context(site), accepted=accepted), holed=holed)
        return NO_RESULT

    def _context(self, site: Site) -> Context:
        extensions: Extensions = "assumed" if self.open_base else self.extensions
        return Context(site, self.search_path, self.holes, self.open_base, self.in_transaction, self.fresh_labels, extensions)

    def _apply(self, statement: Statement, context: Context, *, holed: bool) -> None:
        diverted = divert(self.schema, statement, context) if holed else None
        if diverted is not None:
            self.schema, rest = diverted
            if rest is None:
                return
            statement = rest
        before = self.schema
        self.schema = self._engine.apply(self.schema, statement, context)
        if isinstance(statement, AddEnumValue) and self.in_transaction:
            self._remember_label(statement.label, before, self.schema)

    def _remember_label(self, label: str, before: Schema, after: Schema) -> None:
        changed = [k for k, e in after.enums.items() if e is not before.enums.get(k) and _has_label(e, label)]
        settings = self._transactions.settings
        fresh = settings.fresh | {(k, label) for k in changed}
        self._transactions = evolve(self._transactions, settings=evolve(settings, fresh=fresh))

    def _control(self, statement: Transaction) -> None:
        name = statement.name or ""
        match statement.kind:
            case "begin":
                self._refuse_aborted()
                self.begin()
            case "commit":
                self._continue(self.commit)
            case "rollback":
                self._continue(self.rollback)
            case "savepoint":
                self._refuse_aborted()
                self._transactions = self._transactions.saved(name, self.schema)
            case "release":
                self._refuse_aborted()
                self._transactions = self._transactions.released(name)
            case "rollback to":
                schema, self._transactions = self._transactions.back_to(name)
                self.schema = schema if self._transactional else self.schema

    def _continue(self, end: Callable[[], None]) -> None:
        """End a transaction by SQL; a driver that is not in autocommit begins the next one before its next statement."""
        end()
        if not self.autocommit:
            self.begin()

    def _set(self, statement: SetVariable) -> None:
        if statement.name != "search_path":
            return
        settings = self._transactions.settings
        path = DEFAULT_PATH if statement.values is None else split_path(statement.values)
        outer = (settings.outer_path or settings.search_path) if statement.local else None
        self._transactions = evolve(self._transactions, settings=evolve(settings, search_path=path, outer_path=outer))

    def _check_query(self, statement: Select, site: Site) -> None:
        if self.schema.dialect == "postgresql" and self.schema.enums:
            from schemaparity.database.apply.reading import refuse_query  # noqa: PLC0415 - loads the parser of PostgreSQL

            refuse_query(self.schema, statement, self._context(site))

    def _change_rows(self, statement: Dml, sql: str, site: Site) -> Result:
        unknown = self.holes.first(str(statement.table))
        if unknown is not None:
            return NO_RESULT
        if self.schema.dialect == "postgresql":
            self.schema = self._touched(statement, site)
        try:
            return self._engine.query(self, sql, site)
        except UndecidableResult:
            self.schema = self._with_rows(statement, site)
            if " returning " in sql.lower():
                raise
            return NO_RESULT

    def _touched(self, statement: Dml, site: Site) -> Schema:
        from schemaparity.database.apply.reading import touch  # noqa: PLC0415 - loads the parser of PostgreSQL

        return touch(self.schema, statement, self._context(site))

    def _with_rows(self, statement: Dml, site: Site) -> Schema:
        from schemaparity.database.apply.reading import with_rows  # noqa: PLC0415 - loads the parser of PostgreSQL

        return with_rows(self.schema, statement, self._context(site))

    def _block(self, statement: DoBlock, site: Site) -> Result:
        from schemaparity.database.do_block import run_block  # noqa: PLC0415 - rare

        if statement.language != "plpgsql":
            self.schema = self.schema.with_unknown(Unknown(f"a DO block in {statement.language} is not followed", site.origin))
            return NO_RESULT
        return run_block(self, statement.body, site)

    def _unrecognised(self, statement: Unrecognised, site: Site) -> Result:
        from schemaparity.database.do_block import touched  # noqa: PLC0415 - rare

        unknown = self.holes.first(statement.text)
        verb = statement.text.lstrip("( \t\r\n").split(None, 1)[0].lower() if statement.text.strip() else ""
        if unknown is None:
            self.schema = self._engine.apply(self.schema, statement, self._context(site))
            return NO_RESULT
        if verb in _QUERIES:
            raise UndecidableResult(unknown.reason)
        if verb not in _CHANGES:
            self.schema = touched(self.schema, statement.text, unknown)
        return NO_RESULT


def _has_label(enum: EnumType, label: str) -> bool:
    return isinstance(enum.labels, tuple) and label in enum.labels


def split_path(values: tuple[str, ...]) -> tuple[str, ...]:
    """The schemas of a search path; what stands in quotes as one text is split, `"$user"` is left out."""
    names = (part.strip().strip('"') for value in values for part in value.split(","))
    return tuple(n for n in names if n and n != "$user")


def without_temporary(schema: Schema, *, only_on_commit: bool = False) -> Schema:
    """The schema without temporary tables; `only_on_commit` takes those that were to go with the transaction."""
    prefix = f"{TEMPORARY}."
    keys = [k for k in schema.tables if k.startswith(prefix)]
    if only_on_commit:
        keys = [k for k in keys if ("ON COMMIT", "DROP") in schema.tables[k].options]
    others = not only_on_commit and any(k.startswith(prefix) for m in (schema.views, schema.sequences) for k in m)
    if not keys and not others:
        return schema
    kept = evolve(schema, tables={k: t for k, t in schema.tables.items() if k not in keys})
    if only_on_commit:
        return kept
    return evolve(
        kept,
        views={k: v for k, v in schema.views.items() if not k.startswith(prefix)},
        sequences={k: s for k, s in schema.sequences.items() if not k.startswith(prefix)},
    )


__all__ = ["Database", "split_path", "without_temporary"]

"""Indexes, matched by name: their keys, uniqueness, method, predicate and options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemaparity.database.dialects.mysql_keys import GENERATED
from schemaparity.diff.evidence import FieldOutcome, field_outcome, not_comparable, undecided
from schemaparity.diff.hints import create_index, declare_index, drop_index
from schemaparity.diff.outcome import Hints, compared, missing_in_migrations, missing_in_models
from schemaparity.diff.pair import TablePair
from schemaparity.findings import FieldDifference, Finding, ObjectRef
from schemaparity.schema import Index, IndexElement, Unknown
from schemaparity.sql.normal import normal_expression, normal_opclass

Forms = tuple[tuple[object, ...], ...]


def index_findings(pair: TablePair) -> Iterator[Finding]:
    """Compare the indexes of two tables."""
    declared = {i.name: i for i in pair.models.indexes}
    created = {i.name: i for i in pair.migrations.indexes}
    missing = [i for name, i in declared.items() if name not in created]
    extra = [i for name, i in created.items() if name not in declared]
    missing, extra = _without_those_of_keys(missing, extra), _without_those_of_keys(extra, missing)
    for index in missing:
        what = _text(index) + _same_as(index, extra, pair, "the migrations have")
        yield missing_in_migrations(_ref(pair, index), what, index, Hints(create_index(pair.models, index)), pair.gone(index))
    for index in extra:
        what = _text(index) + _same_as(index, missing, pair, "the models have")
        hints = Hints(declare=declare_index(index), drop=drop_index(pair.migrations, index))
        yield missing_in_models(_ref(pair, index), what, index, hints)
    for name, index in declared.items():
        if name in created:
            hint = f"{drop_index(pair.models, index)}; {create_index(pair.models, index)}"
            yield from compared(_ref(pair, index), f"index {name}", index, created[name], _fields(pair, index, created[name]), hint)


def _without_those_of_keys(indexes: list[Index], others: list[Index]) -> list[Index]:
    """The indexes but those that a foreign key brought (MySQL 8), where the other side has such a one under the name of its own key."""
    there = {_expressions(i) for i in others if _is_of_key(i)}
    return [i for i in indexes if not (_is_of_key(i) and _expressions(i) in there)]


def _is_of_key(index: Index) -> bool:
    return bool(index.history) and index.history[0].what == GENERATED


def _ref(pair: TablePair, index: Index) -> ObjectRef:
    return pair.ref("index", index.name, _expressions(index))


def _expressions(index: Index) -> tuple[str, ...]:
    return () if isinstance(index.elements, Unknown) else tuple(e.expression for e in index.elements)


def _text(index: Index) -> str:
    kind = "unique index" if index.unique is True else "index"
    return f"{kind} {index.name} ({', '.join(_expressions(index))})"


def _same_as(index: Index, others: list[Index], pair: TablePair, side: str) -> str:
    """Say that the other side has the same index under another name: the name is what tells indexes apart."""
    for other in others:
        if not any(_fields(pair, index, other)) or not any(_fields(pair, other, index)):
            return f" (which {side} as {other.name})"
    return ""


def _fields(pair: TablePair, models: Index, migrations: Index) -> Iterator[FieldOutcome]:
    yield _elements(pair, models, migrations)
    yield field_outcome("unique", models.unique, migrations.unique)
    yield field_outcome("using", models.using.lower(), migrations.using.lower())
    yield field_outcome("include", models.include, migrations.include)
    yield _where(pair, models.where, migrations.where)
    yield field_outcome("nulls not distinct", models.nulls_not_distinct, migrations.nulls_not_distinct)
    yield field_outcome("options", _options(models), _options(migrations))


def _options(index: Index) -> str | None:
    return ", ".join(f"{k.lower()}={v.strip(chr(39)).lower()}" for k, v in sorted(index.options)) or None


def _where(pair: TablePair, models: str | Unknown | None, migrations: str | Unknown | None) -> FieldOutcome:
    if models == migrations and not isinstance(models, Unknown):
        return None
    if not isinstance(models, str) or not isinstance(migrations, str):
        return field_outcome("where", models, migrations)
    declared = normal_expression(models, pair.dialect, pair.model_types)
    created = normal_expression(migrations, pair.dialect, pair.migration_types)
    if declared is None or created is None:
        return not_comparable("where", models, migrations)
    return None if declared == created else FieldDifference("where", models, migrations)


def _elements(pair: TablePair, models: Index, migrations: Index) -> FieldOutcome:
    if isinstance(models.elements, Unknown) or isinstance(migrations.elements, Unknown):
        return undecided(models.elements, migrations.elements)
    if models.elements == migrations.elements:
        return None
    declared = _forms(models.elements, models.using, pair.dialect, pair.model_types)
    created = _forms(migrations.elements, migrations.using, pair.dialect, pair.migration_types)
    texts = [", ".join(map(element_text, e)) for e in (models.elements, migrations.elements)]
    if declared is None or created is None:
        return not_comparable("elements", *texts)
    return None if declared == created else FieldDifference("elements", *texts)


def _forms(elements: tuple[IndexElement, ...], using: str, dialect: str, types: Mapping[str, str]) -> Forms | None:
    forms = []
    for element in elements:
        key = normal_expression(element.expression, dialect, types) if element.is_expression else element.expression
        if key is None:
            return None
        opclass = normal_opclass(element.opclass, using, None if element.is_expression else types.get(element.expression))
        collation = None if element.collation is None else element.collation.replace('"', "").removeprefix("pg_catalog.")
        nulls_first = element.descending if element.nulls_first is None else element.nulls_first
        forms.append((_unquoted(key), opclass, None if collation == "default" else collation, element.descending, nulls_first))
    return tuple(forms)


def _unquoted(key: str) -> str:
    """A column in quotes and without is one column; names that need quotes are rare enough in both forms."""
    return key[1:-1] if key.startswith('"') and key.endswith('"') and '"' not in key[1:-1] else key


def element_text(element: IndexElement) -> str:
    """One key of an index as SQL."""
    parts = [f"({element.expression})" if element.is_expression else element.expression]
    parts += [f"COLLATE {element.collation}"] if element.collation else []
    parts += [element.opclass] if element.opclass else []
    parts += ["DESC"] if element.descending else []
    parts += [] if element.nulls_first is None else [f"NULLS {'FIRST' if element.nulls_first else 'LAST'}"]
    return " ".join(parts)

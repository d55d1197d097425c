"""Check and exclude constraints: matched by what they say first, then by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from schemaparity.diff.evidence import FieldOutcome, Undecided, not_comparable, undecided
from schemaparity.diff.hints import create_check_constraint, declare_check_constraint, drop_constraint
from schemaparity.diff.names import name_notice
from schemaparity.diff.outcome import Hints, compared, downgraded, missing_in_migrations, missing_in_models
from schemaparity.diff.pair import TablePair, matched
from schemaparity.findings import FieldDifference, Finding, ObjectRef
from schemaparity.schema import CheckConstraint, ExcludeConstraint, Unknown
from schemaparity.sql.normal import normal_exclude, normal_expression

Form = str | None


def check_findings(pair: TablePair) -> Iterator[Finding]:
    """Compare the check constraints of two tables."""
    models = {id(c): _form(c, pair.dialect, pair.model_types) for c in pair.models.check_constraints}
    migrations = {id(c): _form(c, pair.dialect, pair.migration_types) for c in pair.migrations.check_constraints}
    form: Callable[[CheckConstraint], Form] = lambda c: (models | migrations)[id(c)]  # noqa: E731
    pairs, missing, extra = matched(
        pair.models.check_constraints,
        pair.migrations.check_constraints,
        lambda c: (c.name, form(c)) if form(c) else None,
        form,
        lambda c: c.name or None,
    )
    for one, other in pairs:
        ref, what = pair.ref("check_constraint", one.name or None), f"check constraint {one.name} of {pair.models.key}"
        yield from compared(ref, what, one, other, _check_fields(one, other, form))
        yield from name_notice(ref, what, one, other, pair.dialect)
    for check in missing:
        yield _unless_hidden(_missing_in_migrations(pair, check), check, extra, "SP701")
    for check in extra:
        yield _unless_hidden(_missing_in_models(pair, check), check, missing, "SP702")


def _form(check: CheckConstraint, dialect: str, types: Mapping[str, str]) -> Form:
    return None if isinstance(check.expression, Unknown) else normal_expression(check.expression, dialect, types)


def _check_fields(models: CheckConstraint, migrations: CheckConstraint, form: Callable[[CheckConstraint], Form]) -> Iterator[FieldOutcome]:
    yield _condition(models, migrations, form)
    for field, one, other in (
        ("no inherit", models.no_inherit, migrations.no_inherit),
        ("not valid", models.not_valid, migrations.not_valid),
    ):
        yield None if one == other else FieldDifference(field, str(one).lower(), str(other).lower())


def _condition(models: CheckConstraint, migrations: CheckConstraint, form: Callable[[CheckConstraint], Form]) -> FieldOutcome:
    declared, created = models.expression, migrations.expression
    if isinstance(declared, Unknown) or isinstance(created, Unknown):
        return undecided(declared, created)
    if declared == created or (form(models) is not None and form(models) == form(migrations)):
        return None
    if form(models) is None or form(migrations) is None:
        return not_comparable("condition", declared, created)
    return FieldDifference("condition", declared, created)


def _unless_hidden(finding: Finding, check: CheckConstraint, others: list[CheckConstraint], code: str) -> Finding:
    """Downgrade when the other side has a check of another name that cannot be read: it may be this one."""
    unknown = next((o.expression for o in others if isinstance(o.expression, Unknown)), None)
    if unknown is not None and finding.verdict == "drift":
        return downgraded(finding, Undecided(code, unknown))
    own = check.expression
    if isinstance(own, Unknown) and others and finding.verdict == "drift":
        return downgraded(finding, Undecided("SP702" if code == "SP701" else "SP701", own))
    return finding


def _missing_in_migrations(pair: TablePair, check: CheckConstraint) -> Finding:
    hints = Hints(create_check_constraint(pair.models, check))
    return missing_in_migrations(pair.ref("check_constraint", check.name or None), _text(pair, check), check, hints, pair.gone(check))


def _missing_in_models(pair: TablePair, check: CheckConstraint) -> Finding:
    hints = Hints(declare=declare_check_constraint(check), drop=drop_constraint(pair.migrations, check))
    return missing_in_models(pair.ref("check_constraint", check.name or None), _text(pair, check), check, hints)


def _text(pair: TablePair, check: CheckConstraint) -> str:
    condition = "" if isinstance(check.expression, Unknown) else f" ({check.expression})"
    return f"check constraint {check.name} of {pair.models.key}{condition}"


def exclude_findings(pair: TablePair) -> Iterator[Finding]:
    """Compare the exclude constraints of two tables."""
    form = partial(_exclude_form, dialect=pair.dialect)
    pairs, missing, extra = matched(pair.models.exclude_constraints, pair.migrations.exclude_constraints, form, lambda c: c.name or None)
    for models, migrations in pairs:
        ref, what = _exclude_ref(pair, models), _exclude_text(pair, models)
        yield from compared(ref, what, models, migrations, (_definition(models, migrations, pair.dialect),))
        yield from name_notice(ref, what, models, migrations, pair.dialect)
    for constraint in missing:
        yield missing_in_migrations(
            _exclude_ref(pair, constraint), _exclude_text(pair, constraint), constraint, Hints(), pair.gone(constraint)
        )
    for constraint in extra:
        hints = Hints(drop=drop_constraint(pair.migrations, constraint))
        yield missing_in_models(_exclude_ref(pair, constraint), _exclude_text(pair, constraint), constraint, hints)


def _exclude_form(constraint: ExcludeConstraint, dialect: str) -> Form:
    return None if isinstance(constraint.definition, Unknown) else normal_exclude(constraint.definition, dialect)


def _exclude_ref(pair: TablePair, constraint: ExcludeConstraint) -> ObjectRef:
    return pair.ref("exclude_constraint", constraint.name or None, constraint.columns)


def _exclude_text(pair: TablePair, constraint: ExcludeConstraint) -> str:
    return f"exclude constraint {constraint.name} of {pair.models.key}"


def _definition(models: ExcludeConstraint, migrations: ExcludeConstraint, dialect: str) -> FieldOutcome:
    declared, created = models.definition, migrations.definition
    if isinstance(declared, Unknown) or isinstance(created, Unknown):
        return undecided(declared, created)
    forms = _exclude_form(models, dialect), _exclude_form(migrations, dialect)
    if declared == created or (forms[0] is not None and forms[0] == forms[1]):
        return None
    return not_comparable("definition", declared, created) if None in forms else FieldDifference("definition", declared, created)

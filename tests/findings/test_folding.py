"""Many unknowns of one cause are one finding; nothing else is folded."""

from __future__ import annotations

from attrs import evolve

from schemaparity.diff import compare
from schemaparity.findings import Finding, History, ObjectRef, TargetResult, fold_unknown
from schemaparity.report.counts import table_counts
from schemaparity.schema import Schema, Table, UndecidedFact, Unknown


def unknowns(number: int, cause: str | None = "it is not at hand", code: str = "SP702") -> list[Finding]:
    refs = [ObjectRef("column", f"c{n}", f"t{n}") for n in range(number)]
    return [Finding(code, f"column t{n}.c{n} cannot be decided", ref, "unknown", cause=cause) for n, ref in enumerate(refs)]


def test_many_of_one_cause_are_one() -> None:
    (folded,) = fold_unknown(unknowns(9))
    assert folded.message == (
        "9 objects of the models cannot be decided: it is not at hand; "
        "they are column t0.c0, column t1.c1, column t2.c2, column t3.c3, column t4.c4 and 4 more"
    )
    assert folded.object == ObjectRef("project")
    assert (folded.code, folded.verdict, len(folded.folded)) == ("SP702", "unknown", 9)


def test_few_stand_alone() -> None:
    assert fold_unknown(unknowns(5)) == tuple(unknowns(5))


def test_several_causes_and_sides_are_kept_apart() -> None:
    assert len(fold_unknown([*unknowns(4, "one"), *unknowns(4, "two"), *unknowns(4, "one", "SP701")])) == 12
    assert len(fold_unknown([*unknowns(6, "one"), *unknowns(6, "two"), *unknowns(6, "one", "SP701")])) == 3


def test_what_is_certain_or_has_no_cause_is_not_folded() -> None:
    drifts = [evolve(f, code="SP201", verdict="drift") for f in unknowns(7)]
    assert fold_unknown([*drifts, *unknowns(7, None)]) == (*drifts, *unknowns(7, None))


def test_objects_of_one_table_are_the_table() -> None:
    of_one = [evolve(f, object=ObjectRef("column", f"c{n}", "things", "store")) for n, f in enumerate(unknowns(6))]
    (folded,) = fold_unknown(of_one)
    assert folded.object == ObjectRef("table", "things", "things", "store")


def test_a_fold_leaves_the_tables_undecided() -> None:
    tables = {f"t{n}": Table(f"t{n}") for n in range(8)}
    facts = tuple(UndecidedFact(Unknown(f"t{n}.x may be a column: lost", cause="lost"), f"t{n}") for n in range(8))
    models, migrations = Schema(tables=tables, unknown=facts), Schema(tables=tables)
    findings = fold_unknown(compare(models, migrations))
    assert [f.code for f in findings] == ["SP702"]
    result = TargetResult("default", "postgresql", "m", models, migrations, History(), findings)
    assert {counts.status for counts in table_counts(result)} == {"unknown"}

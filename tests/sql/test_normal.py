"""Normal forms of PostgreSQL, MySQL and SQLite."""

from __future__ import annotations

import pytest
from normal_cases import (
    COLUMNS,
    DIFFERENT_CONDITIONS,
    DIFFERENT_DEFAULTS,
    DIFFERENT_TYPES,
    EQUAL_CONDITIONS,
    EQUAL_DEFAULTS,
    EQUAL_TYPES,
)

from schemaparity.sql.normal import NO_DEFAULT, normal_default, normal_exclude, normal_expression, normal_opclass, normal_type


def condition(text):
    return normal_expression(text, "postgresql", COLUMNS)


@pytest.mark.parametrize(("one", "other"), EQUAL_CONDITIONS)
def test_equal_conditions(one, other):
    assert condition(one) is not None
    assert condition(one) == condition(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT_CONDITIONS)
def test_different_conditions(one, other):
    assert None not in (condition(one), condition(other))
    assert condition(one) != condition(other)


@pytest.mark.parametrize(("type_", "one", "other"), EQUAL_DEFAULTS)
def test_equal_defaults(type_, one, other):
    assert normal_default(one, "postgresql", type_) is not None
    assert normal_default(one, "postgresql", type_) == normal_default(other, "postgresql", type_)


@pytest.mark.parametrize(("type_", "one", "other"), DIFFERENT_DEFAULTS)
def test_different_defaults(type_, one, other):
    assert None not in (normal_default(one, "postgresql", type_), normal_default(other, "postgresql", type_))
    assert normal_default(one, "postgresql", type_) != normal_default(other, "postgresql", type_)


@pytest.mark.parametrize(("one", "other"), EQUAL_TYPES)
def test_equal_types(one, other):
    assert normal_type(one, "postgresql") == normal_type(other, "postgresql")


@pytest.mark.parametrize(("one", "other"), DIFFERENT_TYPES)
def test_different_types(one, other):
    assert normal_type(one, "postgresql") != normal_type(other, "postgresql")


def test_what_has_no_form_is_none():
    assert condition("id >") is None
    assert condition("id IN (SELECT 1)") is None
    assert condition("id, n") is None
    assert condition("1; DROP TABLE cases") is None
    assert normal_default("(", "postgresql", "integer") is None
    assert condition("(" * 3000 + "id > 0" + ")" * 3000) in (None, condition("id > 0"))


def test_conditions_without_column_types():
    assert normal_expression("status IN ('a', 'b')", "postgresql") == normal_expression("status = ANY (ARRAY['a', 'b'])", "postgresql")
    assert normal_expression("deleted_at IS NULL", "postgresql") == "(is null deleted_at)"


def test_no_default_and_serial():
    assert normal_default(None, "postgresql", "text") == normal_default("NULL", "postgresql", "text") == NO_DEFAULT
    one, other = (normal_default(f"nextval('{s}_id_seq'::regclass)", "postgresql", "integer") for s in ("a", "public.b"))
    assert one == other == "(nextval())"


@pytest.mark.parametrize(
    ("dialect", "one", "other"),
    [
        ("mysql", "a != 1", "(`a` <> 1)"),
        ("mysql", "active = true", "active = 1"),
        ("mysql", "a IN (1, 2)", "`t`.`a` in (1,2)"),
        ("mysql", "a NOT IN (1, 2)", "NOT a IN (1, 2)"),
        ("mysql", "a BETWEEN 1 AND 2", "a >= 1 AND a <= 2"),
        ("mysql", "LENGTH(a) > 1", "length(a) > 1"),
        ("mysql", "a IS NOT NULL", "NOT a IS NULL"),
        ("sqlite", "a != 1", '("a" <> 1)'),
        ("sqlite", "a IS NULL", "t.a is null"),
        ("sqlite", "lower(a) = 'x'", "LOWER(a) = 'x'"),
        ("sqlite", "CASE WHEN a THEN 1 END", "case when a then 1 else null end"),
    ],
)
def test_equal_conditions_elsewhere(dialect, one, other):
    assert normal_expression(one, dialect) is not None
    assert normal_expression(one, dialect) == normal_expression(other, dialect)


@pytest.mark.parametrize(
    ("dialect", "one", "other"),
    [
        ("mysql", "a = 1", "a = 2"),
        ("mysql", "a IN (1, 2)", "a NOT IN (1, 2)"),
        ("mysql", "a LIKE 'x%'", "a NOT LIKE 'x%'"),
        ("mysql", "a IS NULL", "a IS NOT NULL"),
        ("mysql", "json_extract(a, '$.x') = 1", "json_extract(a, '$.y') = 1"),
        ("sqlite", "a || b = 'x'", "b || a = 'x'"),
        ("sqlite", "a = 'x'", "a = 'X'"),
        ("mysql", "NOT a NOT LIKE 'x'", "a NOT LIKE 'x'"),
        ("mysql", "a LIKE 'x' ESCAPE '!'", "a LIKE 'x'"),
        ("sqlite", "count(DISTINCT a) > 1", "count(a) > 1"),
        ("sqlite", "a BETWEEN 1 AND 2", "a BETWEEN 1 AND 3"),
    ],
)
def test_different_conditions_elsewhere(dialect, one, other):
    assert None not in (normal_expression(one, dialect), normal_expression(other, dialect))
    assert normal_expression(one, dialect) != normal_expression(other, dialect)


@pytest.mark.parametrize(
    ("dialect", "type_", "one", "other"),
    [
        ("mysql", "INTEGER", "'0'", "0"),
        ("mysql", "TINYINT(1)", "false", "'0'"),
        ("mysql", "DATETIME", "CURRENT_TIMESTAMP", "now()"),
        ("mysql", "DATETIME", "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", "now() ON UPDATE now()"),
        ("sqlite", "BOOLEAN", "'1'", "true"),
        ("sqlite", "DATETIME", "CURRENT_TIMESTAMP", "(CURRENT_TIMESTAMP)"),
        ("sqlite", "NUMERIC(10, 2)", "'0'", "0.0"),
    ],
)
def test_equal_defaults_elsewhere(dialect, type_, one, other):
    assert normal_default(one, dialect, type_) is not None
    assert normal_default(one, dialect, type_) == normal_default(other, dialect, type_)


@pytest.mark.parametrize(
    ("dialect", "one", "other"),
    [
        ("mysql", "INTEGER(11)", "INT"),
        ("mysql", "BOOL", "TINYINT(1)"),
        ("mysql", "NUMERIC(10, 2)", "DECIMAL(10,2)"),
        ("mysql", "DECIMAL", "DECIMAL(10,0)"),
        ("mysql", "FLOAT(53)", "DOUBLE"),
        ("mysql", "ENUM('a', 'b')", "enum('a','b')"),
        ("sqlite", "INT", "INTEGER"),
        ("sqlite", "DECIMAL(10, 2)", "NUMERIC(10,2)"),
    ],
)
def test_equal_types_elsewhere(dialect, one, other):
    assert normal_type(one, dialect) == normal_type(other, dialect)


@pytest.mark.parametrize(
    ("one", "other"),
    [("TINYINT(1)", "TINYINT"), ("ENUM('a')", "ENUM('A')"), ("INT", "INT UNSIGNED"), ("VARCHAR(20)", "VARCHAR(21)"), ("FLOAT", "DOUBLE")],
)
def test_different_types_of_mysql(one, other):
    assert normal_type(one, "mysql") != normal_type(other, "mysql")


def test_exclude_constraints():
    one = normal_exclude("USING gist (room WITH =, during WITH &&)", "postgresql")
    assert one == normal_exclude("using GIST (room with =, during with &&)", "postgresql")
    assert one != normal_exclude("USING gist (room WITH =)", "postgresql")
    assert one != normal_exclude("USING gist (room WITH =, during WITH &&) WHERE (room > 0)", "postgresql")


def test_operator_classes():
    assert normal_opclass("text_ops", "btree", "VARCHAR(9)") is None
    assert normal_opclass("varchar_pattern_ops", "btree", "VARCHAR(9)") == "varchar_pattern_ops"
    assert normal_opclass("gin_trgm_ops", "gin", "TEXT") == "gin_trgm_ops"
    assert normal_opclass("array_ops", "gin", "TEXT[]") is None

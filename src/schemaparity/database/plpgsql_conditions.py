"""Condition names of PL/pgSQL's EXCEPTION clauses and the SQLSTATEs they stand for (PostgreSQL 15, appendix A)."""

from __future__ import annotations

from collections.abc import Mapping

CONDITIONS: Mapping[str, str] = {
    "feature_not_supported": "0A000",
    "invalid_text_representation": "22P02",
    "null_value_not_allowed": "22004",
    "division_by_zero": "22012",
    "data_exception": "22000",
    "integrity_constraint_violation": "23000",
    "not_null_violation": "23502",
    "foreign_key_violation": "23503",
    "unique_violation": "23505",
    "check_violation": "23514",
    "exclusion_violation": "23P01",
    "active_sql_transaction": "25001",
    "dependent_objects_still_exist": "2BP01",
    "invalid_schema_name": "3F000",
    "syntax_error_or_access_rule_violation": "42000",
    "insufficient_privilege": "42501",
    "syntax_error": "42601",
    "invalid_foreign_key": "42830",
    "undefined_column": "42703",
    "undefined_function": "42883",
    "undefined_table": "42P01",
    "undefined_parameter": "42P02",
    "undefined_object": "42704",
    "duplicate_column": "42701",
    "duplicate_database": "42P04",
    "duplicate_function": "42723",
    "duplicate_schema": "42P06",
    "duplicate_table": "42P07",
    "duplicate_alias": "42712",
    "duplicate_object": "42710",
    "wrong_object_type": "42809",
    "datatype_mismatch": "42804",
    "cannot_coerce": "42846",
    "invalid_column_definition": "42611",
    "invalid_table_definition": "42P16",
    "invalid_object_definition": "42P17",
    "invalid_column_reference": "42P10",
    "object_in_use": "55006",
    "object_not_in_prerequisite_state": "55000",
    "lock_not_available": "55P03",
    "unsafe_new_enum_value_usage": "55P04",
    "undefined_file": "58P01",
    "raise_exception": "P0001",
    "no_data_found": "P0002",
    "too_many_rows": "P0003",
    "assert_failure": "P0004",
}
_UNCAUGHT_BY_OTHERS = frozenset({"57014", "P0004"})


def catches(condition: str, sqlstate: str) -> bool:
    """True when `WHEN condition` catches an error of this SQLSTATE; a class name (`...000`) catches its whole class."""
    name = condition.lower()
    if name == "others":
        return sqlstate not in _UNCAUGHT_BY_OTHERS
    wanted = CONDITIONS.get(name, name.upper())
    return wanted == sqlstate or (wanted.endswith("000") and wanted[:2] == sqlstate[:2])

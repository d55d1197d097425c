"""Findings and the rule catalogue."""

from schemaparity.findings.catalogue import RULES, Rule, Severity
from schemaparity.findings.finding import ChangeKind, FieldDifference, Finding, ObjectKind, ObjectRef, Verdict

__all__ = ["RULES", "ChangeKind", "FieldDifference", "Finding", "ObjectKind", "ObjectRef", "Rule", "Severity", "Verdict"]

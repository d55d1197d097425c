"""Findings, the finished result and the rule catalogue."""

from schemaparity.findings.baseline import KnownFinding, read_baseline, write_baseline
from schemaparity.findings.catalogue import RULES, Rule, Severity
from schemaparity.findings.finding import ChangeKind, FieldDifference, Finding, HiddenBy, ObjectKind, ObjectRef, Verdict
from schemaparity.findings.folding import fold_unknown
from schemaparity.findings.pragma import Hint, Pragma
from schemaparity.findings.result import NOTICES, History, RevisionInfo, TargetResult, matters, sorted_by_place

__all__ = [
    "NOTICES",
    "RULES",
    "ChangeKind",
    "FieldDifference",
    "Finding",
    "HiddenBy",
    "Hint",
    "History",
    "KnownFinding",
    "ObjectKind",
    "ObjectRef",
    "Pragma",
    "RevisionInfo",
    "Rule",
    "Severity",
    "TargetResult",
    "Verdict",
    "fold_unknown",
    "matters",
    "read_baseline",
    "sorted_by_place",
    "write_baseline",
]

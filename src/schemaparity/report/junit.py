"""Findings as JUnit's XML: a suite a target, a failed case a finding, a passed case a table without any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from schemaparity.findings import TargetResult, matters
from schemaparity.report.counts import table_counts
from schemaparity.report.placing import Placed, advice, placed
from schemaparity.report.sanitize import one_line

_ASIDE = "its findings are set aside by select, ignore, a pragma or the baseline"
_SKIPPED = {"not_compared": "one side alone has it, and the configuration leaves it out", "drift": _ASIDE, "unknown": _ASIDE}
_NO_XML = re.compile("[\ufffe\uffff]")


def render_junit(targets: Iterable[TargetResult], root: str = "") -> str:
    """The document; what cannot be decided is an error, notices are no cases."""
    suites = ET.Element("testsuites", name="schemaparity")
    for target in targets:
        _suite(suites, target, root)
    _count(suites, [case for suite in suites for case in suite])
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _suite(suites: ET.Element, target: TargetResult, root: str) -> None:
    suite = ET.SubElement(suites, "testsuite", name=_text(target.name))
    cases = [*_passed(target), *(_failed(one) for one in placed([target], root) if matters(one.finding))]
    suite.extend(cases)
    _count(suite, cases)


def _count(element: ET.Element, cases: list[ET.Element]) -> None:
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))
    element.set("tests", str(len(cases)))
    element.set("time", "0")


def _passed(target: TargetResult) -> Iterator[ET.Element]:
    """A case for every table that no shown finding is about: passed in sync, else skipped."""
    shown = {id(one) for finding in target.findings if matters(finding) for one in finding.folded or (finding,)}
    for table in table_counts(target):
        if not any(id(finding) in shown for finding in table.findings):
            case = _case(target, f"table {table.key}")
            if table.status != "match":
                ET.SubElement(case, "skipped", message=_SKIPPED[table.status])
            yield case


def _failed(one: Placed) -> ET.Element:
    finding, place = one.finding, one.location
    case = _case(one.target, f"{finding.code} {finding.message}")
    case.set("file", _text(place.path))
    case.set("line", str(place.line))
    outcome = ET.SubElement(case, "error" if finding.verdict == "unknown" else "failure")
    outcome.set("message", _text(finding.message))
    outcome.set("type", f"{finding.code} {finding.rule.name}")
    outcome.text = "\n".join([_text(f"{place}: {finding.code} {finding.message}"), *map(_text, advice(finding))])
    return case


def _case(target: TargetResult, name: str) -> ET.Element:
    return ET.Element("testcase", classname=_text(f"schemaparity.{target.name}"), name=_text(name), time="0")


def _text(text: str) -> str:
    """The text without what XML 1.0 has no character for."""
    return _NO_XML.sub("\ufffd", one_line(text))

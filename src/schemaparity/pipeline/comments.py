"""What comments of the source silence, and the comments that do nothing. Results come in, results go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from schemaparity.findings import Finding, ObjectRef, TargetResult, sorted_by_place
from schemaparity.findings.pragma import Pragma
from schemaparity.location import Location, Origin


@frozen
class Silenced:
    """The results, each with what is wrong with its comments, and the findings that a comment silences, by identity."""

    results: tuple[TargetResult, ...]
    findings: frozenset[int]


def silence(results: Iterable[TargetResult]) -> Silenced:
    """Apply the comments; a file that several targets read has comments that are used when one of them uses them."""
    results = tuple(results)
    used: set[tuple[Location, str]] = set()
    silenced: set[int] = set()
    for result in results:
        for finding in unfolded((*result.findings, *result.hidden)):
            uses = [(pragma.location, code) for pragma in result.pragmas if pragma.silences(finding) for code in _codes(pragma, finding)]
            used.update(uses)
            silenced.update([id(finding)] if uses else [])
    reached = {location for result in results for location in result.reached}
    told: set[Location] = set()
    made = []
    for result in results:
        useless = [f for f in _useless(result, used, reached) if f.place is not None and f.place.location not in told]
        told.update(f.place.location for f in useless if f.place is not None)
        made.append(evolve(result, findings=sorted_by_place((*result.findings, *useless))) if useless else result)
    return Silenced(tuple(made), frozenset(silenced))


def unfolded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings one by one."""
    return (one for finding in findings for one in finding.folded or (finding,))


def _codes(pragma: Pragma, finding: Finding) -> Iterator[str]:
    return (code for code in pragma.codes if finding.code.startswith(code))


def _useless(result: TargetResult, used: set[tuple[Location, str]], reached: set[Location]) -> Iterator[Finding]:
    for pragma in result.pragmas:
        if pragma.fault is not None:
            yield _finding("SP912", f"the comment says nothing to schemaparity: {pragma.fault}", pragma.location, result)
            continue
        idle = [code for code in pragma.codes if (pragma.location, code) not in used]
        if idle:
            yield _finding("SP911", f"there is nothing to ignore of {', '.join(idle)}", pragma.location, result)
    for hint in result.hints:
        if hint.location not in reached:
            yield _finding("SP911", "no statement that is replayed has this hint", hint.location, result)


def _finding(code: str, message: str, place: Location, result: TargetResult) -> Finding:
    revision = next((r.id for r in result.history.revisions if r.path == place.path), None)
    origin = Origin(place.path, revision, location=place)
    ref = ObjectRef("project", name=place.path)
    if revision is None:
        return Finding(code, message, ref, "notice", models=origin)
    return Finding(code, message, ref, "notice", migrations=origin, revisions=(revision,))

"""The baseline as a ratchet: written on demand, and what is fixed is told."""

from __future__ import annotations

from attrs import evolve

from schemaparity import pipeline
from schemaparity.cli.output import check_writable, complain, write
from schemaparity.errors import SettingsError
from schemaparity.findings import KnownFinding, write_baseline
from schemaparity.project import FileSystem, Settings
from schemaparity.report.sanitize import one_line

_SHOWN = 10


def renew_baseline(settings: Settings, fs: FileSystem) -> None:
    """Write the findings that fail a check now; entries whose finding is still there stay, those that are fixed go."""
    path = pipeline.baseline_path(settings)
    if path is None:
        raise SettingsError("--write-baseline needs --baseline FILE, or baseline in [tool.schemaparity]")
    check_writable(path, "--baseline")
    known = evolve(settings, diff_base=None, baseline=settings.baseline if fs.is_file(path) else None)
    review = pipeline.review(known, fs)
    found = [KnownFinding.of(target, finding) for target, finding in review.failing]
    entries = {entry.key: entry for entry in (*review.kept, *found)}
    write(write_baseline(entries.values()), path, "--baseline")
    gone = f", {len(review.fixed)} that are fixed are gone" if review.fixed else ""
    complain(f"schemaparity: {len(entries)} findings are in the baseline {one_line(path)}{gone}")


def tell_fixed(review: pipeline.Review) -> None:
    """Say which entries of the baseline can go; they fail nothing."""
    if not review.fixed:
        return
    for entry in review.fixed[:_SHOWN]:
        complain(one_line(f"schemaparity: fixed, remove from the baseline: {entry.code} {entry.message}".rstrip()))
    if len(review.fixed) > _SHOWN:
        complain(f"schemaparity: and {len(review.fixed) - _SHOWN} more")
    complain(f"schemaparity: {len(review.fixed)} findings of the baseline are gone; --write-baseline takes them out")

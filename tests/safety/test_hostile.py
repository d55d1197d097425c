"""Nothing of a project runs: every command on a project of which each module, string and annotation would do harm, under an audit hook."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import MARK, write_hostile_project

AUDITED = Path(__file__).parent / "audited.py"


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    write_hostile_project(root)
    return root


def tree(root: Path) -> dict[str, tuple[str, int]]:
    return {str(p): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in sorted(root.rglob("*")) if p.is_file()}


def audited(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in the project's own directory: what would be imported from there could be."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "80"}
    command = [sys.executable, str(AUDITED), str(project), MARK, *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", ".", "--output-format", "json"],
        ["dump", "models", "."],
        ["dump", "migrations", ".", "--format", "sql", "--dialect", "postgresql"],
        ["history", "."],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_nothing_of_the_project_runs(arguments, project):
    before = tree(project)
    done = audited(project, *arguments)
    assert done.returncode in (0, 1), done.stderr[:3000]
    assert done.stdout
    assert "internal error" not in done.stderr
    assert "zqx-stdout" not in done.stdout + done.stderr.replace("zqx-stdout\\n", "")
    assert tree(project) == before
    if "json" in arguments:
        (target,) = json.loads(done.stdout)["targets"]
        assert {"zqx_a", "zqx_b", "zqx_t"} <= {t["name"] for t in target["tables"]}


def test_the_hook_notices(tmp_path):
    """The audit hook of this test fails on what it is to fail on."""
    script = tmp_path / "zqx_probe.py"
    probe = f"import sys; sys.argv = ['x', {str(tmp_path)!r}, {MARK!r}]; sys.path.insert(0, {str(AUDITED.parent)!r}); import audited\n"
    probe += "sys.addaudithook(audited.hook); audited.armed = True\n"
    probe += "import typing, os, subprocess, socket\n"
    probe += "typing.Optional['zqx()']; exec('zqx = 1'); open('written', 'w').close(); os.system('true'); subprocess.run(['true']); socket.socket()\n"
    probe += "audited.armed = False; print(len({o.split(':')[0] for o in audited.offences}), file=sys.stdout)\n"
    script.write_text(probe)
    done = subprocess.run([sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 6, done.stdout

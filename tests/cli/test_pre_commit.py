"""The hook in pre-commit's own environment: a commit in parity passes, one that drifts does not and shows the finding."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from small_project import MESSAGE, MODELS, MORE, write_project

ROOT = Path(__file__).parent.parent.parent
FINDING = f"models.py:7:12: {MESSAGE}"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(shutil.which("pre-commit") is None, reason="pre-commit is not installed"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout"),
]


@pytest.fixture(scope="module")
def hooks(tmp_path_factory) -> Path:
    """A clone of what is committed: where pre-commit gets the hook from."""
    clone = tmp_path_factory.mktemp("hooks") / "schemaparity"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    return clone


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """Without what this environment would lend to the hook."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "VIRTUAL_ENV", "PYTHONPATH"))}
    author = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**kept, **author, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}


@pytest.fixture
def project(tmp_path, environment) -> Path:
    root = write_project(tmp_path / "project")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", *arguments], cwd=root, env=environment, check=True)
    return root


def outcome(command: list[object], project: Path, environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        list(map(str, command)), cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(done.stdout)
    return done.returncode, done.stdout


def test_try_repo(hooks, project, environment):
    command = ["pre-commit", "try-repo", hooks, "schemaparity", "--all-files"]
    status, output = outcome(command, project, environment)
    assert status == 0, output
    assert "Passed" in output
    (project / "models.py").write_text(MODELS + MORE)
    status, output = outcome(command, project, environment)
    assert status == 1
    assert FINDING in output


def test_commits(hooks, project, environment):
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True, check=True).stdout.strip()
    config = f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: schemaparity\n"
    (project / ".pre-commit-config.yaml").write_text(config)
    subprocess.run(["pre-commit", "install"], cwd=project, env=environment, check=True)
    commit = ["git", "commit", "-am", "second"]
    subprocess.run(["git", "add", ".pre-commit-config.yaml"], cwd=project, env=environment, check=True)
    (project / "models.py").write_text(f"{MODELS}\n\nVALUE = 1\n")
    status, output = outcome(commit, project, environment)
    assert status == 0, output
    (project / "models.py").write_text(MODELS + MORE)
    status, output = outcome(commit, project, environment)
    assert status == 1
    assert FINDING in output

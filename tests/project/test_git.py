"""The files of a revision of git: loose and packed objects, deltas, worktrees, links, and what is not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schemaparity.cli.commands import run
from schemaparity.errors import SettingsError
from schemaparity.project import MemoryFileSystem, RealFileSystem, UnreadableFile
from schemaparity.project.git import files_at

pytest.importorskip("dulwich")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

INI = "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n"
ENV = "from alembic import context\nimport models\ncontext.configure(target_metadata=models.Base.metadata)\n"
MODELS = """import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    old = sa.Column(sa.Text)
"""
REVISION = """from alembic import op
import sqlalchemy as sa
revision, down_revision = "r1", None
def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))
"""


def git(directory: Path, *arguments: str) -> str:
    names = {f"GIT_{who}_{what}": "someone@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environ = {"PATH": os.environ["PATH"], "HOME": str(directory), "GIT_CONFIG_NOSYSTEM": "1", **names}
    done = subprocess.run(["git", *arguments], cwd=directory, env=environ, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def commit(root: Path, **changes: str | None) -> str:
    for name, text in changes.items():
        path = root / name.replace("__", "/").replace("_py", ".py").replace("_ini", ".ini")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if text is None else path.write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "change")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    commit(
        root, backend__alembic_ini=INI, backend__alembic__env_py=ENV, backend__models_py=MODELS, backend__alembic__versions__r1_py=REVISION
    )
    return root


def codes(capsys, root, *arguments: str) -> tuple[int, list[str]]:
    status = run(["check", str(root / "backend"), "--output-format", "concise", *arguments])
    captured = capsys.readouterr()
    return status, sorted(line.split(": ", 1)[1].split(" ")[0] for line in captured.out.splitlines()) or captured.err.splitlines()


def states(root: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")}


NEW = MODELS.replace("old =", "\n    new = sa.Column(sa.Integer, index=True)\n    old =")


def test_only_what_a_branch_adds_is_reported(repository, capsys):
    git(repository, "checkout", "-qb", "branch")
    assert codes(capsys, repository, "--diff-base", "main") == (0, [])
    commit(repository, backend__models_py=NEW)
    assert codes(capsys, repository) == (1, ["SP201", "SP201", "SP401"])
    assert codes(capsys, repository, "--diff-base", "main") == (1, ["SP201", "SP401"])
    assert codes(capsys, repository, "--diff-base", "HEAD~1") == (1, ["SP201", "SP401"])
    assert codes(capsys, repository, "--diff-base", "branch") == (0, [])


def test_what_is_not_committed_is_new(repository, capsys):
    (repository / "backend" / "models.py").write_text(NEW)
    assert codes(capsys, repository, "--diff-base", "HEAD") == (1, ["SP201", "SP401"])


@pytest.mark.parametrize("packed", [False, True])
def test_loose_and_packed_objects_and_every_way_to_name_a_commit(repository, capsys, packed):
    first = git(repository, "rev-parse", "HEAD")
    git(repository, "tag", "light")
    git(repository, "tag", "-am", "annotated", "heavy")
    for number in range(4):
        commit(repository, backend__models_py=f"{'# padding that makes deltas worth while' * 200}\n# {number}\n{NEW}")
    if packed:
        git(repository, "gc", "-q", "--aggressive", "--prune=now")
        assert not list((repository / ".git" / "objects").glob("??"))
    before = states(repository)
    for ref in (first, first[:8], "light", "heavy", "HEAD~4", "refs/tags/light", "main~4", f"{git(repository, 'rev-parse', 'HEAD')[:9]}~4"):
        assert codes(capsys, repository, "--diff-base", ref) == (1, ["SP201", "SP401"]), ref
    assert states(repository) == before


def test_a_worktree(repository, tmp_path, capsys):
    git(repository, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    commit(tmp_path / "side", backend__models_py=NEW)
    assert codes(capsys, tmp_path / "side", "--diff-base", "main") == (1, ["SP201", "SP401"])


def test_a_base_without_migrations_makes_everything_new(repository, capsys):
    git(repository, "checkout", "-q", "--orphan", "empty")
    git(repository, "rm", "-rqf", ".")
    git(repository, "commit", "-qm", "nothing", "--allow-empty")
    git(repository, "checkout", "-q", "main")
    assert codes(capsys, repository, "--diff-base", "empty") == (1, ["SP201"])


def test_findings_that_a_comment_silenced_at_the_base_are_new_without_it(repository, capsys):
    commit(repository, backend__models_py=MODELS.replace("sa.Text)", "sa.Text)  # schemaparity: ignore[SP201]"))
    commit(repository, backend__models_py=MODELS)
    assert codes(capsys, repository, "--diff-base", "HEAD~1") == (1, ["SP201"])


@pytest.mark.parametrize("ref", ["nowhere", "", "HEAD:backend/models.py", "0" * 40, "main..HEAD", "\udcff"])
def test_a_base_that_is_no_commit_stops_the_check(repository, capsys, ref):
    status, lines = codes(capsys, repository, "--diff-base", ref)
    assert (status, len(lines)) == (2, 1)
    assert "--diff-base" in lines[0]


def test_no_repository(tmp_path, capsys):
    (tmp_path / "backend").mkdir()
    status, (line,) = codes(capsys, tmp_path, "--diff-base", "main")
    assert status == 2
    assert "is in no git repository" in line


def test_dulwich_is_an_extra(repository, capsys, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "dulwich"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "dulwich", None)
    status, (line,) = codes(capsys, repository, "--diff-base", "main")
    assert status == 2
    assert "install schemaparity[git]" in line


def test_objects_that_are_missing_are_told(repository, capsys):
    blob = git(repository, "rev-parse", "HEAD:backend/models.py")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    status, (line,) = codes(capsys, repository, "--diff-base", "HEAD")
    assert status == 2
    assert blob in line


def test_the_base_is_kept_between_runs_unless_objects_are_missing(repository, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("SCHEMAPARITY_CACHE_DIR", str(tmp_path / "cache"))
    commit(repository, backend__models_py=NEW)
    for _ in range(2):
        assert codes(capsys, repository, "--diff-base", "HEAD~1") == (1, ["SP201", "SP401"])
    blob = git(repository, "rev-parse", "HEAD~1:backend/models.py")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert codes(capsys, repository, "--diff-base", "HEAD~1") == (1, ["SP201", "SP401"])
    for _ in range(2):
        assert codes(capsys, repository, "--diff-base", "HEAD~1", "--no-cache")[0] == 2
    shutil.rmtree(tmp_path / "cache")
    for _ in range(2):
        assert codes(capsys, repository, "--diff-base", "HEAD~1")[0] == 2


def test_nothing_is_run(repository, capsys, monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("a process is started")

    commit(repository, backend__models_py=NEW)
    with monkeypatch.context() as patched:
        for name in ("Popen.__init__",):
            patched.setattr(f"subprocess.{name}", refuse)
        patched.setattr("os.system", refuse)
        assert codes(capsys, repository, "--diff-base", "HEAD~1") == (1, ["SP201", "SP401"])


def test_the_files_of_a_commit(repository):
    (repository / "link.py").symlink_to("backend/models.py")
    (repository / "away").symlink_to("/nowhere/at/all")
    (repository / "round").symlink_to("round")
    (repository / "linked").symlink_to("backend")
    commit(repository, other="now")
    (repository / "other").write_text("later")
    (repository / "untracked").write_text("later")
    environment = repository / "backend" / ".venv" / "lib"
    environment.mkdir(parents=True)
    (environment / "a.py").write_text("here")
    root = str(repository.resolve())
    with files_at(root, "HEAD", RealFileSystem()) as fs:
        assert fs.read_bytes(f"{root}/other") == b"now"
        assert fs.read_bytes(f"{root}/link.py") == fs.read_bytes(f"{root}/linked/models.py") == MODELS.encode()
        files = [name for name in ("untracked", "other", "linked", "round", "away") if fs.is_file(f"{root}/{name}")]
        assert files == ["other"]
        assert [fs.is_dir(f"{root}/{name}") for name in ("", "backend", "linked", "other")] == [True, True, True, False]
        assert fs.list_dir(f"{root}/backend") == ["alembic", "alembic.ini", "models.py"]
        assert [directory.removeprefix(root) for directory, _, _ in fs.walk(root)] == [
            "", "/backend", "/backend/alembic", "/backend/alembic/versions",
        ]  # fmt: skip
        assert fs.read_bytes(f"{root}/backend/.venv/lib/a.py") == b"here"
        assert fs.list_dir(f"{root}/backend/.venv/lib") == ["a.py"]
        assert fs.real_path(f"{root}/backend/../other") == f"{root}/other"
        for name in ("untracked", "backend", "round"):
            with pytest.raises(UnreadableFile):
                fs.read_bytes(f"{root}/{name}")


def test_what_is_new_below_a_directory_that_git_holds_is_not_there(repository):
    commit(repository, app__env__models_py="x = 1")
    (repository / "app" / "env" / "new.py").write_text("later")
    (repository / "vendor").mkdir()
    (repository / "vendor" / "lib.py").write_text("now")
    root = str(repository.resolve())
    with files_at(root, "HEAD", RealFileSystem(), ["vendor"]) as fs:
        assert (fs.is_file(f"{root}/app/env/models.py"), fs.is_file(f"{root}/app/env/new.py")) == (True, False)
        assert fs.read_bytes(f"{root}/vendor/lib.py") == b"now"
    with files_at(root, "HEAD", RealFileSystem()) as fs:
        assert not fs.is_file(f"{root}/vendor/lib.py")


def test_outside_of_the_work_tree_files_are_those_of_now(repository):
    under = MemoryFileSystem({"/site/a.py": "x"})
    with files_at(str(repository), "HEAD", under) as fs:
        assert (fs.read_bytes("/site/a.py"), fs.is_dir("/site"), fs.list_dir("/site")) == (b"x", True, ["a.py"])


def test_a_bare_repository(tmp_path):
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    with pytest.raises(SettingsError), files_at(str(tmp_path / "bare.git"), "HEAD", RealFileSystem()):
        pass

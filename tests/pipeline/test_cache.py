"""Results that are kept: found again only while every file that was read, listed or missed is as it was."""

from __future__ import annotations

import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve, frozen

from schemaparity.cli.commands import run
from schemaparity.evaluate.budgets import progress
from schemaparity.findings import Finding, ObjectRef
from schemaparity.location import Location, Origin
from schemaparity.pipeline.cache import entry, kept
from schemaparity.pipeline.cache.key import key_of
from schemaparity.pipeline.cache.place import cache_directory
from schemaparity.project import FileSystem, MemoryFileSystem, RealFileSystem, Settings, UnreadableFile
from schemaparity.project.recording import RecordingFileSystem, still_holds

OLD_NS = 1_600_000_000_000_000_000


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setenv("SCHEMAPARITY_CACHE_DIR", str(place))
    return place


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "app").mkdir(parents=True)
    (root / "app" / "models.py").write_text("x = 1")
    (root / "app" / "other.py").write_text("y = 1")
    for path in (root, *root.rglob("*")):
        os.utime(path, ns=(OLD_NS, OLD_NS))
    return root


class Question:
    """Looks at the files of a project as the stages do, and counts how often."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.asked = 0

    def __call__(self, files: FileSystem) -> Finding:
        self.asked += 1
        app = f"{self.root}/app"
        texts = [files.read_bytes(f"{app}/models.py").decode(), *files.list_dir(app), str(files.is_dir(f"{app}/models"))]
        texts += [str(files.is_file(f"{self.root}/setup.cfg")), files.real_path(app)]
        for top, directories, names in files.walk(app):
            texts += [top, *directories, *names]
        try:
            texts.append(files.read_bytes(f"{self.root}/alembic.ini").decode())
        except UnreadableFile as error:
            texts.append(error.reason)
        return Finding("SP702", " ".join(texts), ObjectRef("project"), "unknown")


def asks_again(root: Path, change: Callable[[Path], object] = lambda _: None, settings: Settings | None = None) -> bool:
    """Whether a change makes a second answer necessary; the second answer is a fresh one in any case."""
    question = Question(root)
    kept("q", Settings(str(root)), question)
    change(root)
    found = kept("q", settings or Settings(str(root)), question)
    assert found == Question(root)(RealFileSystem())
    return question.asked == 2


def test_nothing_has_changed(cache: Path, project: Path) -> None:
    assert not asks_again(project)
    assert len(list(cache.iterdir())) == 1


def _same_size_and_times(root: Path) -> None:
    path = root / "app" / "models.py"
    path.write_text("x = 2")
    os.utime(path, ns=(OLD_NS, OLD_NS))


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "app" / "models.py").write_text("x = 2"),
        _same_size_and_times,
        lambda root: (root / "app" / "new.py").write_text(""),
        lambda root: (root / "app" / "other.py").unlink(),
        lambda root: (root / "app" / "other.py").rename(root / "app" / "renamed.py"),
        lambda root: (root / "app" / "models").mkdir(),
        lambda root: (root / "setup.cfg").write_text(""),
        lambda root: (root / "alembic.ini").write_text("[alembic]"),
        lambda root: (root / "alembic.ini").mkdir(),
        lambda root: (root / "app").rename(root / "real") and (root / "app").symlink_to(root / "real"),
    ],
)
def test_files_that_change(cache: Path, project: Path, change: Callable[[Path], object]) -> None:
    assert asks_again(project, change)


def test_what_was_not_looked_at_does_not_count(cache: Path, project: Path) -> None:
    assert not asks_again(project, lambda root: (root / "app" / "other.py").write_text("y = 2"))
    assert not asks_again(project, lambda root: (root / "README").write_text("new"))


def test_a_file_that_was_only_touched_is_read_and_found_the_same(cache: Path, project: Path) -> None:
    assert not asks_again(project, lambda root: os.utime(root / "app" / "models.py"))


@pytest.mark.parametrize("change", [{"dialect": "sqlite"}, {"defines": {"A": "1"}}, {"metadata": "app:Base"}, {"base": "open"}])
def test_settings_that_change(cache: Path, project: Path, change: dict[str, object]) -> None:
    assert asks_again(project, settings=evolve(Settings(str(project)), **change))


@pytest.mark.parametrize("change", [{"select": "SP2"}, {"exit_zero": True}])
def test_settings_of_the_report_do_not_count(cache: Path, project: Path, change: dict[str, object]) -> None:
    assert not asks_again(project, settings=evolve(Settings(str(project)), **change))


def test_each_question_and_environment_has_its_own_answer(project: Path) -> None:
    settings = Settings(str(project))
    keys = {key_of("q", settings, {}), key_of("p", settings, {}), key_of("q", settings, {"VIRTUAL_ENV": "/v"})}
    assert len(keys) == 3
    assert key_of("q", settings, {}) in keys


def test_no_cache(cache: Path, project: Path) -> None:
    assert asks_again(project, settings=Settings(str(project), no_cache=True))
    kept("other", Settings(str(project), no_cache=True), Question(project))
    assert len(list(cache.iterdir())) == 1


def damaged(data: bytes) -> Iterator[bytes]:
    yield b""
    yield data[:-1]
    yield data[:200]
    yield data.replace(b"schemaparity 1", b"schemaparity 0")
    yield data[:-20] + b"\0" * 20
    magic, _, body = data.split(b"\n", 2)
    for other in (body.partition(b"\n")[0] + b"\n" + pickle.dumps(os.getcwd), b"{}\n", b"null\n" + pickle.dumps(1), b""):
        yield b"\n".join((magic, entry._checksum(other), other))


def test_a_damaged_entry_is_none(cache: Path, project: Path) -> None:
    asks_again(project)
    (path,) = cache.iterdir()
    for data in damaged(path.read_bytes()):
        path.write_bytes(data)
        assert not asks_again(project)  # the first question of the two made it anew
        (path,) = cache.iterdir()
        assert path.read_bytes() != data


def test_an_entry_makes_only_objects_of_results(cache: Path, project: Path) -> None:
    def hostile(module: str, name: str) -> bytes:
        return f"c{module}\n{name}\n(S'true'\ntR.".encode()

    for module, name in (("os", "system"), ("builtins", "eval"), ("schemaparity.findings.baseline", "read_baseline"), ("builtins", "open")):
        with pytest.raises(pickle.UnpicklingError):
            entry._Loader(__import__("io").BytesIO(hostile(module, name))).load()


def test_a_finding_comes_back_with_its_place(cache: Path, project: Path) -> None:
    place = Origin("app/models.py", "r1", lambda: Location("app/models.py", 3, 1, 4, 2))
    finding = Finding("SP201", "m", ObjectRef("column", None, "t", "c"), "drift", models=place)
    kept("q", Settings(str(project)), lambda _: finding)
    found = kept("q", Settings(str(project)), Question(project))
    assert (found, found.models and found.models.location, found.models and found.models.revision) == (finding, place.location, "r1")


def test_a_result_that_the_clock_cut_short_is_not_kept(cache: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "was_hurried", True)
    assert asks_again(project)


@frozen
class NoData:
    """Something that no result consists of."""


def test_what_cannot_be_kept_is_answered(cache: Path, project: Path) -> None:
    assert kept("q", Settings(str(project)), lambda _: lambda: 1)() == 1
    assert list(cache.iterdir()) == []
    kept("q", Settings(str(project)), lambda _: NoData())
    assert isinstance(kept("q", Settings(str(project)), Question(project)), Finding)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of POSIX")
def test_a_directory_that_others_can_write_in_is_not_used(cache: Path, project: Path) -> None:
    cache.mkdir()
    cache.chmod(0o777)
    assert asks_again(project)
    assert list(cache.iterdir()) == []
    cache.chmod(0o700)
    assert not asks_again(project)
    assert {stat.S_IMODE(path.stat().st_mode) for path in cache.iterdir()} == {0o600}


def test_where_nothing_can_be_written_nothing_is_kept(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for place in ("", "relative", str(tmp_path / "file"), str(tmp_path / "file" / "below"), str(project / "cache"), str(project), "\0"):
        if "\0" not in place:
            monkeypatch.setenv("SCHEMAPARITY_CACHE_DIR", place)
        assert cache_directory(str(project), {"SCHEMAPARITY_CACHE_DIR": place}) is None
        assert asks_again(project)
    assert sorted(path.name for path in project.iterdir()) == ["app"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the rule of XDG")
def test_the_place_of_the_user(tmp_path: Path) -> None:
    home, base = tmp_path / "home", tmp_path / "xdg"
    assert cache_directory("/p", {"HOME": str(home), "XDG_CACHE_HOME": str(base)}) == base / "schemaparity"
    assert cache_directory("/p", {"HOME": str(home), "XDG_CACHE_HOME": "relative"}) == home / ".cache" / "schemaparity"
    assert cache_directory("/p", {}) is None


def test_old_and_surplus_entries_go(cache: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.mkdir(mode=0o700)
    for name, age in (("old.entry", OLD_NS), ("left.new", OLD_NS), ("young.entry", None)):
        (cache / name).write_bytes(b"x" * 1000)
        os.utime(cache / name, *([] if age is None else [(age / 1e9, age / 1e9)]))
    (cache / "mine.txt").write_text("not an entry")
    asks_again(project)
    names = {path.name for path in cache.iterdir()}
    assert {"young.entry", "mine.txt"} < names
    assert not names & {"old.entry", "left.new"}
    monkeypatch.setattr(entry, "_TOTAL", 900)
    kept("more", Settings(str(project)), Question(project))
    assert "young.entry" not in {path.name for path in cache.iterdir()}


def test_a_file_that_has_just_changed_is_known_by_its_content() -> None:
    class Files(MemoryFileSystem):
        def stamp(self, path: str) -> tuple[int, ...] | None:
            return (100 * 10**9, 100 * 10**9, 5, 1)

    for now, is_trusted in ((101 * 10**9, False), (200 * 10**9, True)):
        recording = RecordingFileSystem(Files({"/p/a.py": "x = 1"}), lambda now=now: now)
        recording.read_bytes("/p/a.py")
        assert still_holds(recording.seen, Files({"/p/a.py": "x = 2"})) is is_trusted


def checked(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    status = run([*options, str(root), "--output-format", "json"] if options[0] == "check" else [*options, str(root)])
    return status, capsys.readouterr().out


COMMANDS = (("check",), ("dump", "models"), ("dump", "migrations"), ("blame", "users.id"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_second_run_says_the_same_and_sees_every_change(
    command: tuple[str, ...], cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "p"
    files = {
        "alembic.ini": "[alembic]\nscript_location = migrations\n",
        "migrations/env.py": "from alembic import context\nfrom models import Base\ncontext.configure(target_metadata=Base.metadata)\n",
        "migrations/versions/a.py": "import sqlalchemy as sa\nfrom alembic import op\nrevision = 'a'\ndown_revision = None\n"
        "def upgrade():\n    op.create_table('users', sa.Column('id', sa.Integer, primary_key=True))\n",
        "models.py": "import sqlalchemy as sa\nfrom sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n"
        "class User(Base):\n    __tablename__ = 'users'\n    id = sa.Column(sa.Integer, primary_key=True)\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    cold = checked(root, capsys, *command)
    with monkeypatch.context() as patched:
        patched.setattr("schemaparity.pipeline.checking.targets", None)
        assert checked(root, capsys, *command) == cold
    with (root / "models.py").open("a") as stream:
        stream.write("    name = sa.Column(sa.String(50))\n")
    revision = root / "migrations" / "versions" / "a.py"
    revision.write_text("# changed\n" + revision.read_text().replace("=True))", "=True), sa.Column('age', sa.Integer))"))
    changed = checked(root, capsys, *command)
    assert changed != cold
    assert changed == checked(root, capsys, *command, "--no-cache")

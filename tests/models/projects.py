"""Small projects as text: read statically, and imported for real by a process of their own, which prints what their metadata holds."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
from collections.abc import Mapping

from twins import CASES, statements

from schemaparity.models import ModelSide, read
from schemaparity.pipeline.session import open_session
from schemaparity.project import MemoryFileSystem, Settings, discover

_INI = "[alembic]\nscript_location = %(here)s\nprepend_sys_path = .\n"
_REVISION = "revision = 'a'\ndown_revision = None\ndef upgrade(): pass\n"


def projects(name: str) -> dict[str, dict[str, str]]:
    """The files of every project of a case file, by title."""
    found: dict[str, dict[str, str]] = {}
    for section in (CASES / name).read_text(encoding="utf-8").split("# === ")[1:]:
        title, _, text = section.partition("\n")
        found[title] = {path.strip(): body for path, _, body in (part.partition("\n") for part in text.split("# --- ")[1:])}
    return found


def side_of(files: Mapping[str, str], **settings: object) -> ModelSide:
    """The model side of a project whose env.py is at its root."""
    tree = {f"/p/{path}": text for path, text in files.items()}
    tree |= {"/p/alembic.ini": _INI, "/p/versions/a.py": _REVISION}
    fs = MemoryFileSystem(tree)
    session = open_session(discover(Settings(project="/p", **settings), fs)[0], fs)  # type: ignore[arg-type]
    return read(session.interpreter, session.target, session.environment, session.dialect)


def read_statically(files: Mapping[str, str]) -> dict[str, list[str]]:
    """What schemaparity makes of a project."""
    return statements(list(side_of(files).metadata))


def imported(several: Mapping[str, Mapping[str, str]], directory: pathlib.Path) -> dict[str, dict[str, list[str]]]:
    """What SQLAlchemy makes of projects, by title: written below a directory, imported one after the other by one process."""
    places = {}
    for number, (title, files) in enumerate(several.items()):
        root = directory / f"p{number}"
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        places[title] = str(root)
    script = pathlib.Path(__file__).with_name("importer.py")
    done = subprocess.run([sys.executable, str(script)], input=json.dumps(places), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]

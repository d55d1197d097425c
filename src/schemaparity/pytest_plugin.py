"""A plugin for pytest: `--schemaparity` checks a project as one more test; the fixture `schemaparity` gives its result to tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from schemaparity.api import Result


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("schemaparity")
    group.addoption("--schemaparity", action="store_true", help="compare SQLAlchemy models with Alembic migrations, as one more test")
    group.addoption("--schemaparity-root", metavar="DIR", help="root of the project to check; default: schemaparity_root, else rootdir")
    parser.addini("schemaparity_root", "root of the project that --schemaparity checks, relative to rootdir")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of the test."""
    config.addinivalue_line("markers", "schemaparity: the test that --schemaparity adds")


@pytest.fixture(scope="session")
def schemaparity(pytestconfig: pytest.Config) -> Result:
    """The result of comparing what the models declare with what the migrations build."""
    from schemaparity.api import compare  # noqa: PLC0415 - heavy, and only for who asks

    return compare(_root(pytestconfig))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add the test, early enough for -k and -m to leave it out."""
    if config.getoption("--schemaparity"):
        collector: _Collector = _Collector.from_parent(session, name="schemaparity", nodeid="schemaparity")
        items.extend(collector.collect())


class _Collector(pytest.Collector):
    """What the test belongs to: no file."""

    def collect(self) -> Iterator[ParityItem]:
        """The one test."""
        yield ParityItem.from_parent(self, name="parity")


class ParityItem(pytest.Item):
    """The check of one project; it fails with the text report."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.add_marker("schemaparity")

    def runtest(self) -> None:
        """Check; raises Drift with the report of what fails."""
        report = _failures(_root(self.config))
        if report is not None:
            raise Drift(report)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report alone; a project that cannot be checked in one line."""
        from schemaparity.errors import SchemaParityError  # noqa: PLC0415

        if isinstance(excinfo.value, (Drift, SchemaParityError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the test is told to be."""
        return _root(self.config), None, "schemaparity"


class Drift(Exception):  # noqa: N818 - what the test fails with, not an error of schemaparity
    """Models and migrations are not in parity; holds the report."""


def _root(config: pytest.Config) -> Path:
    given: str | None = config.getoption("--schemaparity-root")
    if given:
        return config.invocation_params.dir / given
    configured: str = config.getini("schemaparity_root")
    return config.rootpath / configured


def _failures(root: Path) -> str | None:
    """The text report where the check fails, as the command decides that."""
    from schemaparity import pipeline  # noqa: PLC0415 - heavy, and only when the test runs
    from schemaparity.project import RealFileSystem, load_settings  # noqa: PLC0415

    settings = load_settings(root)
    review = pipeline.review(settings)
    if not review.failing:
        return None
    return pipeline.render(review.for_people(), "text", pipeline.View(lines=pipeline.line_reader(settings.project, RealFileSystem())))

"""Fields of pydantic's models and settings, as far as models of tables use them."""

from __future__ import annotations

from typing import Any

import pytest

from schemaparity.evaluate import Interpreter
from schemaparity.evaluate.values import Instance, UnknownValue
from schemaparity.frameworks.registry import Registry
from schemaparity.frameworks.sqlalchemy.run import start_run
from schemaparity.project import MemoryFileSystem
from schemaparity.source import Finder

SOURCE = """
from pydantic import BaseModel, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
class Plain(BaseModel):
    n: int = 3
    listed: list = Field(default_factory=list)
    named: str = Field("x", alias="called")
    needed: str
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="app_")
    schema: str = "public"
    length: int = Field(default=7, ge=1)
    on: bool = False
    url: str
    odd: list = []
    @property
    def table(self):
        return self.schema + "_t"
    @field_validator("schema")
    @classmethod
    def lower(cls, value):
        return value.lower()
class Checked(Settings):
    @model_validator(mode="after")
    def all(self):
        return self
class Own(BaseModel):
    n: int = 1
    def __init__(self, n):
        self.n = n + 1
"""


def value(expression: str, **defines: str) -> Any:
    files = {"/p/m.py": f"{SOURCE}\nresult = {expression}\n", "/s/pydantic/__init__.py": "raise RuntimeError('is read')"}
    interpreter = Interpreter(Finder(MemoryFileSystem(files), ["/p"], ["/s"]), Registry())
    start_run(interpreter, "postgresql", None, defines)
    return interpreter.get_attribute(interpreter.import_module("m"), "result")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Plain(needed='a').n", 3), ("Plain(n=5, needed='a').n", 5), ("Plain(needed='a').needed", "a"), ("Plain().listed", []),
        ("Plain().named", "x"), ("Plain(called='y').named", "y"), ("Settings().table", "public_t"),
        ("Settings(schema='Own').schema", "own"),
        ("Settings().length", 7), ("Settings().on", False),
        ("Own(4).n", 5),
    ],
)  # fmt: skip
def test_what_is_known(expression: str, expected: object) -> None:
    assert value(expression) == expected


def test_what_the_environment_gives() -> None:
    given = {"APP_SCHEMA": "OTHER", "APP_LENGTH": "9", "APP_ON": "yes", "APP_URL": "u", "APP_ODD": "[1]"}
    assert [value(f"Settings().{name}", **given) for name in ("schema", "length", "on", "url")] == ["other", 9, True, "u"]
    assert isinstance(value("Settings().odd", **given), UnknownValue)


@pytest.mark.parametrize("expression", ["Plain().needed", "Settings().url", "Checked().schema", "Checked().length"])
def test_what_is_not(expression: str) -> None:
    assert isinstance(value(expression), UnknownValue)


def test_the_class_stays_interpreted() -> None:
    assert isinstance(value("Plain(n=1)"), Instance)

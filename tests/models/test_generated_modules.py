"""Random modules: what is read of them statically is what SQLAlchemy makes of them."""

from __future__ import annotations

import pytest
from generated import STYLES, modules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twins import interpreted, real

_QUIET = (HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large)


def _agree(source: str) -> None:
    try:
        expected = real(source)
    except Exception as error:
        raise AssertionError(f"not a module: {error}\n{source}") from error
    assert interpreted(source) == expected, source


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=70, suppress_health_check=_QUIET)
@given(data=st.data())
def test_modules_of_a_style(style: str, data: st.DataObject) -> None:
    _agree(data.draw(modules(style)))


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=3000, suppress_health_check=_QUIET)
@given(data=st.data())
def test_many_modules_of_a_style(style: str, data: st.DataObject) -> None:
    _agree(data.draw(modules(style)))

"""Many projects at once: the function, its results and its errors travel between processes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from small_project import write_project

import schemaparity


def test_results_and_errors_come_back_from_a_pool(tmp_path):
    roots = [write_project(tmp_path / str(number), drifts=number == 1) for number in range(2)]
    (tmp_path / "empty").mkdir()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(schemaparity.compare, root) for root in [*roots, tmp_path / "empty"]]
        first, second = (future.result() for future in futures[:2])
        with pytest.raises(schemaparity.NoMigrationsError, match=r"no alembic\.ini"):
            futures[2].result()
    assert (first.in_parity, second.in_parity) == (True, False)
    assert [(finding.code, str(finding.place.location)) for finding in second.findings] == [("SP201", "models.py:7:12")]
    assert second == schemaparity.compare(roots[1])
    assert second.to_json() == schemaparity.compare(roots[1]).to_json()

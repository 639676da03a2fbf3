"""Whatever is sent, the service has no fault of its own: never a 5xx but 503. `bench/fuzz.py` sends many more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzzing import described, disordered
from serving import Service, serving


@pytest.fixture(scope="module")
def service(peru_store: str) -> Iterator[Service]:
    with serving(peru_store, "--timeout", "2") as running:
        yield running


def test_requests_from_the_description_find_no_fault(service: Service, tmp_path: Path) -> None:
    statuses = described(service, tmp_path, 4)
    assert sum(statuses.values()) >= 100 and statuses[200] > 10 and sum(statuses[one] for one in range(400, 500)) > 10
    assert not [one for one in statuses if one >= 500 and one != 503]


def test_bytes_out_of_order_find_no_fault(service: Service) -> None:
    statuses = disordered(service, 300)
    assert statuses[200] > 15 and sum(statuses[one] for one in range(400, 500)) > 30
    assert not [one for one in statuses if one >= 500 and one != 503]
    assert service.ask("ASK {}").status == 200

"""What every test may use: repeatable property tests and the folder of official figures."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run and every machine; `pytest --hypothesis-profile=explore` looks for new ones.
settings.register_profile(
    "repeatable", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Return the folder that holds `data/`, `bench/` and `sample/`; tests on official figures skip without it."""
    configured = os.environ.get("RELEVO_DATA")
    if not configured:
        pytest.skip("RELEVO_DATA is not set: it names the folder with the official figures (data/, bench/, sample/)")
    folder = Path(configured)
    if not folder.is_dir():
        pytest.fail(f"RELEVO_DATA names {folder}, which is no folder")
    return folder

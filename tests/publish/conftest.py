"""Fixtures: an invented edition, small by default."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def made():
    """Build an invented edition: ``made(units, days, **changes)``."""
    import synthetic

    return synthetic.edition


@pytest.fixture(scope="session")
def edition(made):
    """Forty districts in four provinces over sixty days."""
    return made(40, 60)

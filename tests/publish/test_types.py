"""The page's scripts keep to the types that their comments promise."""

import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.mark.slow
def test_tsc_finds_nothing():
    tsc = shutil.which("tsc")
    if tsc is None:
        pytest.skip("no tsc on the path (npm install --global typescript)")
    here = Path(__file__).parent / "types"
    run = subprocess.run([tsc, "-p", str(here)], capture_output=True, text=True, check=False)
    assert run.stdout == ""
    assert run.returncode == 0

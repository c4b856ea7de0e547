"""The page's scripts keep to the types that their comments promise."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.mark.slow
def test_tsc_finds_nothing():
    own = Path(__file__).parents[2] / "node_modules" / ".bin" / "tsc"
    tsc = str(own) if own.exists() else shutil.which("tsc")
    if tsc is None:
        assert "CI" not in os.environ, "scripts/system_packages.sh installs tsc"
        pytest.skip("no tsc here: scripts/system_packages.sh installs it")
    here = Path(__file__).parent / "types"
    run = subprocess.run([tsc, "-p", str(here)], capture_output=True, text=True, check=False)
    assert run.stdout == ""
    assert run.returncode == 0

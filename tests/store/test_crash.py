"""Killed at any moment, the ledger has whole appends only, and reading again makes it what it would be."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from whoholds.store import Ledger

REPORTS = 60
READER = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("builders", sys.argv[2])
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)
from whoholds.store import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    print("open", flush=True)
    for n in range(REPORTS):
        ledger.append(make.report(str(n)), by=make.CODER)
        print(n, flush=True)
""".replace("REPORTS", str(REPORTS))


def start(path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    builders = Path(__file__).with_name("conftest.py")
    return subprocess.Popen(
        [sys.executable, "-c", READER, str(path), str(builders)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_kill_at_twenty_random_moments_loses_and_doubles_nothing(path, tmp_path, make):
    with Ledger.create(tmp_path / "clean.db") as clean:
        for n in range(REPORTS):
            clean.append(make.report(str(n)), by=make.coder)
        expected = clean.verify().content
    Ledger.create(path).close()
    rng = random.Random(5)
    killed = told = 0
    for _ in range(20):
        with start(path) as reader:
            assert reader.stdout.readline() == "open\n"
            # Let it tell of some appends, then kill it a random part of an append later.
            upto = min(REPORTS - 1, told + rng.randrange(1, 5))
            for line in reader.stdout:
                told = max(told, int(line))
                if told >= upto:
                    break
            for _ in range(rng.randrange(200_000)):
                pass
            reader.kill()
            killed += reader.wait() != 0
        with Ledger.open(path, read_only=True) as ledger:
            found = ledger.verify()
            assert found.problems == ()
            assert found.entries % 4 == 0
            assert found.entries >= 4 * (told + 1), "an append that was acknowledged is there"
            assert len(list(ledger.as_of())) == found.entries // 4
    assert killed == 20
    with start(path) as reader:
        reader.communicate()
    with Ledger.open(path) as ledger:
        assert ledger.verify().content == expected
        assert ledger.verify().entries == 4 * REPORTS
        assert len(ledger.search("captured", limit=1000)) == REPORTS


@pytest.mark.slow
def test_killed_in_a_bulk_load_the_next_writer_makes_the_indexes(path, make):
    Ledger.create(path).close()
    program = READER.replace('    print("open", flush=True)\n', "").replace(
        "    for n", "    bulk = ledger.bulk(); bulk.__enter__()\n    for n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(Path(__file__).with_name("conftest.py"))],
        env=environment, stdout=subprocess.PIPE, text=True,
    ) as reader:  # fmt: skip
        for line in reader.stdout:
            if line == "20\n":
                break
        reader.kill()
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.search("captured") == []
    with Ledger.open(path) as ledger:
        assert ledger.append(make.report("new"), by=make.coder) == 4
        assert len(ledger.search("captured", limit=1000)) >= 22
        assert ledger.verify().problems == ()

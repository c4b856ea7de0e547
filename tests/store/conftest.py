"""Builders of small invented ledgers. Names are made up."""

import sys
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from whoholds.model import Claim, Copy, Document, Pass, Place, Placement
from whoholds.store import Ledger, driver

sys.path.insert(0, str(Path(__file__).parent))

CODER = "rules@1"


def document(name="1", day=0, text=None, outlet="Gazette", **more):
    text = text or f"The northern army captured Barun{name} on Sunday, and the river front left Tolme."
    return Document(name=name, text=text, published=date(2021, 8, 1) + timedelta(day), outlet=outlet, **more)


def claim(of, quote="northern army captured", relation="gains", **more):
    start = of.text.index(quote)
    defaults = {"actor": "northern army", "place": Place(name="Barun"), "start": "2021-08"} | more
    return Claim(
        document=of.id,
        relation=relation,
        quote=quote,
        sentence=of.text,
        span=(start, start + len(quote)),
        **defaults,
    )


def placement(of, unit="X-1", probability=1.0, gazetteer="shipped@1", **more):
    return Placement(claim=of.id, unit=unit, probability=probability, gazetteer=gazetteer, **more)


def read(of, coder=CODER):
    return Pass(document=of.id, coder=coder)


def copy(one, other):
    first, second = sorted((one.id, other.id))
    return Copy(first=first, second=second)


def report(name="1", day=0, unit="X-1", **more):
    """A document, its one claim, where that is, and that the coder was here."""
    of = document(name, day, **more)
    said = claim(of)
    return [of, said, placement(said, unit), read(of)]


@pytest.fixture(scope="session")
def make():
    return SimpleNamespace(
        document=document, claim=claim, placement=placement, read=read, copy=copy, report=report, coder=CODER
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path):
    with Ledger.create(path) as ledger:
        yield ledger


@pytest.fixture(params=["bundled", "standard library"])
def any_store(request, tmp_path, monkeypatch):
    """Every store that there is, for the contract: a function that opens an empty one."""
    if request.param == "bundled":
        pytest.importorskip("pysqlite3")
        yield lambda name: Ledger.create(tmp_path / name)
        return
    monkeypatch.setattr(driver, "sqlite", driver.standard)

    def create(name):
        if driver.wal_is_safe():
            return Ledger.create(tmp_path / name)
        with pytest.warns(RuntimeWarning, match="one process at a time"):
            return Ledger.create(tmp_path / name)

    yield create


@pytest.fixture
def store(any_store):
    """An empty store, of every kind in turn."""
    with any_store("ledger.db") as store:
        yield store

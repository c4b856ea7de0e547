"""Backups verify before they are one, and restoring never overwrites."""

import sqlite3

import pytest

from whoholds.errors import LedgerError
from whoholds.store import Ledger


def test_a_backup_is_the_same_ledger(ledger, make, tmp_path):
    for n in range(5):
        ledger.append(make.report(str(n)), by=make.coder)
    found = ledger.backup(tmp_path / "copy.db")
    assert found == ledger.verify()
    ledger.append(make.report("later"), by=make.coder)
    with Ledger.open(tmp_path / "copy.db") as copy:
        assert copy.verify().content == found.content
        assert len(list(copy.as_of())) == 5


def test_restore_brings_it_back(ledger, make, tmp_path):
    ledger.append(make.report(), by=make.coder)
    found = ledger.backup(tmp_path / "copy.db")
    ledger.close()
    assert Ledger.restore(tmp_path / "copy.db", tmp_path / "again.db").head == found.head
    with Ledger.open(tmp_path / "again.db") as again:
        assert again.append(make.report("2"), by=make.coder) == 4


@pytest.mark.parametrize("taken", ["there.db", "there.db-wal"])
def test_nothing_is_overwritten(ledger, make, tmp_path, taken):
    (tmp_path / taken).write_text("mine")
    ledger.backup(tmp_path / "copy.db")
    for attempt in (lambda to: ledger.backup(to), lambda to: Ledger.restore(tmp_path / "copy.db", to)):
        with pytest.raises(LedgerError, match="exists already and was left as it is"):
            attempt(tmp_path / "there.db")
    assert (tmp_path / taken).read_text() == "mine"


def test_a_ledger_that_does_not_verify_is_not_copied(ledger, make, path, tmp_path):
    ledger.append(make.report(), by=make.coder)
    other = sqlite3.connect(path)
    other.execute("DROP TRIGGER batch_update")
    other.execute("UPDATE batch SET by = 'someone'")
    other.commit()
    other.close()
    with pytest.raises(LedgerError, match="not copied, it does not verify"):
        ledger.backup(tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_restoring_from_something_else_says_so(tmp_path):
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(LedgerError, match="is no ledger"):
        Ledger.restore(tmp_path / "notes.txt", tmp_path / "ledger.db")
    assert not (tmp_path / "ledger.db").exists()


def test_a_backup_needs_its_folder(ledger, tmp_path):
    with pytest.raises(LedgerError, match="no such folder"):
        ledger.backup(tmp_path / "nowhere" / "copy.db")

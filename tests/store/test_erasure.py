"""After a takedown the words are nowhere in the files."""

import pytest

from whoholds.errors import LedgerBusy
from whoholds.store import Ledger


def everywhere(path):
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir())).lower()


@pytest.fixture
def secret(make):
    text = "The northern army captured Qasrzyx on Sunday. " + "Zyxterm " * 3000
    return make.document("secret", text=text, title="Zyxtitle", author="Zyxauthor", before="Zyxbefore")


def test_no_byte_of_the_words_is_left(path, make, secret):
    with Ledger.create(path) as ledger:
        for n in range(30):
            ledger.append(make.report(str(n)), by=make.coder)
        ledger.append([secret, make.claim(secret), make.read(secret)], by=make.coder)
        for n in range(30, 60):
            ledger.append(make.report(str(n)), by=make.coder)
        assert b"qasrzyx" in everywhere(path)
        assert b"zyxtitle" in everywhere(path)
        ledger.erase(secret.id, "a source is in danger", by="ana")
        assert b"zyx" not in everywhere(path)
        assert ledger.verify().problems == ()
        (*_, last) = ledger.follow()
        assert (last.by, last.entry.reason) == ("ana", "a source is in danger")
    assert b"zyx" not in everywhere(path)
    assert b"northern" in everywhere(path)


def test_a_reader_in_the_way_is_told_and_a_second_try_ends_it(path, make, secret):
    with Ledger.create(path) as ledger, Ledger.open(path, read_only=True, wait=0.05) as reader:
        ledger._db.execute("PRAGMA busy_timeout = 50")
        ledger.append([secret, make.claim(secret)], by=make.coder)
        reader._db.execute("BEGIN")
        assert len(list(reader.as_of())) == 1
        with pytest.raises(LedgerBusy, match="close the others and erase again"):
            ledger.erase(secret.id, "asked")
        assert ledger.text(secret.id) is None
        reader._db.execute("ROLLBACK")
        before = ledger.verify()
        ledger.erase(secret.id, "asked")
        assert ledger.verify() == before
        assert b"zyx" not in everywhere(path)


def test_the_old_salt_is_gone_too(path, make, secret):
    """Without it, the commitment cannot be tried against guesses of the words."""
    with Ledger.create(path) as ledger:
        ledger.append([secret], by=make.coder)
        salt = ledger._db.execute("SELECT salt FROM words").fetchone()[0]
        ledger.erase(secret.id, "asked")
        files = b"".join(file.read_bytes() for file in path.parent.iterdir())
        assert salt not in files

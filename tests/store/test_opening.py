"""What is no ledger of ours is refused in words, and left as it is."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import textwrap

import pytest

from whoholds.errors import Immutable, LedgerBusy, LedgerError, SchemaTooNew
from whoholds.store import Ledger, archive, driver, opening


def digest(path):
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def two_hundred(tmp_path_factory, make):
    """200 reports, the first ten in appends of their own."""
    path = tmp_path_factory.mktemp("filled") / "ledger.db"
    with Ledger.create(path) as ledger:
        for n in range(10):
            ledger.append(make.report(str(n)), by=make.coder)
        ledger.append([entry for n in range(10, 200) for entry in make.report(str(n))], by=make.coder)
    return path


@pytest.fixture
def filled(two_hundred, path):
    shutil.copy(two_hundred, path)
    return path


def refused(path, error, match, **how):
    before, beside = digest(path), sorted(path.parent.iterdir())
    with pytest.raises(error, match=match) as caught:
        Ledger.open(path, **how)
    assert str(path) in str(caught.value)
    assert digest(path) == before
    assert sorted(path.parent.iterdir()) == beside


def test_a_closed_ledger_is_one_file(filled):
    assert list(filled.parent.iterdir()) == [filled]


def test_no_file(path):
    with pytest.raises(LedgerError, match="no such ledger; `whoholds init`"):
        Ledger.open(path)
    assert not path.exists()


def test_never_over_an_existing_file(path):
    path.write_text("notes")
    with pytest.raises(LedgerError, match="exists already"):
        Ledger.create(path)
    assert path.read_text() == "notes"


def test_no_folder_to_make_it_in(tmp_path):
    with pytest.raises(LedgerError, match="no such folder"):
        Ledger.create(tmp_path / "nowhere" / "ledger.db")


@pytest.mark.parametrize(
    "content", [b"", b"name,town\n", b"SQLite format 3\x00" + bytes(200), os.urandom(9000)]
)
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_no_ledger(path, content, read_only):
    path.write_bytes(content)
    refused(path, LedgerError, "is no ledger of whoholds", read_only=read_only)


def test_a_database_of_another_program(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE line(seq INTEGER PRIMARY KEY)")
    other.close()
    refused(path, LedgerError, "is no ledger of whoholds")


def set_schema(path, version):
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {version}")
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_schema(filled, read_only):
    set_schema(filled, opening.SCHEMA + 1)
    refused(filled, SchemaTooNew, "newer whoholds .* update whoholds", read_only=read_only)
    before = digest(filled)
    with pytest.raises(SchemaTooNew):
        Ledger.migrate(filled)
    assert digest(filled) == before


@pytest.mark.parametrize("read_only", [True, False])
def test_an_older_schema(filled, read_only):
    set_schema(filled, opening.SCHEMA - 1)
    refused(filled, LedgerError, "older whoholds .*--migrate", read_only=read_only)


def test_an_older_ledger_is_brought_up_to_date_and_a_backup_kept(filled, monkeypatch):
    with Ledger.open(filled) as ledger:
        before = ledger.verify()
    monkeypatch.setattr(opening, "SCHEMA", opening.SCHEMA + 1)
    monkeypatch.setattr(archive, "STEPS", {opening.SCHEMA - 1: ("CREATE TABLE added(x INTEGER) STRICT",)})
    kept = Ledger.migrate(filled)
    with Ledger.open(filled) as ledger:
        assert ledger.verify() == before
    assert Ledger.migrate(filled) is None
    monkeypatch.undo()
    with Ledger.open(kept) as ledger:
        assert ledger.verify().content == before.content


def test_a_step_that_fails_changes_nothing(filled, monkeypatch):
    monkeypatch.setattr(opening, "SCHEMA", opening.SCHEMA + 2)
    monkeypatch.setattr(archive, "STEPS", {opening.SCHEMA - 2: ("CREATE TABLE added(x INTEGER) STRICT",)})
    with pytest.raises(LedgerError, match="nothing was changed"):
        Ledger.migrate(filled)
    other = sqlite3.connect(filled)
    assert other.execute("PRAGMA user_version").fetchone() == (opening.SCHEMA - 2,)
    assert not other.execute("SELECT 1 FROM sqlite_master WHERE name = 'added'").fetchall()
    other.close()


def test_a_reader_cannot_write(filled, make):
    with Ledger.open(filled, read_only=True) as ledger:
        with pytest.raises(LedgerError, match="read-only; nothing was written"):
            ledger.append(make.report("new"), by=make.coder)
        assert len(list(ledger.as_of())) == 200


def as_nobody(path, code):
    """Run code without root's power over permissions; its standard output."""
    drop = "import os\nif os.geteuid() == 0: os.setegid(65534); os.seteuid(65534)\n"
    script = f"import sys\nfrom whoholds.store import Ledger\n{drop}{textwrap.dedent(code)}"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_a_read_only_file_in_a_read_only_folder(filled, tmp_path_factory):
    # Not under pytest's own folder: nobody else may enter that.
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = type(filled)(name) / "closed"
        folder.mkdir()
        path = folder / "ledger.db"
        shutil.copy(filled, path)
        path.chmod(0o444)
        type(filled)(name).chmod(0o755)
        folder.chmod(0o555)
        before = digest(path)
        said = as_nobody(
            path,
            """
            try:
                Ledger.open(sys.argv[1])
            except Exception as error:
                print(error)
            with Ledger.open(sys.argv[1], read_only=True) as ledger:
                print(len(list(ledger.as_of())), "claims")
            """,
        )
        folder.chmod(0o755)
        assert "the file is read-only" in said
        assert said.endswith("200 claims\n")
        assert digest(path) == before


def test_a_full_disk_keeps_what_was_there(filled, make):
    with Ledger.open(filled) as ledger:
        before = ledger.verify()
        pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
        ledger._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerError, match="no space left on the disk; nothing of this append was kept"):
            ledger.append([e for n in range(300, 900) for e in make.report(str(n))], by=make.coder)
        assert ledger.verify() == before
        ledger._db.execute("PRAGMA max_page_count = 1000000")
        assert ledger.append(make.report("new"), by=make.coder) == 4


def test_a_file_that_may_not_grow_keeps_what_was_there(filled, make):
    """The operating system's own refusal, not SQLite's: a limit on the size of files."""
    with Ledger.open(filled) as ledger:
        before = ledger.verify()
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (filled.stat().st_size, hard))
        try:
            with pytest.raises(LedgerError, match=r"no space left on the disk|disk I/O error"):
                ledger.append([e for n in range(300, 2300) for e in make.report(str(n))], by=make.coder)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert ledger.verify() == before


def pages_of(path, table):
    other = sqlite3.connect(path)
    (root,) = other.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    other.close()
    return root


def read_all(ledger):
    ledger.verify()
    list(ledger.as_of())


@pytest.mark.parametrize("table", ["line", "batch", "words"])
def test_a_damaged_page_is_told_and_nothing_is_written(filled, table):
    at = (pages_of(filled, table) - 1) * driver.PAGE
    with filled.open("rb+") as file:
        file.seek(at)
        file.write(b"\xff" * 512)
    before = digest(filled)
    with (
        Ledger.open(filled, read_only=True) as ledger,
        pytest.raises(LedgerError, match=r"damaged .*restore it"),
    ):
        read_all(ledger)
    assert digest(filled) == before


def test_a_changed_byte_in_a_text_breaks_the_commitment(filled):
    whole = filled.read_bytes()
    at = whole.index(b"captured Barun77 ")
    filled.write_bytes(whole[:at] + b"Captured Barun77 " + whole[at + 17 :])
    before = digest(filled)
    with Ledger.open(filled, read_only=True) as ledger:
        reasons = [problem.reason for problem in ledger.verify().problems]
    assert any("words of the document are not those recorded" in reason for reason in reasons)
    assert digest(filled) == before


def test_a_second_writer_is_told_and_readers_do_not_wait(filled, make):
    with (
        Ledger.open(filled) as one,
        Ledger.open(filled, wait=0.05) as two,
        Ledger.open(filled, read_only=True) as three,
    ):
        with one._writing():
            with pytest.raises(LedgerBusy, match="another process is writing"):
                two.append(make.report("new"), by=make.coder)
            assert len(list(three.as_of())) == len(list(two.as_of())) == 200
        assert two.append(make.report("new"), by=make.coder) == 4
        assert one.append(make.report("new"), by=make.coder) == 0
        assert len(list(three.as_of())) == 201


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE line SET body = '{}'",
        "DELETE FROM line",
        "REPLACE INTO line SELECT seq, kind, zeroblob(16), ref, other, key, day, body FROM line WHERE seq = 3",
        "INSERT OR REPLACE INTO line(kind, id, day, body) VALUES (1, zeroblob(16), 0, '{}')",
        "UPDATE OR REPLACE line SET seq = 1 WHERE seq = 2",
        "UPDATE batch SET at = 0",
        "DELETE FROM batch",
        "REPLACE INTO batch SELECT last, 0, by, hash FROM batch WHERE last = 4",
        "UPDATE words SET text = 'nothing happened'",
        "DELETE FROM words",
        "REPLACE INTO words SELECT document, salt, title, author, before, 'nothing happened' FROM words",
    ],
)
def test_no_line_is_ever_changed(filled, statement):
    with Ledger.open(filled) as ledger:
        before = ledger.verify()
        with pytest.raises(Immutable, match="append a new entry instead"), ledger._writing():
            ledger._db.execute(statement)
        assert ledger.verify() == before


def test_another_program_is_stopped_too(filled):
    other = sqlite3.connect(filled)
    with pytest.raises(sqlite3.IntegrityError, match="immutable"):
        other.execute("INSERT OR REPLACE INTO line SELECT * FROM line")
    other.close()


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE line SET body = replace(body, 'gains', 'loses') WHERE seq = 10", "the id is not that of the claim"),
        ("UPDATE line SET day = day + 1 WHERE seq = 10", "the chain is broken"),
        ("DELETE FROM line WHERE seq = 12", "not all there"),
        ("UPDATE batch SET at = at - 1 WHERE last = 12", "the chain is broken"),
        ("UPDATE batch SET by = 'someone' WHERE last = 12", "the chain is broken"),
        ("DELETE FROM words WHERE document = 9", "gone without an erasure"),
        ("INSERT INTO line SELECT 801, kind, id, ref, other, key, day, body FROM line WHERE seq = 10", "outside the chain"),
        ("DELETE FROM batch WHERE last = 800", "outside the chain"),
        ("UPDATE line SET body = '[]' WHERE seq = 10", "cannot be read"),
        ("UPDATE line SET body = '{\"no\": 1}' WHERE seq = 10", "cannot be read"),
        ("UPDATE line SET id = zeroblob(16) WHERE seq = 11", "the id is not that of the placement"),
    ],
)  # fmt: skip
def test_who_removes_the_guards_is_found_out(filled, tampering, told):
    other = sqlite3.connect(filled)
    for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        other.execute(f"DROP TRIGGER {name}")
    other.execute(tampering)
    other.commit()
    other.close()
    with Ledger.open(filled) as ledger:
        found = ledger.verify()
    assert any(told in problem.reason for problem in found.problems), found.problems
    assert all(problem.file == str(filled) for problem in found.problems)


def test_what_a_bulk_load_suspends_is_there_again(path, make):
    with Ledger.create(path) as ledger, ledger.bulk():
        for n in range(20):
            assert ledger.append(make.report(str(n)), by=make.coder) == 4
        assert ledger.append(make.report("3"), by=make.coder) == 0
    with Ledger.open(path) as ledger:
        names = {name for (name,) in ledger._db.execute("SELECT type || ' ' || name FROM sqlite_master")}
        assert {name.lower() for name in opening.SUSPENDED} <= names
        assert len(ledger.search("captured")) == len(ledger.unit_latest("X-1")) == 20
        assert ledger.verify().problems == ()


def test_an_old_sqlite_is_refused(path, monkeypatch):
    monkeypatch.setattr(driver, "version", lambda: (3, 36, 0))
    with pytest.raises(LedgerError, match="too old"):
        Ledger.create(path)
    assert not path.exists()


def test_an_affected_sqlite_works_with_a_rollback_journal(filled, make, monkeypatch):
    monkeypatch.setattr(driver, "version", lambda: (3, 51, 2))
    with pytest.warns(RuntimeWarning, match="one process at a time"):
        ledger = Ledger.open(filled)
    with ledger:
        assert ledger._db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert ledger.append(make.report("new"), by=make.coder) == 4


def test_a_step_that_cannot_be_done_is_undone(filled, monkeypatch):
    version = opening.SCHEMA
    monkeypatch.setattr(opening, "SCHEMA", version + 1)
    monkeypatch.setattr(
        archive, "STEPS", {version: ("CREATE TABLE added(x INTEGER) STRICT", "no such thing")}
    )
    with pytest.raises(LedgerError, match="syntax error"):
        Ledger.migrate(filled)
    other = sqlite3.connect(filled)
    assert other.execute("PRAGMA user_version").fetchone() == (version,)
    assert not other.execute("SELECT 1 FROM sqlite_master WHERE name = 'added'").fetchall()
    other.close()


def test_the_content_of_an_earlier_moment_is_that_of_then(path, make):
    with Ledger.create(path) as ledger:
        ledger.append(make.report("1"), by=make.coder)
        then = ledger.verify().content
        (*_, line) = ledger.follow()
        ledger.append(make.report("2"), by=make.coder)
        assert ledger.content(recorded=line.at) == then != ledger.content() == ledger.verify().content
        assert (len(ledger), ledger.document(make.document("1").id)) == (8, make.document("1"))
        with pytest.raises(LedgerError, match="is no document"):
            ledger.document(make.claim(make.document("1")).id)

"""The SQLite that the ledger runs on, and its errors in our words.

SQLite 3.7.0 to 3.51.2 can corrupt a file in WAL mode that two connections write or checkpoint at once
(sqlite.org/wal.html#walresetbug). So we take the bundled SQLite of ``pysqlite3`` where there is a
wheel; with an affected one the ledger works with a rollback journal, for one process at a time.
"""

from __future__ import annotations

import os
import sqlite3 as standard
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from whoholds.errors import Immutable, LedgerBusy, LedgerError

if TYPE_CHECKING:
    import sqlite3 as sqlite
else:
    try:
        import pysqlite3 as sqlite
    except ImportError:
        sqlite = standard

Connection = standard.Connection
"""What the rest of the store annotates with; at run time it may be the bundled twin."""

OperationalError = (sqlite.OperationalError, standard.OperationalError)
"""What a query raises, a malformed search among them."""

SAFE = (3, 51, 3)
OLDEST = (3, 37, 0)
PAGE = 8192


def version() -> tuple[int, int, int]:
    """Version of the SQLite in use."""
    return sqlite.sqlite_version_info


def wal_is_safe() -> bool:
    """Whether several processes may use one ledger at once."""
    return version() >= SAFE


def connect(path: Path, *, read_only: bool, wait: float) -> Connection:
    """Open the file as it is; nothing is written. ``wait``: seconds to wait for another writer."""
    if version() < OLDEST:
        raise LedgerError(f"SQLite {sqlite.sqlite_version} is too old for the ledger; 3.37 is the oldest")
    if not wal_is_safe():
        warnings.warn(
            f"SQLite {sqlite.sqlite_version} is unsafe with two writers; the ledger takes one process at "
            "a time. `pip install pysqlite3` where there is a wheel.",
            RuntimeWarning,
            stacklevel=2,
        )
    # A reader, too, opens for writing where it may: only such a connection clears the side files away.
    sealed = read_only and not (may_write(path) and may_write(path.parent))
    uri = path.resolve().as_uri() + ("?mode=ro" if sealed else "?mode=rw")
    if sealed and not may_write(path.parent) and not path.with_name(path.name + "-wal").exists():
        uri += "&immutable=1"  # no side file can be made here, and no writer can be at work
    with speaking(path):
        db: Connection = sqlite.connect(uri, uri=True, timeout=wait, isolation_level=None)
    return db


def settle(db: Connection, *, read_only: bool) -> None:
    """Set up a connection. The journal mode is a property of the file, so only a writer sets it."""
    db.execute("PRAGMA cache_size = -65536")
    db.execute("PRAGMA temp_store = MEMORY")
    if read_only:
        db.execute("PRAGMA query_only = ON")
        return
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    db.execute(f"PRAGMA journal_mode = {'WAL' if wal_is_safe() else 'DELETE'}")
    db.execute("PRAGMA journal_size_limit = 67108864")
    db.execute("PRAGMA wal_autocheckpoint = 4096")


def may_write(path: Path) -> bool:
    """Whether this process may write to the file or folder."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@contextmanager
def speaking(path: Path | str) -> Iterator[None]:
    """Turn what SQLite raises into errors that say what, where and what to do."""
    try:
        yield
    except (sqlite.DatabaseError, standard.DatabaseError) as error:
        raise _translated(path, str(error)) from error


def _translated(path: Path | str, said: str) -> LedgerError:
    if said.startswith("immutable"):
        return Immutable(f"{path}: {said.removeprefix('immutable: ')}; append a new entry instead")
    if "locked" in said or "busy" in said:
        return LedgerBusy(f"{path}: another process is writing to this ledger; try again when it is done")
    if "full" in said:
        return LedgerError(f"{path}: no space left on the disk; nothing of this append was kept")
    if "readonly" in said:
        return LedgerError(f"{path}: the ledger, or its folder, is read-only; nothing was written")
    if "malformed" in said or "not a database" in said or "corrupt" in said:
        return LedgerError(f"{path}: the file is damaged ({said}); restore it from a backup")
    if "unable to open" in said:
        return LedgerError(f"{path}: cannot be opened; check that the file and its folder may be read")
    return LedgerError(f"{path}: {said} (SQLite {sqlite.sqlite_version})")

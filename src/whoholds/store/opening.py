"""Making and opening the file, once it is known to be a ledger of a schema that we know."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from whoholds.errors import LedgerError, SchemaTooNew
from whoholds.store.driver import PAGE, Connection, connect, may_write, settle, speaking
from whoholds.store.kinds import KINDS

APPLICATION = 0x77486F4C  # "wHoL"
SCHEMA = 1

SUSPENDED = {
    "INDEX line_id": "CREATE INDEX IF NOT EXISTS line_id ON line(id)",
    "INDEX line_placed": "CREATE INDEX IF NOT EXISTS line_placed ON line(key, day) WHERE kind = 3",
    # INSERT OR REPLACE deletes without firing a delete trigger, but only on a unique key: seq is the only one.
    "TRIGGER line_insert": "CREATE TRIGGER IF NOT EXISTS line_insert BEFORE INSERT ON line "
    "WHEN NEW.seq <= (SELECT coalesce(max(seq), 0) FROM line) "
    "BEGIN SELECT raise(ABORT, 'immutable: a line of the ledger cannot be replaced'); END",
}
"""What a bulk load drops and makes again at its end; found missing, the next writer makes it."""


def create(path: Path) -> Connection:
    """Make an empty ledger and open it."""
    if not path.parent.is_dir():
        raise LedgerError(f"{path.parent}: no such folder; make it first")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
    except FileExistsError:
        raise LedgerError(f"{path}: exists already; a ledger is never made over another file") from None
    except OSError as error:
        raise LedgerError(f"{path}: cannot be made: {error.strerror}") from error
    try:
        with speaking(path):
            db = connect(path, read_only=False, wait=5)
            db.execute(f"PRAGMA page_size = {PAGE}")
            db.executescript(f"BEGIN; {schema()} PRAGMA application_id = {APPLICATION}; COMMIT;")
            settle(db, read_only=False)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return db


def schema() -> str:
    """Statements that make an empty ledger of the newest schema."""
    text = (files("whoholds.store") / "schema.sql").read_text(encoding="utf-8")
    kinds = ", ".join(f"({kind.code}, '{kind.name}')" for kind in KINDS)
    return (
        f"{text}\nINSERT INTO kind VALUES {kinds};\n"
        + ";\n".join(SUSPENDED.values())
        + f";\nPRAGMA user_version = {SCHEMA};"
    )


def open_(path: Path, *, read_only: bool, wait: float) -> Connection:
    """Open an existing ledger of the newest schema; any other file is refused and stays as it is."""
    check(path, read_only=read_only)
    with speaking(path):
        db = connect(path, read_only=read_only, wait=wait)
        try:
            _refuse_other_schemas(path, db.execute("PRAGMA user_version").fetchone()[0])
            settle(db, read_only=read_only)
            if not read_only:
                for make in SUSPENDED.values():
                    db.execute(make)
        except BaseException:
            db.close()
            raise
    return db


def check(path: Path, *, read_only: bool, any_schema: bool = False) -> None:
    """Refuse what is no ledger, of another schema, or may not be written, by its header alone."""
    if not path.is_file():
        raise LedgerError(f"{path}: no such ledger; `whoholds init` makes one")
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read: {error.strerror}") from error
    if head[:16] != b"SQLite format 3\x00" or int.from_bytes(head[68:72], "big") != APPLICATION:
        raise LedgerError(f"{path}: is no ledger of whoholds; it was left as it is")
    if not any_schema and not path.with_name(path.name + "-wal").exists():
        _refuse_other_schemas(path, int.from_bytes(head[60:64], "big"))
    if not read_only and not may_write(path):
        raise LedgerError(f"{path}: the file is read-only; open it for reading, or change its permissions")


def _refuse_other_schemas(path: Path, found: int) -> None:
    if found > SCHEMA:
        raise SchemaTooNew(
            f"{path}: written by a newer whoholds (schema {found}, this one knows {SCHEMA}); update whoholds"
        )
    if found < SCHEMA:
        raise LedgerError(
            f"{path}: written by an older whoholds (schema {found}, this one wants {SCHEMA}); "
            "`whoholds doctor --migrate` brings it up to date and keeps a backup"
        )

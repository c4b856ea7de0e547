"""Copies of a ledger: backup, restore, and the upgrade of an old one, which begins with a backup."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from whoholds.errors import LedgerError, SchemaTooNew
from whoholds.store import opening
from whoholds.store.driver import Connection, connect, settle, speaking
from whoholds.store.integrity import Verification, verify

T = TypeVar("T")

STEPS: dict[int, tuple[str, ...]] = {}
"""Statements that bring a ledger of schema *n* to *n* + 1. They add; no line is ever rewritten."""


def backup(db: Connection, source: Path, target: Path) -> Verification:
    """Copy an open ledger to a new file while others read and write, and verify the copy."""
    return _copy(db, target, lambda copy: _sound(copy, source))


def restore(source: Path, target: Path) -> Verification:
    """Make ``target`` from a backup that verifies; a file already there is never overwritten."""
    db = opening.open_(source, read_only=True, wait=5)
    try:
        return _copy(db, target, lambda copy: _sound(copy, source))
    finally:
        db.close()


def migrate(path: Path) -> Path | None:
    """Bring a ledger to the newest schema in one transaction; the backup made before, if any was needed."""
    opening.check(path, read_only=False, any_schema=True)
    with speaking(path):
        db = connect(path, read_only=False, wait=5)
        try:
            found = db.execute("PRAGMA user_version").fetchone()[0]
            if found == opening.SCHEMA:
                return None
            steps = _steps(path, found)
            kept = path.with_name(f"{path.name}.schema{found}")
            _copy(db, kept, lambda _: None)
            settle(db, read_only=False)
            db.execute("BEGIN IMMEDIATE")
            for statement in (*steps, f"PRAGMA user_version = {opening.SCHEMA}", "COMMIT"):
                db.execute(statement)
        finally:
            db.close()  # an unfinished transaction is rolled back
    return kept


def _steps(path: Path, found: int) -> list[str]:
    if found > opening.SCHEMA:
        raise SchemaTooNew(f"{path}: schema {found} is newer than this whoholds; update whoholds")
    versions = range(found, opening.SCHEMA)
    if any(version not in STEPS for version in versions):
        raise LedgerError(f"{path}: schema {found} is too old to be brought up to date; nothing was changed")
    return [statement for version in versions for statement in STEPS[version]]


def _sound(db: Connection, source: Path) -> Verification:
    found = verify(db, source)
    if found.problems:
        raise LedgerError(f"{source}: not copied, it does not verify: {found.problems[0]}")
    return found


def _copy(db: Connection, target: Path, examine: Callable[[Connection], T]) -> T:
    """Copy to a file beside the target, examine, then give it its name: no half copy under a good name."""
    for taken in (target, target.with_name(target.name + "-wal")):
        if taken.exists():
            raise LedgerError(f"{taken}: exists already and was left as it is; choose another name")
    if not target.parent.is_dir():
        raise LedgerError(f"{target.parent}: no such folder; make it first")
    part = target.with_name(target.name + ".part")
    try:
        part.write_bytes(b"")
        with speaking(target), closing(connect(part, read_only=False, wait=5)) as into:
            db.backup(into)
            into.execute("PRAGMA journal_mode = DELETE")
            found = examine(into)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise LedgerError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return found

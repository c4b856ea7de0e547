"""Is everything in its place: :func:`checks` for ``whoholds doctor``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whoholds.errors import WhoholdsError
from whoholds.pipeline.given import rows_of
from whoholds.pipeline.project import LEDGER, Project
from whoholds.store.ledger import Ledger

SENTENCE = "The Taliban captured Kunduz on Sunday, officials said."


@dataclass(frozen=True, kw_only=True)
class Check:
    """One finding; ``mend`` says what to do where it is not ``ok``."""

    what: str
    ok: bool
    found: str
    mend: str = ""


def checks(folder: Path | None) -> Iterator[Check]:
    """Look at the parser, the scorer, SQLite, the shipped data and, where given, a project."""
    reinstall = "install again with: pip install --require-hashes -r requirements/run.txt"
    yield _try("parser", _parser, reinstall)
    yield _try("coder", _coder, reinstall)
    yield _sqlite()
    yield _try("shipped geography", _geography, "reinstall whoholds: its data files are incomplete")
    if folder is not None:
        yield _writable(folder)
        project = _try("project", lambda: _project(folder), "correct whoholds.toml as the message says")
        yield project
        if project.ok:
            yield _try(
                "ledger", lambda: _ledger(folder), f"restore a backup: whoholds restore -p {folder} FILE"
            )


def migrated(folder: Path) -> str:
    """Bring a project's ledger to this version; what was done, in words."""
    kept = Ledger.migrate(folder / LEDGER)
    return (
        f"{folder / LEDGER}: is of this version"
        if kept is None
        else f"{folder / LEDGER}: migrated; the old one is {kept}"
    )


def _try(what: str, look: Callable[[], str], mend: str) -> Check:
    try:
        return Check(what=what, ok=True, found=look())
    except (WhoholdsError, ImportError, OSError) as error:
        return Check(what=what, ok=False, found=str(error), mend=mend)


def _parser() -> str:
    from whoholds.code.parse import check_weights

    return check_weights()


def _coder() -> str:
    from whoholds.code.coder import Coder
    from whoholds.errors import ModelError
    from whoholds.model import Document

    coder = Coder()
    (coding,) = coder.code([Document(name="doctor", text=SENTENCE, language="en")])
    if not any(c.relation == "gains" and c.place.name == "Kunduz" for c in coding.claims):
        raise ModelError(f"the coder finds no claim in: {SENTENCE}")
    return f"{coder.version} reads its test sentence"


def _sqlite() -> Check:
    from whoholds.store import driver

    version, safe = ".".join(map(str, driver.version())), driver.wal_is_safe()
    return Check(
        what="SQLite", ok=True, found=f"{version}{'' if safe else ', one process at a time'}",
        mend="" if safe else "pip install pysqlite3 brings 3.51.3 or newer, where there is a wheel",
    )  # fmt: skip


def _geography() -> str:
    from whoholds.locate.units import Frame

    frame = Frame.load("AFG", None)
    return f"{len(frame.map_units)} units of Afghanistan, data {frame.version}"


def _writable(folder: Path) -> Check:
    ok = folder.is_dir() and os.access(folder, os.W_OK)
    return Check(
        what="folder", ok=ok, found=f"{folder} {'is writable' if ok else 'is missing or not writable'}",
        mend="" if ok else f"whoholds init {folder} --country ISO3, or chmod u+w {folder}",
    )  # fmt: skip


def _project(folder: Path) -> str:
    project = Project.open(folder)
    _ = project.initial, project.resolver, project.anchors and rows_of(project.anchors)  # raise what is wrong
    return (
        f"{project.title}: {len(project.frame.map_units)} units, {len(project.actors.actors)} actors listed"
    )


def _ledger(folder: Path) -> str:
    from whoholds.errors import LedgerError

    with Project.open(folder).ledger(read_only=True) as ledger:
        found = ledger.verify()
    if found.problems:
        raise LedgerError(str(found.problems[0]))
    return f"{found.entries} entries, the chain verifies"

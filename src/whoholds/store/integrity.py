"""Is the ledger whole? Chain, ids and words are checked against what the lines say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from whoholds.model import Entry, Judgement, Problem
from whoholds.store.append import GENESIS, Row, link
from whoholds.store.driver import Connection
from whoholds.store.kinds import (
    COPY,
    DOCUMENT,
    FOUND,
    JUDGEMENT,
    NO_WORDS,
    SIGHTING,
    Words,
    sighting_id,
    unpack,
)


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What a check of the whole ledger found.

    ``content`` is the SHA-256 over the sorted ids of entries (for a claim also of *who found it*; for a
    judgement without its nonce), equal for equal content whatever the order or time of recording.
    ``head`` is the end of the hash chain over lines, time and recorder included.
    """

    entries: int
    content: str
    head: str
    problems: tuple[Problem, ...]


class _Append(NamedTuple):
    last: int
    at: int
    by: str
    hash: bytes


class _Line(NamedTuple):
    """Line with what its check needs: ids of what it speaks of, and its words if it has any."""

    row: Row
    subject: str
    other: str
    salt: bytes | None
    words: Words
    erased: bool


def verify(db: Connection, path: Path) -> Verification:
    """Read every line and check it; what is wrong comes back as problems, by line."""
    check = _Check(path)
    for (said,) in db.execute("PRAGMA quick_check(20)"):
        if said != "ok":
            check.report(None, f"the file is damaged: {said}")
    head, entries = GENESIS, 0
    for append, lines in _appends(db):
        if append is None:
            check.report(lines[0].row[0], f"{len(lines)} lines stand outside the chain")
            break
        check.append(append, lines, head, entries + 1)
        head, entries = append.hash, append.last
    return Verification(
        entries=entries, content=check.content(), head=head.hex(), problems=tuple(check.problems)
    )


class _Check:
    """Problems and ids gathered on the way through the ledger."""

    def __init__(self, path: Path) -> None:
        self.path, self.problems = path, list[Problem]()
        self._ids, self._content = bytearray(), bytearray()

    def report(self, line: int | None, reason: str) -> None:
        self.problems.append(Problem(file=str(self.path), line=line, reason=reason))

    def append(self, append: _Append, lines: list[_Line], previous: bytes, first: int) -> None:
        """One link of the chain, and each of its lines."""
        if [line.row[0] for line in lines] != list(range(first, append.last + 1)):
            self.report(first, f"lines {first} to {append.last} are not all there")
        if link(previous, append.at, append.by, (line.row for line in lines)) != append.hash:
            self.report(first, f"lines {first} to {append.last} are not as recorded: the chain is broken")
        for line in lines:
            self._line(line, append.by)

    def _line(self, line: _Line, by: str) -> None:
        seq, kind, stored, _, _, key, _, body = line.row
        self._ids += stored
        if kind == SIGHTING:
            self._content += stored
            if sighting_id(line.subject, key or "") != stored.hex():
                self.report(seq, "the id is not that of the sighting")
            return
        try:
            entry = unpack(
                kind, body, subject=line.subject, key=line.other if kind == COPY else key, words=line.words
            )
        except (KeyError, TypeError, ValueError) as error:
            self.report(seq, f"the line cannot be read: {error!r}")
            return
        if entry.id != stored.hex():
            self.report(seq, f"the id is not that of the {type(entry).__name__.lower()}")
        self._content += _share(kind, stored, by, entry)
        if kind == DOCUMENT:
            self._words(line)

    def _words(self, line: _Line) -> None:
        if line.salt is None:
            if not line.erased:
                self.report(line.row[0], "the words of the document are gone without an erasure")
        elif line.words.commitment(line.salt) not in line.row[7]:
            self.report(line.row[0], "the words of the document are not those recorded")

    def content(self) -> str:
        """SHA-256 over the sorted ids; reports entries that stand twice."""
        import numpy as np

        ids = np.frombuffer(bytes(self._ids), dtype="S16")
        if len(np.unique(ids)) < len(ids):
            self.report(None, "an entry stands in the ledger twice")
        return _digest(self._content)


def content_of(db: Connection, last: int) -> str:
    """``content`` of the lines up to ``last``, as :class:`Verification` has it, unchecked."""
    rows = db.execute(
        "SELECT l.kind, l.id, l.body, lower(hex(p.id)), "
        "(SELECT by FROM batch WHERE last >= l.seq ORDER BY last LIMIT 1) "
        "FROM line l LEFT JOIN line p ON p.seq = l.ref WHERE l.seq <= ?",
        (last,),
    )
    content = bytearray()
    for kind, stored, body, subject, by in rows:
        entry = unpack(kind, body, subject=subject, key=None) if kind == JUDGEMENT else None
        content += _share(kind, stored, by, entry)
    return _digest(content)


def _share(kind: int, stored: bytes, by: str, entry: Entry | None) -> bytes:
    """What a line adds to the content."""
    if isinstance(entry, Judgement):
        return bytes.fromhex(replace(entry, nonce="").id)
    return stored + bytes.fromhex(sighting_id(stored.hex(), by)) if kind in FOUND else stored


def _digest(ids: bytearray) -> str:
    import numpy as np

    return hashlib.sha256(np.sort(np.frombuffer(bytes(ids), dtype="S16")).tobytes()).hexdigest()


def _appends(db: Connection) -> Iterator[tuple[_Append | None, list[_Line]]]:
    """Read appends with their lines, in order; ``None`` for lines after the last one."""
    rows = db.execute(
        "SELECT (SELECT last FROM batch WHERE last >= l.seq ORDER BY last LIMIT 1), "
        "l.seq, l.kind, l.id, l.ref, l.other, l.key, l.day, l.body, lower(hex(p.id)), lower(hex(o.id)), "
        "w.salt, w.title, w.author, w.before, w.text, "
        "l.kind = 1 AND EXISTS (SELECT 1 FROM line e WHERE e.ref = l.seq AND e.kind = 7) FROM line l LEFT JOIN line p ON p.seq = l.ref "
        "LEFT JOIN line o ON o.seq = l.other LEFT JOIN words w ON w.document = l.seq ORDER BY l.seq"
    )
    for last, group in groupby(rows, key=lambda row: row[0]):
        lines = [
            _Line(
                row[1:9], row[9], row[10], row[11], Words(*row[12:16]) if row[11] else NO_WORDS, bool(row[16])
            )
            for row in group
        ]
        append = db.execute("SELECT last, at, by, hash FROM batch WHERE last = ?", (last,)).fetchone()
        yield (_Append(*append) if append else None), lines

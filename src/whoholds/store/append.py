"""Writing: entries become lines, once each, in one transaction, linked into the hash chain."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

from whoholds.errors import LedgerError, UnknownClaim
from whoholds.model import (
    Alignment,
    Claim,
    Copy,
    Document,
    Entry,
    Judgement,
    Placement,
    Stance,
    Statement,
    Strength,
)
from whoholds.store.driver import Connection
from whoholds.store.kinds import (
    BY_TYPE,
    CLAIM,
    DOCUMENT,
    SIGHTING,
    Kind,
    Words,
    day_of,
    pack,
    report_key,
    sighting_id,
)

GENESIS = bytes(32)
Row = tuple[int, int, bytes, int | None, int | None, str | None, int, str]
"""A row of ``line``: seq, kind, id, ref, other, key, day, body."""


def link(previous: bytes, at: int, by: str, rows: Iterable[Row]) -> bytes:
    """Hash of one append: of the append before it, when, by whom, and every line, length-prefixed."""
    said = hashlib.sha256(f"{previous.hex()} {at} {len(by)} {by}\n".encode())
    for seq, kind, id_, ref, other, key, day, body in rows:
        size = "-" if key is None else len(key)
        line = f"{seq} {kind} {id_.hex()} {ref} {other} {day} {size} {len(body)} {key}{body}\n"
        said.update(line.encode())
    return said.digest()


Line = tuple[int, int]
"""A line that others may speak of: seq and day."""


class Append:
    """One append under way, inside an open transaction."""

    def __init__(self, db: Connection, by: str) -> None:
        self.db, self.by = db, by
        self.rows: list[Row] = []
        self.words: list[tuple[int, bytes, str | None, str | None, str, str]] = []
        self.start = self.seq = db.execute("SELECT coalesce(max(seq), 0) FROM line").fetchone()[0]
        self._lines: dict[str, Line] = {}
        """Lines by id, as far as anything here speaks of them."""
        self._asked: set[int] = set()
        """Lines from before whose followers are among them."""
        self._texts: dict[str, Words | None] = {}

    def add(self, entry: Entry) -> None:
        """Add the entry's line, unless the ledger has it."""
        kind = BY_TYPE[type(entry)]
        if isinstance(entry, Document):
            self._document(entry)
        elif kind.found:
            self._claim(kind, cast("Claim | Statement", entry))
        elif isinstance(entry, Copy):
            first, second = sorted((entry.first, entry.second))
            other = self._line((DOCUMENT,), second)
            self._about(kind, replace(entry, first=first, second=second), other=other)
        elif isinstance(entry, Judgement) and not entry.nonce:
            self._about(kind, replace(entry, nonce=str(self.seq + 1)))
        else:
            self._about(kind, entry)

    def close(self, at: int) -> int:
        """Write the lines and link them; the number of lines."""
        if not self.rows:
            return 0
        self.db.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self.rows)
        self.db.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?, ?)", self.words)
        last = self.db.execute("SELECT at, hash FROM batch ORDER BY last DESC LIMIT 1").fetchone()
        before, previous = last or (at, GENESIS)
        at = max(at, before)  # a clock set back must not reorder the ledger
        self.db.execute(
            "INSERT INTO batch VALUES (?, ?, ?, ?)",
            (self.seq, at, self.by, link(previous, at, self.by, self.rows)),
        )
        return len(self.rows)

    def _write(
        self, kind: int, id_: str, subject: Line | None, day: int, body: str,
        key: str | None = None, other: Line | None = None,
    ) -> None:  # fmt: skip
        self.seq += 1
        ref, second = subject[0] if subject else None, other[0] if other else None
        self.rows.append((self.seq, kind, bytes.fromhex(id_), ref, second, key, day, body))
        self._lines[id_] = (self.seq, day)

    def _document(self, document: Document) -> None:
        id_ = document.id
        if self._find((DOCUMENT,), id_):
            return
        if document.digest:
            raise LedgerError(f"document {id_} comes without its text, so the ledger cannot take it")
        words, salt = Words(document.title, document.author, document.before, document.text), os.urandom(16)
        digest = hashlib.sha256(document.text.encode()).hexdigest()
        body = pack(document, commitment=words.commitment(salt), digest=digest)
        self._write(DOCUMENT, id_, None, day_of(document.published), body, key=report_key(document))
        self.words.append((self.seq, salt, *words))
        self._texts[id_] = words

    def _claim(self, kind: Kind, claim: Claim | Statement) -> None:
        subject, id_ = self._line((DOCUMENT,), claim.document), claim.id
        known = self._known(id_, subject)
        if known is None:
            self._write(kind.code, id_, subject, subject[1], pack(claim, **self._sentence(claim)))
        elif known[0] <= self.start and self._finder(known) != self.by:
            seen = sighting_id(id_, self.by)
            if self._known(seen, known) is None:
                self._write(SIGHTING, seen, known, known[1], "{}", key=self.by)

    def _about(self, kind: Kind, entry: Entry, other: Line | None = None) -> None:
        subject = self._line(kind.about, getattr(entry, kind.subject or "document"))
        id_ = entry.id
        if self._known(id_, subject) is None:
            key = getattr(entry, kind.key) if kind.key else None
            day = max(subject[1], other[1]) if other else subject[1]
            self._write(kind.code, id_, subject, day, pack(entry), key=key, other=other)

    def _sentence(self, claim: Claim | Statement) -> dict[str, object]:
        """Where the sentence stands; what a claim quotes must stand in its report."""
        words = self._text(claim.document)
        if words is None:
            return {}
        start, end = claim.span
        if words.text[start:end] != claim.quote:
            raise LedgerError(
                f"claim {claim.id} quotes {claim.quote!r}, but its document has "
                f"{words.text[start:end]!r} at {start}:{end}"
            )
        at = words.text.find(claim.sentence, max(0, end - len(claim.sentence)), start + len(claim.sentence))
        if at < 0:
            raise LedgerError(
                f"claim {claim.id}: its document has no sentence {claim.sentence!r} around the quote"
            )
        return {"sentence": (at, at + len(claim.sentence))}

    def _text(self, document: str) -> Words | None:
        if document not in self._texts:
            row = self.db.execute(
                "SELECT title, author, before, text FROM words WHERE document = ?",
                (self._line((DOCUMENT,), document)[0],),
            ).fetchone()
            self._texts[document] = Words(*row) if row else None
        return self._texts[document]

    def _line(self, kinds: tuple[int, ...], id_: str) -> Line:
        line = self._lines.get(id_) or self._find(kinds, id_)
        if line is None and CLAIM in kinds:
            raise UnknownClaim(f"the ledger has no claim {id_}; append the claim first")
        if line is None:
            raise LedgerError(f"the ledger has no document {id_}; append the document first")
        return line

    def _find(self, kinds: tuple[int, ...], id_: str) -> Line | None:
        if id_ not in self._lines:
            row = self.db.execute(
                f"SELECT seq, day FROM line WHERE id = ? AND kind {_among(kinds)}", (bytes.fromhex(id_),)
            ).fetchone()
            if row is None:
                return None
            self._lines[id_] = (row[0], row[1])
        return self._lines[id_]

    def _known(self, id_: str, subject: Line) -> Line | None:
        """The line with this id among those that speak of the subject."""
        if subject[0] <= self.start and subject[0] not in self._asked:
            self._asked.add(subject[0])
            for known, seq, day in self.db.execute(
                "SELECT lower(hex(id)), seq, day FROM line WHERE ref = ?", (subject[0],)
            ):
                self._lines[known] = (seq, day)
        return self._lines.get(id_)

    def _finder(self, line: Line) -> str:
        by: str = self.db.execute(
            "SELECT by FROM batch WHERE last >= ? ORDER BY last LIMIT 1", (line[0],)
        ).fetchone()[0]
        return by


@contextmanager
def uncollected() -> Iterator[None]:
    """No collection of cycles: entries and lines have none, and a search for some is a third of a large append."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _among(kinds: tuple[int, ...]) -> str:
    """One kind as ``= 1``, which a partial index answers; several as ``IN``."""
    return f"= {kinds[0]}" if len(kinds) == 1 else f"IN ({', '.join(map(str, kinds))})"


RANK = {Document: 0, Claim: 1, Strength: 1, Alignment: 1, Stance: 1, Placement: 2, Judgement: 3}
"""What speaks of an entry comes after it; passes, copies and erasures come last."""


def ranked(entries: Iterable[Entry]) -> list[Entry]:
    """Documents first, then claims, then what speaks of either: any order may be handed in."""
    return sorted(entries, key=lambda entry: RANK.get(type(entry), 4))

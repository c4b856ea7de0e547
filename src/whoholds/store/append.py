"""Writing: entries become lines, once each, in one transaction, linked into the hash chain."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace

from whoholds.errors import LedgerError, UnknownClaim
from whoholds.model import Claim, Copy, Document, Entry, Judgement, Placement, Statement
from whoholds.store.driver import Connection
from whoholds.store.kinds import (
    BY_TYPE,
    CLAIM,
    DOCUMENT,
    SIGHTING,
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
    said = [f"{previous.hex()} {at} {len(by)} {by}\n"]
    for seq, kind, id_, ref, other, key, day, body in rows:
        size = "-" if key is None else len(key)
        said.append(f"{seq} {kind} {id_.hex()} {ref} {other} {day} {size} {len(body)} {key}{body}\n")
    return hashlib.sha256("".join(said).encode()).digest()


Line = tuple[int, int]
"""A line that others may speak of: seq and day."""


class Append:
    """One append under way, inside an open transaction."""

    def __init__(self, db: Connection, by: str) -> None:
        self.db, self.by = db, by
        self.rows: list[Row] = []
        self.words: list[tuple[int, bytes, str | None, str | None, str, str]] = []
        self.start = self.seq = db.execute("SELECT coalesce(max(seq), 0) FROM line").fetchone()[0]
        self._lines: dict[int, dict[str, Line]] = {DOCUMENT: {}, CLAIM: {}}
        self._about: dict[int, dict[str, Line]] = {}
        self._texts: dict[str, Words | None] = {}

    def add(self, entry: Entry) -> None:
        """Add the entry's line, unless the ledger has it."""
        if isinstance(entry, Document):
            self._document(entry)
        elif isinstance(entry, Claim | Statement):
            self._claim(entry)
        elif isinstance(entry, Copy):
            first, second = sorted((entry.first, entry.second))
            other = self._line(DOCUMENT, second)
            self._about_line(replace(entry, first=first, second=second), other=other)
        elif isinstance(entry, Judgement) and not entry.nonce:
            self._about_line(replace(entry, nonce=str(self.seq + 1)))
        else:
            self._about_line(entry)

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
    ) -> Line:  # fmt: skip
        self.seq += 1
        ref, second = subject[0] if subject else None, other[0] if other else None
        self.rows.append((self.seq, kind, bytes.fromhex(id_), ref, second, key, day, body))
        return self.seq, day

    def _document(self, document: Document) -> None:
        id_ = document.id
        if self._find(DOCUMENT, id_):
            return
        if document.digest:
            raise LedgerError(f"document {id_} comes without its text, so the ledger cannot take it")
        words, salt = Words(document.title, document.author, document.before, document.text), os.urandom(16)
        digest = hashlib.sha256(document.text.encode()).hexdigest()
        body = pack(document, commitment=words.commitment(salt), digest=digest)
        line = self._write(DOCUMENT, id_, None, day_of(document.published), body, key=report_key(document))
        self._lines[DOCUMENT][id_] = line
        self.words.append((line[0], salt, *words))
        self._texts[id_] = words

    def _claim(self, claim: Claim | Statement) -> None:
        subject, id_ = self._line(DOCUMENT, claim.document), claim.id
        known = self._children(subject).get(id_)
        if known is None:
            body = pack(claim, **self._sentence(claim))
            code = BY_TYPE[type(claim)].code
            self._about[subject[0]][id_] = line = self._write(code, id_, subject, subject[1], body)
            if code == CLAIM:
                self._lines[CLAIM][id_] = line
        elif known[0] <= self.start and self._finder(known) != self.by:
            seen = sighting_id(id_, self.by)
            if seen not in self._children(known):
                self._about[known[0]][seen] = self._write(SIGHTING, seen, known, known[1], "{}", key=self.by)

    def _about_line(self, entry: Entry, other: Line | None = None) -> None:
        kind = BY_TYPE[type(entry)]
        subject = self._line(kind.subject_kind or DOCUMENT, getattr(entry, kind.subject or "document"))
        id_ = entry.id
        about = self._about.get(subject[0])
        if about is None:
            about = self._children(subject)
        if id_ in about:
            return
        key = getattr(entry, kind.key) if kind.key else None
        day = max(subject[1], other[1]) if other else subject[1]
        about[id_] = self._write(kind.code, id_, subject, day, pack(entry), key=key, other=other)

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
                (self._line(DOCUMENT, document)[0],),
            ).fetchone()
            self._texts[document] = Words(*row) if row else None
        return self._texts[document]

    def _line(self, kind: int, id_: str) -> Line:
        line = self._lines[kind].get(id_) or self._find(kind, id_)
        if line is None and kind == CLAIM:
            raise UnknownClaim(f"the ledger has no claim {id_}; append the claim first")
        if line is None:
            raise LedgerError(f"the ledger has no document {id_}; append the document first")
        return line

    def _find(self, kind: int, id_: str) -> Line | None:
        lines = self._lines[kind]
        if id_ not in lines:
            row = self.db.execute(
                f"SELECT seq, day FROM line WHERE id = ? AND kind = {kind}", (bytes.fromhex(id_),)
            ).fetchone()
            if row is None:
                return None
            lines[id_] = (row[0], row[1])
        return lines[id_]

    def _children(self, subject: Line) -> dict[str, Line]:
        if subject[0] not in self._about:
            rows = () if subject[0] > self.start else self.db.execute(
                "SELECT lower(hex(id)), seq, day FROM line WHERE ref = ?", (subject[0],)
            )  # fmt: skip
            self._about[subject[0]] = {id_: (seq, day) for id_, seq, day in rows}
        return self._about[subject[0]]

    def _finder(self, line: Line) -> str:
        by: str = self.db.execute(
            "SELECT by FROM batch WHERE last >= ? ORDER BY last LIMIT 1", (line[0],)
        ).fetchone()[0]
        return by


RANK = {type_: rank for rank, type_ in enumerate((Document, Claim, Placement, Judgement))}
"""Statements about actors come last, like passes: no line speaks of them but a later sighting."""


def ranked(entries: Iterable[Entry]) -> list[Entry]:
    """Documents first, then claims, then what speaks of either: any order may be handed in."""
    return sorted(entries, key=lambda entry: RANK.get(type(entry), len(RANK)))

"""The ledger: everything anyone said, in one file, to which lines are only ever added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from whoholds.errors import LedgerBusy, LedgerError, UnknownClaim
from whoholds.model import Attested, Claim, Document, Entry, Erasure, Recorded, Said, Statement
from whoholds.store import archive, search
from whoholds.store.append import Append, ranked, uncollected
from whoholds.store.driver import Connection, settle, speaking
from whoholds.store.integrity import Verification, content_of, verify
from whoholds.store.kinds import COPY, DOCUMENT, FOUND, NO_WORDS, SIGHTING, date_of, unpack
from whoholds.store.opening import SUSPENDED, create, open_
from whoholds.store.sidecar import Sidecar
from whoholds.store.view import Horizon, View, micros

_LINE = (
    "SELECT l.seq, l.kind, l.key, l.body, lower(hex(p.id)), lower(hex(o.id)), "
    "CASE WHEN l.kind = 1 THEN l.seq WHEN p.kind = 1 THEN p.seq ELSE p.ref END, p.body, lower(hex(pp.id)), p.kind "
    "FROM line l LEFT JOIN line p ON p.seq = l.ref LEFT JOIN line o ON o.seq = l.other "
    "LEFT JOIN line pp ON pp.seq = p.ref "
)


class Ledger:
    """An open ledger. Use as a context manager, from one thread.

    Many processes may read while one writes; a second writer waits, then gets
    :class:`~whoholds.errors.LedgerBusy`.
    """

    def __init__(self, db: Connection, path: Path) -> None:
        self._db, self.path = db, path
        self._bulk = False

    @classmethod
    def create(cls, path: Path | str) -> Ledger:
        """Make a new, empty ledger; never over an existing file."""
        return cls(create(Path(path)), Path(path))

    @classmethod
    def open(cls, path: Path | str, read_only: bool = False, wait: float = 5.0) -> Ledger:
        """Open a ledger; ``wait`` is the time in seconds that a writer waits for another."""
        return cls(open_(Path(path), read_only=read_only, wait=wait), Path(path))

    def close(self) -> None:
        """Close the file."""
        with speaking(self.path):
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, entries: Iterable[Entry], by: str, at: datetime | None = None) -> int:
        """Add entries that the ledger does not have, all or none; the number of new lines.

        ``by`` is the coder (``name@version``) or the editor. A claim that another coder had found becomes
        a line too: that this coder found it as well. ``at`` is the time of recording, never before the
        last line's. A :class:`~whoholds.model.Judgement` without nonce is always new.
        """
        batch = ranked(entries)
        with self._writing(), uncollected():
            append = Append(self._db, by)
            for entry in batch:
                append.add(entry)
            lines = append.close(micros(at or datetime.now(UTC)))
            if lines and not self._bulk:
                search.extend(self._db)
        return lines

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Run a transaction: on any error nothing of it is kept."""
        with speaking(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def as_of(
        self,
        *,
        known: date | None = None,
        recorded: datetime | None = None,
        units: Collection[str] | None = None,
    ) -> Iterator[Attested]:
        """Claims that stand: of reports published by the end of ``known``, in lines recorded by ``recorded``.

        By published day, document id and position, whatever the order of recording. Left out are claims
        of older versions of a report, and claims that the newest pass of their coder no longer finds,
        unless an editor judged them. Amendments are data, not applied. ``units`` restricts to claims
        placed in one of them.
        """
        with speaking(self.path):
            view = View(self._db, Horizon.at(self._db, known, recorded))
            for report in view.reports(units=units):
                yield from view.claims(report, units)

    def statements(self, *, known: date | None = None, recorded: datetime | None = None) -> Iterator[Said]:
        """Strengths, alignments and stances that stand, as :meth:`as_of` has claims, by day and position."""
        with speaking(self.path):
            view = View(self._db, Horizon.at(self._db, known, recorded))
            for report in view.reports():
                yield from view.statements(report)

    def unit_latest(
        self, unit: str, *, known: date | None = None, recorded: datetime | None = None, limit: int = 50
    ) -> list[Attested]:
        """Find the newest claims placed in a unit that stand, newest report first."""
        with speaking(self.path):
            view = View(self._db, Horizon.at(self._db, known, recorded))
            return list(islice(view.latest(unit, limit), limit))

    def follow(self, after: int = 0) -> Iterator[Recorded]:
        """Lines after line ``after``, in order. A second coder's sighting is the claim, by that coder."""
        with speaking(self.path):
            last = Horizon.at(self._db, None, None).line
            view = View(self._db, Horizon(last, 0))
            for row in self._db.execute(
                _LINE + "WHERE l.seq > ? AND l.seq <= ? ORDER BY l.seq", (after, last)
            ):
                yield self._recorded(view, row)

    def _recorded(self, view: View, row: tuple[int, int, str, str, str, str, int, str, str, int]) -> Recorded:
        seq, kind, key, body, subject, other, document, subject_body, grand, subject_kind = row
        if kind == SIGHTING:
            kind, body, subject = subject_kind, subject_body, grand
        words = view.words(document) if (kind == DOCUMENT or kind in FOUND) and document else NO_WORDS
        entry = unpack(kind, body, subject=subject, key=other if kind == COPY else key, words=words)
        at, by = view.recorded(seq)
        return Recorded(seq=seq, at=at, by=by, entry=entry)

    def entry(self, entry_id: str) -> Recorded:
        """Line of the entry with this id."""
        with speaking(self.path):
            row = self._db.execute(
                _LINE + "WHERE l.seq = (SELECT min(seq) FROM line WHERE id = ?)", (self._id(entry_id),)
            ).fetchone()
            if row is None:
                raise LedgerError(f"{self.path}: no entry {entry_id}")
            return self._recorded(View(self._db, Horizon(row[0], 0)), row)

    def claim(self, prefix: str) -> Claim | Statement:
        """Find the claim or statement whose id begins with this; :class:`UnknownClaim` for none or several."""
        low = self._id(prefix.ljust(32, "0")[:32], prefix)
        high = self._id(prefix.ljust(32, "f")[:32], prefix)
        kinds = ", ".join(map(str, sorted(FOUND)))
        with speaking(self.path):
            found = self._db.execute(
                f"SELECT lower(hex(id)) FROM line WHERE id BETWEEN ? AND ? AND kind IN ({kinds}) LIMIT 9",
                (low, high),
            ).fetchall()
        if len(found) > 1:
            raise UnknownClaim(f"several claims begin with {prefix}: {', '.join(id_ for (id_,) in found)}")
        if not found or not prefix:
            raise UnknownClaim(f"no claim begins with {prefix!r}")
        return cast("Claim | Statement", self.entry(found[0][0]).entry)

    def _id(self, text: str, named: str | None = None) -> bytes:
        try:
            return bytes.fromhex(text)
        except ValueError:
            raise UnknownClaim(f"{named or text!r} is no id: ids are made of 0-9 and a-f") from None

    def documents(
        self, *, known: date | None = None, recorded: datetime | None = None, superseded: bool = False
    ) -> Iterator[Document]:
        """Documents that count, without text, by published day and id; ``superseded``: older versions too."""
        with speaking(self.path):
            view = View(self._db, Horizon.at(self._db, known, recorded))
            for report in view.reports(superseded=superseded):
                yield view.document(report)

    def text(self, document_id: str) -> str | None:
        """Text of a document; ``None`` after a takedown."""
        with speaking(self.path):
            row = self._db.execute(
                "SELECT l.seq, w.text FROM line l LEFT JOIN words w ON w.document = l.seq WHERE l.id = ? AND l.kind = 1",
                (self._id(document_id),),
            ).fetchone()
        if row is None:
            raise LedgerError(f"{self.path}: no document {document_id}")
        return cast("str | None", row[1])

    def has_pass(self, document_id: str, coder: str) -> bool:
        """Whether this coder (``name@version``) has read this document."""
        with speaking(self.path):
            row = self._db.execute(
                "SELECT 1 FROM line p JOIN line d ON d.seq = p.ref WHERE d.id = ? AND d.kind = 1 "
                "AND p.kind = 5 AND p.key = ? LIMIT 1",
                (self._id(document_id), coder),
            ).fetchone()
        return row is not None

    def document(self, document_id: str) -> Document:
        """The document with this id, text included where it was not taken down."""
        found = self.entry(document_id).entry
        if not isinstance(found, Document):
            raise LedgerError(f"{self.path}: {document_id} is no document")
        return found

    def content(self, recorded: datetime | None = None) -> str:
        """``content`` of :meth:`verify` for the lines up to ``recorded``, without checking them."""
        with speaking(self.path):
            return content_of(self._db, Horizon.at(self._db, None, recorded).line)

    def __len__(self) -> int:
        """Number of lines."""
        with speaking(self.path):
            return Horizon.at(self._db, None, None).line

    def newest_published(self) -> date | None:
        """Published day of the newest report."""
        with speaking(self.path):
            day = self._db.execute(
                "SELECT max(day) FROM line WHERE kind = 1 AND day < 2147483648"
            ).fetchone()[0]
        return None if day is None else date_of(day)

    def search(self, query: str, limit: int = 50) -> list[Claim]:
        """Claims whose sentence matches an FTS5 query (words, "a phrase", AND, OR, NOT, prefix*), newest first."""
        with speaking(self.path):
            return [cast(Claim, self.entry(id_).entry) for id_ in search.find(self._db, query, limit)]

    def verify(self) -> Verification:
        """Check every line, id and report text against the hash chain."""
        with speaking(self.path):
            return verify(self._db, self.path)

    def sidecar(self, folder: Path | str) -> Sidecar:
        """Claims as columns in a folder of Parquet files, made or brought up to the last line."""
        sidecar = Sidecar(Path(folder))
        with speaking(self.path):
            sidecar.extend(self._db)
        return sidecar

    def backup(self, target: Path | str) -> Verification:
        """Copy the ledger to a new file while others use it, and verify the copy."""
        return archive.backup(self._db, self.path, Path(target))

    @staticmethod
    def restore(source: Path | str, path: Path | str) -> Verification:
        """Make a ledger from a backup, verified first; never over an existing file."""
        return archive.restore(Path(source), Path(path))

    @staticmethod
    def migrate(path: Path | str) -> Path | None:
        """Bring an older ledger to the newest schema; the backup made first, ``None`` if it was up to date."""
        return archive.migrate(Path(path))

    @contextmanager
    def bulk(self) -> Iterator[Self]:
        """Load much at once: two indexes, a guard and the search index are made at the end.

        Appends stay crash-safe and are seen at once; after a crash the next to open for writing makes
        the indexes. Meanwhile other readers answer slowly.
        """
        with speaking(self.path):
            self._db.execute("PRAGMA wal_autocheckpoint = 32768")
            self._db.execute("PRAGMA cache_size = -262144")
        with self._writing():
            for name in SUSPENDED:
                self._db.execute("DROP " + name.replace(" ", " IF EXISTS "))
        self._bulk = True
        try:
            yield self
        finally:
            self._bulk = False
            with self._writing():
                for make in SUSPENDED.values():
                    self._db.execute(make)
            with self._writing():
                search.extend(self._db)
            with speaking(self.path):
                settle(self._db, read_only=False)

    def erase(self, document_id: str, reason: str, by: str = "editor") -> None:
        """Take down the words of a document: text, title, quotes, search index. Claims and chain stay.

        Doing it again is safe, and needed where :class:`LedgerBusy` says that a reader is in the way.
        """
        with self._writing():
            append = Append(self._db, by)
            append.add(Erasure(document=document_id, reason=reason))
            append.close(micros(datetime.now(UTC)))
            seq = self._db.execute(
                "SELECT seq FROM line WHERE id = ? AND kind = ?", (self._id(document_id), DOCUMENT)
            ).fetchone()[0]
            search.forget(self._db, seq)
            self._db.execute("DELETE FROM words WHERE document = ?", (seq,))
        with speaking(self.path):
            self._db.execute("INSERT INTO quotes(quotes) VALUES ('optimize')")
            busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise LedgerBusy(
                f"{self.path}: the words are erased, but a reader still holds an old state of the file; "
                "close the others and erase again, so that nothing is left in the side files"
            )

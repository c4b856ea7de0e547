"""Reading: what the ledger knew at one moment, which of it still stands, and which reports are one story.

Lines are only ever added, so a moment is a number: the last line that counts. Everything here reads up
to that line, whatever is appended meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, cast

from whoholds.model import Attested, Claim, Document, Judgement, Placement
from whoholds.store.driver import Connection
from whoholds.store.kinds import (
    CLAIM,
    COPY,
    DOCUMENT,
    JUDGEMENT,
    NO_WORDS,
    PASS,
    PLACEMENT,
    SIGHTING,
    UNDATED,
    Words,
    day_of,
    unpack,
)

_DAWN = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware datetime."""
    return (moment - _DAWN) // timedelta(microseconds=1)


def moment(micros_: int) -> datetime:
    """Datetime of stored microseconds, in UTC."""
    return _DAWN + timedelta(microseconds=micros_)


class Report(NamedTuple):
    """Document's line."""

    seq: int
    id: str
    key: str
    day: int
    body: str


class Appended(NamedTuple):
    """One append: its first and last line, when and by whom."""

    first: int
    last: int
    at: datetime
    by: str


@dataclass(frozen=True)
class Horizon:
    """One moment on two clocks: reports published by the end of day ``known``, lines up to ``line``."""

    line: int
    known: int

    @classmethod
    def at(cls, db: Connection, known: date | None, recorded: datetime | None) -> Horizon:
        """Moment that a question names; ``None`` is now."""
        if recorded is None:
            row = db.execute("SELECT coalesce(max(last), 0) FROM batch").fetchone()
        else:
            row = db.execute(
                "SELECT coalesce(max(last), 0) FROM batch WHERE at <= ?", (micros(recorded),)
            ).fetchone()
        return cls(row[0], day_of(known) if known else UNDATED)


class View:
    """Ledger at a :class:`Horizon`."""

    def __init__(self, db: Connection, horizon: Horizon) -> None:
        self.db, self.horizon = db, horizon
        self._stories: dict[int, str] = {}
        self._append = Appended(0, 0, _DAWN, "")
        self._words: tuple[int, Words] = (0, NO_WORDS)

    def reports(self, *, superseded: bool = False) -> Iterator[Report]:
        """Documents that count, by published day and id; ``superseded``: older versions too."""
        rows = self.db.execute(
            "SELECT seq, hex(id), key, day, body FROM line WHERE kind = 1 AND day <= ? AND seq <= ? "
            "ORDER BY day, id",
            (self.horizon.known, self.horizon.line),
        )
        for row in rows:
            report = Report(row[0], row[1].lower(), *row[2:])
            if superseded or not self.superseded(report):
                yield report

    def superseded(self, report: Report) -> bool:
        """Whether a later version of the report counts: published later, or as late and recorded later."""
        row = self.db.execute(
            "SELECT 1 FROM line WHERE kind = 1 AND key = ? AND (day, seq) > (?, ?) AND day <= ? AND seq <= ? LIMIT 1",
            (report.key, report.day, report.seq, self.horizon.known, self.horizon.line),
        ).fetchone()
        return row is not None

    def attested(self, report: Report, units: Collection[str] | None = None) -> Iterator[Attested]:
        """Claims of one report that stand, by position; ``units``: those placed in one of them."""
        passes = self._passes(report)
        rows = self.db.execute(
            "SELECT seq, hex(id), body FROM line WHERE ref = ? AND kind = ? AND seq <= ?",
            (report.seq, CLAIM, self.horizon.line),
        ).fetchall()
        found = [self._attest(report, passes, *row) for row in rows]
        standing = [a for a in found if a and (units is None or any(p.unit in units for p in a.placements))]
        yield from sorted(standing, key=lambda a: (a.claim.span, a.claim.id))

    def document(self, report: Report, words: Words = NO_WORDS) -> Document:
        """Document, without its text unless words are given."""
        return cast(Document, unpack(DOCUMENT, report.body, subject="", key=None, words=words))

    def words(self, seq: int) -> Words:
        """Words of the document at line ``seq``; empty after a takedown."""
        if self._words[0] != seq:
            row = self.db.execute(
                "SELECT title, author, before, text FROM words WHERE document = ?", (seq,)
            ).fetchone()
            self._words = seq, Words(*row) if row else NO_WORDS
        return self._words[1]

    def append_of(self, seq: int) -> Appended:
        """Append that wrote line ``seq``."""
        if not self._append.first <= seq <= self._append.last:
            last, at, by = self.db.execute(
                "SELECT last, at, by FROM batch WHERE last >= ? ORDER BY last LIMIT 1", (seq,)
            ).fetchone()
            self._append = Appended(seq, last, moment(at), by)
        return self._append

    def _passes(self, report: Report) -> dict[str, str]:
        """Newest pass by coder name: *rules-en* -> *rules-en@0.4*."""
        rows = self.db.execute(
            "SELECT key FROM line WHERE ref = ? AND kind = ? AND seq <= ? ORDER BY seq",
            (report.seq, PASS, self.horizon.line),
        )
        return {coder.partition("@")[0]: coder for (coder,) in rows}

    def _attest(
        self, report: Report, passes: dict[str, str], seq: int, id_: str, body: str
    ) -> Attested | None:
        """Claim with what is said of it, or ``None`` where a newer pass no longer finds it."""
        id_, finders = id_.lower(), {self.append_of(seq).by}
        placements: dict[str, list[Placement]] = {}
        judgement = None
        for kind, key, about in self.db.execute(
            "SELECT kind, key, body FROM line WHERE ref = ? AND seq <= ? ORDER BY seq",
            (seq, self.horizon.line),
        ):
            if kind == PLACEMENT:
                placement = cast(Placement, unpack(kind, about, subject=id_, key=key, words=NO_WORDS))
                placements.setdefault(placement.gazetteer, []).append(placement)
                newest = placement.gazetteer
            elif kind == JUDGEMENT:
                judgement = cast(Judgement, unpack(kind, about, subject=id_, key=key, words=NO_WORDS))
            elif kind == SIGHTING:
                finders.add(key)
        if judgement is None and all(passes.get(by.partition("@")[0], by) != by for by in finders):
            return None
        words = self.words(report.seq)
        return Attested(
            claim=cast(Claim, unpack(CLAIM, body, subject=report.id, key=None, words=words)),
            document=self.document(report, words._replace(text="")),
            placements=tuple(
                sorted(placements[newest], key=lambda p: (-p.probability, p.unit or "", p.id))
            ) if placements else (),
            judgement=judgement,
            story=self.story(report),
            recorded=self.append_of(seq).at,
        )  # fmt: skip

    def story(self, report: Report) -> str:
        """Smallest document id among the copies that count, copies of copies included."""
        if report.seq not in self._stories:
            members, fresh = {report.seq: report.id}, [report.seq]
            while fresh:
                fresh = [seq for one in fresh for seq in self._copies(one, members)]
            story = min(members.values())
            self._stories.update(dict.fromkeys(members, story))
        return self._stories[report.seq]

    def _copies(self, seq: int, members: dict[int, str]) -> list[int]:
        """Documents that are copies of the one at ``seq`` and not yet members; makes them members."""
        rows = self.db.execute(
            "SELECT d.seq, hex(d.id) FROM line c JOIN line d ON d.seq = c.other "
            "WHERE c.ref = :seq AND c.kind = :copy AND c.seq <= :line AND d.day <= :known "
            "UNION SELECT d.seq, hex(d.id) FROM line c JOIN line d ON d.seq = c.ref "
            "WHERE c.other = :seq AND c.kind = :copy AND c.seq <= :line AND d.day <= :known",
            {"seq": seq, "copy": COPY, "line": self.horizon.line, "known": self.horizon.known},
        )
        new = {other: id_.lower() for other, id_ in rows if other not in members}
        members.update(new)
        return list(new)


def candidates(db: Connection, units: Collection[str], horizon: Horizon) -> Iterator[Report]:
    """Documents with a claim placed, now or once, in one of the units, by published day and id."""
    rows = db.execute(
        "SELECT seq, hex(id), key, day, body FROM line WHERE seq IN ("
        " SELECT c.ref FROM line p JOIN line c ON c.seq = p.ref WHERE p.kind = 3 AND p.day <= :known"
        " AND p.seq <= :line AND p.key IN (SELECT value FROM json_each(:units))) ORDER BY day, id",
        {"known": horizon.known, "line": horizon.line, "units": json.dumps(sorted(units))},
    )
    for row in rows:
        yield Report(row[0], row[1].lower(), *row[2:])

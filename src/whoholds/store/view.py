"""Reading: what the ledger knew at one moment, which of it still stands, and which reports are one story.

Lines are only ever added, so a moment is a number: the last line that counts. Everything here reads up
to that line, whatever is appended meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from operator import itemgetter
from typing import NamedTuple, cast

from whoholds.model import Attested, Claim, Document, Entry, Judgement, Placement, Said, Statement
from whoholds.store.driver import Connection
from whoholds.store.kinds import (
    COPY,
    DOCUMENT,
    JUDGEMENT,
    NO_WORDS,
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


_FOUND = """c.seq, c.kind, c.id, c.body,
  (SELECT json_group_array(json_array(k.seq, k.kind, k.key, json(k.body)))
     FROM line k WHERE k.ref = c.seq AND k.seq <= :line)"""
"""A claim or statement, and what is said of it."""

_SHARED = """d.seq, lower(hex(d.id)), d.key, d.day, d.body, w.title, w.author, coalesce(w.before, ''), coalesce(w.text, ''),
  (SELECT json_group_array(json_array(r.seq, r.key)) FROM line r WHERE r.ref = d.seq AND r.kind = 5 AND r.seq <= :line),
  EXISTS (SELECT 1 FROM line y WHERE y.ref = d.seq AND y.kind = 6)
    OR EXISTS (SELECT 1 FROM line y WHERE y.other = d.seq)"""
_WORDS = "LEFT JOIN words w ON w.document = iif(:words, d.seq, 0)"
"""A document with its words, the passes over it, and whether there are copies."""

_STANDING = """ NOT EXISTS (SELECT 1 FROM line v WHERE v.kind = 1 AND v.key = d.key
  AND v.day >= d.day AND (v.day > d.day OR v.seq > d.seq) AND v.day <= :known AND v.seq <= :line) """
"""No later version of the report counts: published later, or as late and recorded later."""

_Found = tuple[int, int, bytes, str, str]
_SharedRow = tuple[int, str, str, int, str, str | None, str | None, str, str, str, int]


class _Shared(NamedTuple):
    """What all that was found in one report shares."""

    report: Report
    words: Words
    document: Document
    passes: dict[str, str]
    """The version that read it last, by the coder's name."""
    story: str

    def finds(self, coder: str) -> bool:
        """Whether the newest pass of a coder that found something is the one that found it."""
        return self.passes.get(coder.partition("@")[0], coder) == coder


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
    """The ledger at a :class:`Horizon`."""

    def __init__(self, db: Connection, horizon: Horizon, *, words: bool = True) -> None:
        """``words``: whether claims and documents come with quotes and titles, which takes reading the texts."""
        self.db, self.horizon = db, horizon
        self._at = {"line": horizon.line, "known": horizon.known, "words": words}
        self._stories: dict[int, str] = {}
        self._append = (1, 0, _DAWN, "")
        self._words: tuple[int, Words] = (0, NO_WORDS)
        self._last: _Shared | None = None

    def reports(self, *, superseded: bool = False, units: Collection[str] | None = None) -> Iterator[Report]:
        """Documents that count, by published day and id.

        ``superseded``: older versions too. ``units``: those with a claim placed there, now or once.
        """
        rows = self.db.execute(
            "SELECT seq, lower(hex(id)), key, day, body FROM line d WHERE kind = 1 AND day <= :known AND seq <= :line"
            + ("" if superseded else " AND" + _STANDING)
            + (
                ""
                if units is None
                else " AND seq IN (SELECT c.ref FROM line p JOIN line c ON c.seq = p.ref WHERE p.kind = 3 AND p.key IN"
                " (SELECT value FROM json_each(:units)))"
            )
            + " ORDER BY day, id",
            self._at | {"units": json.dumps(sorted(units or ()))},
        )
        return (Report(*row) for row in rows)

    def claims(self, report: Report, units: Collection[str] | None = None) -> list[Attested]:
        """Claims of one report that stand, by position; ``units``: those placed in one of them."""
        shared = self._share(report)
        found = [self._attested(row, shared) for row in self._found(report, "= 2")]
        placed = [a for a in found if a and _placed(a, units)]
        return sorted(placed, key=lambda a: (a.claim.span, a.claim.id))

    def statements(self, report: Report) -> list[Said]:
        """What one report says of actors beside control, as far as it stands, by position."""
        shared = self._share(report)
        found = [self._said(row, shared) for row in self._found(report, "IN (9, 10, 11)")]
        return sorted(filter(None, found), key=lambda said: (said.statement.span, said.statement.id))

    def _found(self, report: Report, kinds: str) -> list[_Found]:
        return self.db.execute(
            f"SELECT {_FOUND} FROM line c WHERE c.ref = :report AND c.kind {kinds} AND c.seq <= :line",
            self._at | {"report": report.seq},
        ).fetchall()

    def latest(self, unit: str, window: int) -> Iterator[Attested]:
        """Claims placed in the unit that stand, newest report first; ``window``: how many to read at a time."""
        found = self.db.execute(
            f"SELECT {_FOUND}, {_SHARED} FROM line p "
            f"CROSS JOIN line c ON c.seq = p.ref CROSS JOIN line d ON d.seq = c.ref {_WORDS} "
            f"WHERE p.kind = 3 AND p.key = :unit AND p.day <= :known AND p.seq <= :line AND {_STANDING} "
            "ORDER BY p.day DESC, p.seq DESC",
            self._at | {"unit": unit},
        )
        seen: set[int] = set()
        # Taking turns with SQLite row by row was a fifth slower.
        for row in chain.from_iterable(iter(lambda: found.fetchmany(window), [])):
            if row[0] not in seen:
                seen.add(row[0])
                attested = self._attested(row[:5], self._shared(row[5:]))
                if attested and _placed(attested, {unit}):
                    yield attested

    def document(self, report: Report) -> Document:
        """The document, without its text."""
        return self._share(report).document

    def _share(self, report: Report) -> _Shared:
        row = self.db.execute(
            f"SELECT {_SHARED} FROM line d {_WORDS} WHERE d.seq = :report", self._at | {"report": report.seq}
        ).fetchone()
        return self._shared(row)

    def _shared(self, row: _SharedRow) -> _Shared:
        """What all that was found in a report shares; made once where its claims come one after the other."""
        if self._last is None or self._last.report.seq != row[0]:
            seq, id_, key, day, body, title, author, before, text, passed, copied = row
            report = Report(seq, id_, key, day, body)
            document = unpack(DOCUMENT, body, subject="", key=None, words=Words(title, author, before, ""))
            self._last = _Shared(
                report=report,
                words=Words(title, author, before, text),
                document=cast(Document, document),
                passes={coder.partition("@")[0]: coder for _, coder in sorted(json.loads(passed))},
                story=self.story(report) if copied else report.id,
            )
        return self._last

    def words(self, seq: int) -> Words:
        """The words of the document at line ``seq``; empty after a takedown."""
        if self._words[0] != seq:
            row = self.db.execute(
                "SELECT title, author, before, text FROM words WHERE document = ?", (seq,)
            ).fetchone()
            self._words = seq, Words(*row) if row else NO_WORDS
        return self._words[1]

    def recorded(self, seq: int) -> tuple[datetime, str]:
        """When line ``seq`` was recorded, and by whom."""
        if not self._append[0] <= seq <= self._append[1]:
            first, last, at, by = self.db.execute(
                "SELECT (SELECT coalesce(max(last), 0) + 1 FROM batch WHERE last < :seq), last, at, by "
                "FROM batch WHERE last >= :seq ORDER BY last LIMIT 1",
                {"seq": seq},
            ).fetchone()
            self._append = (first, last, moment(at), by)
        return self._append[2:]

    def _attested(self, row: _Found, shared: _Shared) -> Attested | None:
        """The claim with what is said of it, or ``None`` where a newer pass no longer finds it."""
        if (found := self._standing(row, shared)) is None:
            return None
        claim, placements, judgement, at = found
        return Attested(
            claim=cast(Claim, claim), document=shared.document, placements=placements,
            judgement=judgement, story=shared.story, recorded=at,
        )  # fmt: skip

    def _said(self, row: _Found, shared: _Shared) -> Said | None:
        """The statement, as :meth:`_attested` has a claim."""
        if (found := self._standing(row, shared)) is None:
            return None
        statement, _, judgement, at = found
        return Said(
            statement=cast(Statement, statement), document=shared.document, story=shared.story,
            recorded=at, judgement=judgement,
        )  # fmt: skip

    def _standing(
        self, row: _Found, shared: _Shared
    ) -> tuple[Entry, tuple[Placement, ...], Judgement | None, datetime] | None:
        """What was found, where it was placed, the latest judgement and when it was recorded, if it stands."""
        seq, kind, id_, body, about = row
        at, by = self.recorded(seq)
        placements, judgement, finders = _about(id_.hex(), json.loads(about))
        if judgement is None and not any(map(shared.finds, (by, *finders))):
            return None
        entry = unpack(kind, body, subject=shared.report.id, key=None, words=shared.words)
        return entry, placements, judgement, at

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


def _placed(attested: Attested, units: Collection[str] | None) -> bool:
    return units is None or any(p.unit in units for p in attested.placements)


def _about(
    claim: str, said: list[tuple[int, int, str | None, dict[str, object]]]
) -> tuple[tuple[Placement, ...], Judgement | None, list[str]]:
    """Placements by the newest gazetteer, likeliest first; the latest judgement; other coders that found it."""
    placements: list[Placement] = []
    judgement, finders = None, []
    for _, kind, key, body in sorted(said, key=itemgetter(0)):
        if kind == PLACEMENT:
            placements.append(cast(Placement, unpack(kind, body, subject=claim, key=key)))
        elif kind == JUDGEMENT:
            judgement = cast(Judgement, unpack(kind, body, subject=claim, key=key))
        elif kind == SIGHTING and key:
            finders.append(key)
    if len(placements) > 1:
        newest = placements[-1].gazetteer
        placements = [p for p in placements if p.gazetteer == newest]
        placements.sort(key=lambda p: (-p.probability, p.unit or "", p.id))
    return tuple(placements), judgement, finders

"""Reading: what the ledger knew at one moment, which of it still stands, and which reports are one story.

Lines are only ever added, so a moment is a number: the last line that counts. Everything here reads up
to that line, whatever is appended meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import NamedTuple, cast

from whoholds.model import Attested, Claim, Document, Judgement, Placement, Said, Statement
from whoholds.store.driver import Connection
from whoholds.store.kinds import (
    CLAIM,
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


_CLAIMS = """
SELECT c.seq, lower(hex(c.id)), c.body, d.seq, lower(hex(d.id)), d.key, d.day, d.body,
  (SELECT json_group_array(json_array(k.seq, k.kind, k.key, json(k.body)))
     FROM line k WHERE k.ref = c.seq AND k.seq <= :line),
  (SELECT json_group_array(json_array(p.seq, p.key))
     FROM line p WHERE p.ref = d.seq AND p.kind = 5 AND p.seq <= :line),
  EXISTS (SELECT 1 FROM line y WHERE y.ref = d.seq AND y.kind = 6)
    OR EXISTS (SELECT 1 FROM line y WHERE y.other = d.seq)
"""
"""A claim, its document, what is said of it, the passes over its document, and whether there are copies."""

_STATEMENTS = """
SELECT c.seq, c.kind, lower(hex(c.id)), c.body,
  (SELECT json_group_array(json_array(k.seq, k.kind, k.key, json(k.body)))
     FROM line k WHERE k.ref = c.seq AND k.seq <= :line),
  (SELECT json_group_array(json_array(p.seq, p.key))
     FROM line p WHERE p.ref = c.ref AND p.kind = 5 AND p.seq <= :line)
FROM line c WHERE c.ref = :ref AND c.kind IN (9, 10, 11) AND c.seq <= :line
"""
"""A statement, what is said of it, and the passes over its document."""

_STANDING = """ NOT EXISTS (SELECT 1 FROM line v WHERE v.kind = 1 AND v.key = d.key
  AND v.day >= d.day AND (v.day > d.day OR v.seq > d.seq) AND v.day <= :known AND v.seq <= :line) """
"""No later version of the report counts: published later, or as late and recorded later."""

_Row = tuple[int, str, str, int, str, str, int, str, str, str, int]


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
        self.db, self.horizon, self._speaks = db, horizon, words
        self._at = {"line": horizon.line, "known": horizon.known}
        self._stories: dict[int, str] = {}
        self._append = (1, 0, _DAWN, "")
        self._words: tuple[int, Words] = (0, NO_WORDS)

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
        rows = self.db.execute(
            _CLAIMS
            + "FROM line c JOIN line d ON d.seq = c.ref WHERE c.ref = :ref AND c.kind = 2 AND c.seq <= :line",
            self._at | {"ref": report.seq},
        ).fetchall()
        found = [a for a in map(self._attested, rows) if a and _placed(a, units)]
        return sorted(found, key=lambda a: (a.claim.span, a.claim.id))

    def statements(self, report: Report) -> list[Said]:
        """What one report says of actors beside control, as far as it stands, by position."""
        found = []
        words = None
        for seq, kind, id_, body, about, passed in self.db.execute(
            _STATEMENTS, self._at | {"ref": report.seq}
        ).fetchall():
            at, by = self.recorded(seq)
            _, judgement, finders = _about(id_, json.loads(about))
            if judgement is None and not _still_found(by, finders, json.loads(passed)):
                continue
            words = words or self.words(report.seq)
            statement = cast(Statement, unpack(kind, body, subject=report.id, key=None, words=words))
            document = self.document(report, words._replace(text=""))
            found.append(
                Said(
                    statement=statement,
                    document=document,
                    story=self.story(report),
                    recorded=at,
                    judgement=judgement,
                )
            )
        return sorted(found, key=lambda said: (said.statement.span, said.statement.id))

    def latest(self, unit: str) -> Iterator[Attested]:
        """Claims placed in the unit that stand, newest report first."""
        rows = self.db.execute(
            _CLAIMS + "FROM line p CROSS JOIN line c ON c.seq = p.ref CROSS JOIN line d ON d.seq = c.ref "
            "WHERE p.kind = 3 AND p.key = :unit AND p.day <= :known AND p.seq <= :line AND"
            + _STANDING + "ORDER BY p.day DESC, p.seq DESC",
            self._at | {"unit": unit},
        )  # fmt: skip
        seen: set[int] = set()
        for row in rows:
            if row[0] not in seen:
                seen.add(row[0])
                attested = self._attested(row)
                if attested and _placed(attested, {unit}):
                    yield attested

    def document(self, report: Report, words: Words = NO_WORDS) -> Document:
        """The document, without its text unless words are given."""
        return cast(Document, unpack(DOCUMENT, report.body, subject="", key=None, words=words))

    def words(self, seq: int) -> Words:
        """The words of the document at line ``seq``; empty after a takedown."""
        if self._words[0] != seq and self._speaks:
            row = self.db.execute(
                "SELECT title, author, before, text FROM words WHERE document = ?", (seq,)
            ).fetchone()
            self._words = seq, Words(*row) if row else NO_WORDS
        return self._words[1]

    def recorded(self, seq: int) -> tuple[datetime, str]:
        """When line ``seq`` was recorded, and by whom."""
        if not self._append[0] <= seq <= self._append[1]:
            last, at, by = self.db.execute(
                "SELECT last, at, by FROM batch WHERE last >= ? ORDER BY last LIMIT 1", (seq,)
            ).fetchone()
            self._append = (seq, last, moment(at), by)
        return self._append[2:]

    def _attested(self, row: _Row) -> Attested | None:
        """The claim with what is said of it, or ``None`` where a newer pass no longer finds it."""
        seq, id_, body, *document, about, passed, copied = row
        at, by = self.recorded(seq)
        report = Report(*cast(Report, tuple(document)))
        placements, judgement, finders = _about(id_, json.loads(about))
        if judgement is None and not _still_found(by, finders, json.loads(passed)):
            return None
        words = self.words(report.seq)
        return Attested(
            claim=cast(Claim, unpack(CLAIM, body, subject=report.id, key=None, words=words)),
            document=self.document(report, words._replace(text="")),
            placements=placements,
            judgement=judgement,
            story=self.story(report) if copied else report.id,
            recorded=at,
        )

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


def _still_found(by: str, finders: list[str], passed: list[list[object]]) -> bool:
    """Whether the newest pass of some coder that found an entry still finds it."""
    passes = {str(coder).partition("@")[0]: coder for _, coder in sorted(passed, key=itemgetter(0))}
    return any(passes.get(c.partition("@")[0], c) == c for c in (by, *finders))


def _placed(attested: Attested, units: Collection[str] | None) -> bool:
    return units is None or any(p.unit in units for p in attested.placements)


def _about(
    claim: str, lines: list[tuple[int, int, str | None, dict[str, object]]]
) -> tuple[tuple[Placement, ...], Judgement | None, list[str]]:
    """Placements by the newest gazetteer, likeliest first; the latest judgement; other coders that found it."""
    placements: list[Placement] = []
    judgement, finders = None, []
    for _, kind, key, body in sorted(lines, key=itemgetter(0)):
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

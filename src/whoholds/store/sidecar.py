"""Claims as columns: Parquet beside the ledger, for adjudication at scale. A cache, never the truth.

Parts are only added: a report of which the ledger has learnt more is written anew into a new part, and its
rows in older parts no longer count. When too much has been written anew, or the ledger is another one, all
is built again. One row is one placement of one claim that stands (a claim without placement has one row).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoholds.model import Attested
from whoholds.store.driver import Connection
from whoholds.store.kinds import COPY, UNDATED, date_of, day_of
from whoholds.store.view import Horizon, Report, View

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Ints = npt.NDArray[np.int64]

FORMAT = 1
ROWS = 1_000_000
"""Rows of a part, at most, and so the memory that building takes: about 1 GB."""
PARTS = 24

_WORDS = (
    "unit", "relation", "polarity", "modality", "actor", "against", "quantifier", "extent", "start", "end",
    "speaker", "outlet", "via", "verdict", "fields",
)  # fmt: skip


class Sidecar:
    """The columns of one ledger in one folder.

    ========== =========================================================================================
    claim      the claim's id, 16 bytes
    document   line of its document; ``story`` the line of the document that names its story
    unit       of the placement, with its ``probability`` and ``via``
    published  the report's day (null: undated); ``until`` the day that a newer version of it appeared
    relation, polarity, modality, actor, against, quantifier, extent, start, end, by_party, confidence
    speaker    who vouches: the last of the claim's speakers
    outlet     of the report
    verdict    of the latest judgement, with its ``fields`` as JSON where it amends
    ========== =========================================================================================
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def extend(self, db: Connection) -> int:
        """Bring the columns up to the ledger's last line; the number of rows written."""
        manifest = self._manifest(db)
        last = Horizon.at(db, None, None).line
        if last and last == manifest["last"]:
            return 0
        changed = _changed(db, manifest["last"])
        old = [seq for seq in changed if seq <= manifest["last"]]
        if manifest["last"] and (len(manifest["parts"]) >= PARTS or 5 * len(old) > _documents(db)):
            manifest, changed, old = self._empty(), _changed(db, 0), []
        self.folder.mkdir(parents=True, exist_ok=True)
        redone, written = old, 0
        for rows in _chunks(View(db, Horizon(last, UNDATED), words=False), changed):
            name = f"part-{last}-{len(manifest['parts'])}.parquet"
            _write(rows, self.folder / name)
            manifest["parts"].append({"file": name, "redone": redone})
            redone, written = [], written + len(rows)
        if redone:
            manifest["parts"].append({"file": None, "redone": redone})
        self._write_copies(db, last)
        manifest |= {"last": last, "hash": _hash(db, last)}
        part = self.folder / "manifest.part"
        part.write_text(json.dumps(manifest))
        part.replace(self.folder / "manifest.json")
        return written

    def scan(
        self,
        *,
        known: date | None = None,
        units: Collection[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pa.Table:
        """Rows of claims known on a day, in no particular order; all columns or those named."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        wanted = list(columns) if columns else [n for n in _schema().names if n != "until"] + ["story"]
        read = {*wanted, "document", "published", "until"} - {"story"}
        parts = json.loads((self.folder / "manifest.json").read_text())["parts"]
        tables, redone = [], set[int]()
        filters = [("unit", "in", set(units))] if units is not None else None
        for part in reversed(parts):
            if part["file"]:
                table = pq.read_table(self.folder / part["file"], columns=sorted(read), filters=filters)
                tables.append(_standing(table, known, redone))
            redone.update(part["redone"])
        table = pa.concat_tables(
            tables or [_schema().empty_table().select(sorted(read))], promote_options="default"
        )
        if "story" in wanted:
            story = self._stories(table["document"].to_numpy(), known)
            table = table.append_column("story", pa.array(story, pa.int64()))
        return table.select(wanted)

    def _empty(self) -> dict[str, Any]:
        for mine in (*self.folder.glob("part-*.parquet"), self.folder / "copies.parquet"):
            mine.unlink(missing_ok=True)
        return {"format": FORMAT, "last": 0, "hash": "", "parts": []}

    def _manifest(self, db: Connection) -> dict[str, Any]:
        """What is there, or an empty start where it is not of this ledger."""
        try:
            manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text())
        except (OSError, ValueError):
            return self._empty()
        known = manifest["format"] == FORMAT and manifest["hash"] == _hash(db, manifest["last"])
        return manifest if known else self._empty()

    def _write_copies(self, db: Connection, last: int) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = db.execute(
            "SELECT c.ref, c.other, lower(hex(a.id)), lower(hex(b.id)), max(a.day, b.day) FROM line c "
            "JOIN line a ON a.seq = c.ref JOIN line b ON b.seq = c.other WHERE c.other IS NOT NULL AND c.kind = ? "
            "AND c.seq <= ?",
            (COPY, last),
        ).fetchall()
        names = ["first", "second", "first_id", "second_id", "day"]
        types = [pa.int64(), pa.int64(), pa.string(), pa.string(), pa.int64()]
        columns = [pa.array([row[i] for row in rows], type_) for i, type_ in enumerate(types)]
        pq.write_table(pa.table(columns, names=names), self.folder / "copies.parquet")

    def _stories(self, documents: Ints, known: date | None) -> Ints:
        import numpy as np
        import pyarrow.parquet as pq

        copies = pq.read_table(self.folder / "copies.parquet")
        day = copies["day"].to_numpy()
        copies = copies.filter(day <= (day_of(known) if known else UNDATED))
        if not len(copies):
            return documents
        a, b = copies["first"].to_numpy(), copies["second"].to_numpy()
        seqs, at = np.unique(np.concatenate([a, b]), return_index=True)
        ids = np.array(copies["first_id"].to_pylist() + copies["second_id"].to_pylist())[at]
        order = np.argsort(ids)
        named = seqs[order][
            _components(np.argsort(order), np.searchsorted(seqs, a), np.searchsorted(seqs, b))
        ]
        place = np.minimum(np.searchsorted(seqs, documents), len(seqs) - 1)
        return np.where(seqs[place] == documents, named[place], documents)


def _components(rank: Ints, a: Ints, b: Ints) -> Ints:
    """Smallest rank in each node's component, the edges being ``a[i]`` to ``b[i]``."""
    import numpy as np

    label, node_of = rank.copy(), np.argsort(rank)
    while True:
        least, before = np.minimum(label[a], label[b]), label.copy()
        np.minimum.at(label, a, least)
        np.minimum.at(label, b, least)
        label = np.minimum(label, label[node_of[label]])  # jump: a long chain takes few rounds
        if np.array_equal(label, before):
            return label


def _standing(table: pa.Table, known: date | None, redone: set[int]) -> pa.Table:
    """Rows of reports that count on the day and were not written anew in a later part."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keep = None
    if known is not None:
        current = pc.if_else(pc.is_null(table["until"]), True, pc.greater(table["until"], pa.scalar(known)))
        keep = pc.and_(pc.less_equal(table["published"], pa.scalar(known)), current)
    elif table["until"].null_count < len(table):
        keep = pc.is_null(table["until"])
    if redone:
        fresh = pc.invert(pc.is_in(table["document"], pa.array(sorted(redone), pa.int64())))
        keep = fresh if keep is None else pc.and_(keep, fresh)
    return table if keep is None else table.filter(keep)


def _schema() -> pa.Schema:
    import pyarrow as pa

    word = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [
            ("claim", pa.binary(16)),
            ("document", pa.int64()),
            ("published", pa.date32()),
            ("until", pa.date32()),
        ]
        + [("probability", pa.float32()), ("confidence", pa.float32()), ("by_party", pa.bool_())]
        + [(name, word) for name in _WORDS]
    )


def _write(rows: list[tuple[object, ...]], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = zip(*rows, strict=True)
    table = pa.table([pa.array(c, f.type) for c, f in zip(columns, _schema(), strict=True)], schema=_schema())
    # By unit, so that a question about a few units skips most row groups.
    by_unit = table.set_column(table.schema.get_field_index("unit"), "unit", table["unit"].cast(pa.string()))
    order = pa.compute.sort_indices(by_unit, sort_keys=[("unit", "ascending"), ("published", "ascending")])
    part = path.with_suffix(".part")
    pq.write_table(table.take(order), part, compression="zstd", row_group_size=100_000)
    part.replace(path)


def _rows(attested: Attested, document: int, until: date | None) -> Iterator[tuple[object, ...]]:
    c, judgement = attested.claim, attested.judgement
    for p in attested.placements or (None,):
        yield (
            bytes.fromhex(c.id), document, attested.document.published, until,
            p.probability if p else None, c.confidence, c.by_party,
            p.unit if p else None, c.relation, c.polarity, c.modality, c.actor, c.against, c.place.quantifier,
            c.place.extent, c.start, c.end, c.speaker[-1] if c.speaker else None, attested.document.outlet,
            p.via if p else None, judgement.verdict if judgement else None,
            json.dumps(judgement.fields) if judgement and judgement.fields else None,
        )  # fmt: skip


def _chunks(view: View, documents: list[int]) -> Iterator[list[tuple[object, ...]]]:
    """Rows of these documents, at most :data:`ROWS` (and one report) at a time."""
    rows: list[tuple[object, ...]] = []
    for report, until in _reports(view.db, documents):
        for attested in view.claims(report):
            rows += _rows(attested, report.seq, until)
        if len(rows) >= ROWS:
            yield rows
            rows = []
    if rows:
        yield rows


def _reports(db: Connection, documents: list[int]) -> Iterator[tuple[Report, date | None]]:
    """The documents, each with the day from which a newer version shadows it."""
    for seq in documents:
        *report, until = db.execute(
            "SELECT seq, lower(hex(id)), key, day, body, (SELECT min(day) FROM line v WHERE v.kind = 1 "
            "AND v.key = d.key AND v.day >= d.day AND (v.day > d.day OR v.seq > d.seq)) FROM line d WHERE seq = ?",
            (seq,),
        ).fetchone()
        yield Report(*report), None if until is None else date_of(until) or date.max


def _changed(db: Connection, after: int) -> list[int]:
    """Documents of which lines after line ``after`` speak, and older versions of new ones, in order."""
    rows = db.execute(
        "SELECT CASE WHEN l.kind = 1 THEN l.seq WHEN p.kind = 1 THEN p.seq ELSE p.ref END "
        "FROM line l LEFT JOIN line p ON p.seq = l.ref WHERE l.seq > :after AND l.kind <> 6 "
        "UNION SELECT o.seq FROM line n CROSS JOIN line o ON o.kind = 1 AND o.key = n.key WHERE n.kind = 1 AND n.seq > :after",
        {"after": after},
    )
    return sorted(seq for (seq,) in rows)


def _documents(db: Connection) -> int:
    count: int = db.execute("SELECT count(*) FROM line WHERE kind = 1").fetchone()[0]
    return count


def _hash(db: Connection, last: int) -> str:
    row = db.execute("SELECT hex(hash) FROM batch WHERE last = ?", (last,)).fetchone()
    return row[0] if row else "none"

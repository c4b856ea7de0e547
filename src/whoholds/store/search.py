"""Full-text search over the sentences of claims.

The index holds no text of its own, so that a takedown leaves none behind. It may lag behind the lines
during a bulk load; whoever appends next, or :meth:`Ledger.bulk` at its end, brings it up to date.
"""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.errors import LedgerError
from whoholds.store.driver import Connection, OperationalError

_CLAIMS = (
    "SELECT c.seq, json_extract(c.body, '$.sentence[0]'), json_extract(c.body, '$.sentence[1]'), w.text "
    "FROM line c JOIN words w ON w.document = c.ref WHERE c.kind = 2 "
)


def _quotes(db: Connection, where: str, value: int) -> Iterator[tuple[int, str]]:
    for seq, start, end, text in db.execute(_CLAIMS + where, (value,)):
        if end is not None:
            yield seq, text[start:end]


def extend(db: Connection) -> None:
    """Index the claims recorded since the last time."""
    done = db.execute("SELECT coalesce(max(seq), 0) FROM mark WHERE name = 'quotes'").fetchone()[0]
    db.executemany(
        "INSERT INTO quotes(rowid, quote) VALUES (?, ?)", _quotes(db, "AND c.seq > ? ORDER BY c.seq", done)
    )
    db.execute("INSERT OR REPLACE INTO mark SELECT 'quotes', coalesce(max(seq), 0) FROM line")


def forget(db: Connection, document: int) -> None:
    """Take the claims of the document at this line out of the index."""
    extend(db)
    db.executemany(
        "INSERT INTO quotes(quotes, rowid, quote) VALUES ('delete', ?, ?)",
        list(_quotes(db, "AND c.ref = ?", document)),
    )


def find(db: Connection, query: str, limit: int) -> list[str]:
    """Ids of claims that match, newest line first."""
    try:
        rows = db.execute(
            "SELECT (SELECT lower(hex(id)) FROM line WHERE seq = q.rowid) FROM quotes q WHERE quotes MATCH ? "
            "ORDER BY rowid DESC LIMIT ?",
            (query, limit),
        ).fetchall()
    except OperationalError as error:
        if getattr(error, "sqlite_errorcode", 1) != 1:  # not the query's fault: locked, damaged, ...
            raise
        raise LedgerError(f"{query!r} is no search: {error}") from error
    return [id_ for (id_,) in rows]

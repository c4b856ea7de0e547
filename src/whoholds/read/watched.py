"""What a watcher remembers between rounds, in one small file that is replaced whole."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from whoholds.errors import ConfigError

MOST_SEEN = 5_000


@dataclass(kw_only=True)
class Record:
    """A feed: when to look next, what it looked like, which entries have been read."""

    due: float = 0.0
    failures: int = 0
    etag: str | None = None
    modified: str | None = None
    seen: dict[str, None] = field(default_factory=dict)

    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Give the headers of a conditional request."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return tuple((name, value) for name, value in pairs if value)

    def remember(self, etag: str | None, modified: str | None) -> None:
        """Keep what the server says of this version; a header that could not be sent back is dropped."""
        self.etag, self.modified = (
            value if value and len(value) < 500 and value.isascii() and value.isprintable() else None
            for value in (etag, modified)
        )

    def has_seen(self, entry: str) -> bool:
        """Tell whether an entry has been read."""
        return entry in self.seen

    def saw(self, entry: str) -> None:
        """Mark an entry as read; the oldest marks are dropped, so that memory stays flat."""
        self.seen[entry] = None
        while len(self.seen) > MOST_SEEN:
            del self.seen[next(iter(self.seen))]


class Watched:
    """All feeds' records, kept in a JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._records: dict[str, Record] = {}
        if path.exists():
            try:
                data = json.loads(path.read_text("utf-8"))
                self._records = {
                    url: Record(**{**record, "seen": dict.fromkeys(record["seen"])})
                    for url, record in data.items()
                }
            except (OSError, ValueError, TypeError, KeyError, AttributeError) as bad:
                raise ConfigError(
                    f"{path}: not the memory of a watcher ({bad}); move it away to start anew"
                ) from None

    def of(self, url: str) -> Record:
        """Give the record of a feed; a new one is due at once."""
        return self._records.setdefault(url, Record())

    def save(self) -> None:
        """Replace the file in one step, so that a kill leaves the old one or the new one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = {url: {**asdict(record), "seen": list(record.seen)} for url, record in self._records.items()}
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(data, indent=0), "utf-8")
        os.replace(new, self._path)  # noqa: PTH105

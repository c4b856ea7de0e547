"""What can be a line of the ledger: a small table of kinds. A new entry type is one more row.

A body is the entry as JSON without fields at their default, without what the line's own columns hold,
and without words (text, title, quotes): those stand once, in the table that a takedown may erase.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from typing import Any, NamedTuple

from whoholds.model import (
    Claim,
    Copy,
    Document,
    Entry,
    Erasure,
    Judgement,
    Pass,
    Place,
    Placement,
    Span,
    content_id,
)

EPOCH = date(1970, 1, 1)
UNDATED = 2**31
"""The day of what has no date: after every date that a question can name."""

DOCUMENT, CLAIM, PLACEMENT, JUDGEMENT, PASS, COPY, ERASURE, SIGHTING = range(1, 9)


class Words(NamedTuple):
    """Words of a report: what a takedown erases."""

    title: str | None
    author: str | None
    before: str
    text: str

    def commitment(self, salt: bytes) -> str:
        """SHA-256 of salt and words: binds the line to them, and tells nothing once the salt is gone."""
        return hashlib.sha256(salt + json.dumps(self, ensure_ascii=False).encode()).hexdigest()

    def cut(self, span: Span | None) -> str:
        """Piece of the text at the span."""
        return self.text[span[0] : span[1]] if span else ""


_EMPTY = hashlib.sha256(b"").hexdigest()
NO_WORDS = Words(None, None, "", "")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One row of the table. ``subject`` is the field that names what the entry speaks of; ``key`` the
    field to find it by; ``without`` what the body leaves out; ``found``: a coder finds it in a report,
    so that a newer pass shadows it.
    """

    code: int
    name: str
    type: type[Any] | None
    subject: str | None = None
    subject_kind: int | None = None
    key: str | None = None
    without: tuple[str, ...] = ()
    found: bool = False


KINDS = (
    Kind(code=DOCUMENT, name="document", type=Document, without=("text", "title", "author", "before")),
    Kind(
        code=CLAIM, name="claim", type=Claim, subject="document", subject_kind=DOCUMENT,
        without=("quote", "sentence"), found=True,
    ),
    Kind(
        code=PLACEMENT, name="placement", type=Placement, subject="claim", subject_kind=CLAIM, key="unit",
    ),
    Kind(code=JUDGEMENT, name="judgement", type=Judgement, subject="claim", subject_kind=CLAIM),
    Kind(code=PASS, name="pass", type=Pass, subject="document", subject_kind=DOCUMENT, key="coder"),
    Kind(
        code=COPY, name="copy", type=Copy, subject="first", subject_kind=DOCUMENT, without=("second",),
    ),
    Kind(code=ERASURE, name="erasure", type=Erasure, subject="document", subject_kind=DOCUMENT),
    Kind(code=SIGHTING, name="sighting", type=None, subject_kind=CLAIM),
)  # fmt: skip

BY_CODE = {kind.code: kind for kind in KINDS}
BY_TYPE: Mapping[type, Kind] = {kind.type: kind for kind in KINDS if kind.type}


def sighting_id(claim: str, by: str) -> str:
    """Id of *this coder found this claim*: two coders that agree are one claim and two sightings."""
    return content_id("sighting", claim, by)


def day_of(published: date | None) -> int:
    """Days since 1970-01-01."""
    return (published - EPOCH).days if published else UNDATED


def date_of(day: int) -> date | None:
    """Date of a stored day."""
    return None if day == UNDATED else EPOCH + timedelta(days=day)


def report_key(document: Document) -> str:
    """Equal for the versions of one report: its name, and the outlet, since names may be mere numbers."""
    return f"{document.name}\x1f{document.outlet or ''}"


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return _slim(value, _PLACE)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def _defaults(type_: type, without: tuple[str | None, ...]) -> tuple[tuple[str, object], ...]:
    return tuple(
        (f.name, None if f.default is MISSING else f.default) for f in fields(type_) if f.name not in without
    )


def _slim(entry: object, wanted: tuple[tuple[str, object], ...]) -> dict[str, object]:
    slim = {}
    for name, default in wanted:
        value = getattr(entry, name)
        if value != default:
            slim[name] = value
    return slim


_PLACE = _defaults(Place, ())
_WANTED = {
    kind.type: _defaults(kind.type, (kind.subject, kind.key, *kind.without)) for kind in KINDS if kind.type
}


def pack(entry: Entry, **more: object) -> str:
    """Body of an entry's line."""
    return _encode(_slim(entry, _WANTED[type(entry)]) | more)


def _tuples(value: object) -> object:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def unpack(kind: int, body: str, *, subject: str, key: str | None, words: Words) -> Entry:
    """Entry of a line. ``subject`` is the id of what it speaks of (for a copy: both ids)."""
    values = {name: _tuples(value) for name, value in json.loads(body).items()}
    return _UNPACK[kind](values, subject, key, words)


def _document(values: dict[str, Any], _subject: str, _key: str | None, words: Words) -> Document:
    values.pop("commitment")
    if "published" in values:
        values["published"] = date.fromisoformat(values["published"])
    if words.text or values["digest"] == _EMPTY:
        values["digest"] = ""
    return Document(**values, **words._asdict())


def _claim(values: dict[str, Any], subject: str, _key: str | None, words: Words) -> Claim:
    sentence = words.cut(values.pop("sentence", None))
    place: dict[str, Any] = {name: _tuples(value) for name, value in values.pop("place").items()}
    span = values["span"]
    return Claim(
        **{"actor": None} | values,
        document=subject,
        place=Place(**place),
        quote=words.cut(span),
        sentence=sentence,
    )


def _keyed(kind: Kind) -> Callable[[dict[str, Any], str, str | None, Words], Entry]:
    def build(values: dict[str, Any], subject: str, key: str | None, _words: Words) -> Entry:
        if kind.subject:
            values[kind.subject] = subject
        if kind.key:
            values[kind.key] = key
        entry: Entry = kind.type(**values) if kind.type else _never()
        return entry

    return build


def _never() -> Entry:
    raise AssertionError("a sighting is read as the claim that was seen")


def _copy(values: dict[str, Any], subject: str, key: str | None, _words: Words) -> Copy:
    first, second = sorted((subject, key or ""))
    return Copy(**values, first=first, second=second)


_UNPACK: dict[int, Callable[[dict[str, Any], str, str | None, Words], Entry]] = {
    **{kind.code: _keyed(kind) for kind in KINDS if kind.type},
    DOCUMENT: _document,
    CLAIM: _claim,
    COPY: _copy,
}

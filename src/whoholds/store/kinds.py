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
from json.encoder import encode_basestring as _text
from typing import Any, NamedTuple

from whoholds.model import (
    Alignment,
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
    Stance,
    Strength,
    content_id,
)

EPOCH = date(1970, 1, 1)
UNDATED = 2**31
"""The day of what has no date: after every date that a question can name."""

DOCUMENT, CLAIM, PLACEMENT, JUDGEMENT, PASS, COPY, ERASURE, SIGHTING, STRENGTH, ALIGNMENT, STANCE = range(
    1, 12
)


class Words(NamedTuple):
    """Words of a report: what a takedown erases."""

    title: str | None
    author: str | None
    before: str
    text: str

    def commitment(self, salt: bytes) -> str:
        """SHA-256 of salt and length-prefixed words: binds the line to them, and tells nothing once the salt is gone."""
        said = "".join(["-" if words is None else f"{len(words)}:{words}" for words in self])
        return hashlib.sha256(salt + said.encode()).hexdigest()

    def cut(self, span: Span | None) -> str:
        """Piece of the text at the span."""
        return self.text[span[0] : span[1]] if span else ""


_EMPTY = hashlib.sha256(b"").hexdigest()
NO_WORDS = Words(None, None, "", "")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One row of the table. ``subject`` is the field that names what the entry speaks of, ``about`` the kinds that this may be; ``key`` the
    field to find it by; ``without`` what the body leaves out; ``found``: a coder finds it in a report,
    so that a newer pass shadows it.
    """

    code: int
    name: str
    type: type[Any] | None
    subject: str | None = None
    about: tuple[int, ...] = (DOCUMENT,)
    key: str | None = None
    without: tuple[str, ...] = ()
    found: bool = False


KINDS = (
    Kind(code=DOCUMENT, name="document", type=Document, without=("text", "title", "author", "before")),
    Kind(
        code=CLAIM, name="claim", type=Claim, subject="document",
        without=("quote", "sentence"), found=True,
    ),
    Kind(
        code=PLACEMENT, name="placement", type=Placement, subject="claim", about=(CLAIM,), key="unit",
    ),
    Kind(
        code=JUDGEMENT, name="judgement", type=Judgement, subject="claim",
        about=(CLAIM, STRENGTH, ALIGNMENT, STANCE),
    ),
    Kind(code=PASS, name="pass", type=Pass, subject="document", key="coder"),
    Kind(
        code=COPY, name="copy", type=Copy, subject="first", without=("second",),
    ),
    Kind(code=ERASURE, name="erasure", type=Erasure, subject="document"),
    Kind(code=SIGHTING, name="sighting", type=None, about=(CLAIM, STRENGTH, ALIGNMENT, STANCE)),
    *(
        Kind(
            code=code, name=type_.__name__.lower(), type=type_, subject="document",
            without=("quote", "sentence"), found=True,
        )
        for code, type_ in ((STRENGTH, Strength), (ALIGNMENT, Alignment), (STANCE, Stance))
    ),
)  # fmt: skip

FOUND = frozenset(kind.code for kind in KINDS if kind.found)
"""What a coder finds in a report: control claims, strengths, alignments, stances."""

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


def _fields(type_: type, without: tuple[str | None, ...] = ()) -> Callable[[object], str]:
    """What writes an object's fields that are not at their default, as the inside of a JSON object."""
    written = [
        (f.name, None if f.default is MISSING else f.default, f"{_text(f.name)}:")
        for f in fields(type_)
        if f.name not in without
    ]

    def write(entry: object) -> str:
        values = vars(entry)
        return ",".join(
            [
                label + (_text(value) if type(value) is str else _JSON[type(value)](value))
                for name, default, label in written
                if (value := values[name]) is not default and value != default
            ]
        )

    return write


_place = _fields(Place)
_JSON: Mapping[type, Callable[[Any], str]] = {
    str: _text,
    int: str,
    float: repr,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    date: lambda value: _text(value.isoformat()),
    tuple: lambda value: f"[{','.join([_JSON[type(item)](item) for item in value])}]",
    Place: lambda value: f"{{{_place(value)}}}",
}
"""JSON by type; a third of the time that ``json.dumps`` takes, which is a fifth of an append."""

_WRITE = {
    kind.type: _fields(kind.type, (kind.subject, kind.key, *kind.without)) for kind in KINDS if kind.type
}


def pack(entry: Entry, **more: object) -> str:
    """The body of an entry's line: its fields, and ``more``."""
    body = _WRITE[type(entry)](entry)
    for name, value in more.items():
        body += f"{',' if body else ''}{_text(name)}:{_JSON[type(value)](value)}"
    return f"{{{body}}}"


def _freeze(values: dict[str, Any]) -> None:
    """Turn lists into tuples, in place."""
    for name, value in values.items():
        if type(value) is list:
            values[name] = _tuple(value)


def _tuple(items: list[Any]) -> tuple[Any, ...]:
    return tuple([_tuple(item) if type(item) is list else item for item in items])


def _revive(type_: type[Any], values: dict[str, Any]) -> Any:
    """An object with these fields, the others at their default: what ``type_(**values)`` is, sooner.

    A frozen dataclass sets its fields one call each; reading a unit's claims would be mostly that.
    """
    made = object.__new__(type_)
    own = vars(made)
    own |= _DEFAULTS[type_]
    own |= values
    return made


_DEFAULTS: Mapping[type, dict[str, Any]] = {
    type_: {f.name: None if f.default is MISSING else f.default for f in fields(type_)}
    for type_ in (*BY_TYPE, Place)
}


def unpack(
    kind: int, body: str | dict[str, Any], *, subject: str, key: str | None, words: Words = NO_WORDS
) -> Entry:
    """The entry of a line. ``subject`` is the id of what it speaks of, ``key`` a copy's other document.

    ``body`` as stored, or as ``json.loads`` gives it. :class:`KeyError` or :class:`ValueError` where it is
    not what :func:`pack` writes.
    """
    row, values = BY_CODE[kind], json.loads(body) if isinstance(body, str) else body
    if row.type is None or not isinstance(values, dict):
        raise ValueError(f"no body of a {row.name}: {body!r}")
    _freeze(values)
    if row.subject:
        values[row.subject] = subject
    if row.key:
        values[row.key] = key
    if kind == DOCUMENT:
        _add_words(values, words)
    elif row.found:
        if kind == CLAIM:
            _freeze(values["place"])
            values["place"] = _revive(Place, values["place"])
        values["sentence"] = words.cut(values.get("sentence"))
        values["quote"] = words.cut(values["span"])
    elif kind == COPY:
        values["first"], values["second"] = sorted((subject, key or ""))
    if not values.keys() <= _DEFAULTS[row.type].keys():
        raise ValueError(f"no body of a {row.name}: {body!r}")
    entry: Entry = _revive(row.type, values)
    return entry


def _add_words(values: dict[str, Any], words: Words) -> None:
    del values["commitment"]
    if "published" in values:
        values["published"] = date.fromisoformat(values["published"])
    values.update(words._asdict())
    if words.text or values["digest"] == _EMPTY:
        values["digest"] = ""

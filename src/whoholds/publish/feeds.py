"""Changes as feeds (Atom, RFC 4287; JSON Feed 1.1): for the map, each parent and each actor.

The feed tells what became known when, so it follows the series *as known on the day*. A change that later
reports took back says so in its entry, and a claim that an editor rejected is an entry of its own: one, however
many units it speaks of, so that a word on a whole country does not fill a feed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from whoholds.model import Unit, content_id
from whoholds.publish.edition import Bearing, Cited, Edition
from whoholds.publish.figure import INVENTED
from whoholds.publish.looks import Look, label_of, looks
from whoholds.publish.table import View, changed

LIMIT = 300
"""Entries in one feed, newest first."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One change or retraction. ``id`` stays the same in every edition that has it."""

    id: str
    day: date
    units: frozenset[str]
    title: str
    text: str
    link: str
    source: str | None
    actors: frozenset[str]


def write(edition: Edition, folder: Path) -> list[Path]:
    """Write ``map``, ``parent-ID`` (below the country) and ``actor-ID``, each as ``.atom`` and ``.json``."""
    entries = sorted([*_changes(edition), *_retractions(edition)], key=lambda e: (-e.day.toordinal(), e.id))
    folder.mkdir(parents=True, exist_ok=True)
    written = _feed(edition, folder / "map", edition.title, entries)
    for parent in parents(edition):
        inside = {edition.units[k].id for k in edition.within[parent.id]}
        mine = [e for e in entries if e.units & inside]
        written += _feed(edition, folder / stem("parent", parent.id), f"{edition.title}: {parent.name}", mine)
    for actor in edition.actors:
        mine = [e for e in entries if actor.id in e.actors]
        written += _feed(edition, folder / stem("actor", actor.id), f"{edition.title}: {actor.name}", mine)
    return written


def _changes(edition: Edition) -> Iterable[Entry]:
    """One entry per unit and day on which its state or holder as known on the day changed."""
    table, index = looks(edition, edition.then)
    later_table, later = looks(edition, edition.now)
    rows, cols = np.nonzero(changed(edition, View(series="then")))
    for row, col in zip(rows.tolist(), cols.tolist(), strict=True):
        unit, day = edition.units[row], edition.first + timedelta(days=col)
        before, after, hindsight = (
            table[index[row, col - 1]],
            table[index[row, col]],
            later_table[later[row, col]],
        )
        corrected = (hindsight.state, hindsight.holder) != (after.state, after.holder)
        yield _change(edition, unit, day, before, after, hindsight if corrected else None)


def _change(
    edition: Edition, unit: Unit, day: date, before: Look, after: Look, hindsight: Look | None
) -> Entry:
    text = [f"Before: {label_of(edition, before)}."]
    by_then = (b for b in edition.by_unit[unit.id] if b.testimony.published <= day and b.testimony.day <= day)
    newest = next((b for b in by_then if edition.by_claim[b.testimony.claim].verdict != "reject"), None)
    source = None
    if newest is not None:
        cited = edition.by_claim[newest.testimony.claim]
        source = cited.document.url
        text.append(_quoted(cited, newest.testimony.published))
    if hindsight is not None:
        text.append(f"Taken back: as known on {edition.known}, this day is “{label_of(edition, hindsight)}”.")
    key = content_id(
        "change", edition.country, unit.id, day, before.state, before.holder, after.state, after.holder
    )
    return Entry(
        id=f"urn:whoholds:change:{key}", day=day, units=frozenset({unit.id}), text=" ".join(text), source=source,
        title=f"{_name(edition, unit)}: {label_of(edition, after)}", link=_link(edition, unit, day),
        actors=frozenset(a for a in (before.holder, after.holder, *before.between, *after.between) if a),
    )  # fmt: skip


def _retractions(edition: Edition) -> Iterable[Entry]:
    """One entry per claim that an editor rejected, on the first of its units."""
    found: dict[str, dict[str, Bearing]] = {}
    for bearing in edition.bearings:
        if edition.by_claim[bearing.testimony.claim].verdict == "reject":
            found.setdefault(bearing.testimony.claim, {})[bearing.testimony.unit] = bearing
    units = {unit.id: unit for unit in edition.units}
    for claim, bearings in found.items():
        cited, unit = edition.by_claim[claim], units[min(bearings)]
        said = bearings[unit.id].testimony
        key = content_id("retraction", edition.country, unit.id, cited.id)
        more = f" and {len(bearings) - 1} more" if len(bearings) > 1 else ""
        yield Entry(
            id=f"urn:whoholds:retraction:{key}", day=edition.known, units=frozenset(bearings), source=cited.document.url,
            title=f"Retracted: a claim on {_name(edition, unit)}{more}", link=_link(edition, unit, said.day),
            text=f"{_quoted(cited, said.published)} is no longer used{f': {cited.reason}' if cited.reason else ''}",
            actors=frozenset(b.testimony.actor for b in bearings.values()),
        )  # fmt: skip


def _quoted(cited: Cited, published: date) -> str:
    """The words, where the edition does not withhold them, and where they stand."""
    source = f"({cited.document.outlet or 'no outlet'}, {published})"
    return f"“{cited.claim.quote}” {source}" if cited.claim.quote else f"A claim {source}"


def _feed(edition: Edition, path: Path, title: str, entries: Sequence[Entry]) -> list[Path]:
    shown = entries[:LIMIT]
    title = f"{title} ({INVENTED.lower()})" if edition.synthetic else title
    atom, feed = path.with_name(f"{path.name}.atom"), path.with_name(f"{path.name}.json")
    atom.write_text(_atom(edition, path.name, title, shown), encoding="utf-8", newline="\n")
    text = json.dumps(_json(edition, path.name, title, shown), ensure_ascii=False, indent=1)
    feed.write_text(text + "\n", encoding="utf-8", newline="\n")
    return [atom, feed]


def _atom(edition: Edition, name: str, title: str, entries: Sequence[Entry]) -> str:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>urn:whoholds:feed:{content_id('feed', edition.country, edition.title, name)}</id>",
        f"<title>{escape(title)}</title><updated>{_moment(edition.known)}</updated>",
        "<author><name>whoholds</name></author>",
        f"<generator version={quoteattr(edition.version)}>whoholds</generator>",
        f"<rights>{escape(edition.licence)}</rights>",
        f'<link rel="self" href={quoteattr(_site(edition) + f"feeds/{name}.atom")}/>',
        f"<link href={quoteattr(_site(edition) + 'index.html')}/>",
    ]
    for entry in entries:
        via = f'<link rel="via" href={quoteattr(entry.source)}/>' if entry.source else ""
        lines.append(
            f"<entry><id>{entry.id}</id><title>{escape(entry.title)}</title>"
            f"<updated>{_moment(entry.day)}</updated><link href={quoteattr(entry.link)}/>{via}"
            f'<content type="text">{escape(entry.text)}</content></entry>'
        )
    return "\n".join([*lines, "</feed>\n"])


def _json(edition: Edition, name: str, title: str, entries: Sequence[Entry]) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": _site(edition) + "index.html",
        "feed_url": _site(edition) + f"feeds/{name}.json",
        "items": [
            {
                "id": e.id, "url": e.link, "title": e.title, "content_text": e.text,
                "date_published": _moment(e.day), **({"external_url": e.source} if e.source else {}),
            }
            for e in entries
        ],
    }  # fmt: skip


def _name(edition: Edition, unit: Unit) -> str:
    parent = edition.parent_of.get(unit.id)
    return f"{unit.name}, {parent.name}" if parent else unit.name


def _link(edition: Edition, unit: Unit, day: date) -> str:
    return f"{_site(edition)}index.html#/{quote(unit.id, safe='')}?on={day}&series=then"


def _site(edition: Edition) -> str:
    """Give the address of the site, or the way there from the feed's own folder."""
    return (edition.settings.url or "..").rstrip("/") + "/"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def parents(edition: Edition) -> list[Unit]:
    """Parents with a feed of their own: that of the country would be the map's."""
    return [parent for parent in edition.parents if parent.level != "country"]


def stem(kind: str, name: str) -> str:
    """Name of a feed's file without its suffix: ``parent-ID``, ``actor-ID``; a hash stands for what a file's name cannot hold."""
    if re.fullmatch(r"[A-Za-z0-9._-]{1,60}", name):
        return f"{kind}-{name}"
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:40]
    return f"{kind}-{plain}-{content_id('feed', name)[:8]}"

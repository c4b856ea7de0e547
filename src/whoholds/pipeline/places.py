"""The gazetteer and the units, for editors: :func:`explained`, :func:`listed`."""

from __future__ import annotations

from pathlib import Path

from whoholds.locate import layers
from whoholds.locate.resolve import Resolver
from whoholds.locate.units import Frame
from whoholds.pipeline.project import Project


def explained(text: str, *, folder: Path | None, country: str | None) -> str:
    """Which places a text names, and why."""
    resolver = Resolver(Frame.load(country)) if country else Project.open(folder or Path()).resolver
    return resolver.explain(text)


def listed(*, folder: Path | None, country: str | None) -> tuple[list[tuple[str, ...]], list[str]]:
    """The map's units as rows (id, name, level, parent, seat), and the layers with their licences."""
    frame = Frame.load(country) if country else Project.open(folder or Path()).frame
    rows: list[tuple[str, ...]] = []
    for unit in (frame.units[name] for name in frame.map_units):
        above = frame.units.get(unit.parent or "")
        seat = frame.units.get(unit.seat or "")
        rows.append(
            (
                unit.id,
                unit.name,
                unit.level,
                above.name if above else "",
                seat.name if seat else unit.seat or "",
            )
        )
    about = [
        f"{layer.title} ({layer.year}): {'; '.join(layer.licences)}. {' '.join(layer.credits)}"
        for layer in layers.shipped()
    ]
    return rows, about

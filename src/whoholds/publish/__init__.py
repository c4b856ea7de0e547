"""From an edition to the world: pages, pictures, tables and feeds.

>>> edition = make_edition(...)                        # doctest: +SKIP
>>> site.write(edition, Path("demo"))                  # doctest: +SKIP
>>> export(edition, Path("control.csv"), on=day)       # doctest: +SKIP
"""

from whoholds.publish import site
from whoholds.publish.edition import (
    STATES,
    Actor,
    BaseFeature,
    Bearing,
    Cited,
    Edition,
    Moved,
    Rollup,
    Series,
    SeriesName,
    Settings,
)
from whoholds.publish.export import SUFFIXES, export
from whoholds.publish.making import make_edition
from whoholds.publish.rollup import rolled
from whoholds.publish.text import text_map

__all__ = [
    "STATES",
    "SUFFIXES",
    "Actor",
    "BaseFeature",
    "Bearing",
    "Cited",
    "Edition",
    "Moved",
    "Rollup",
    "Series",
    "SeriesName",
    "Settings",
    "export",
    "make_edition",
    "rolled",
    "site",
    "text_map",
]

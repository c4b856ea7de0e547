"""From an edition to the world: pages, pictures, tables and feeds.

>>> edition = make_edition(...)                        # doctest: +SKIP
>>> site.write(edition, Path("demo"))                  # doctest: +SKIP
>>> export(edition, Path("control.csv"), on=day)       # doctest: +SKIP
"""

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
from whoholds.publish.making import make_edition
from whoholds.publish.rollup import rolled

__all__ = [
    "STATES",
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
    "make_edition",
    "rolled",
]

"""Colours and marks, one source for pages, pictures and GIS styles.

Hue is the holder, by the order of the edition's actors: six hues that stay apart for colour-blind readers
(Okabe and Ito, 2008), then grey for every other. Status is a pattern, never a colour alone; letters say
both in grey print.
"""

from __future__ import annotations

from whoholds.publish.edition import Edition

HUES = ("#0072B2", "#D55E00", "#CC79A7", "#009E73", "#E69F00", "#56B4E9")
GREYS = ("#8C8C8C", "#BDBDBD", "#6F6F6F", "#D6D6D6", "#A5A5A5", "#5C5C5C")
"""In place of the hues where letters tell the holder."""
OTHER = "#8A8A8A"
NOTHING = "#E8E8E8"
"""No report, or none that is recent enough."""
LINE = "#5A5A5A"
WATER = "#C6DBEF"
LAND = "#F6F4EF"


def hues(edition: Edition) -> dict[str, str]:
    """Colour by actor id."""
    return {a.id: HUES[k] if k < len(HUES) else OTHER for k, a in enumerate(edition.actors)}


def greys(edition: Edition) -> dict[str, str]:
    """Grey by actor id."""
    return {a.id: GREYS[k % len(GREYS)] for k, a in enumerate(edition.actors)}


def letters(edition: Edition) -> dict[str, str]:
    """One or two letters by actor id, no two equal: what stands in for the hue in grey."""
    given: dict[str, str] = {}
    for actor in edition.actors:
        words = actor.name.split() or [actor.id]
        tries = [words[0][:1], "".join(w[:1] for w in words[:2]), words[0][:2]]
        tries += [f"{words[0][:1]}{n}" for n in range(1, 1 + len(edition.actors))]
        given[actor.id] = next(t for t in (x.upper() for x in tries) if t not in given.values())
    return given


def small(letters: str) -> str:
    """The letters of an actor where only its own word says that it holds: small, or in brackets in a script without capitals."""
    return f"({letters})" if letters and letters.lower() == letters else letters.lower()


def pale(colour: str) -> str:
    """Return the hue mixed with three parts of white."""
    mixed = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c * 0.25 + 255 * 0.75):02X}" for c in mixed)

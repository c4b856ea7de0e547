"""An invented country of any size: units, parents, a front that moves, and reports that say so.

Deterministic, and built with the same types that the pipeline hands over, so that tests and benchmarks
of publishing need no other stage.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import shapely

from whoholds.model import CONTESTED, Attested, Claim, Document, Place, Placement, Posteriors, Testimony, Unit
from whoholds.publish import STATES, Actor, BaseFeature, Bearing, Moved, Series, Settings, make_edition

FIRST = date(2031, 1, 1)
ACTORS = (Actor(id="crown", name="Crown Guard"), Actor(id="league", name="River League"))
NAMES = ("Varrin", "Ostel", "Kemra", "Dulov", "Pashan", "Tirem", "Golsk", "Harun", "Belat", "Sorvi")


def edition(count: int = 40, days: int = 60, *, reports: int | None = None, settings=None, **changes):
    """An edition of an invented country of ``count`` districts; ``changes`` go to ``make_edition``."""
    districts, provinces = country(count)
    rng = np.random.default_rng(7)
    state, holder, p = front(districts, days, rng)
    attested, bearings, newest = evidence(districts, days, reports or count * 2, rng)
    last = FIRST + timedelta(days=days - 1)
    now = series(districts, state, holder, p, newest, last)
    late_state, late_holder = np.roll(state, 1, axis=1), np.roll(holder, 1, axis=1)
    late_state[:, 0], late_holder[:, 0] = state[:, 0], holder[:, 0]
    then = series(districts, late_state, late_holder, p, newest, last)
    given = {
        "title": "Varrinland", "country": "XVR", "level": "2", "units": districts, "parents": provinces,
        "actors": ACTORS, "now": now, "then": then, "attested": attested, "bearings": bearings,
        "newest": last, "content": "c0ffee" * 8, "version": "0.1.0", "base": base(), "synthetic": True,
        "credits": ("Boundaries: invented",), "settings": settings or Settings(),
        "boundary_note": "Boundaries are invented and imply no opinion.",
        "marks": ((FIRST + timedelta(days=days // 2), "A second outlet was added"),),
    }  # fmt: skip
    return make_edition(**(given | changes))


def country(n: int, fine: int = 6) -> tuple[list[Unit], list[Unit]]:
    """``n`` districts of wobbly quadrilaterals that share their borders, ten to a province."""
    columns = int(np.ceil(np.sqrt(n * 1.4)))
    rows = int(np.ceil(n / columns))
    rng = np.random.default_rng(3)
    grid = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1), indexing="ij"), -1).astype(float)
    grid[1:-1, 1:-1] += rng.uniform(-0.25, 0.25, grid[1:-1, 1:-1].shape)
    grid = grid * [10 / columns, 7 / rows] + [60.0, 30.0]
    edges: dict[tuple, np.ndarray] = {}

    def edge(a, b):
        key = (tuple(a), tuple(b))
        if key not in edges:
            steps = np.linspace(0, 1, fine)[:, None]
            line = np.array(a) + steps * (np.array(b) - np.array(a))
            line[1:-1] += rng.normal(0, 0.12 / fine * 10 / columns, line[1:-1].shape)
            edges[key], edges[key[::-1]] = line, line[::-1]
        return edges[key]

    districts, shapes = [], {}
    for k in range(n):
        c, r = k % columns, k // columns
        corners = [grid[c, r], grid[c + 1, r], grid[c + 1, r + 1], grid[c, r + 1]]
        ring = np.vstack([edge(corners[i], corners[(i + 1) % 4])[:-1] for i in range(4)])
        shape = shapely.Polygon(ring)
        parent = f"XVR{(r // 3) * ((columns + 3) // 4) + c // 4:02d}"
        shapes.setdefault(parent, []).append(shape)
        seat = len(shapes[parent]) == 1
        name = f"{NAMES[k % 10]} {k // 10 + 1}" if n > 10 else NAMES[k]
        districts.append(
            Unit(
                id=f"XVR{k:04d}", name=name, level="2", parent=parent, code=f"XV-{k:04d}",
                names=(f"{name} City",) if seat else (), area_km2=round(100 + 10 * (k % 7), 1),
                population=5000 + 100 * (k % 13), geometry=shapely.to_wkb(shape),
                latitude=shape.centroid.y, longitude=shape.centroid.x,
            )
        )  # fmt: skip
    provinces = [
        Unit(
            id=parent, name=f"Province of {NAMES[i % 10]} {i // 10 or ''}".strip(), level="1",
            seat=next(u.id for u in districts if u.parent == parent),
            geometry=shapely.to_wkb(shapely.unary_union(inside)),
        )
        for i, (parent, inside) in enumerate(shapes.items())
    ]  # fmt: skip
    return districts, provinces


def front(districts, days, rng):
    """The league takes districts from the east over time; states, holders and probabilities."""
    east = np.array([u.longitude for u in districts])
    rank = np.argsort(np.argsort(-east)) / len(districts)
    taken = (rank * days * 1.2 + rng.uniform(-days / 30 - 1, days / 30 + 1, len(districts))).astype(int)
    day = np.arange(days)[None, :]
    since = day - taken[:, None]
    holder = np.where(since >= 0, 1, 0).astype(np.int16)
    state = np.zeros(holder.shape, np.uint8)
    fought = max(2, days // 60)
    state[(since >= -fought) & (since < 0)] = STATES.index("contested")
    state[(since >= 0) & (since < fought)] = STATES.index("unconfirmed")
    for k in range(0, len(districts), 17):
        state[k, : days // 3] = STATES.index("unknown")
    for k in range(5, len(districts), 23):
        state[k, days // 2 : days // 2 + 5] = STATES.index("disputed")
    p = np.full((*state.shape, 3), 0.05, np.float32)
    sure = np.where(state == 0, 0.9, np.where(state == 1, 0.85, 0.45)).astype(np.float32)
    rows, cols = np.indices(state.shape, sparse=True)
    p[rows, cols, holder] = sure
    p[..., 2] = np.where(state == STATES.index("contested"), 0.6, 0.03)
    p /= p.sum(axis=2, keepdims=True)
    holder[state > 1] = -1
    return state, holder, p


HOSTILE = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "x' onmouseover='window.hacked=1",
    "</script><script>window.hacked=1</script>",
    "\u202egnp.exe\u2066 turned",
    '=HYPERLINK("http://evil.example","click")',
    "$title ${title} {holder} %s",
    "line\nbreak\x00\x1b[31m end",
    "]]><!--&amp;<svg/onload=window.hacked=1>",
    "A" * 10_000,
)
"""What a malicious or broken report may write anywhere."""


def hostile(units: int = 10, days: int = 20):
    """An edition in which every text that can come from outside is an attack; quotes stay in sentences."""
    districts, provinces = country(units)
    districts = [replace(u, name=HOSTILE[k % 10], names=(HOSTILE[k % 10],)) for k, u in enumerate(districts)]
    provinces = [replace(u, name=HOSTILE[k % 10]) for k, u in enumerate(provinces)]
    attested, bearings, _ = evidence(districts, days, units * 2, np.random.default_rng(5))
    bad = []
    for k, item in enumerate(attested):
        text = HOSTILE[k % 10]
        url = ("javascript:window.hacked=1", "https://ok.example/?a=1&b=<2>", "https://ok.example/a")[k % 3]
        document = replace(item.document, outlet=text, title=text, url=url)
        claim = replace(
            item.claim, quote=text, sentence=f"They said {text} again.", speaker=(text,), actor=text
        )
        bad.append((item.claim.id, claim, replace(item, claim=claim, document=document)))
    new = {old: claim.id for old, claim, _ in bad}
    bearings = [replace(b, testimony=replace(b.testimony, claim=new[b.testimony.claim])) for b in bearings]
    return edition(
        units, days, title=HOSTILE[3], units=districts, parents=provinces, attested=[i for *_, i in bad],
        bearings=bearings, actors=(Actor(id="crown", name=HOSTILE[0]), Actor(id="league", name=HOSTILE[4])),
        credits=(HOSTILE[1],), boundary_note=HOSTILE[8], marks=((FIRST, HOSTILE[1]),),
        base=[replace(f, name=HOSTILE[k]) for k, f in enumerate(base())],
    )  # fmt: skip


def series(districts, state, holder, p, newest, known) -> Series:
    """Wrap arrays as a series."""
    posteriors = Posteriors(
        units=tuple(u.id for u in districts), first=FIRST, p=p, known=known,
        states=(*(a.id for a in ACTORS), CONTESTED), parameters={"half_life": 30},
    )  # fmt: skip
    count = np.cumsum(np.diff(newest, axis=1, prepend=0) != 0, axis=1).astype(np.int32)
    return Series(
        posteriors=posteriors, state=state, holder=holder, probability=p.max(axis=2), newest=newest,
        claims=count, outlets=np.minimum(count, 3).astype(np.int32),
    )  # fmt: skip


def evidence(districts, days, reports, rng):
    """Reports, the claims in them, and how far each moved the map."""
    newest = np.zeros((len(districts), days), np.int32)
    attested, bearings = [], []
    for k in range(reports):
        unit = districts[k % len(districts)]
        day = int(rng.integers(0, max(1, days - 2)))
        actor = ACTORS[k % 2]
        attested.append(report(unit, actor, FIRST + timedelta(days=day), k))
        published = attested[-1].document.published
        claim = attested[-1].claim
        testimony = Testimony(
            claim=claim.id, unit=unit.id, symbol="holds", actor=actor.id, day=FIRST + timedelta(days=day),
            published=published, source="Daily Varrin", outlet="Daily Varrin", story=f"s{k}", onset=True,
        )  # fmt: skip
        far = [(0, 9, 1.8), (10, 29, 0.7)]
        moved = tuple(
            Moved(first=testimony.day + timedelta(days=a), last=testimony.day + timedelta(days=b), delta=d)
            for a, b, d in far
        )
        bearings.append(Bearing(testimony=testimony, moved=moved))
        row = newest[k % len(districts)]
        np.maximum(row[day:], published.toordinal(), out=row[day:])
    return attested, bearings, newest


def report(unit: Unit, actor: Actor, day: date, k: int, **changes) -> Attested:
    """One invented report with one claim."""
    quote = f"{actor.name} took {unit.name}"
    sentence = f"Amran Sefi, a resident, said the {quote} on Monday after a night of fighting."
    document = Document(
        name=f"r{k}", text="", published=min(day + timedelta(days=1), day), outlet=("Daily Varrin", "Hill Post")[k % 2],
        url=f"https://news.example/{k}", title=f"Fighting in {unit.name}", synthetic=True,
    )  # fmt: skip
    claim = Claim(
        document=document.id, relation="gains", actor=actor.name, place=Place(name=unit.name, kind="district"),
        quote=quote, sentence=sentence, span=(32, 32 + len(quote)), start=day.isoformat(), speaker=("Amran Sefi",),
        **changes,
    )  # fmt: skip
    placement = Placement(claim=claim.id, unit=unit.id, probability=1.0, gazetteer="test")
    return Attested(
        claim=claim, document=document, placements=(placement,), judgement=None, story=f"s{k}",
        recorded=datetime(2031, 6, 1, tzinfo=UTC),
    )  # fmt: skip


def base() -> list[BaseFeature]:
    """A river, a lake, a town and the land around."""
    river = shapely.LineString([(60, 31), (63, 33), (66, 33.5), (70, 36)])
    lake = shapely.Point(64.2, 34.1).buffer(0.35, 8)
    land = shapely.box(57, 28, 73, 39)
    town = shapely.Point(62.1, 32.2)
    shapes = {
        "land": ("Neighbour", land),
        "river": ("Var", river),
        "lake": ("Lake Os", lake),
        "town": ("Kemra", town),
    }
    return [BaseFeature(kind=k, name=n, geometry=shapely.to_wkb(g)) for k, (n, g) in shapes.items()]

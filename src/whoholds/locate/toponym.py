"""Read a place as the text writes it: type words, parts, quantities, relative places.

*Panjshir Valley*, *the city of Kunduz*, *northern Helmand*, *about 70 miles north of Kabul*: only the
core is a name to look up; the rest says what kind of place is meant and how it lies to the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Grade = Literal["country", "1", "2", "place", "area"]

GRADES: dict[str, Grade] = {
    **dict.fromkeys(("country", "nation"), "country"),
    **dict.fromkeys(
        ("province", "oblast", "governorate", "state", "wilayat", "velayat", "muhafazah", "prefecture", "department", "krai"), "1"
    ),
    **dict.fromkeys(
        ("district", "raion", "rayon", "county", "subdistrict", "sub-district", "locality", "woleswali", "wuleswali",
         "uluswali", "township", "cercle", "commune", "nahiyah", "nahiya", "hromada", "municipality"), "2"
    ),
    **dict.fromkeys(
        ("city", "town", "village", "capital", "provincial capital", "oblast capital", "regional capital",
         "district centre", "district center", "settlement", "hamlet", "suburb", "city centre", "city center"), "place"
    ),
    **dict.fromkeys(
        ("valley", "region", "area", "countryside", "territory", "plain", "plains", "desert", "basin", "zone",
         "enclave", "pocket", "canton", "peninsula", "surroundings", "suburbs", "outskirts", "front", "axis"), "area"
    ),
}  # fmt: skip
"""What a type word says about the level; *area* says nothing sure."""

FACILITIES = frozenset(
    (
        "airport", "airbase", "air base", "airfield", "military airport", "military airbase", "international airport", "heliport", "base", "military base", "army base", "camp",
        "dam", "bridge", "border crossing", "crossing", "border post", "port", "prison", "hospital", "university", "refinery", "oil refinery", "oil field", "oilfield", "gas field",
        "power plant", "nuclear power plant", "thermal power plant", "power station", "checkpoint", "military headquarters", "headquarters", "barracks", "garrison", "silos", "junction", "crossroads",
    )
)  # fmt: skip
"""A thing that stands in or by the place it is named after: *Kabul airport* lies in Kabul."""

_TYPES = sorted((*GRADES, *FACILITIES), key=len, reverse=True)
_ANY = "|".join(re.escape(t) for t in _TYPES)
_PREFIX = re.compile(rf"^(?:the\s+)?(?P<kind>{_ANY})s?\s+of\s+(?:the\s+)?", re.I)
_PLAIN_PREFIX = re.compile(r"^(?P<kind>province|district|city|town|village|camp)\s+(?=[A-ZÀ-Ž'ʿ‘])", re.I)
_SUFFIX = re.compile(rf"[\s-]+(?P<kind>{_ANY})s?$", re.I)
_COMPASS = r"(?:north|south|east|west)(?:[- ]?(?:north|south|east|west))?"
_PART = re.compile(
    rf"^(?:the\s+)?(?P<part>(?:{_COMPASS}(?:ern)?|centre|center|outskirts|surroundings|suburbs)(?:\s+part)?s?\s+of|"
    rf"(?:much|most|all|half|some|parts?) of|{_COMPASS}(?:ern)?|central|upper|lower|rural|downtown|greater)\s+(?:the\s+)?",
    re.I,
)
_SURROUNDINGS = re.compile(
    r"\s+and\s+(?:its|the)\s+(?:surroundings|surrounding\s+\w+|environs|outskirts|suburbs|countryside)$", re.I
)
_NUMBER = r"(?P<n>\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred|several|some|a few|dozens of)"
_AWAY = re.compile(
    rf"(?:(?:about|around|some|nearly|almost|roughly|just|approximately|less than|more than)\s+)*{_NUMBER}\s*[- ]?"
    rf"(?P<measure>kilomet(?:er|re)s?|km|miles?|mi|met(?:er|re)s?|m)\s+(?:to\s+the\s+)?(?P<way>{_COMPASS}|outside|away|off)?\s*(?:of|from)?\s+(?P<core>.+)$",
    re.I,
)
_DIRECTION = re.compile(
    rf"^(?:an?\s+area\s+|the\s+area\s+)?(?:to\s+the\s+)?(?P<way>{_COMPASS}|outside|near|around|close to|next to)\s+(?:of\s+)?(?P<core>[A-Z].*)$"
)
_BETWEEN = re.compile(r"^(?:.*\s)?between\s+(?P<one>.+?)\s+and\s+(?P<two>.+)$", re.I)
_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0,
    "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0, "a hundred": 100.0,
    "several": 5.0, "some": 5.0, "a few": 5.0, "dozens of": 40.0,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Toponym:
    """A place as written, taken apart.

    ``core`` is the name to look up. ``kind`` the type word beside it. ``part`` a compass or other part of
    it (*northern*). ``relative`` is true where the place itself is unnamed and only lies near ``core``
    (and ``other``): ``km`` away, towards ``way``, as far as the text says.
    """

    core: str
    kind: str | None = None
    part: str | None = None
    relative: bool = False
    other: str | None = None
    km: float | None = None
    way: str | None = None

    @property
    def grade(self) -> Grade | None:
        """The level that the type word speaks of."""
        return grade(self.kind)


def grade(kind: str | None) -> Grade | None:
    """The level that a type word speaks of; ``None`` for none or a facility."""
    if kind is None:
        return None
    words = kind.lower().replace("_", " ").strip()
    return (
        GRADES.get(words)
        or GRADES.get(words.removesuffix("s"))
        or GRADES.get(words.split()[-1] if words else "")
    )


def parse(text: str) -> Toponym:
    """Take a written place apart. A name that is nothing but type words keeps them as its core."""
    text = " ".join(text.split()).strip(" ,.;:")
    relative = _relative(text)
    if relative is not None:
        return relative
    text = re.sub(r"^the\s+", "", _SURROUNDINGS.sub("", text), flags=re.I)
    part = None
    kind = None
    match = _PART.match(text)
    if match and match.end() < len(text):
        part, text = match["part"].lower(), text[match.end() :]
    for pattern in (_PREFIX, _PLAIN_PREFIX):
        match = pattern.match(text)
        if match and match.end() < len(text):
            kind, text = match["kind"].lower(), text[match.end() :]
    match = _SUFFIX.search(text)
    while match and match.start() > 0:
        kind, text = kind or match["kind"].lower(), text[: match.start()]
        match = _SUFFIX.search(text)
    return Toponym(core=text.strip(" ,'’"), kind=kind, part=part)


def _relative(text: str) -> Toponym | None:
    match = _BETWEEN.match(text)
    if match:
        return Toponym(core=_name(match["one"]), other=_name(match["two"]), relative=True)
    match = _AWAY.match(text)
    if match:
        number = _number(match["n"].lower())
        measure = match["measure"].lower()
        unit = 1.609 if measure.startswith("mi") else 0.001 if measure[:2] in ("m", "me") else 1.0
        way = (match["way"] or "").lower() or None
        return Toponym(
            core=_name(match["core"]), relative=True, km=number and round(number * unit, 2), way=way
        )
    match = _DIRECTION.match(text)
    if match:
        return Toponym(core=_name(match["core"]), relative=True, way=match["way"].lower())
    return None


def _number(word: str) -> float | None:
    """A number in words or digits; ``None`` for one that is none ("1.2.3") or leads off the earth."""
    try:
        number = _WORDS.get(word) or float(word.replace(",", "").rstrip("."))
    except ValueError:
        return None
    return number if number < 1e8 else None


def _name(text: str) -> str:
    return parse(text).core

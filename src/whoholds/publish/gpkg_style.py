"""A QGIS style (QML) for the control layer: one rule per holder and state."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

import shapely

from whoholds.publish import palette
from whoholds.publish.edition import Edition
from whoholds.publish.looks import Look, label_of

_OUTLINE = '<Option type="QString" name="outline_color" value="90,90,90,255"/><Option type="QString" name="outline_width" value="0.15"/>'


_PLAYED = (
    '<temporal enabled="1" mode="1" startField="date" endField="" accumulate="1" fixedDuration="0" limitMode="0" '
    'durationField="" durationUnit="min" startExpression="" endExpression=""/>'
)
"""QGIS's temporal controller plays the field *date*; what was stays until something else lies on it."""

_LATER_ON_TOP = '<orderby><orderByClause asc="1" nullsFirst="0">"date"</orderByClause></orderby>'


def control_style(edition: Edition, *, played: bool = False) -> str:
    """Colour by holder, dots for *unconfirmed*, stripes for *contested*, a grid where reports disagree, else grey.

    Towns are circles, pale where *unconfirmed*; a square is *contested*, a cross is where reports disagree.
    ``played`` is for the layer of changes: later ones lie on earlier ones, and the temporal controller plays it.
    """
    rules, symbols = [], []
    towns = all(shapely.from_wkb(unit.geometry).geom_type == "Point" for unit in edition.units)
    kind, drawn = ("marker", _marker) if towns else ("fill", _area)
    for k, (label, condition, state, colour) in enumerate(_rules(edition)):
        key = f"{{rule-{k}}}"
        rules.append(
            f'<rule key="{key}" symbol="{k}" label={quoteattr(label)} filter={quoteattr(condition)}/>'
        )
        layers = drawn(state, _rgb(colour))
        symbols.append(f'<symbol type="{kind}" name="{k}" alpha="1" clip_to_extent="1">{layers}</symbol>')
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.22.0" styleCategories="Symbology|Temporal">{_PLAYED if played else ""}'
        f'<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="{int(played)}">'
        f'<rules key="{{root}}">{"".join(rules)}</rules><symbols>{"".join(symbols)}</symbols>'
        f"{_LATER_ON_TOP if played else ''}</renderer-v2></qgis>"
    )


def _rules(edition: Edition) -> Iterator[tuple[str, str, str, str]]:
    """Label, filter expression, state and colour of each rule; the words are those of the pictures' legend."""

    def words(state: str, holder: str = "") -> str:
        return label_of(edition, Look(state=state, holder=holder))

    for actor in edition.actors:
        name = actor.id.replace("'", "''")
        for state in ("held", "unconfirmed"):
            condition = f"\"holder\" = '{name}' AND \"state\" = '{state}'"
            yield words(state, actor.id), condition, state, palette.hues(edition)[actor.id]
    for state in ("contested", "disputed", "" if edition.rolled == "shares" else "unknown"):
        yield words(state), f"\"state\" = '{state}'", state, palette.NOTHING


def _area(state: str, colour: str) -> str:
    """Symbol layers of an area."""
    if state == "unconfirmed":
        return _dots(colour)
    if state == "contested":
        return _fill(colour) + _lines("45", "60,60,60,255")
    if state == "disputed":
        return _fill(_rgb("#FFFFFF")) + _lines("45", "90,90,90,255") + _lines("135", "90,90,90,255")
    return _fill(colour)


def _marker(state: str, colour: str) -> str:
    """Symbol layer of a town: QGIS draws no point with the symbol of an area."""
    shape = {"contested": "square", "disputed": "cross2"}.get(state, "circle")
    fill = colour.rsplit(",", 1)[0] + ",70" if state == "unconfirmed" else colour
    outline = colour if state == "unconfirmed" else "60,60,60,255"
    options = {"color": fill, "name": shape, "size": "3", "outline_color": outline, "outline_width": "0.4"}
    told = "".join(
        f'<Option type="QString" name="{name}" value="{value}"/>' for name, value in options.items()
    )
    return f'<layer class="SimpleMarker" enabled="1" pass="0" locked="0"><Option type="Map">{told}</Option></layer>'


def _fill(colour: str) -> str:
    option = f'<Option type="QString" name="color" value="{colour}"/><Option type="QString" name="style" value="solid"/>'
    return f'<layer class="SimpleFill" enabled="1" pass="0" locked="0"><Option type="Map">{option}{_OUTLINE}</Option></layer>'


def _dots(colour: str) -> str:
    """Put a light fill under dots of the same hue."""
    pale = colour.rsplit(",", 1)[0] + ",70"
    marker = (
        '<symbol type="marker" name="dots" alpha="1"><layer class="SimpleMarker" enabled="1" pass="0" locked="0">'
        f'<Option type="Map"><Option type="QString" name="color" value="{colour}"/>'
        '<Option type="QString" name="name" value="circle"/><Option type="QString" name="size" value="0.9"/>'
        '<Option type="QString" name="outline_style" value="no"/></Option></layer></symbol>'
    )
    return _fill(pale) + (
        '<layer class="PointPatternFill" enabled="1" pass="0" locked="0"><Option type="Map">'
        '<Option type="QString" name="distance_x" value="2"/><Option type="QString" name="distance_y" value="2"/>'
        f"</Option>{marker}</layer>"
    )


def _lines(angle: str, colour: str) -> str:
    line = (
        '<symbol type="line" name="lines" alpha="1"><layer class="SimpleLine" enabled="1" pass="0" locked="0">'
        f'<Option type="Map"><Option type="QString" name="line_color" value="{colour}"/>'
        '<Option type="QString" name="line_width" value="0.4"/></Option></layer></symbol>'
    )
    return (
        '<layer class="LinePatternFill" enabled="1" pass="0" locked="0"><Option type="Map">'
        f'<Option type="QString" name="angle" value="{angle}"/>'
        f'<Option type="QString" name="distance" value="2"/></Option>{line}</layer>'
    )


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"

"""What a picture says in words: legend, counts, credits. How it looks, people judge."""

from dataclasses import replace
from datetime import timedelta

import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg

from whoholds.publish import figure, picture


@pytest.fixture
def drawn(monkeypatch):
    """``drawn(edition, days)``: the picture's texts, and those of its legend."""

    def draw(edition, days, **style):
        kept = []
        monkeypatch.setattr(picture, "save", lambda canvas, *_: kept.append(canvas) or [])
        picture.write(edition, None, days, style=picture.Style(**style))
        canvas = kept[0].figure
        (legend,) = canvas.legends
        return [t.get_text() for t in canvas.texts], [t.get_text() for t in legend.get_texts()]

    return draw


def plain(label):
    return " ".join(label.split())


def test_each_panel_is_counted_in_the_legend(made, drawn):
    """A look that only an earlier day has is explained too."""
    edition = made(40, 60)
    days = [edition.first, edition.first + timedelta(days=30)]
    _, lines = drawn(edition, days)
    own = edition.now
    for k, actor in enumerate(edition.actors):
        held = [int(((own.state[:, d] == 0) & (own.holder[:, d] == k)).sum()) for d in (0, 30)]
        if any(held):
            assert f"{actor.name} {held[0]} · {held[1]}" in map(plain, lines)
    total = [sum(int(plain(line).split(" · ")[at].split()[-1]) for line in lines) for at in (0, 1)]
    assert total == [40, 40]


def test_letters_tell_held_from_unconfirmed(made, drawn):
    edition = made(40, 60)
    _, lines = drawn(edition, [edition.first + timedelta(days=30)], grey=True)
    named = {plain(line).split()[0] for line in lines if "Crown Guard" in line}
    assert "C" in named
    assert named <= {"C", "c"}
    assert all("unconfirmed" in line for line in lines if plain(line).startswith("c "))


@pytest.mark.parametrize("places", [[(65, 34)], [(65, 30), (65, 34)], [(60, 34), (65, 34)]])
def test_one_town_or_towns_in_a_row_are_a_map(made, monkeypatch, places):
    plain = made(len(places), 5)
    units = [
        replace(u, geometry=shapely.to_wkb(shapely.Point(at)))
        for u, at in zip(plain.units, places, strict=True)
    ]
    kept = []
    monkeypatch.setattr(picture, "save", lambda canvas, *_: kept.append(canvas) or [])
    edition = made(len(places), 5, units=units, parents=[])
    picture.write(edition, None, [edition.last])
    (axes,) = kept[0].figure.axes
    (scale,) = [text.get_text() for text in axes.texts if text.get_text().endswith(" km")]
    assert float(scale.removesuffix(" km")) > 0
    box = axes.get_position().size * kept[0].figure.get_size_inches()
    assert min(box) > 0.4
    assert all(axes.viewLim.contains(*at) for at in places)


@pytest.mark.parametrize("preset", picture.SIZES)
def test_what_identifies_the_edition_is_never_cut(made, drawn, preset):
    edition = made(10, 20, credits=("A source with a long name, " * 60,))
    texts, _ = drawn(edition, [edition.last], preset=preset)
    assert any(f"edition {edition.id[:12]}" in text and edition.licence in text for text in texts)
    assert max(map(len, texts)) <= picture.SIZES[preset][0] * 17 + 1


def test_the_title_leaves_room_for_the_warning(made):
    canvas = figure.figure(made(10, 20, title="Long " * 60), (8.27, 11.69), "")
    title, warning = (next(t for t in canvas.figure.texts if x in t.get_text()) for x in ("Long", "INVENTED"))
    drawing = FigureCanvasAgg(canvas.figure).get_renderer()
    box = [text.get_window_extent(drawing) for text in (title, warning)]
    assert box[0].x1 < box[1].x0

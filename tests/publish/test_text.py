"""The map in a terminal."""

from whoholds.publish import Actor, text, text_map


def test_letters_stand_where_the_units_are_and_counts_agree(edition):
    text = text_map(edition, edition.first)
    rows = [line for line in text.splitlines()[2:] if line and not line.startswith("  ")]
    west = "".join(row[:20] for row in rows)
    assert west.count("C") > 0.8 * len(west.strip())
    counts = [
        int(line.split()[-1]) for line in text.splitlines() if line.startswith("  ") and line[-1:].isdigit()
    ]
    assert sum(counts) == len(edition.units)
    assert "as known on 2031-03-01" in text


def test_points_get_one_letter_each(made):
    from dataclasses import replace

    import shapely

    units = [
        replace(u, geometry=shapely.to_wkb(shapely.Point(u.longitude, u.latitude)))
        for u in made(10, 20).units
    ]
    text = text_map(made(10, 20, units=units), made(10, 20).first)
    grid = text.split("\n", 2)[2].rsplit("\n\n", 1)[0]
    assert len(grid.replace(" ", "").replace("\n", "")) == 10


def test_actors_whose_names_begin_alike_have_signs_of_their_own(edition):
    """A capital each, for held and unconfirmed are told apart by its size."""
    from dataclasses import replace

    names = ("Crown Guard", "Crown Council", "10th Column", "حزب")
    actors = tuple(Actor(id=f"a{k}", name=name) for k, name in enumerate(names))
    signs = text._capitals(replace(edition, actors=actors))
    assert len({*signs.values()}) == 4
    assert signs["a0"] == "C"
    assert all(sign.isupper() for sign in signs.values())

from __future__ import annotations

import numpy as np
import shapely

from whoholds.locate.shapes import holders


def test_points_go_to_the_polygon_that_holds_them_or_the_one_close_by() -> None:
    squares = [shapely.to_wkb(shapely.box(x, 0, x + 1, 1)) for x in (0, 1)]
    points = np.array([(0.5, 0.5), (1.5, 0.5), (2.1, 0.5), (9.0, 9.0)])
    assert holders(points, squares) == [0, 1, 1, None]

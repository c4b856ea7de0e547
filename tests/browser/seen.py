"""What a page shows, and what its edition says that it should."""

from datetime import timedelta

from whoholds.publish import STATES


def shown(page, element="control-map:not(.versus)"):
    """Unit -> (state, holder), as the map shows them."""
    return page.eval_on_selector_all(
        f"{element} path[data-unit]",
        "paths => Object.fromEntries(paths.map(p => [p.dataset.unit, [p.dataset.state, p.dataset.holder]]))",
    )


def expected(edition, day, series="now"):
    own, at = edition.series(series), edition.index(day)
    names = own.posteriors.states
    return {
        unit.id: [STATES[own.state[k, at]], names[own.holder[k, at]] if own.holder[k, at] >= 0 else ""]
        for k, unit in enumerate(edition.units)
    }


def day(edition, k):
    return edition.first + timedelta(days=k)


def settled(page, k):
    """Wait until the page shows day ``k``."""
    page.wait_for_function("k => document.querySelector('#day').value === String(k)", arg=k)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def evidenced(edition, k):
    """A unit with evidence by day ``k``, and its bearings by then, newest first."""
    for unit in edition.units:
        found = [b for b in edition.by_unit[unit.id] if b.testimony.day <= day(edition, k)]
        if len(found) > 1:
            return unit, found
    raise AssertionError("the invented edition has evidence")


def legend(page, state):
    return page.locator(f"map-legend button[data-key='{state}:']").inner_text()

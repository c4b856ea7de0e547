"""Short words for testimonies, so that tests read as what was reported."""

from datetime import date, timedelta

from whoholds.adjudicate import Parameters, adjudicate, published
from whoholds.model import STATES, Testimony

FIRST = date(2021, 6, 1)
ACTORS = ("north", "south", "east")


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def says(
    claim: str, on: int, actor: str = "north", symbol: str = "holds", told: int | None = None, **more
) -> Testimony:
    """A report of day ``told`` (default: the same day) that ``actor`` holds (denies, contests) on day ``on``."""
    given = {"unit": "u", "source": f"reporter of {claim}", "outlet": "The Wire", "story": claim, **more}
    return Testimony(
        claim=claim,
        symbol=symbol,
        actor=actor,
        day=day(on),
        published=day(on if told is None else told),
        **given,
    )


def answers(
    testimonies,
    days: int = 250,
    units=("u",),
    actors=ACTORS,
    settings=None,
    on_the_day=False,
    known=None,
    **more,
):
    """Posteriors and published states of a small map."""
    settings = settings or Parameters()
    last = day(days - 1)
    until = last if known is None else day(known)
    posteriors = adjudicate(
        testimonies, units, actors, FIRST, last, until, settings, on_the_day=on_the_day, **more
    )
    return posteriors, published(posteriors, testimonies, settings)


def state(states, on: int, unit: int = 0, actors=ACTORS) -> tuple[str, str | None]:
    """The published state and holder of a day."""
    holder = int(states.holder[unit, on])
    return STATES[states.state[unit, on]], actors[holder] if holder >= 0 else None

"""Every setting of adjudication, with its default and what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from whoholds.errors import ConfigError

Letter = Literal["A", "B", "C", "D", "E", "F"]


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Settings of ``[adjudicate]`` in ``whoholds.toml``. Days are days, rates are per day.

    What is said of sources here is a prior: it is replaced by what the claims themselves teach, but only
    where at least ``learn_sources`` independent sources speak of the same units.
    """

    # --- the published states (design: "control.csv")
    held: float = 0.8
    """Probability from which one actor holds a unit."""
    contested: float = 0.5
    """Probability of *contested* from which a unit is contested."""
    disputed_days: int = 30
    """Claims of so many days decide whether an undecided unit is *disputed*."""
    stale_days: int = 180
    """A unit whose newest evidence is older is *unknown*."""

    # --- how control changes
    change: float = 0.0004
    """Rate at which a holder is replaced by another without a fight and without news of it."""
    contest: float = 0.0003
    """Rate at which a held unit becomes contested without news of it."""
    settle: float = 0.06
    """Rate at which a contested unit is settled."""
    repelled: float = 0.9
    """Share of settled contests that leave the former holder in place."""
    fresh: float = 0.26
    """Chance that a state which a report tells came about unheard, where nothing was heard for long: it
    lets a single report overrule old knowledge, and say less of the days before its own."""
    fresh_days: float = 30.0
    """After so many days without a word of the unit, about two thirds of ``fresh`` count."""
    prior_contested: float = 0.1
    """Chance of *contested* where nothing is known; the actors share the rest equally."""
    initial_trust: float = 0.9
    """Chance that the project's file of initial holders is right."""

    # --- who says so
    errors: Mapping[str, float] = field(
        default_factory=lambda: {"A": 0.03, "B": 0.06, "C": 0.1, "D": 0.2, "E": 0.35, "F": 0.08}
    )
    """Chance of a wrong holder by Admiralty letter; F is "cannot be judged", not "worst"."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Letter of each source, speaker or outlet, by name."""
    default_letter: str = "F"
    """Letter of whoever is not listed in ``sources``."""
    boast_error: float = 0.12
    """Chance that a party that says it holds a unit is wrong."""
    admission_error: float = 0.02
    """Chance that a party that says another holds a unit, or that it lost it, is wrong."""
    enemy_denial: float = 0.4
    """Likelihood of a party's denial of another's hold where that other does hold, against 1 where not."""
    denial: float = 0.12
    """Likelihood of a third party's denial where the actor does hold, against 1 where it does not."""
    contested_share: float = 0.2
    """How readily a third party names a holder of a contested unit, against a held one."""
    boast_contested_share: float = 0.5
    """The same of a party and its own hold: claims run ahead of the fighting."""
    calm_fighting: float = 0.25
    """How readily fighting is reported of a unit that is held, against a contested one."""

    # --- how it is said
    modality: Mapping[str, float] = field(
        default_factory=lambda: {
            "asserted": 1.0, "claimed": 0.6, "possible": 0.35, "planned": 0.0, "conditional": 0.0,
        }
    )  # fmt: skip
    """Part of a full claim that each wording is worth; 0 for what is only planned or conditional."""
    event_boast: float = 0.8
    """Belief in a party's own report that it took a place."""
    fighting: float = 0.65
    """Belief in a third party's report of fighting for a unit."""

    # --- of a whole region
    region_all: float = 0.86
    """Belief in a third party's "all" or "most of" about a unit of that region."""
    region_named: float = 0.85
    """Belief in a claim about a region, for each of its units."""
    region_some: float = 0.4
    """Weight of "some" or "n of m" for each unit of the region, beside the share that it names."""
    region_boast: float = 0.35
    """Factor on the above where a party speaks of its own hold."""
    region_fighting: float = 0.15
    """Weight of fighting somewhere in a region for each of its units."""
    region_denied: float = 0.15
    """Weight, for each unit, of a denial that all of a region is held."""
    excepted: float = 0.4
    """Weight of an exception ("all but X") as a denial."""
    outweigh_days: int = 30
    """A claim about a unit silences region-wide claims against it that are at most so much younger."""

    # --- independence
    repeat_days: float = 20.0
    """A source's repetition after g days is worth 1 - exp(-g / repeat_days) of a fresh claim."""
    fade_days: float = 365.0
    """Half-life of claims about days before the map's start, counted back from its start."""

    misaligned: float = 0.2
    """Weight left to what a source says of a unit where, for a month and more, it keeps saying what at least
    two others contradict and the map without it rules out; 1 leaves it as it is."""
    repeats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sources made from others, such as somebody's map: name = the names that it rests on, or ["*"] for any.
    What it says of a unit within ``repeats_days`` of one of those having said so is a copy, and counts once."""
    repeats_days: int = 30
    """How long after another's word the same word of a source made from it is a copy."""

    # --- calibration
    power: float = 1.0
    """Power on the chain's probabilities: under one for evidence that is less independent than it looks."""
    floor: float = 0.03
    """Chance that all that is said of a unit is wrong in the same way, shared evenly by all states. ``power``
    and ``floor`` are fitted where the project has a file of anchors with thirty units or more. Neither is
    used where sources were learnt: their errors are then known."""

    # --- learning the sources
    learn: bool = True
    """Whether the claims may teach what their sources are worth, where there are enough of them."""
    learn_sources: int = 3
    """Independent sources that it takes to learn from them."""
    learn_claims: int = 50
    """Claims that each of them must have made on units of which two others speak too."""
    refit_days: int = 30
    """*As known on the day* learns anew every so many days, from what was published by then."""
    rounds: int = 8
    """Rounds of learning. More fit better and predict worse."""
    learn_units: int = 4000
    """At most so many units, evenly drawn, are learnt from."""
    kappa: float = 4.0
    """Claims' worth of the mean of its kind that go into what is learnt of a source."""
    omega: float = 0.5
    """How far it counts that a source spoke at all: 0 not, 1 as if coverage never changed."""
    trust: float = 0.75
    """Weight of learnt evidence, under one because no two sources are quite independent."""
    calm: float = 1.0
    """On days without news of a unit, learnt rates of change fall by exp(-calm) where attention is ordinary."""
    news_before: int = 3
    """So many days before a claim's own count as days with news."""
    news_after: int = 1
    """So many days after a claim's own count as days with news."""

    def __post_init__(self) -> None:
        """Refuse settings that cannot mean anything."""
        for rule, allowed, names in _LIMITS:
            for name in names.split():
                value = getattr(self, name)
                for of, x in value.items() if isinstance(value, Mapping) else [("", value)]:
                    if not allowed(x):
                        raise ConfigError(f"[adjudicate] {name}{of and '.'}{of} = {x}: must {rule}")
        wrong = {v for v in (*self.sources.values(), self.default_letter) if v not in self.errors}
        if wrong:
            raise ConfigError(
                f"[adjudicate] sources: {', '.join(sorted(map(str, wrong)))} is no letter of [adjudicate] "
                f"errors; use one of {', '.join(sorted(self.errors))}"
            )

    def error(self, source: str, outlet: str = "") -> float:
        """Chance that this source (or, unlisted, its outlet) names the wrong holder."""
        letter = self.sources.get(source) or self.sources.get(outlet) or self.default_letter
        return self.errors[letter]

    def settings(self) -> dict[str, object]:
        """All settings as plain data, for an edition's key."""
        return {k: dict(v) if isinstance(v, Mapping) else v for k, v in asdict(self).items()}


_LIMITS: tuple[tuple[str, Callable[[float], bool], str], ...] = (
    (
        "lie between 0 and 1",
        lambda x: 0 < x < 1,
        "held contested initial_trust prior_contested errors boast_error admission_error",
    ),
    (
        "be more than 0 and at most 1",
        lambda x: 0 < x <= 1,
        "enemy_denial denial contested_share boast_contested_share calm_fighting misaligned",
    ),
    ("be at least 0 and less than 1", lambda x: 0 <= x < 1, "fresh floor"),
    (
        "be from 0 to 1",
        lambda x: 0 <= x <= 1,
        "change contest settle repelled modality event_boast fighting region_all region_named region_some "
        "region_boast region_fighting region_denied excepted omega trust",
    ),
    ("be more than 0", lambda x: x > 0, "power repeat_days fresh_days fade_days kappa"),
    ("be at least 1", lambda x: x >= 1, "refit_days rounds learn_sources learn_units"),
    (
        "be at least 0",
        lambda x: x >= 0,
        "disputed_days stale_days outweigh_days repeats_days learn_claims calm news_before news_after",
    ),
)
"""What settings may be, by name."""

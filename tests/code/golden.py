"""Golden sentences: one report each, and the claims that it must yield."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from whoholds.code.coder import Coder
from whoholds.code.score import agree, fold
from whoholds.model import Claim, Document

FOLDER = Path(__file__).parents[1] / "golden" / "control"
KEYS = {
    "relation", "actor", "against", "place", "kind", "within", "extent", "quantifier", "n",
    "start", "speaker", "modality", "polarity",
}  # fmt: skip
"""What a case may ask of a claim; all of it is compared."""
PUBLISHED = date(2025, 3, 20)
"""Day of every golden report, a Thursday."""


@dataclass(frozen=True)
class Case:
    phenomenon: str
    conflict: str
    text: str
    claims: tuple[dict, ...]


def cases() -> list[Case]:
    return [
        Case(path.stem, table["conflict"], table["text"], tuple(table["claims"]))
        for path in sorted(FOLDER.glob("*.toml"))
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def coded(found: list[Case], coder: Coder) -> list[tuple[Claim, ...]]:
    documents = [Document(name=str(n), text=c.text, published=PUBLISHED) for n, c in enumerate(found)]
    return [coding.claims for coding in coder.code(documents)]


def right(case: Case, claims: tuple[Claim, ...]) -> bool:
    """Whether exactly the wanted claims were found, in all that the case names."""
    left = list(claims)
    for wanted in case.claims:
        hit = next((c for c in left if _fits(wanted, c)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def _fits(wanted: dict, claim: Claim) -> bool:
    place = claim.place
    if "place" in wanted:
        same = place.name is not None and fold(place.name) == fold(wanted["place"])
    else:
        same = place.name is None and agree(place.within, wanted.get("within"))
    fields = {
        "relation": claim.relation, "polarity": claim.polarity, "modality": claim.modality, "start": claim.start,
        "kind": place.kind, "extent": place.extent, "quantifier": place.quantifier, "n": place.n,
    }  # fmt: skip
    return (
        same
        and agree(claim.actor, wanted.get("actor"))
        and claim.polarity == wanted.get("polarity", "affirmed")
        and all(fields[k] == v for k, v in wanted.items() if k in fields)
        and ("against" not in wanted or agree(claim.against, wanted["against"]))
        and ("speaker" not in wanted or any(agree(s, wanted["speaker"]) for s in claim.speaker))
    )


def shares(coder: Coder) -> dict[str, tuple[int, int]]:
    """Right and all cases by phenomenon."""
    found = cases()
    total, good = Counter(c.phenomenon for c in found), Counter()
    for case, claims in zip(found, coded(found, coder), strict=True):
        good[case.phenomenon] += right(case, claims)
    return {name: (good[name], total[name]) for name in sorted(total)}

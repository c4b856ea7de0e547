"""Short words for what the tests ask of a store."""

from datetime import UTC, datetime

from whoholds.model import Judgement

T1 = datetime(2026, 1, 1, tzinfo=UTC)
T2 = datetime(2026, 1, 2, tzinfo=UTC)
T3 = datetime(2026, 1, 3, tzinfo=UTC)


def claims(store, **clocks):
    """The claims that stand."""
    return [attested.claim for attested in store.as_of(**clocks)]


def judged(claim, verdict="accept", **more):
    """Ana's word on a claim."""
    return Judgement(claim=claim.id, verdict=verdict, by="ana", reason="seen on the picture", **more)

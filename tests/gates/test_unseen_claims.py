"""Claims of reports that nobody trained on or looked into: what a user's own reports can expect."""

from pathlib import Path

import pytest

from whoholds.pipeline.measuring import score_claims

UNSEEN = Path(__file__).parent / "unseen"


@pytest.mark.gate
@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "least", "dated"), [("news", 0.67, 0.77), ("articles", 0.78, 0.80)], ids=["news", "articles"]
)
def test_claims_of_unseen_reports(name: str, least: float, dated: float, gate) -> None:
    found = score_claims(UNSEEN / f"{name}.jsonl", None, None, [])
    of = f"{found.rows['all'].gold} claims of unseen {name}, many wars"
    gate(f"control claims, unseen {name}: F1", found.rows["all"].f1, least=least, of=of)
    gate(f"control claims, unseen {name}: start right, of matched", found.fields["start"], least=dated, of=of)

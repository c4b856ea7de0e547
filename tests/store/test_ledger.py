"""The ledger keeps what it is given, once."""

from datetime import date

from whoholds.model import Claim, Document, Pass, Place, Placement
from whoholds.store import Ledger

TEXT = "The northern army captured Barun on Sunday, its spokesman said."
DOCUMENT = Document(name="1", text=TEXT, published=date(2021, 8, 9), outlet="Gazette", title="Barun")
CLAIM = Claim(
    document=DOCUMENT.id, relation="gains", actor="northern army", place=Place(name="Barun"), start="2021-08-08",
    quote="northern army captured Barun", sentence=TEXT, span=(4, 32), speaker=("spokesman",),
)  # fmt: skip
PLACEMENT = Placement(claim=CLAIM.id, unit="X-1", probability=0.9, gazetteer="shipped@1")
PASS = Pass(document=DOCUMENT.id, coder="rules@1")


def test_entries_in_any_order_are_lines_once(tmp_path):
    with Ledger.create(tmp_path / "ledger.db") as ledger:
        assert ledger.append([PASS, PLACEMENT, CLAIM, DOCUMENT], by="rules@1") == 4
        assert ledger.append([DOCUMENT, CLAIM, PLACEMENT, PASS], by="rules@1") == 0
        (attested,) = ledger.as_of()
        assert attested.claim == CLAIM
        assert attested.placements == (PLACEMENT,)
        assert (attested.document.id, attested.document.text) == (DOCUMENT.id, "")
        assert ledger.entry(DOCUMENT.id).entry == DOCUMENT
        assert ledger.verify().problems == ()

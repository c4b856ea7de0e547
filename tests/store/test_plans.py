"""No question about a part of the ledger reads all of it: every statement goes by an index."""

from itertools import islice

import pytest

from whoholds.model import Judgement


@pytest.fixture
def asked(ledger, make):
    """Ask something; the steps of all query plans that scan a table."""
    ledger.append([e for n in range(50) for e in make.report(str(n), unit=f"X-{n % 7}")], by=make.coder)
    said = []

    def ask(question):
        ledger._db.set_trace_callback(said.append)
        question()
        ledger._db.set_trace_callback(None)
        statements = {s for s in said if s.strip().upper().startswith("SELECT") and "_fts" not in s}
        plans = {s: [row[3] for row in ledger._db.execute(f"EXPLAIN QUERY PLAN {s}")] for s in statements}
        assert plans, "the question asked nothing"
        return [
            (step, statement)
            for statement, plan in plans.items()
            for step in plan
            if ("SCAN" in step and "VIRTUAL" not in step and "LIMIT 1" not in statement)
            or "AUTOMATIC" in step
        ]

    return ask


QUESTIONS = {
    "latest claims of a unit": lambda ledger, claim, copy: ledger.unit_latest("X-1", limit=3),
    "claims of units": lambda ledger, claim, copy: list(ledger.as_of(units={"X-1"})),
    "claims": lambda ledger, claim, copy: list(islice(ledger.as_of(), 3)),
    "claim by the beginning of its id": lambda ledger, claim, copy: ledger.claim(claim.id[:9]),
    "entry": lambda ledger, claim, copy: ledger.entry(copy.first),
    "text": lambda ledger, claim, copy: ledger.text(claim.document),
    "pass": lambda ledger, claim, copy: ledger.has_pass(claim.document, "rules@1"),
    "newest report": lambda ledger, claim, copy: ledger.newest_published(),
    "lines after a line": lambda ledger, claim, copy: list(islice(ledger.follow(5), 3)),
    "append": lambda ledger, claim, copy: ledger.append(
        [copy, claim, Judgement(claim=claim.id, verdict="accept", by="ana", reason="")], by="ana"
    ),
    "stories": lambda ledger, claim, copy: ledger.append([copy], by="s") and list(ledger.as_of()),
    "takedown": lambda ledger, claim, copy: ledger.erase(claim.document, "asked"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_go_by_an_index(asked, ledger, make, question):
    claim, copy = make.claim(make.document("3")), make.copy(make.document("4"), make.document("5"))
    assert asked(lambda: QUESTIONS[question](ledger, claim, copy)) == []


def test_columns_are_brought_up_to_date_by_an_index(asked, ledger, make, tmp_path):
    side = ledger.sidecar(tmp_path / "columns")
    ledger.append(make.report("new"), by=make.coder)
    scans = asked(lambda: side.extend(ledger._db))
    # Counting documents goes through their index alone.
    assert [s for s in scans if "count(*)" not in s[1]] == []

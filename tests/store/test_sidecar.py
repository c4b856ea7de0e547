"""The columns say what the ledger says, whenever and however often they are brought up to date."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.model import Judgement
from whoholds.store import Ledger, sidecar


def rows_of(ledger, known=None, units=None):
    """What the columns must say, from ``as_of``."""
    return sorted(
        (a.claim.id, p.unit if p else None, round(p.probability, 3) if p else None, a.story,
         a.judgement.verdict if a.judgement else None, a.document.published, a.claim.actor)
        for a in ledger.as_of(known=known)
        for p in a.placements or (None,)
        if units is None or (p and p.unit in units)
    )  # fmt: skip


def scanned(ledger, side, known=None, units=None):
    ids = {line.seq: line.entry.id for line in ledger.follow()}
    return sorted(
        (
            row["claim"].hex(), row["unit"], row["probability"] and round(row["probability"], 3), ids[row["story"]],
            row["verdict"], row["published"], row["actor"],
        )
        for row in side.scan(known=known, units=units).to_pylist()
    )  # fmt: skip


def judged(claim, verdict):
    return Judgement(claim=claim.id, verdict=verdict, by="ana", reason="")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(sidecar, "ROWS", 3)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    Ledger.create(path).close()
    return path.read_bytes()


def test_an_empty_ledger_has_columns_and_no_rows(ledger, tmp_path):
    table = ledger.sidecar(tmp_path / "columns").scan()
    assert (table.num_rows, "story" in table.column_names) == (0, True)


def test_columns_are_made_once(ledger, make, tmp_path):
    ledger.append(make.report(), by=make.coder)
    side = ledger.sidecar(tmp_path / "columns")
    assert side.extend(ledger._db) == 0
    ledger.append(make.report("2"), by=make.coder)
    assert side.extend(ledger._db) == 1


def test_a_report_learnt_more_of_is_written_anew_and_counts_once(ledger, make, tmp_path):
    for n in range(20):
        ledger.append(make.report(str(n)), by=make.coder)
    side = ledger.sidecar(tmp_path / "columns")
    claim = make.claim(make.document("3"))
    ledger.append([judged(claim, "reject")], by="ana")
    assert side.extend(ledger._db) == 1
    assert scanned(ledger, side) == rows_of(ledger)
    ledger.append([make.read(make.document("4"), "rules@2")], by="rules@2")
    assert side.extend(ledger._db) == 0
    assert scanned(ledger, side) == rows_of(ledger)
    assert len(side.scan()) == 19


def test_when_too_much_changed_all_is_built_again(ledger, make, tmp_path):
    for n in range(4):
        ledger.append(make.report(str(n)), by=make.coder)
    side = ledger.sidecar(tmp_path / "columns")
    ledger.append([judged(make.claim(make.document("3")), "accept")], by="ana")
    assert side.extend(ledger._db) == 4


def test_the_columns_of_another_ledger_are_not_taken(ledger, make, tmp_path):
    with Ledger.create(tmp_path / "other.db") as other:
        other.append(make.report("x"), by=make.coder)
        other.sidecar(tmp_path / "columns")
    ledger.append(make.report("1"), by=make.coder)
    assert scanned(ledger, ledger.sidecar(tmp_path / "columns")) == rows_of(ledger)


def test_a_damaged_manifest_is_built_again(ledger, make, tmp_path):
    ledger.append(make.report(), by=make.coder)
    ledger.sidecar(tmp_path / "columns")
    (tmp_path / "columns" / "manifest.json").write_text("{")
    assert scanned(ledger, ledger.sidecar(tmp_path / "columns")) == rows_of(ledger)


def test_what_else_lies_in_the_folder_stays(ledger, make, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    ledger.append(make.report(), by=make.coder)
    ledger.sidecar(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    ledger.sidecar(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len(list(tmp_path.glob("part-*"))) == 1


def test_only_the_columns_asked_for(ledger, make, tmp_path):
    ledger.append(make.report(), by=make.coder)
    side = ledger.sidecar(tmp_path / "columns")
    assert side.scan(columns=["unit", "story"]).to_pylist() == [{"unit": "X-1", "story": 1}]


def test_words_are_not_in_the_columns(ledger, make, tmp_path):
    ledger.append(make.report(title="A title"), by=make.coder)
    ledger.sidecar(tmp_path / "columns")
    said = b"".join(file.read_bytes() for file in (tmp_path / "columns").iterdir())
    assert b"captured" not in said
    assert b"A title" not in said


@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_columns_agree_with_the_ledger_after_every_append(empty, tmp_path_factory, make, data):
    folder = tmp_path_factory.mktemp("agree")
    (folder / "ledger.db").write_bytes(empty)
    documents = [
        make.document(name, day=day, text=make.document(name).text + "." * day)
        for name in "123"
        for day in (0, 1, 2)
    ]
    with Ledger.open(folder / "ledger.db") as ledger:
        ledger._db.execute("PRAGMA synchronous = OFF")
        ledger.append([documents[0]], by=make.coder)
        known = {documents[0].id}
        for _ in range(data.draw(st.integers(1, 5))):
            document = data.draw(st.sampled_from(documents))
            claim = make.claim(document, actor=data.draw(st.sampled_from(["north", "south"])))
            coder = data.draw(st.sampled_from(["rules@1", "rules@2"]))
            entries = [
                document,
                claim,
                make.placement(claim, data.draw(st.sampled_from(["X-1", "X-2"])), 0.5),
            ]
            if data.draw(st.booleans()):
                entries.append(make.read(document, coder))
            if data.draw(st.booleans()):
                entries.append(judged(claim, data.draw(st.sampled_from(["accept", "reject"]))))
            other = data.draw(st.sampled_from(documents))
            if other.id in known and other.id != document.id:
                entries.append(make.copy(document, other))
            known.add(document.id)
            ledger.append(entries, by=coder)
            side = ledger.sidecar(folder / "columns")
            for day in (None, date(2021, 8, 1) + timedelta(data.draw(st.integers(-1, 3)))):
                assert scanned(ledger, side, day) == rows_of(ledger, day)
            assert scanned(ledger, side, units=["X-1"]) == rows_of(ledger, units=["X-1"])


@pytest.mark.parametrize("length", [2, 50])
def test_a_long_chain_of_copies_is_one_story(ledger, make, tmp_path, length):
    documents = [make.document(str(n)) for n in range(length)]
    ledger.append([e for d in documents for e in (d, make.claim(d))], by=make.coder)
    ledger.append([make.copy(documents[n], documents[n + 1]) for n in range(length - 1)], by="syndication")
    side = ledger.sidecar(tmp_path / "columns")
    assert len(set(side.scan()["story"].to_pylist())) == 1
    assert scanned(ledger, side) == rows_of(ledger)

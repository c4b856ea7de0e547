"""The contract of every store, continued: what a question sees at a moment on the three clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime

from asking import T1, T2, claims, judged

# Three clocks


def test_known_means_published_by_the_end_of_that_day(store, make):
    store.append([*make.report("1", day=0), *make.report("2", day=5)], by=make.coder)
    assert [len(claims(store, known=date(2021, 8, day))) for day in (1, 5, 6)] == [1, 1, 2]
    assert list(store.as_of(known=date(2021, 7, 31))) == []


def test_a_report_without_a_date_is_known_on_no_day(store, make):
    document = replace(make.document(), published=None)
    store.append([document, make.claim(document)], by=make.coder)
    assert len(claims(store)) == 1
    assert claims(store, known=date(2100, 1, 1)) == []
    assert store.newest_published() is None


def test_recorded_goes_back_to_what_the_ledger_had(store, make):
    document, claim, placement, done = make.report()
    store.append([document, claim, placement, done], by=make.coder, at=T1)
    store.append([judged(claim, "reject"), *make.report("2")], by="ana", at=T2)
    (before,) = store.as_of(recorded=T1)
    assert before.judgement is None
    assert before.recorded == T1
    assert len(claims(store, recorded=T2)) == len(claims(store)) == 2
    assert claims(store, recorded=datetime(2025, 1, 1, tzinfo=UTC)) == []


def test_recorded_time_never_runs_backwards(store, make):
    store.append(make.report("1"), by=make.coder, at=T2)
    store.append(make.report("2"), by=make.coder, at=T1)
    assert [line.at for line in store.follow()] == [T2] * 8


def test_a_question_reads_one_moment_while_lines_are_added(store, make):
    for name in "123":
        store.append(make.report(name), by=make.coder)
    answer = store.as_of()
    first = next(answer)
    store.append([*make.report("0"), judged(first.claim, "reject")], by="ana")
    rest = list(answer)
    assert len(rest) == 2
    assert all(attested.judgement is None for attested in rest)


def test_the_order_of_claims_is_that_of_the_reports(store, make):
    store.append(make.report("2", day=3), by=make.coder)
    store.append(make.report("1", day=1), by=make.coder)
    days = [attested.document.published.day for attested in store.as_of()]
    assert days == [2, 4]


# What still stands


def test_a_newer_pass_shadows_what_it_no_longer_finds(store, make):
    document = make.document()
    kept, dropped = make.claim(document), make.claim(document, "river front left", "loses")
    store.append([document, kept, dropped, make.read(document, "rules@1")], by="rules@1", at=T1)
    store.append([kept, make.read(document, "rules@2")], by="rules@2", at=T2)
    assert claims(store) == [kept]
    assert set(claims(store, recorded=T1)) == {kept, dropped}
    assert store.entry(dropped.id).entry == dropped


def test_a_judged_claim_outlives_the_pass_that_found_it(store, make):
    document = make.document()
    claim = make.claim(document)
    store.append([document, claim, make.read(document, "rules@1")], by="rules@1")
    store.append([judged(claim)], by="ana")
    store.append([make.read(document, "rules@2")], by="rules@2")
    assert claims(store) == [claim]


def test_claims_of_an_unfinished_pass_wait_for_it(store, make):
    document = make.document()
    old, new = make.claim(document), make.claim(document, "river front left", "loses")
    store.append([document, old, make.read(document, "rules@1")], by="rules@1")
    store.append([new], by="rules@2")
    assert claims(store) == [old]
    store.append([make.read(document, "rules@2")], by="rules@2")
    assert claims(store) == [new]


def test_another_coder_and_an_editor_do_not_shadow_each_other(store, make):
    document = make.document()
    one, two, three = (make.claim(document, confidence=1.0, actor=a) for a in ("north", "south", "west"))
    store.append([document, one, make.read(document, "rules@1")], by="rules@1")
    store.append([two, make.read(document, "model@7")], by="model@7")
    store.append([three], by="ana")
    assert {claim.actor for claim in claims(store)} == {"north", "south", "west"}


def test_two_coders_that_agree_are_one_claim_and_two_sightings(store, make):
    _, claim, *_ = entries = make.report()
    store.append(entries, by="rules@1")
    assert store.append([claim], by="model@7") == 1
    assert store.append([claim], by="model@7") == 0
    assert claims(store) == [claim]
    assert [(line.by, line.entry) for line in store.follow(4)] == [("model@7", claim)]


def test_a_newer_version_of_a_report_shadows_the_older(store, make):
    old = make.document("1", day=0)
    new = make.document("1", day=2, text="Correction. " + old.text)
    said = make.claim(new)
    store.append([new, said, old, make.claim(old)], by=make.coder)
    assert claims(store) == [said]
    assert claims(store, known=date(2021, 8, 2)) == [make.claim(old)]
    assert [document.id for document in store.documents()] == [new.id]
    assert [document.id for document in store.documents(superseded=True)] == [old.id, new.id]


def test_of_versions_published_alike_the_one_recorded_later_stands(store, make):
    old, new = make.document("1"), make.document("1", text="Correction. " + make.document().text)
    store.append([old, make.claim(old)], by=make.coder, at=T1)
    store.append([new, make.claim(new)], by=make.coder, at=T2)
    assert claims(store) == [make.claim(new)]
    assert claims(store, recorded=T1) == [make.claim(old)]


def test_two_outlets_may_number_their_reports_alike(store, make):
    store.append([*make.report("1", outlet="Gazette"), *make.report("1", outlet="Herald")], by=make.coder)
    assert len(claims(store)) == 2


def test_placements_are_those_of_the_newest_gazetteer_likeliest_first(store, make):
    document, claim, *_ = make.report()
    store.append([document, claim, make.placement(claim, "X-1", 1.0, "shipped@1")], by=make.coder, at=T1)
    store.append(
        [make.placement(claim, "X-2", 0.2, "shipped@2"), make.placement(claim, "X-3", 0.8, "shipped@2")],
        by="gazetteer", at=T2,
    )  # fmt: skip
    (attested,) = store.as_of()
    assert [p.unit for p in attested.placements] == ["X-3", "X-2"]
    (before,) = store.as_of(recorded=T1)
    assert [p.unit for p in before.placements] == ["X-1"]
    assert list(store.as_of(units=["X-1"])) == []
    assert store.unit_latest("X-1") == []
    assert list(store.as_of(units={"X-2", "X-9"})) == [attested] == store.unit_latest("X-2")


def test_the_latest_claims_of_a_unit_come_newest_report_first(store, make):
    for day in (3, 1, 4, 2):
        store.append(make.report(str(day), day=day), by=make.coder)
    store.append(make.report("9", day=9, unit="X-2"), by=make.coder)
    days = [a.document.published.day - 1 for a in store.unit_latest("X-1", limit=3)]
    assert days == [4, 3, 2]
    (known,) = store.unit_latest("X-1", known=date(2021, 8, 2))
    assert known.document.published == date(2021, 8, 2)


# Stories


def test_copies_of_copies_are_one_story_named_by_its_smallest_document(store, make):
    reports = [make.report(str(n), outlet=f"outlet {n}") for n in range(5)]
    documents = [entries[0] for entries in reports]
    for entries in reports:
        store.append(entries, by=make.coder)
    store.append([make.copy(documents[0], documents[1])], by="syndication")
    store.append([make.copy(documents[2], documents[1])], by="syndication")
    stories = {attested.claim.document: attested.story for attested in store.as_of()}
    one = min(document.id for document in documents[:3])
    assert [stories[document.id] for document in documents] == [one] * 3 + [documents[3].id, documents[4].id]


def test_a_copy_not_yet_published_joins_no_story(store, make):
    early, late, third = (make.document(str(n), day=n) for n in range(3))
    store.append([d for doc in (early, late, third) for d in (doc, make.claim(doc))], by=make.coder)
    store.append([make.copy(early, third), make.copy(third, late)], by="syndication")
    assert len({a.story for a in store.as_of(known=date(2021, 8, 2))}) == 2
    assert len({a.story for a in store.as_of()}) == 1

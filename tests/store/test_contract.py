"""What every store keeps to, whatever lies under it: this file is the contract."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from whoholds.errors import LedgerError, UnknownClaim
from whoholds.model import Judgement

T1 = datetime(2026, 1, 1, tzinfo=UTC)
T2 = datetime(2026, 1, 2, tzinfo=UTC)
T3 = datetime(2026, 1, 3, tzinfo=UTC)


@pytest.fixture
def store(any_store):
    with any_store("ledger.db") as store:
        yield store


def claims(store, **clocks):
    return [attested.claim for attested in store.as_of(**clocks)]


def judged(claim, verdict="accept", **more):
    return Judgement(claim=claim.id, verdict=verdict, by="ana", reason="seen on the picture", **more)


# Appending


def test_an_empty_ledger_knows_nothing(store):
    assert list(store.as_of()) == list(store.follow()) == list(store.documents()) == []
    assert store.newest_published() is None
    assert store.verify().entries == 0


def test_appending_again_adds_nothing(store, make):
    entries = make.report()
    assert store.append(entries, by=make.coder) == 4
    before = store.verify()
    assert store.append(entries, by=make.coder) == 0
    assert store.verify() == before


def test_one_append_takes_entries_in_any_order_and_repeats(store, make):
    entries = make.report()
    assert store.append([*reversed(entries), *entries], by=make.coder) == 4


def test_an_entry_comes_back_as_it_went_in(store, make):
    document = make.document(
        title="Barun falls", author="A. Writer", before="Our reporter:", language="en", guessed=("language",),
        url="https://gazette.example/1", published_at="2021-08-01T23:00:00+04:30", synthetic=True,
    )  # fmt: skip
    claim = make.claim(document, speaker=("agency", "spokesman"), by_party=True, confidence=0.5)
    placement = make.placement(claim, unit=None, probability=0.25, via="none", excluded=("X-7", "X-8"))
    judgement = judged(claim, "amend", fields=(("place.name", "Barun Bazar"),), nonce="n1")
    entries = [document, claim, placement, judgement, make.read(document)]
    store.append(entries, by=make.coder, at=T1)
    assert [line.entry for line in store.follow()] == entries
    assert [store.entry(entry.id).entry for entry in entries] == entries
    assert {(line.at, line.by) for line in store.follow()} == {(T1, make.coder)}


def test_text_keeps_every_character(store, make):
    text = "Ζ\x00 🏴 \u202eбарун\r\n" + make.document().text
    document = make.document(text=text)
    claim = make.claim(document)
    store.append([document, claim], by=make.coder)
    assert store.text(document.id) == text
    assert claims(store) == [claim]


@pytest.mark.parametrize("missing", ["claim", "placement", "judgement", "pass", "copy"])
def test_nothing_speaks_of_what_the_ledger_does_not_have(store, make, missing):
    document = make.document()
    claim = make.claim(document)
    entry = {
        "claim": claim, "placement": make.placement(claim), "judgement": judged(claim),
        "pass": make.read(document), "copy": make.copy(document, make.document("2")),
    }[missing]  # fmt: skip
    with pytest.raises(
        UnknownClaim if missing in {"placement", "judgement"} else LedgerError, match="append the"
    ):
        store.append([entry], by=make.coder)
    assert store.verify().entries == 0


def test_an_append_is_all_or_nothing(store, make):
    stranger = make.claim(make.document("2"))
    with pytest.raises(LedgerError, match="append the document first"):
        store.append([*make.report(), stranger], by=make.coder)
    assert list(store.follow()) == []
    assert store.append(make.report(), by=make.coder) == 4


@pytest.mark.parametrize(
    "wrong", [{"quote": "river front captured"}, {"sentence": "The army left."}, {"span": (0, 5)}]
)
def test_a_claim_quotes_what_its_document_says(store, make, wrong):
    document = make.document()
    with pytest.raises(LedgerError, match="document has"):
        store.append([document, replace(make.claim(document), **wrong)], by=make.coder)


def test_a_judgement_may_be_repeated_and_the_latest_wins(store, make):
    _, claim, *_ = entries = make.report()
    store.append(entries, by=make.coder)
    for verdict in ("accept", "reject", "accept", "accept"):
        assert store.append([judged(claim, verdict)], by="ana") == 1
    (attested,) = store.as_of()
    assert attested.judgement.verdict == "accept"
    store.append([judged(claim, "reject")], by="ana")
    assert next(store.as_of()).judgement.verdict == "reject"


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


# Looking things up


def test_a_claim_is_found_by_the_beginning_of_its_id(store, make):
    store.append(make.report(), by=make.coder)
    (claim,) = claims(store)
    assert store.claim(claim.id) == store.claim(claim.id[:5]) == store.claim(claim.id[:5].upper()) == claim


@pytest.mark.parametrize("prefix", ["", "zz", "0" * 32, "ab" * 20])
def test_a_claim_that_is_not_there_is_unknown(store, make, prefix):
    store.append(make.report(), by=make.coder)
    with pytest.raises(UnknownClaim):
        store.claim(prefix)


def test_an_ambiguous_beginning_lists_the_claims(store, make):
    for n in range(40):
        store.append(make.report(str(n)), by=make.coder)
    ids = sorted(claim.id for claim in claims(store))
    first = next(a[0] for a, b in pairwise(ids) if a[0] == b[0])
    with pytest.raises(UnknownClaim, match=f"several claims begin with {first}"):
        store.claim(first)


def test_looking_up_what_is_not_there_says_so(store, make):
    with pytest.raises(LedgerError, match="no entry"):
        store.entry("0" * 32)
    with pytest.raises(LedgerError, match="no document"):
        store.text("0" * 32)


def test_passes_are_by_document_and_coder(store, make):
    document, *_ = entries = make.report()
    store.append(entries, by=make.coder)
    assert store.has_pass(document.id, make.coder)
    assert not store.has_pass(document.id, "rules@2")
    assert not store.has_pass(make.document("2").id, make.coder)


def test_documents_come_without_text_and_keep_their_id(store, make):
    document, *_ = entries = make.report()
    store.append(entries, by=make.coder)
    (listed,) = store.documents()
    assert (listed.text, listed.id, listed.outlet) == ("", document.id, "Gazette")
    (attested,) = store.as_of()
    assert attested.document == listed
    assert store.newest_published() == document.published


def test_follow_begins_after_a_line(store, make):
    store.append(make.report(), by=make.coder)
    assert [line.seq for line in store.follow(2)] == [3, 4]


# Content and chain


def test_content_is_equal_for_equal_content_and_head_is_not(any_store, make):
    one, two = any_store("one.db"), any_store("two.db")
    with one, two:
        first, second = make.report("1"), make.report("2")
        one.append([*first, *second], by=make.coder, at=T1)
        two.append(second, by=make.coder, at=T2)
        two.append(first, by=make.coder, at=T3)
        for store, nonce in ((one, ""), (two, "other")):
            store.append([judged(first[1], nonce=nonce)], by="ana")
        assert one.verify().content == two.verify().content
        assert one.verify().head != two.verify().head
        two.append([judged(first[1])], by="ana")
        assert one.verify().content != two.verify().content


def test_content_tells_who_found_a_claim_not_who_found_it_first(any_store, make):
    document, claim, *_ = make.report()
    stores = [any_store(f"{n}.db") for n in range(3)]
    for store, coders in zip(stores, (["a@1", "b@1"], ["b@1", "a@1"], ["a@1"]), strict=True):
        for coder in coders:
            store.append([document, claim], by=coder)
    both, turned, alone = (store.verify().content for store in stores)
    assert both == turned != alone
    for store in stores:
        store.close()


def test_a_sound_ledger_has_no_problems(store, make):
    for name in "123":
        store.append(make.report(name), by=make.coder)
    found = store.verify()
    assert (found.entries, found.problems) == (12, ())
    assert len(found.content) == len(found.head) == 64


# Search


def test_search_finds_words_and_phrases_newest_first(store, make):
    for name in "12":
        store.append(make.report(name), by=make.coder)
    assert [c.document for c in store.search("captured")] == [make.document("2").id, make.document("1").id]
    assert [c.document for c in store.search('"captured barun1"')] == [make.document("1").id]
    assert store.search("captured", limit=1) == [make.claim(make.document("2"))]
    assert store.search("nothing") == []


@pytest.mark.parametrize("query", ['"open', "AND", "quote:", "nosuch: x", ""])
def test_a_malformed_search_is_an_error_that_says_so(store, make, query):
    with pytest.raises(LedgerError, match="is no search"):
        store.search(query)


# Takedown


def test_a_takedown_takes_the_words_and_leaves_the_claims(store, make):
    document, claim, *_ = entries = make.report(title="Barun falls")
    store.append(entries, by=make.coder)
    store.append(make.report("2"), by=make.coder)
    store.erase(document.id, "the outlet asked")
    assert store.text(document.id) is None
    erased = next(a for a in store.as_of() if a.document.id == document.id)
    assert (erased.claim.quote, erased.claim.sentence, erased.document.title) == ("", "", None)
    assert (erased.claim.id, erased.claim.actor) == (claim.id, claim.actor)
    assert [found.document for found in store.search("captured")] == [make.document("2").id]
    assert store.verify().problems == ()
    assert store.entry(document.id).entry.id == document.id


def test_reading_the_report_again_does_not_bring_the_words_back(store, make):
    document, *_ = entries = make.report()
    store.append(entries, by=make.coder)
    store.erase(document.id, "the outlet asked")
    assert store.append(entries, by=make.coder) == 0
    later = make.claim(document, "river front left", "loses")
    assert store.append([document, later], by="rules@2") == 1
    assert store.text(document.id) is None
    assert store.verify().problems == ()


def test_what_is_not_there_cannot_be_erased(store, make):
    with pytest.raises(LedgerError, match="no document"):
        store.erase(make.document().id, "asked")
    assert store.verify().entries == 0

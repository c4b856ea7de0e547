"""What every store keeps to, whatever lies under it: this file and ``test_contract_moments`` are the contract."""

from dataclasses import replace
from itertools import pairwise

import pytest
from asking import T1, T2, T3, claims, judged

from whoholds.errors import LedgerError, UnknownClaim

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

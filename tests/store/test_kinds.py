"""Bodies of lines: plain JSON without defaults, and back to the same entry."""

import json
from dataclasses import fields
from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.model import Claim, Copy, Document, Entry, Erasure, Judgement, Pass, Place, Placement
from whoholds.statement import Alignment, Statement, Strength
from whoholds.store import kinds
from whoholds.store.append import GENESIS, link
from whoholds.store.kinds import BY_TYPE, KINDS, Words, pack, unpack

words = st.text(max_size=12)
maybe = st.none() | words
names = st.lists(words, max_size=3).map(tuple)
places = st.builds(
    Place, name=maybe, kind=maybe, within=maybe, n=st.none() | st.integers(), excepted=names,
    quantifier=st.sampled_from(["named", "all", "count"]), extent=st.sampled_from(["whole", "part"]),
)  # fmt: skip
entries = st.one_of(
    st.builds(
        Claim, document=st.just("d"), relation=st.sampled_from(["gains", "loses"]), actor=maybe, place=places,
        quote=st.just("b"), sentence=st.just("abc"), span=st.just((1, 2)), start=maybe, speaker=names,
        by_party=st.booleans(), confidence=st.floats(0, 1),
    ),
    st.builds(
        Placement, claim=st.just("c"), unit=maybe, probability=st.floats(0, 1), gazetteer=words, excluded=names
    ),
    st.builds(
        Judgement, claim=st.just("c"), verdict=st.just("amend"), by=words, reason=words, nonce=words,
        fields=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    ),
    st.builds(Pass, document=st.just("d"), coder=words),
    st.builds(Erasure, document=st.just("d"), reason=words),
)  # fmt: skip


@given(entries)
@settings(max_examples=200)
def test_an_entry_is_the_same_after_packing(entry):
    kind = BY_TYPE[type(entry)]
    more = {"sentence": (0, 3)} if isinstance(entry, Claim) else {}
    body = pack(entry, **more)
    again = unpack(
        kind.code, body, subject=getattr(entry, kind.subject), key=getattr(entry, kind.key) if kind.key else None,
        words=Words(None, None, "", "abc"),
    )  # fmt: skip
    assert again == entry
    assert vars(again) == vars(entry)
    assert hash(again) == hash(entry)
    assert again.id == entry.id


@given(st.text(), st.dates(), names)
def test_a_document_is_the_same_after_packing(text, published, guessed):
    document = Document(name="1", text=text, title="t", published=published, guessed=guessed)
    body = pack(document, commitment="", digest=kinds.hashlib.sha256(text.encode()).hexdigest())
    assert unpack(1, body, subject="", key=None, words=Words("t", None, "", text)) == document
    assert unpack(1, body, subject="", key=None).id == document.id


@given(entries)
def test_a_body_is_plain_json(entry):
    assert json.loads(pack(entry)) is not None


def test_a_body_leaves_out_defaults_columns_and_words():
    claim = Claim(
        document="d", relation="gains", actor="north", place=Place(name="Barun"), quote="b", sentence="abc",
        span=(1, 2), speaker=("agency",),
    )  # fmt: skip
    assert json.loads(pack(claim, sentence=(0, 3))) == {
        "relation": "gains", "actor": "north", "place": {"name": "Barun"}, "span": [1, 2],
        "speaker": ["agency"], "sentence": [0, 3],
    }  # fmt: skip


TEXT = "The northern army captured Barun on Sunday, police said."
DOCUMENT = Document(
    name="1", text=TEXT, published=date(2021, 8, 1), outlet="Gazette", url="https://gazette.example/1", title="Barun"
)  # fmt: skip
CLAIM = Claim(
    document=DOCUMENT.id, relation="gains", actor="northern army", place=Place(name="Barun", kind="town"),
    quote="northern army captured Barun", sentence=TEXT, span=(4, 32), start="2021-08-01", speaker=("police",),
    confidence=0.9,
)  # fmt: skip
SAID = {"document": DOCUMENT.id, "actor": "northern army", "quote": "x", "sentence": "x", "span": (0, 1)}


@pytest.mark.parametrize(
    ("entry", "id_", "body"),
    [
        (DOCUMENT, "61faa42b16685095ccf2b59de0524798",
         '{"name":"1","published":"2021-08-01","url":"https://gazette.example/1","outlet":"Gazette"}'),
        (CLAIM, "5f312a5187dd304ed6af327faeacedcb",
         '{"relation":"gains","actor":"northern army","place":{"name":"Barun","kind":"town"},"span":[4,32],'
         '"start":"2021-08-01","speaker":["police"],"confidence":0.9}'),
        (Placement(claim=CLAIM.id, unit="X-1", probability=0.91, gazetteer="shipped@1", excluded=("X-2",)),
         "92a8cf9f4d9403b5b512fb721da8d6f6", '{"probability":0.91,"gazetteer":"shipped@1","excluded":["X-2"]}'),
        (Judgement(claim=CLAIM.id, verdict="amend", by="ana", reason="Bazarak",
                   fields=(("place.name", "Bazarak"),), nonce="7"),
         "44bf4bcdf9052d8e4b970a97168c9a1c",
         '{"verdict":"amend","by":"ana","reason":"Bazarak","fields":[["place.name","Bazarak"]],"nonce":"7"}'),
        (Pass(document=DOCUMENT.id, coder="rules@1"), "6732d350d2295c74163e0157cd02c952", "{}"),
        (Copy(first=DOCUMENT.id, second="0" * 32), "0192db8afd98eaa51870d4b1d5b2fcbf", "{}"),
        (Erasure(document=DOCUMENT.id, reason="asked"), "31a24e3e8e1870a6de9cfeba187c21ec",
         '{"reason":"asked"}'),
        (Strength(**SAID, low=10, high=20, unit="fighters"), "01d38b15a1f53866d4b9c86c18c431c9",
         '{"actor":"northern army","span":[0,1],"low":10,"high":20,"unit":"fighters"}'),
        (Alignment(**SAID, kind="backs", other="river front"), "adfb236d33d70edd5fec329d2b0b6220",
         '{"actor":"northern army","span":[0,1],"kind":"backs","other":"river front"}'),
    ],
)  # fmt: skip
def test_ids_and_bodies_stay_what_they_are_in_every_ledger_there_is(entry, id_, body):
    assert entry.id == id_
    assert pack(entry) == body


def test_the_chain_stays_what_published_heads_say():
    rows = [
        (1, 1, bytes.fromhex(DOCUMENT.id), None, None, "1\x1fGazette", 18840, "{}"),
        (2, 2, bytes.fromhex(CLAIM.id), 1, None, None, 18840, '{"a":"\u00e9"}'),
    ]
    head = "dd6807fae46a341ca85b736b3a29b073ab478e3621a6f6cdd8331870d4aa093d"
    assert link(GENESIS, 1, "rules@1", rows).hex() == head


def test_a_copy_comes_back_in_order():
    assert unpack(6, "{}", subject="b", key="a") == Copy(first="a", second="b")


def test_a_field_added_to_an_entry_later_has_its_default_in_older_lines():
    body = '{"relation":"holds","place":{},"span":[0,1]}'
    assert unpack(2, body, subject="d", key=None).modality == "asserted"


@pytest.mark.parametrize("body", ["[]", "1", '{"unheard": 1}', "not json"])
def test_what_is_no_body_is_refused(body):
    with pytest.raises(ValueError):  # noqa: PT011 - json's own and ours
        unpack(3, body, subject="c", key=None)


def test_every_entry_type_has_a_kind():
    assert set(BY_TYPE) == {*get_args(Entry), *Statement.__subclasses__()} - {Statement}
    assert len({kind.code for kind in KINDS}) == len({kind.name for kind in KINDS}) == len(KINDS)
    for type_, kind in BY_TYPE.items():
        known = {field.name for field in fields(type_)}
        assert {kind.subject, kind.key, *kind.without} - {None} <= known


def test_days_count_from_1970():
    assert kinds.day_of(date(1970, 1, 2)) == 1
    assert kinds.date_of(kinds.day_of(date(2021, 8, 15))) == date(2021, 8, 15)
    assert kinds.date_of(kinds.day_of(None)) is None

"""Bodies of lines: plain JSON without defaults, and back to the same entry."""

import json
from dataclasses import fields
from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.model import Claim, Copy, Document, Entry, Erasure, Judgement, Pass, Place, Placement
from whoholds.statement import Statement
from whoholds.store import kinds
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

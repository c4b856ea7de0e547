"""Who "we" are."""

import pytest

from whoholds.code.coder import Coder
from whoholds.code.selves import introduced, party
from whoholds.model import Document


@pytest.mark.parametrize(
    ("speaker", "named"),
    [
        ("the spokesman for the Military Operations Administration", "Military Operations Administration"),
        ("a commander of the Northern Front", "Northern Front"),
        ("senior SDF officer", "SDF"),
        ("a local rebel commander", "rebel"),
        ("the army", "army"),
        ("Taliban spokesman Ahmad Zia", "Taliban"),
        ("the government's chief negotiator", "government"),
        ("Ahmad Zia", None),
        ("a resident", None),
        ("statement of the bureau", None),
        ("Defence Minister Ann Lee", None),
        ("Mr Lee's spokesman", None),
    ],
)
def test_the_party_in_a_description(speaker, named):
    assert party(speaker) == named


@pytest.mark.parametrize(
    ("speaker", "named"),
    [
        ("Mr Zaman", "Eastern Shura"),
        ("Zia", "Northern Front"),
        ("Abdalla", "army"),
        ("Gul Lali", None),
        ("Nobody", None),
        ("a resident", None),
    ],
)
def test_the_party_of_a_person_whom_the_text_introduces(speaker, named):
    text = (
        "An Eastern Shura commander, Haji Zaman, waved. Ahmad Zia, a spokesman for the Northern Front, waited."
        " The army's spokesman, Brigadier Nabil Abdalla, called. Gul Lali left."
    )
    assert introduced(speaker, text) == named


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        'A spokesman for the Northern Front said: "We have captured Sirba and its bridge."',
        'The Northern Front issued a statement. "Our units captured Sirba this morning," its spokesman said.',
        'Ahmad Zia, a spokesman for the Northern Front, called. "We have captured Sirba," Mr Zia said.',
    ],
)
def test_in_a_partys_own_words_the_doer_is_the_party(text):
    (coding,) = Coder(threshold=0.2).code([Document(name="r", text=text)])
    taken = [c for c in coding.claims if c.place.name == "Sirba" and c.relation == "gains"]
    assert [c.actor for c in taken] == ["Northern Front"]


@pytest.mark.model
def test_a_resident_who_says_we_is_no_party():
    text = 'A resident said: "We have lost Sirba to the rebels and we want to go home."'
    (coding,) = Coder(threshold=0.2).code([Document(name="r", text=text)])
    assert "Sirba" in {c.place.name for c in coding.claims}
    assert all("resident" not in (c.actor or "") for c in coding.claims)

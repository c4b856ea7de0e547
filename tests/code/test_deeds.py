"""What is done to a place, and by whom."""

import pytest

from whoholds.code.deeds import besieged, driver, is_over, lifted, unsaid
from whoholds.code.parse import sentence
from whoholds.code.rules import marks

pytestmark = pytest.mark.model


def test_a_heading_without_a_verb_names_no_driver():
    assert driver(sentence("Out of Marib.").doc, (2, 3)) is None
    assert driver(sentence("From Marib.").doc, (1, 2)) is None


@pytest.mark.parametrize(
    ("text", "place", "who"),
    [
        ("The army was forced out of Bama by insurgents.", "Bama", "insurgents"),
        ("Rebels forced the army to leave Bama.", "Bama", "Rebels"),
        ("The army left Bama.", "Bama", None),
    ],
)
def test_who_drives_a_holder_out(text, place, who):
    doc = sentence(text).doc
    at = next(t.i for t in doc if t.text == place)
    found = driver(doc, (at, at + 1))
    assert (None if found is None else doc[found].text) == who


@pytest.mark.parametrize(
    ("text", "place", "nobody"),
    [
        ("Tamanah was captured on Monday.", "Tamanah", True),
        ("Tamanah was captured by rebels on Monday.", "Tamanah", False),
        ("Rebels captured Tamanah on Monday.", "Tamanah", False),
        ("The rebel army opened its campaign with the capture of Tamanah.", "Tamanah", False),
        ("The war ended with the capture of Tamanah.", "Tamanah", True),
        ("With the capture of Tamanah, the rebel army stopped.", "Tamanah", True),
    ],
)
def test_a_taker_who_is_left_out(text, place, nobody):
    doc = sentence(text).doc
    at = next(t.i for t in doc if t.text == place)
    assert unsaid(doc, marks(doc), "gains", (at, at + 1)) is nobody


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("The army broke the siege of Kobani.", True),
        ("The siege of Kobani by the militants was broken.", False),
    ],
)
def test_who_breaks_a_siege_did_not_lay_it(text, ended):
    doc = sentence(text).doc
    at = next(t.i for t in doc if t.text == "Kobani")
    assert lifted(doc, marks(doc), "contests", (at, at + 1)) is ended


@pytest.mark.parametrize(
    ("text", "who", "is_besieged"),
    [
        ("The brigade, encircled in Asmara, gave in.", "brigade", True),
        ("Some militiamen surrounded in Ilovaisk asked for help.", "militiamen", True),
        ("Two thousand soldiers were cut off in Gode.", "soldiers", True),
        ("A garrison that was besieged in Owerri broke out.", "garrison", True),
        ("The rebels surrounded Owerri.", "rebels", False),
        ("The army has cut off Owerri.", "army", False),
    ],
)
def test_who_is_besieged_does_not_besiege(text, who, is_besieged):
    doc = sentence(text).doc
    at = next(t.i for t in doc if t.text == who)
    assert besieged(doc, (at, at + 1)) is is_besieged


@pytest.mark.parametrize(
    ("text", "word", "over"),
    [
        ("Rebel rule had been ended in Paktika.", "rule", True),
        ("The army's control of Bara ended on Monday.", "control", True),
        ("The rebels' hold on Goma was broken.", "broken", True),
        ("UNITA's control over Kuito is over.", "control", True),
        ("The end of rebel rule in Bouake came late.", "rule", True),
        ("The army did not break the rebels' hold on Goma.", "break", False),
        ("The rebels' control of Goma is not over.", "control", False),
        ("The rebels' control of Goma is over the hills of no use.", "control", False),
        ("The rebels' control of Goma angers traders.", "control", False),
        ("The rebels control Goma.", "control", False),
        ("The rebel administration in Bouake ended the school fees.", "administration", False),
    ],
)
def test_a_hold_that_ends(text, word, over):
    doc = sentence(text).doc
    assert is_over(next(t for t in doc if t.text == word)) is over

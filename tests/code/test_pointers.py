"""From the scorer's pointing to a draft: which word carries it, and who does what to whom. The scorer's part is played by hand."""

import pytest

from whoholds.code import pointers
from whoholds.code.candidates import read
from whoholds.code.parse import Parser
from whoholds.code.readings import readings
from whoholds.code.scorer import Decision
from whoholds.model import Document

pytestmark = pytest.mark.model


def draft(text, place, *, relation="gains", actor=None, against=None):
    """The draft of one decision, and the word that carries it."""
    article = Parser(None).article(Document(name="r", text=text))
    (candidates,) = read(article)
    (reading,) = readings(article, [candidates.sentence])

    def mention(name):
        if name is None:
            return None
        return next(i for i in range(len(reading.mentions)) if reading.words(i) == name)

    decision = Decision(
        place=mention(place), relation=relation, polarity="affirmed", actor=mention(actor), against=mention(against),
        name=mention(place), within=None, extent="whole", quantifier="named", modality="asserted", dated=0.0, probability=0.9,
    )  # fmt: skip
    found = list(pointers.drafts(candidates, reading, [decision]))
    return (found[0], candidates.sentence.doc[found[0].trigger].text) if found else None


def test_of_two_triggers_the_doers_own_carries_the_claim():
    text = "The general vowed to retake Sirba, which fell to rebels in August."
    assert draft(text, "Sirba", actor="rebels")[1] == "fell"


def test_who_is_driven_out_is_the_counterpart_of_a_taking():
    told, _ = draft("The army was forced out of Sirba by rebels.", "Sirba", relation="loses", actor="army")
    assert (told.relation, told.actor, told.against) == ("gains", "rebels", "army")


def test_the_actor_is_not_its_own_counterpart():
    told, _ = draft(
        "The rebels captured Sirba after a day of fighting.", "Sirba", actor="rebels", against="rebels"
    )
    assert (told.actor, told.against) == ("rebels", None)


def test_a_demand_that_others_leave_makes_no_draft():
    assert (
        draft("Paris urged the army to withdraw from Sirba.", "Sirba", relation="loses", actor="army") is None
    )
    assert draft("The army will withdraw from Sirba.", "Sirba", relation="loses", actor="army") is not None


def test_a_measure_of_size_is_no_place_held():
    text = "The rebels ruled an area the size of Sirba."
    assert draft(text, "Sirba", relation="holds", actor="rebels") is None


def test_we_who_were_driven_out_did_not_take_it():
    told, _ = draft(
        '"We were driven out of Sirba by the army," a rebel said.', "Sirba", relation="loses", actor="We"
    )
    assert (told.relation, told.actor, told.own) == ("gains", "army", False)


@pytest.mark.parametrize("who", ["President Omar Sefi", "The UN envoy"])
def test_a_person_who_leaves_gives_up_no_place(who):
    name = who.removeprefix("The ")
    assert draft(f"{who} left Sirba on Monday.", "Sirba", relation="loses", actor=name) is None
    assert draft("The army left Sirba on Monday.", "Sirba", relation="loses", actor="army") is not None
    assert draft(f"{who} surrendered Sirba.", "Sirba", relation="loses", actor=name) is not None


@pytest.mark.parametrize(("name", "told"), [("the SNA", False), ("SNA", True), ("the UAE", True)])
def test_a_short_name_with_an_article_is_a_party_unless_it_is_a_country(name, told):
    found = draft(f"The rebels took {name} on Monday.", name.removeprefix("the "), actor="rebels")
    assert (found is not None) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("David Lee, 26, was captured by rebels.", False),
        ("David Lee, who was captured by rebels, is in Sirba.", False),
        ("David Lee, a town in the north, was captured by rebels.", True),
    ],
)
def test_a_person_who_is_captured_is_no_place(text, told):
    assert (draft(text, "David Lee", actor="rebels") is not None) is told


def test_whose_hold_ends_loses():
    told, _ = draft("The army's control of Sirba ended on Monday.", "Sirba", relation="holds", actor="army")
    assert (told.relation, told.actor) == ("loses", "army")

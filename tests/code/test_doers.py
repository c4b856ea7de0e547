"""Who does it: what grammar knows better than the scorer. The scorer's part is played by hand."""

import pytest

from whoholds.code import doers
from whoholds.code.candidates import read
from whoholds.code.parse import Parser
from whoholds.code.readings import readings
from whoholds.code.rules import marks
from whoholds.code.scorer import Decision
from whoholds.model import Document, Place

pytestmark = pytest.mark.model


def actor(text, place, pointed, relation="gains"):
    """The actor of a decision on ``place`` in the last sentence, where the scorer points at ``pointed``, or at nobody."""
    article = Parser(None).article(Document(name="r", text=text))
    candidates = list(read(article))[-1]
    (reading,) = readings(article, [candidates.sentence])

    def mention(name):
        return next((i for i in range(len(reading.mentions)) if reading.words(i) == name), None)

    decision = Decision(
        place=mention(place), relation=relation, polarity="affirmed", actor=mention(pointed) if pointed else None, against=None,
        name=mention(place), within=None, extent="whole", quantifier="named", modality="asserted", dated=0.0, probability=0.9,
    )  # fmt: skip
    assert decision.place is not None
    assert pointed is None or decision.actor is not None
    seen = marks(candidates.sentence.doc)
    trigger = max((m.trigger for m in seen if m.role == "trigger" and m.relation == relation), default=0)
    return doers.actor(candidates, reading, seen, decision, Place(name=place), trigger)


def test_what_the_scorer_points_at_is_the_actor():
    assert actor("The rebels captured Sirba after a day of fighting.", "Sirba", "rebels") == "rebels"


def test_whom_by_names_is_the_actor():
    text = "The governor said that Sirba was captured by the rebels."
    assert actor(text, "Sirba", "governor") == "rebels"


@pytest.mark.parametrize(
    "text",
    [
        "After the capture of Sirba, rebels marched on the capital.",
        "The capture of Sirba was a blow to the rebels.",
        "Sirba was captured on Monday, and the rebels kept silent.",
    ],
)
def test_a_taking_that_leaves_out_who_took_has_no_actor(text):
    assert actor(text, "Sirba", "rebels") is None


def test_a_taking_that_somebody_completes_keeps_its_actor():
    assert actor("The rebels completed the capture of Sirba.", "Sirba", "rebels") == "rebels"


def test_a_place_does_nothing_to_itself():
    text = "The army stood before Sirba. It gave up Sirba on Monday."
    assert actor(text, "Sirba", "Sirba", relation="loses") == "army"


def test_whom_a_place_is_taken_from_does_not_take_it():
    text = "The Hill League had 300 men. It captured Sirba from the army on Monday."
    assert actor(text, "Sirba", "army") == "Hill League"
    assert actor("The army captured Sirba from the rebels.", "Sirba", "army") == "army"


@pytest.mark.parametrize(
    ("text", "relation", "whose"),
    [
        ("Following the rebel capture of Sirba, the army sent reinforcements.", "gains", "rebel"),
        ("The army waited until the Russian liberation of Sirba.", "gains", "Russian"),
        ("The army attacked Sirba, the last rebel stronghold in the valley.", "holds", "rebel"),
        ("The army left Sirba and Kemra as key Russian strongholds.", "holds", "Russian"),
    ],
)
def test_whose_a_capture_or_a_stronghold_is_called_holds_the_place(text, relation, whose):
    assert actor(text, "Sirba", "army", relation=relation) == whose


@pytest.mark.parametrize(
    "text",
    [
        "The siege of Sirba was broken by hunger after the rebels took the road.",
        "The rebels tried to break the siege of Sirba.",
    ],
)
def test_who_breaks_a_siege_does_not_besiege(text):
    assert actor(text, "Sirba", "rebels", relation="contests") is None


def test_who_besieges_does():
    assert (
        actor("The rebels tightened the siege of Sirba.", "Sirba", "rebels", relation="contests") == "rebels"
    )
    assert (
        actor("Clashes with the rebels broke out in Sirba.", "Sirba", "rebels", relation="contests")
        == "rebels"
    )


def test_a_taken_place_leaves_out_who_took_it():
    text = "The army evacuated families from recently recaptured Sirba."
    assert actor(text, "Sirba", "army") is None


def test_an_abbreviation_comes_with_the_name_that_it_shortens():
    text = "The Petroleum Guard Force (PGF) captured Sirba."
    assert actor(text, "Sirba", "PGF") == "Petroleum Guard Force (PGF)"


def test_fighters_are_named_with_who_leads_them():
    text = "Insurgents led by the Northern Front (NF) captured Sirba."
    assert actor(text, "Sirba", "Insurgents") == "Insurgents led by the Northern Front (NF)"


def test_soldiers_from_elsewhere_are_named_with_where_they_come_from():
    text = "Soldiers from Chad and Niger drove the jihadists out of Damasak."
    assert actor(text, "Damasak", "Soldiers") == "Soldiers from Chad and Niger"


def test_the_group_is_no_army():
    text = "Boko Haram fighters fled. The army took Bama. Several villages are still controlled by the group."
    assert actor(text, "Several villages", "group", relation="holds") == "Boko Haram fighters"


def test_a_name_is_learnt_without_what_leads_to_it():
    text = "The rebels of the Permanent Strategic Framework (CSP) captured Sirba."
    assert actor(text, "Sirba", "CSP") == "Permanent Strategic Framework (CSP)"


@pytest.mark.parametrize("place", ["Gardez", "Sharana", "Khost"])
def test_the_subject_of_the_verb_outranks_a_party_of_another_clause(place):
    text = "The government holds Gardez, Sharana and Khost, but most of the districts are in the hands of the Taliban."
    assert actor(text, place, "Taliban", relation="holds") == "government"


@pytest.mark.parametrize(
    ("text", "pointed"),
    [
        ("Rebels lost the airport. The Free Front, formed in May, says it now controls Sirba.", "Rebels"),
        ("The Free Front said its men overran Sirba, which the rebels denied.", "rebels"),
    ],
)
def test_who_says_it_of_itself_is_the_actor(text, pointed):
    assert actor(text, "Sirba", pointed, relation="holds" if "controls" in text else "gains") == "Free Front"


def test_a_pronoun_brings_the_name_where_the_scorer_finds_a_kind_alone():
    text = "Insurgents led by the Northern Front seized a base while rebels waited. They also took Sirba."
    assert actor(text, "Sirba", "rebels") == "Insurgents led by the Northern Front"


@pytest.mark.parametrize(
    "text",
    [
        "Hill League fighters crossed the river. Sirba was seized by them overnight.",
        "Hill League fighters came on Monday. The enclave of Kemra and Sirba was occupied by the militia.",
        "Once the Hill League fighters had crossed the river, Sirba was seized by them.",
        "Hill League fighters came on Monday. Sirba, captured by the militants in May, lies in ruins.",
    ],
)
def test_a_doing_pronoun_is_nothing_of_its_own_clause(text):
    assert actor(text, "Sirba", None) == "Hill League fighters"


def test_a_place_s_own_defenders_are_called_so():
    text = "Hill League fighters came on Monday. Sirba was abandoned by its defenders."
    assert actor(text, "Sirba", "defenders", relation="loses") == "defenders"


def test_its_fighters_are_not_those_of_the_place_they_take():
    text = "The Hill League fighters came on Monday. Sirba and Kemra were occupied by its men."
    assert actor(text, "Sirba", None) == "Hill League fighters"


@pytest.mark.parametrize(
    ("place", "taker"), [("Sirba", "army"), ("Kemra", "rebels"), ("Tine", "Northern Front")]
)
def test_each_member_of_a_row_without_its_verb_has_its_own_doer(place, taker):
    text = "Sirba was captured by the army on 3 May, Kemra by the rebels on the 5th and Tine by the Northern Front."
    assert actor(text, place, "army") == taker


def test_a_name_comes_with_the_abbreviation_that_follows_it():
    text = "The Turkish-backed Syrian National Army (SNA) captured Sirba."
    assert (
        actor(text, "Sirba", "Turkish-backed Syrian National Army")
        == "Turkish-backed Syrian National Army (SNA)"
    )


def test_a_name_inside_the_speaker_is_kept():
    text = "The rebel alliance, the Permanent Front (PF), confirmed that it had withdrawn from Sirba."
    assert actor(text, "Sirba", "Permanent Front", relation="loses") == "Permanent Front (PF)"


@pytest.mark.parametrize(
    ("text", "taker"),
    [
        ("The rebels linked two fronts after capturing Sirba.", "rebels"),
        ("The Northern Front escaped to the hills, capturing Sirba on the way.", "Northern Front"),
        ("In 1940, following the German capture of Sirba, the fleet grew.", "German"),
    ],
)
def test_where_the_scorer_points_at_nobody_the_clause_may_name_the_doer(text, taker):
    assert actor(text, "Sirba", None) == taker


def test_a_place_before_a_capture_takes_nothing():
    assert actor("After the Sirba capture of Friday the front was quiet.", "Sirba", None) is None


def driven(text, place, loser):
    article = Parser(None).article(Document(name="r", text=text))
    (candidates,) = read(article)
    (reading,) = readings(article, [candidates.sentence])
    spot, who = (
        next(i for i in range(len(reading.mentions)) if reading.words(i) == name) for name in (place, loser)
    )
    decision = Decision(
        place=spot, relation="loses", polarity="affirmed", actor=who, against=None, name=spot, within=None, extent="whole",
        quantifier="named", modality="asserted", dated=0.0, probability=0.9,
    )  # fmt: skip
    return doers.driven(candidates, reading, decision)


def test_who_is_driven_out_by_somebody_loses_to_whom_drives():
    assert driven("The army was forced out of Sirba by Tana fighters.", "Sirba", "army") == (
        "Tana fighters",
        "army",
    )
    assert driven("Troops were driven from Sirba by rebels last week.", "Sirba", "Troops") == (
        "rebels",
        "Troops",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Rebels forced the army to retreat from Sirba on Monday.",
        "Rebels advanced on Monday, forcing the army to leave the town of Sirba.",
        "The army was forced to withdraw from Sirba by the rebels.",
    ],
)
def test_who_is_made_to_leave_by_somebody_loses_to_them(text):
    assert driven(text, "Sirba", "army")[0].lower() == "rebels"
    assert driven(text, "Sirba", "army")[1] == "army"


@pytest.mark.parametrize(
    ("text", "loser"),
    [
        ("The army withdrew from Sirba after a month.", "army"),
        ("The army was forced to withdraw from Sirba by the rains.", "army"),
        ("Shelling forced the army to retreat from Sirba.", "army"),
        ("The army was driven by rebels towards Sirba.", "army"),
    ],
)
def test_who_leaves_is_driven_by_nobody(text, loser):
    assert driven(text, "Sirba", loser) is None


@pytest.mark.parametrize(
    ("text", "pointed"),
    [
        ("No group controls Sirba, but gangs hold its port.", "gangs"),
        ("Nobody holds Sirba, although the rebels hold Kulbus.", "rebels"),
    ],
)
def test_where_nobody_holds_a_place_no_party_of_another_clause_does(text, pointed):
    assert actor(text, "Sirba", pointed, relation="holds") is None


def test_no_soldiers_are_soldiers_who_are_not_there():
    assert actor("No soldiers were left in Sirba.", "Sirba", "No soldiers", relation="holds") == "soldiers"


def test_where_no_rebels_hold_a_place_it_is_denied_of_the_rebels():
    text = "No rebels control Sirba, but gangs hold its port."
    assert actor(text, "Sirba", "gangs", relation="holds") == "rebels"

"""Which party a phrase means."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.code import Actor, Actors
from whoholds.errors import ConfigError

TALIBAN = Actor(id="taliban", name="Taliban", aliases=("Islamic Emirate",), outlets=("Emirate Voice",))
NRF = Actor(id="nrf", name="National Resistance Front", aliases=("NRF", "resistance"), side="republic")


@pytest.fixture
def actors():
    return Actors([TALIBAN, NRF], home="AFG")


@pytest.mark.parametrize(
    ("phrase", "actor"),
    [
        ("the Taliban", "taliban"),
        ("Taliban fighters", "taliban"),
        ("forces of the Islamic Emirate", "taliban"),
        ("resistance fighters", "nrf"),
        ("NRF", "nrf"),
        ("government forces", "government"),
        ("Afghan army", "government"),
        ("Afghan National Army", "government"),
        ("troops", "government"),
        ("Afghan", "government"),
        ("Afghanistan's army", "government"),
        ("Russia’s army", "russia"),
        ("police", "government"),
        ("Russian forces", "russia"),
        ("Russians", "russia"),
        ("U.S. troops", "united_states"),
        ("Harran Brigade", "harran_brigade"),
        ("Harran Brigade fighters", "harran_brigade"),
    ],
)
def test_phrases(actors, phrase, actor):
    assert actors.resolve(phrase) == actor


def test_an_alias_of_the_government_takes_the_state_words():
    actors = Actors(
        [Actor(id="republic", name="Islamic Republic", aliases=("government",))], home="Afghanistan"
    )
    assert {actors.resolve(p) for p in ("army", "Afghan soldiers", "government forces")} == {"republic"}


def test_without_a_home_country_the_state_is_named_by_its_nation():
    assert Actors().resolve("Syrian army") == "syria"


def test_a_named_force_with_a_national_adjective_is_its_own_party():
    assert Actors(home="SYR").resolve("Free Syrian Army") == "free_syrian_army"


@pytest.mark.parametrize(
    ("phrase", "slug"),
    [
        ("Harran Brigade fighters", "harran_brigade"),
        ("RSF fighters", "rsf"),
        ("local militias", "local_militias"),
        ("former leader of the north", "former_leader_north"),
    ],
)
def test_a_party_that_nobody_lists_is_called_by_its_name_and_a_phrase_without_a_name_by_all_its_words(
    phrase, slug
):
    assert Actors(home="SDN").resolve(phrase) == slug


def test_outlets_and_speakers_belong_to_a_party(actors):
    assert actors.side_of_outlet("emirate voice") == "taliban"
    assert actors.side_of_outlet("Meridian Wire") is None
    assert actors.side_of_speaker(["Meridian Wire", "a Taliban spokesman"], by_party=True) == "taliban"
    assert actors.side_of_speaker(["the Afghan defence ministry"], by_party=True) == "government"
    assert actors.side_of_speaker(["residents"], by_party=False) is None
    assert actors.side("nrf") == "republic"
    assert actors.side("taliban") == "taliban"


def test_mentions_are_leftmost_longest(actors):
    text = "The National Resistance Front fights the Taliban."
    assert [(text[slice(*m.span)], m.id) for m in actors.mentions(text)] == [
        ("National Resistance Front", "nrf"), ("Taliban", "taliban"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('[[actor]]\nid = "Taliban"\nname = "Taliban"', "a-z"),
        ('[[actor]]\nid = "t"\nname = "T"\n[[actor]]\nid = "t"\nname = "U"', "twice"),
        ('[[actor]]\nid = "t"\nname = "T"\n[[actor]]\nid = "u"\nname = "U"\naliases = ["T"]', "both"),
        ('[[actor]]\nid = "t"\nname = "T"\ncolour = "red"', "unknown key 'colour'"),
        ('[[actor]]\nid = "t"', "needs 'name'"),
        ('[[actor]]\nid = "t"\nname = "T"\naliases = "x"', "list"),
        ("[[actor", "cannot be read"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path, body, message):
    path = tmp_path / "actors.toml"
    path.write_text(body)
    with pytest.raises(ConfigError, match=message):
        Actors.from_toml(path)


def test_an_actor_has_a_kind_parents_and_sides_with_periods(tmp_path):
    file = tmp_path / "actors.toml"
    file.write_text(
        """
[[actor]]
id = "hill_league"
name = "Hill League"
kind = "armed group"
parents = ["mountain_union"]
side = "rebels"
sides = [{ side = "junta", to = "2021-05-31" }, { side = "rebels", from = "2021-06-01" }]
formerly = ["hill_guard"]
""",
        encoding="utf-8",
    )
    actors = Actors.from_toml(file)
    (actor,) = actors.actors
    assert (actor.kind, actor.parents) == ("armed group", ("mountain_union",))
    assert [actors.side("hill_league", day) for day in ("2021-05-31", "2021-06-01")] == ["junta", "rebels"]
    assert actors.side("hill_league") == "rebels"
    assert actors.resolve("Hill Guard") == "hill_league"


@pytest.mark.parametrize(
    ("line", "said"),
    [('kind = "club"', "kind 'club' is none of"), ("sides = [1]", "each of 'sides' is a table")],
)
def test_a_wrong_kind_or_side_is_named(tmp_path, line, said):
    file = tmp_path / "actors.toml"
    file.write_text(f'[[actor]]\nid = "a"\nname = "A"\n{line}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        Actors.from_toml(file)


def test_an_abbreviation_that_one_claim_brings_serves_all_claims_of_its_moment_and_no_other():
    listed = Actors(home="SDN")
    actors = listed.knowing(["Rapid Support Forces (RSF)"])
    assert actors.resolve("RSF") == actors.resolve("Rapid Support Forces (RSF)") == "rapid_support_forces"
    assert actors.resolve("RSF fighters") == actors.resolve("RSF")
    assert listed.resolve("RSF") == "rsf"
    assert actors.knowing([]).resolve("RSF") == "rsf"


def test_of_two_names_for_one_abbreviation_the_order_of_reading_does_not_decide():
    names = ["River Security Forces (RSF)", "Rapid Support Forces (RSF)"]
    found = {Actors().knowing(order).resolve("RSF") for order in (names, names[::-1])}
    assert found == {"rapid_support_forces"}


OURS = {
    "governor", "the Kandahar governor", "Nad Ali district governor", "Kunduz Provincial Council member", "Deputy Interior Minister",
    "Public Health Ministry", "government-appointed mayor", "spokesman for the US-backed Afghan government", "parliament",
}  # fmt: skip
OTHERS = {
    "interior minister of the rival government": "rival_government",
    "Houthi interior minister": "houthi",
    "the Houthi governor of Hodeidah": "houthi",
    "the rebel-appointed governor": "rebel",
    "mayor appointed by the Houthis": "houthi",
    "Taliban-appointed governor": "taliban",
    "a minister of the Tripoli-based government": "tripoli_based",
    "officials of the self-proclaimed republic": "self_proclaimed_republic",
    "National Transitional Council": "national_transitional_council",
    "the Russian-installed governor": "russia",
    "Iranian foreign minister": "iran",
}


@pytest.mark.parametrize("speaker", sorted(OURS))
def test_who_holds_an_office_of_the_state_speaks_for_it(actors, speaker):
    places = {"Kandahar", "Nad Ali", "Kunduz", "Hodeidah"}
    assert actors.knowing([], places.__contains__).side_of_speaker([speaker]) == "government"


@pytest.mark.parametrize(("speaker", "side"), sorted(OTHERS.items()))
def test_an_office_of_another_authority_is_that_authoritys(actors, speaker, side):
    places = {"Kandahar", "Hodeidah"}
    told = actors.knowing([], places.__contains__).side_of_speaker([speaker])
    assert told == side


WORDS = st.sampled_from(["Hill", "River", "Stone", "Harbour", "League", "Front", "Guard", "Union"])
NAME = st.lists(WORDS, min_size=2, max_size=3, unique=True).map(" ".join)


@given(names=st.lists(NAME, min_size=4, max_size=8, unique_by=lambda n: tuple(sorted(n.split()))))
def test_two_actors_merged_are_one_and_split_again_are_what_they_were(names):
    first, second, third, *more = names
    one = Actor(id="one", name=first, aliases=tuple(more[:1]))
    two = Actor(id="two", name=second, aliases=tuple(more[1:2]))
    other = Actor(id="other", name=third)
    before = Actors([one, two, other])
    merged = Actors([replace(one, aliases=(*one.aliases, two.name, *two.aliases), formerly=("two",)), other])
    for phrase in (*names, *(f"{name} fighters" for name in names), "two", "the army", "Blue Column"):
        was = before.resolve(phrase)
        assert merged.resolve(phrase) == ("one" if was == "two" else was)
    split = Actors([one, two, other])
    assert [split.resolve(name) for name in names] == [before.resolve(name) for name in names]

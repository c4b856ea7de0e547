"""Which party a phrase means."""

import pytest

from whoholds.code.registry import Actor, Actors, Proposal
from whoholds.errors import ConfigError
from whoholds.model import Document

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


def test_abbreviations_that_the_report_introduces_count():
    document = Document(name="r", text="The Rapid Support Forces (RSF) took Nyala. The RSF then left.")
    actors = Actors([Actor(id="rsf_party", name="Rapid Support Forces")])
    assert actors.resolve("RSF", document) == "rsf_party"
    assert actors.resolve("RSF") == "rsf"


def test_unknown_parties_are_proposed_most_frequent_first(actors):
    for phrase in ("Harran Brigade", "Blue Column", "Harran Brigade"):
        actors.resolve(phrase)
    assert actors.proposals == (
        Proposal(id="harran_brigade", name="Harran Brigade", count=2),
        Proposal(id="blue_column", name="Blue Column", count=1),
    )


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


def test_an_abbreviation_learnt_from_one_report_serves_all():
    actors = Actors(home="SDN")
    actors.learn(["Rapid Support Forces (RSF)"])
    assert (
        actors.resolve("RSF")
        == actors.resolve("Rapid Support Forces (RSF)")
        == actors.resolve("Rapid Support Forces")
    )
    assert actors.resolve("RSF fighters") == actors.resolve("RSF")

from __future__ import annotations

from collections.abc import Callable

import pytest

from whoholds.errors import ConfigError
from whoholds.locate.gazetteer import Gazetteer
from whoholds.locate.resolve import Resolver
from whoholds.locate.units import Frame

Load = Callable[..., Frame]


@pytest.fixture(scope="module")
def gazetteer(resolver: Callable[..., Resolver]) -> Gazetteer:
    return resolver("AFG").gazetteer


def found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(text[slice(*m.span)], m.id) for m in gazetteer.mentions(text)]


def test_places_are_found_leftmost_longest_with_their_spans(gazetteer: Gazetteer) -> None:
    text = "They took Pul-e-Khumri, Lashkar Gah and Kunduz on Sunday."
    assert [name for name, _ in found(gazetteer, text)] == ["Pul-e-Khumri", "Lashkar Gah", "Kunduz"]


def test_actors_and_newspapers_hide_the_places_in_them(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "The Taliban told the Kabul Times and Kandahar University nothing.") == []


def test_a_possessive_is_no_part_of_the_name(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Kunduz's airport") == [("Kunduz", "AFG.kunduz~kunduz")]


def test_a_name_does_not_run_over_punctuation(gazetteer: Gazetteer) -> None:
    assert [name for name, _ in found(gazetteer, "They took Spin Boldak.")] == ["Spin Boldak"]
    assert all("Spin" not in name for name, _ in found(gazetteer, "They call it Spin. Boldak is theirs."))


def test_persons_are_no_places(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "General Baghlani and Mr Kunduz spoke.") == []


def test_words_written_small_are_no_places(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "a farah of kunduz") == []


def test_ordinary_words_are_places_only_where_the_text_says_so(frame: Load) -> None:
    iraq = Gazetteer(frame("IRQ"))
    assert found(iraq, "Hit by shells, the town burned.") == []
    assert [name for name, _ in found(iraq, "Troops entered Hit on Friday.")] == ["Hit"]


def test_offsets_hold_in_text_with_other_scripts(gazetteer: Gazetteer) -> None:
    text = "«Здравствуйте» 🙂 — in Kunduz"
    assert found(gazetteer, text) == [("Kunduz", "AFG.kunduz~kunduz")]


def test_each_key_is_named(gazetteer: Gazetteer) -> None:
    def via(name: str) -> set[str]:
        return {m.via for m in gazetteer.lookup(name)}

    assert "exact" in via("Kunduz")
    assert via("Koonduz") == {"sound"}
    assert "alias" in via("Haska Mina")
    assert via("Lashkar Gar") == {"fuzzy"}
    assert via("Xyzzy") == set()


def test_a_known_parent_opens_parts_of_names(gazetteer: Gazetteer) -> None:
    inside = gazetteer.lookup("Barakzai", scope=("AFG.helmand",))
    assert [(m.unit, m.via) for m in inside] == [("AFG.helmand.nawa-e-barakzai", "part")]
    assert gazetteer.lookup("Barakzai") != inside


def test_an_alias_for_an_unknown_unit_is_refused(frame: Load) -> None:
    with pytest.raises(ConfigError, match=r"no unit 'AFG\.atlantis'"):
        Gazetteer(frame("AFG"), aliases=[("X", "AFG.atlantis")])


def test_every_curated_alias_names_a_unit_that_we_ship(frame: Load) -> None:
    from whoholds.locate import layers

    for path in sorted((layers.DATA / "aliases").glob("[A-Z]*.csv")):
        units = frame(path.stem).units
        assert [r for r in layers.table(f"aliases/{path.name}") if r["unit"] not in units] == []

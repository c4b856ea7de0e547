"""What is said of one name in a list is said of all; a name that only says where is not held."""

import pytest

from whoholds.code.coder import Coder
from whoholds.model import Document

pytestmark = pytest.mark.model


def places(text: str) -> set[str | None]:
    (coding,) = Coder().code([Document(name="r", text=text, language="en")])
    return {claim.place.name for claim in coding.claims if claim.relation == "gains"}


def test_every_name_of_a_list_is_taken() -> None:
    assert {"Aden", "Lahij", "Zinjibar"} <= places("The rebels captured Aden, Lahij and Zinjibar on Friday.")


def test_the_country_of_a_city_is_not_taken_with_it() -> None:
    found = places("The rebels captured Aden, the second city of Yemen, and Zinjibar on Friday.")
    assert "Aden" in found
    assert "Yemen" not in found


def test_names_that_come_with_what_they_lie_in_are_all_taken() -> None:
    found = places("Rebels seized Bukavu in South Kivu and Beni in North Kivu on Friday.")
    assert found == {"Bukavu", "Beni"}


def test_names_after_a_count_are_all_taken() -> None:
    text = "The rebels captured two more capitals on Tuesday, Pul-e-Khumri in Baghlan and Farah in the west."
    assert {"Pul-e-Khumri", "Farah"} <= places(text)


def test_a_name_of_a_list_is_about_as_sure_as_the_surest() -> None:
    text = "The rebels captured two more capitals on Tuesday, Pul-e-Khumri in Baghlan and Farah in the west."
    (coding,) = Coder().code([Document(name="r", text=text, language="en")])
    sure = {c.place.name: c.confidence for c in coding.claims if c.relation == "gains"}
    assert sure["Farah"] > 0.9 * sure["Pul-e-Khumri"]

"""Which full name a short one stands for."""

import pytest

from whoholds.code.fullnames import full_name
from whoholds.code.parse import Parser
from whoholds.model import Document

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("before", "short", "full"),
    [
        ("The Malian army took Kidal.", "the army", "Malian army"),
        ("The Somali National Army took Jowhar.", "army", "Somali National Army"),
        ("Sudan's military took Bara.", "military", "military"),
        ("The Malian army left. The Arakan Army took Ann.", "army", "Malian army"),
        # An army of no state is not "the army".
        ("The Arakan Army took Ann.", "army", "army"),
        ("The Free Syrian Army took Azaz.", "the army", "the army"),
        ("The Myanmar National Democratic Alliance Army took Lashio.", "army", "army"),
        ("On 12 August government troops left.", "the government", "the government"),
        (
            "The Malian government spoke. On 12 August government troops left.",
            "government",
            "Malian government",
        ),
        ("Sirba fell.", "August rebels", "rebels"),
        ("Sirba fell.", "March 23 Movement", "March 23 Movement"),
        ("The Northern Council took Sirba.", "the council", "Northern Council"),
        ("The Northern Council took Sirba.", "the fighters", "the fighters"),
    ],
)
def test_a_party_word_alone_takes_the_nearest_name_that_it_can_mean(
    before: str, short: str, full: str
) -> None:
    article = Parser(None).article(Document(name="r", text=f"{before} Then they rested."))
    assert full_name(article, article.sentences[-1], short) == full

"""What may be published of a project: as an editor amended it, without private names, and no finer than it is coarsened to."""

from dataclasses import replace
from datetime import date

import pytest

from whoholds.model import Alignment, Document, Stance
from whoholds.pipeline.actors import who
from whoholds.pipeline.answers import why
from whoholds.pipeline.editions import edition_of
from whoholds.pipeline.judging import judge
from whoholds.pipeline.project import Project

TABLE = """\
unit,date,holder
Khartoum,2023-04-20,Rapid Support Forces
Gezira,2023-04-21,Rapid Support Forces
Kassala,2023-04-22,the army
"""


@pytest.fixture
def sudan(of_table) -> Project:
    return of_table(TABLE)


def publishing(project: Project, **settings: object) -> Project:
    return replace(
        project, config=replace(project.config, publish=replace(project.config.publish, **settings))
    )


def test_an_amended_claim_is_told_and_published_as_amended(sudan: Project) -> None:
    (read_as,) = why(sudan, "Khartoum")["claims"]
    assert read_as["relation"] == "holds"
    judge(
        sudan, read_as["id"], "amend", ["relation=loses", "start=2023-04-19"], by="Ana", reason="a misreading"
    )
    (told,) = why(sudan, "Khartoum", on=date(2023, 4, 20))["claims"]
    assert (told["id"], told["relation"]) == (read_as["id"], "loses")
    shown = edition_of(sudan).by_claim[read_as["id"]]
    assert (shown.claim.relation, shown.claim.start, shown.verdict) == ("loses", "2023-04-19", "amend")


def test_a_private_name_is_withheld_in_what_is_asked_for_and_in_a_role(sudan: Project) -> None:
    sentence = (
        "The Rapid Support Forces, whom Amran Sefi, a teacher, backs, called for the release of Amran Sefi."
    )
    report = Document(name="r", text=sentence, published=date(2023, 4, 22), outlet="Desk")
    given = {
        "document": report.id,
        "actor": "Rapid Support Forces",
        "quote": sentence,
        "sentence": sentence,
        "span": (0, len(sentence)),
    }
    with sudan.ledger() as ledger:
        ledger.append(
            [
                report,
                Stance(**given, kind="calls", topic="the release of Amran Sefi"),
                Alignment(**given, kind="backs", other="the army", role="friend of Amran Sefi"),
            ],
            by="test",
        )
    page = who(sudan, "Rapid Support Forces")
    assert [s["topic"] for s in page["stances"]] == ["the release of [name withheld]"]
    assert [a["role"] for a in page["alignments"]] == ["friend of [name withheld]"]
    assert "Sefi" not in str(page)


def test_of_a_coarsened_map_an_actor_holds_what_it_shows_and_nothing_smaller(sudan: Project) -> None:
    fine = who(sudan, "Rapid Support Forces")
    assert (fine["units"], len(fine["holds"])) == (len(sudan.frame.map_units), 2)
    for rollup in ("seat", "majority"):
        coarse = publishing(sudan, coarsen="country", rollup=rollup)
        page, edition = who(coarse, "Rapid Support Forces"), edition_of(coarse)
        assert page["units"] == len(edition.units) == 1
        at = edition.now.posteriors.states.index("rapid_support_forces")
        assert len(page["holds"]) == int((edition.now.holder[:, -1] == at).sum())
        assert not [unit for unit in sudan.frame.map_units if unit in str(page)]

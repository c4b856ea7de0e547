"""What an answer says beside its colour: why a place is unknown, which claims do not count, what parties are called."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from whoholds.cli import whoholds
from whoholds.errors import ConfigError
from whoholds.pipeline.actors import listing, who
from whoholds.pipeline.answer import MOST_ACTORS, OFF_MAP
from whoholds.pipeline.answers import diff, in_words, why
from whoholds.pipeline.intake import read
from whoholds.pipeline.judging import judge, take_down
from whoholds.pipeline.measuring import compare, score_map
from whoholds.pipeline.project import Project, init
from whoholds.publish import STATES
from whoholds.read import Defaults

TABLE = """\
unit,date,holder
Khartoum,2023-04-20,Rapid Support Forces
Gezira,2023-12-18,Rapid Support Forces
South Darfur,2023-12-20,Rapid Support Forces
Kassala,2023-12-20,the army
"""


@pytest.fixture
def sudan(of_table) -> Project:
    return of_table(TABLE)


def test_old_evidence_is_given_as_the_reason_why_a_place_is_unknown(sudan: Project) -> None:
    answer = why(sudan, "Khartoum", on=date(2023, 12, 20))
    assert answer["state"] == "unknown"
    assert answer["because"] == "its newest report is of 2023-04-20, more than 180 days before"
    assert "because its newest report" in in_words(answer)


def test_a_place_nobody_speaks_of_is_not_said_to_be_at_peace(sudan: Project) -> None:
    assert "not reported is not the same as not happened" in in_words(why(sudan, "Red Sea"))


def test_who_held_it_at_the_start_by_the_projects_own_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "initial.csv").write_text("unit,parent,holder\nSudan,,army\n", encoding="utf8")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf8")
    project = init(
        tmp_path / "p", country="SDN", level="1", start=date(2023, 4, 15), initial=tmp_path / "initial.csv"
    )
    for _ in read(project, [str(tmp_path / "table.csv")], Defaults(outlet="Desk")):
        pass
    assert "held at the map's first day by government" in in_words(
        why(project, "Red Sea", on=date(2023, 5, 1))
    )


def test_a_spreadsheets_file_of_first_holders_may_name_parties_in_words_and_contests(tmp_path: Path) -> None:
    rows = "\ufeffunit,parent,holder\nKhartoum,Sudan,contested\nKassala,,Sudanese army\n"
    (tmp_path / "initial.csv").write_text(rows, encoding="utf8")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf8")
    project = init(
        tmp_path / "p", country="SDN", level="1", start=date(2023, 4, 1), initial=tmp_path / "initial.csv"
    )
    assert project.initial == {"SDN.khartoum": "contested", "SDN.kassala": "government"}
    for _ in read(project, [str(tmp_path / "table.csv")], Defaults(outlet="Desk")):
        pass
    assert why(project, "Khartoum", on=date(2023, 4, 2))["state"] == "contested"


@pytest.mark.parametrize(
    ("row", "said"), [("Kartoom,,", "needs a unit and a holder"), ("Nowhere,,army", "no unit is called")]
)
def test_a_wrong_first_holder_names_file_and_line(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "initial.csv").write_text(f"unit,parent,holder\n{row}\n", encoding="utf8")
    with pytest.raises(ConfigError, match=rf"initial\.csv:2: .*{said}"):
        init(tmp_path / "p", country="SDN", initial=tmp_path / "initial.csv")


@pytest.mark.parametrize("rows", ["Khartoum,,army\nSudan,,rebels\n", "Sudan,,rebels\nKhartoum,,army\n"])
def test_the_row_of_a_smaller_unit_goes_before_that_of_the_larger_wherever_it_stands(
    tmp_path: Path, rows: str
) -> None:
    (tmp_path / "initial.csv").write_text("unit,parent,holder\n" + rows, encoding="utf8")
    project = init(tmp_path / "p", country="SDN", initial=tmp_path / "initial.csv")
    assert project.initial["SDN.khartoum"] == "government"
    assert project.initial["SDN.kassala"] == "rebels"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Kassala,,army\nKassala,,rebels\n", "csv:3: Kassala has another holder on line 2"),
        ("Kassala,,army, Sudanese\n", "csv:2: more cells than columns"),
    ],
)
def test_first_holders_that_cannot_be_are_refused(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "initial.csv").write_text("unit,parent,holder\n" + rows, encoding="utf8")
    with pytest.raises(ConfigError, match=said):
        init(tmp_path / "p", country="SDN", initial=tmp_path / "initial.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [('[[actor]]\nname = "no id"\n', "needs 'id'"), ("actor = 3\n", r"stand in \[\[actor\]\]")],
)
def test_a_project_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "actors.toml").write_text(text, encoding="utf8")
    with pytest.raises(ConfigError, match=said):
        init(tmp_path / "p", country="SDN", actors=tmp_path / "actors.toml")
    assert not (tmp_path / "p").exists()


def test_without_a_day_it_is_the_last(sudan: Project) -> None:
    answer = why(sudan, "Gezira")
    assert (answer["on"], answer["state"], answer["because"]) == ("2023-12-20", "held", "")


def test_a_claim_that_does_not_count_is_listed_with_the_reason(sudan: Project) -> None:
    (claim,) = why(sudan, "Gezira")["claims"]
    judge(sudan, claim["id"], "reject", (), by="ana", reason="another Gezira")
    answer = why(sudan, "Gezira")
    assert [(x["id"], x["reason"]) for x in answer["left"]] == [(claim["id"], "an editor rejected it")]
    assert "1 more about it, on any day, does not count" in in_words(answer)
    assert why(sudan, "Kassala")["left"] == []


def test_a_party_that_nobody_listed_is_called_as_the_reports_write_it(sudan: Project) -> None:
    from whoholds.pipeline.editions import edition_of

    names = {actor.id: actor.name for actor in edition_of(sudan).actors}
    assert names == {"rapid_support_forces": "Rapid Support Forces", "government": "Government of Sudan"}


def test_another_list_of_parties_or_another_threshold_is_another_edition(sudan: Project) -> None:
    from whoholds.pipeline.editions import edition_of

    (sudan.folder / "actors.toml").write_text(
        '[[actor]]\nid = "rsf"\nname = "Rapid Support Forces"\n', encoding="utf8"
    )
    plain = (sudan.folder / "whoholds.toml").read_text(encoding="utf8")
    ids = set()
    for settings in (plain, plain.replace("# actors", "actors"), plain.replace("# threshold", "threshold")):
        (sudan.folder / "whoholds.toml").write_text(settings, encoding="utf8")
        ids.add(edition_of(Project.open(sudan.folder)).id)
    assert len(ids) == 3


def test_a_report_is_taken_down_by_its_own_name(sudan: Project) -> None:
    with sudan.ledger() as ledger:
        document = next(ledger.documents())
    assert [d.id for d in take_down(sudan, document.name, by="ana", reason="asked")] == [document.id]
    with sudan.ledger() as ledger:
        assert ledger.text(document.id) is None


@pytest.mark.parametrize(("text", "said"), [("xx", "no report has"), ("", "no report has")])
def test_a_report_that_is_not_there_is_a_clear_error(sudan: Project, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        take_down(sudan, text, by="ana", reason="asked")


def test_the_page_on_json_names_every_key(sudan: Project) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text(encoding="utf8")
    answer = why(sudan, "Gezira")
    judge(sudan, answer["claims"][0]["id"], "reject", (), by="ana", reason="x")
    left = why(sudan, "Gezira")["left"][0]
    change = diff(sudan, date(2023, 4, 20), date(2023, 12, 20))[0]
    listed, one = listing(sudan)[0], who(sudan, "Rapid Support Forces")
    keys = {*answer, *answer["claims"][0], *left, *change, *listed, *one}
    assert sorted(key for key in keys if f"`{key}`" not in page) == []


def test_a_country_whose_capital_the_map_does_not_know_goes_by_the_majority_of_its_units(
    sudan: Project, tmp_path: Path
) -> None:
    answer = why(sudan, "Sudan")
    assert (answer["rollup"], answer["state"], answer["holder"]) == ("majority", "unknown", "")
    assert answer["because"] == "no party holds more than half of its units"
    assert answer["p"]["rapid_support_forces"] == round(2 / 17, 4)
    rows = "".join(f"{sudan.label(unit)},2023-12-21,the army\n" for unit in sudan.frame.map_units)
    table = tmp_path / "all.csv"
    table.write_text("unit,parent,date,holder\n" + rows.replace(", ", ","), encoding="utf8")
    for _ in read(sudan, [str(table)], Defaults(outlet="Other desk")):
        pass
    answer = why(sudan, "Sudan")
    assert (answer["state"], answer["holder"]) == ("held", "government")
    assert "held by government, as most of its units are\n  share of its units: government" in in_words(
        answer
    )


@pytest.mark.parametrize("rollup", ["seat", "majority"])
def test_a_larger_unit_has_the_answer_that_page_and_exports_roll_up(tmp_path: Path, rollup: str) -> None:
    """By the project's own way, on days on which most provinces are and are not one party's."""
    from whoholds.pipeline.editions import edition_of

    rows = "unit,date,holder\n"
    for k, province in enumerate(
        ("Khartoum", "Gezira", "Kassala", "South Darfur", "North Darfur", "Red Sea")
    ):
        rows += f"{province},2023-12-{10 + k},{'the army' if k == 2 else 'Rapid Support Forces'}\n"
    (tmp_path / "table.csv").write_text(rows, encoding="utf8")
    project = init(tmp_path / "p", country="SDN", level="1", start=date(2023, 12, 1))
    for _ in read(project, [str(tmp_path / "table.csv")], Defaults(outlet="Desk")):
        pass
    project = replace(
        project, config=replace(project.config, publish=replace(project.config.publish, rollup=rollup))
    )
    wide = edition_of(project, level="country", rollup=rollup)
    for day in (date(2023, 12, 10), date(2023, 12, 15)):
        answer, at = why(project, "Sudan", on=day), wide.index(day)
        state, holder = wide.now.state[0, at], wide.now.holder[0, at]
        assert answer["state"] == STATES[state]
        assert answer["holder"] == (wide.now.posteriors.states[holder] if holder >= 0 else "")
        assert list(answer["p"].values()) == pytest.approx(wide.now.posteriors.p[0, at].tolist(), abs=1e-4)


def test_a_province_is_as_the_unit_of_its_capital_is_and_says_so(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("unit,parent,date,holder\nKunduz,Kunduz,2021-08-08,Taliban\n", encoding="utf8")
    project = init(tmp_path / "p", country="AFG", start=date(2021, 8, 1))
    for _ in read(project, [str(table)], Defaults(outlet="Desk")):
        pass
    (answer, same) = (why(project, unit) for unit in ("AFG.kunduz", "AFG.kunduz.kunduz"))
    assert (answer["rollup"], same["rollup"]) == ("seat", "")
    assert (answer["state"], answer["holder"]) == (same["state"], same["holder"]) == ("held", "taliban")
    assert "held by taliban, as the unit of its capital is" in in_words(answer)


def test_a_claim_about_another_unit_of_a_province_does_not_pass_for_one_about_its_capital(
    tmp_path: Path,
) -> None:
    table = tmp_path / "table.csv"
    rows = ("Kunduz,Kunduz,2021-08-08,Taliban", *(f"Imam Sahib,Kunduz,2021-08-0{d},government" for d in "56"))
    table.write_text("\n".join(("unit,parent,date,holder", *rows)), encoding="utf8")
    project = init(tmp_path / "p", country="AFG", start=date(2021, 8, 1))
    for _ in read(project, [str(table)], Defaults(outlet="Desk")):
        pass
    answer = why(project, "AFG.kunduz")
    first, *others = answer["claims"]
    assert (first["actor"], first["unit"], first["place"]) == ("taliban", "AFG.kunduz.kunduz", "")
    assert others
    assert {claim["place"] for claim in others} == {"Imam Sahib, Kunduz"}
    assert in_words(answer).index("for this answer") < in_words(answer).index(
        "the answer of Imam Sahib, Kunduz"
    )


PARTIES = "unit,date,holder\n" + "".join(
    f"{unit},2023-12-{day:02},Front {day}\n" for day, unit in enumerate(["Gezira", "Kassala"] * 7, 1)
)


def test_with_whom_the_map_begins_is_on_it_however_many_parties_reports_name(tmp_path: Path) -> None:
    (tmp_path / "initial.csv").write_text("unit,parent,holder\nRed Sea,,army\n", encoding="utf8")
    (tmp_path / "table.csv").write_text(PARTIES, encoding="utf8")
    project = init(
        tmp_path / "p", country="SDN", level="1", start=date(2023, 12, 1), initial=tmp_path / "initial.csv"
    )
    for _ in read(project, [str(tmp_path / "table.csv")], Defaults(outlet="Desk")):
        pass
    answer = why(project, "Red Sea")
    assert (answer["state"], answer["holder"]) == ("held", "government")
    assert len(answer["p"]) == MOST_ACTORS + 1
    told = [why(project, unit) for unit in ("Gezira", "Kassala")]
    assert [left["reason"] for answer in told for left in answer["left"]] == [OFF_MAP] * 3


def test_a_day_before_the_map_is_an_error_and_no_first_day(sudan: Project) -> None:
    with pytest.raises(ConfigError, match="2023-04-01 is before the map, which begins on 2023-04-15"):
        why(sudan, "Gezira", on=date(2023, 4, 1))
    with pytest.raises(ConfigError, match="before the map"):
        diff(sudan, date(2023, 4, 1), date(2023, 12, 20))


def test_a_day_that_nobody_lives_to_see_is_an_error_and_no_endless_map(sudan: Project) -> None:
    with pytest.raises(ConfigError, match="too long"):
        why(sudan, "Gezira", on=date(9999, 12, 31))


def test_the_log_and_a_search_say_what_there_is_and_that_there_is_nothing(sudan: Project) -> None:
    cli = CliRunner()
    lines = json.loads(cli.invoke(whoholds, ["log", "-p", str(sudan.folder), "--json", "--last", "3"]).stdout)
    assert [set(line) for line in lines] == [{"seq", "at", "by", "kind", "id"}] * 3
    assert lines[-1]["seq"] == lines[0]["seq"] + 2
    search = ["search", "-p", str(sudan.folder)]
    assert "holds Gezira" in cli.invoke(whoholds, [*search, "Gezira"]).stdout
    assert cli.invoke(whoholds, [*search, "Atlantis"]).stdout == "no claim's quote has these words\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "no row is about a unit and a day of this map"),
        ("Gezira,,2010-12-19,army\n", "begins on 2023-04-15"),
        ("Gezira,,2023-12-19\n", r"other.csv:2: names no holder"),
        ("Gezira,,19.12.2023,army\n", "write YYYY-MM-DD"),
        ("Sudan,,2023-12-19,army\n", "its capital is not known"),
        ("G\udce9zira,,2023-12-19,army\n", "not UTF-8"),
    ],
)
def test_a_map_to_compare_with_that_is_none_says_why(
    sudan: Project, tmp_path: Path, rows: str, said: str
) -> None:
    file = tmp_path / "other.csv"
    file.write_text("unit,parent,date,holder\n" + rows, encoding="utf8", errors="surrogateescape")
    for ask in (compare, score_map):
        with pytest.raises(ConfigError, match=said):
            ask(sudan, file)


def test_rows_that_could_not_be_compared_are_problems_of_the_command(sudan: Project, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("unit,date,holder\nGezira,2023-12-19,army\nAtlantis,2023-12-19,army\n", encoding="utf8")
    done = CliRunner().invoke(whoholds, ["compare", "-p", str(sudan.folder), str(file)])
    assert done.exit_code == 1
    assert "other.csv:3: no unit is called 'Atlantis'" in done.stderr
    assert "Atlantis" not in done.stdout
    done = CliRunner().invoke(whoholds, ["score", "map", "--json", "-p", str(sudan.folder), str(file)])
    assert json.loads(done.stderr)["line"] == 3
    assert "NaN" not in done.stdout
    assert json.loads(done.stdout)["moving"]["whoholds"]["accuracy"] is None, "no unit moves"


def test_a_row_that_contradicts_an_earlier_one_is_a_problem(sudan: Project, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text(
        "unit,date,holder\nKassala,2023-12-20,army\nKassala,2023-12-20,contested\n", encoding="utf8"
    )
    found = compare(sudan, file)
    assert [str(problem) for problem in found["problems"]] == [
        f"{file}:3: Kassala has another holder on 2023-12-20 by line 2"
    ]
    assert found["agreement"] == 1.0


def test_an_amendment_that_no_report_can_mean_is_refused(sudan: Project) -> None:
    claim = why(sudan, "Kassala")["claims"][0]["id"]
    with pytest.raises(ConfigError, match="end on 2023-11, before it starts on 2023-12-20"):
        judge(sudan, claim, "amend", ["end=2023-11"], by="ana", reason="no")


def test_a_file_that_an_editor_filled_in_is_not_written_over(sudan: Project, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("by hand", encoding="utf8")
    for verb in (["queue", "--aliases"], ["who", "--proposals"]):
        done = CliRunner().invoke(whoholds, [verb[0], "-p", str(sudan.folder), verb[1], str(file)])
        assert done.exit_code == 2
        assert "is there already" in done.stderr
    assert file.read_text(encoding="utf8") == "by hand"


def test_who_says_what_a_name_that_nobody_listed_reads_like(sudan: Project, tmp_path: Path) -> None:
    table = tmp_path / "more.csv"
    table.write_text("unit,date,holder\nRed Sea,2023-12-20,peacekeepers\n", encoding="utf8")
    for _ in read(sudan, [str(table)], Defaults(outlet="Desk")):
        pass
    shown = CliRunner().invoke(whoholds, ["who", "-p", str(sudan.folder)]).stdout
    assert "no: reads like a party" in shown
    assert "no: reads like nobody by name" in shown

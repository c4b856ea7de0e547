"""Datasets as sources: a row is a claim, in the codebook's words, with who said it."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from whoholds.errors import ConfigError
from whoholds.model import Claim, Document, Problem
from whoholds.read import Defaults, datasets

ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,admin1,admin2,"
    "location,geo_precision,source,notes,timestamp"
)
UCDP = (
    "id,type_of_violence,side_a,side_b,source_office,source_date,source_original,where_prec,where_coordinates,adm_1,adm_2,"
    "country,event_clarity,date_prec,date_start,date_end"
)


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    (folder / name).write_text(text)
    return folder / name


def items(
    path: Path, mapping: Path | None = None
) -> tuple[list[tuple[Document, Claim | None]], list[Problem]]:
    got = list(datasets.read(path, Defaults(mapping=mapping)))
    pairs = [(x[0], x[1][0] if x[1] else None) for x in got if not isinstance(x, Problem)]
    return pairs, [x for x in got if isinstance(x, Problem)]


def claims(path: Path, mapping: Path | None = None) -> list[Claim]:
    pairs, problems = items(path, mapping)
    assert not problems
    return [claim for _, claim in pairs if claim]


def test_a_claim_points_into_a_report_of_our_words_with_the_dataset_as_outlet(tmp_path: Path) -> None:
    row = (
        "AFG1,08 August 2021,1,Battles,Non-state actor overtakes territory,Taliban,2,Military Forces of Afghanistan,1,"
        'Afghanistan,Kunduz,Kunduz,Kunduz,1,Pajhwok; Tolo,"On 8 August, long notes.",1628640000'
    )
    [(document, claim)], _ = items(write(tmp_path, f"{ACLED}\n{row}\n"))
    assert claim is not None
    assert (document.outlet, document.name, document.published) == ("ACLED", "ACLED:AFG1", date(2021, 8, 11))
    assert document.text[slice(*claim.span)] == claim.quote
    assert claim.quote == (
        "On 2021-08-08, Taliban gained Kunduz, Afghanistan from Military Forces of Afghanistan"
        " [Non-state actor overtakes territory]"
    ).replace("Kunduz, Afghanistan", "Kunduz, Afghanistan")
    assert "long notes" not in document.text  # ACLED's own prose is not taken over
    assert (claim.document, claim.speaker, claim.start) == (document.id, ("Pajhwok", "Tolo"), "2021-08-08")


@pytest.mark.parametrize(
    ("kind", "one", "inter1", "two", "inter2", "expected"),
    [
        ("Non-state actor overtakes territory", "A", "Rebel group", "B", "State forces", ("gains", "A", "B")),
        ("Non-state actor overtakes territory", "B", "1", "A", "2", ("gains", "A", "B")),
        ("Government regains territory", "A", "2", "B", "1", ("gains", "B", "A")),
        (
            "Government regains territory",
            "A",
            "",
            "Military Forces of X",
            "",
            ("gains", "Military Forces of X", "A"),
        ),
        ("Armed clash", "A", "2", "B", "1", ("contests", "A", "B")),
        ("Non-violent transfer of territory", "A", "2", "", "0", ("gains", "A", None)),
        ("Headquarters or base established", "A", "2", "", "", ("holds", "A", None)),
    ],
)
def test_acled_sub_events(
    tmp_path: Path,
    kind: str,
    one: str,
    inter1: str,
    two: str,
    inter2: str,
    expected: tuple[str, str, str | None],
) -> None:
    row = f"1,2021-08-08,1,Battles,{kind},{one},{inter1},{two},{inter2},X,P,D,L,1,S,,"
    [claim] = claims(write(tmp_path, f"{ACLED}\n{row}\n"))
    assert (claim.relation, claim.actor, claim.against) == expected


def test_acled_keeps_what_is_not_known_unknown(tmp_path: Path) -> None:
    week = "1,2021-08-08,2,Battles,Armed clash,A,2,B,1,X,P,D,L,3,S,,"
    protest = "2,2021-08-08,1,Protests,Peaceful protest,Crowd,6,,,X,P,D,L,1,S,,"
    unclear = "3,2021-08-08,1,Battles,Government regains territory,A,2,B,3,X,P,D,L,1,S,,"
    pairs, [problem] = items(write(tmp_path, "\n".join([ACLED, week, protest, unclear])))
    claim = pairs[0][1]
    assert claim is not None
    assert (claim.start, claim.place.name, claim.place.kind, claim.place.extent) == (
        "2021-08",
        "P",
        "province",
        "part",
    )
    assert pairs[1][1] is None  # read, and no claim of control
    assert problem.line == 4
    assert "do not tell" in problem.reason


def test_ucdp_fights_contest_their_place_as_precisely_as_the_dataset_knows(tmp_path: Path) -> None:
    town = "7,1,Gov,Taleban,Reuters,2021-08-09,police,1,Kunduz town,Kunduz province,Kunduz district,Afghanistan,1,1,2021-08-08,2021-08-08"
    near = town.replace("7,1,", "8,1,").replace("police,1,", "police,2,")
    district = "9,2,A,B,,,,3,x,Kunduz province,Imam Sahib district,Afghanistan,2,4,2021-08-01,2021-08-31"
    civilians = town.replace("7,1,", "10,3,")
    pairs, problems = items(write(tmp_path, "\n".join([UCDP, town, near, district, civilians])))
    assert not problems
    first, second, third, fourth = (claim for _, claim in pairs)
    assert first
    assert (first.relation, first.place.name, first.place.kind, first.place.within) == (
        "contests",
        "Kunduz",
        "town",
        "Kunduz",
    )
    assert first.speaker == ("Reuters", "police")  # a chain: the agency quotes the police
    assert second
    assert second.place.extent == "outskirts"
    assert third
    assert (third.place.name, third.place.kind, third.start, third.modality) == (
        "Imam Sahib",
        "district",
        "2021-08",
        "claimed",
    )
    assert fourth is None
    assert pairs[0][0].published == date(2021, 8, 9)


def test_viina_tables_give_the_first_state_and_the_changes(tmp_path: Path) -> None:
    wide = "geonameid,asciiname,ctr_20220301000000,ctr_20220302000000,ctr_20220303000000\n1,Kherson,UA,CONTESTED,RU\n2,Lviv,UA,UA,UA\n"
    got = [(c.start, c.relation, c.actor, c.place.name) for c in claims(write(tmp_path, wide))]
    assert got == [
        ("2022-03-01", "holds", "Ukraine", "Kherson"), ("2022-03-02", "contests", None, "Kherson"),
        ("2022-03-03", "holds", "Russia", "Kherson"), ("2022-03-01", "holds", "Ukraine", "Lviv"),
    ]  # fmt: skip
    long = "geonameid,name,date,status\n1,Kherson,20220301,UA\n1,Kherson,20220302,UA\n1,Kherson,20220303,RU\n"
    assert [(c.start, c.actor) for c in claims(write(tmp_path, long))] == [
        ("2022-03-01", "Ukraine"),
        ("2022-03-03", "Russia"),
    ]


def test_viina_events_are_cautious_claims_of_the_site_they_come_from(tmp_path: Path) -> None:
    head = (
        "event_id,date,source,url,address,asciiname,GEO_PRECISION,t_control_b,t_firefight_b,a_rus_b,a_ukr_b"
    )
    rows = [
        "1,20220302,unian,https://example.org/1,,Kherson,ADM3,1,0,1,0",
        "2,20220302,unian,,,Kherson,ADM3,0,1,0,1",
        "3,20220302,unian,,,Kherson,ADM1,1,0,1,0",  # placed no finer than the province
        "4,20220302,unian,,,Kherson,ADM3,1,0,1,1",  # whose act is unclear
    ]
    pairs, _ = items(write(tmp_path, "\n".join([head, *rows])))
    assert [(c.relation, c.actor, c.modality, c.speaker) if c else None for _, c in pairs] == [
        ("holds", "Russia", "claimed", ("unian",)), ("contests", "Ukraine", "claimed", ("unian",)), None, None,
    ]  # fmt: skip


def test_a_state_is_of_control_or_of_a_federation_by_what_stands_in_it(tmp_path: Path) -> None:
    ours = "unit,date,state,holder\nA,2021-08-01,held,Taliban\nA,2021-08-02,contested,Taliban\n"
    theirs = "county,unit,date,state,holder\nX,A,2021-08-01,Unity,SPLA\n"
    found = [c for text in (ours, theirs) for _, c in items(write(tmp_path, text, "m.csv"))[0] if c]
    assert [(c.place.within, c.relation, c.actor) for c in found] == [
        (None, "holds", "Taliban"), (None, "contests", None), ("Unity", "holds", "SPLA"),
    ]  # fmt: skip


def test_any_control_table_is_a_map_and_only_its_news_is_taken(tmp_path: Path) -> None:
    text = (
        "District;Province;Day;Held by\nA;P;01.08.2021;Taliban\nA;P;02.08.2021;Taliban\nA;P;03.08.2021;Contested\n"
        "A;P;04.08.2021;\nB;P;01.08.2021;Government\nB;P;05.09.2021;Government\n"
    )
    pairs, problems = items(write(tmp_path, text, "my-map.csv"))
    assert not problems
    assert [(c.start, c.relation, c.actor, c.place.name, c.place.within) for _, c in pairs if c] == [
        ("2021-08-01", "holds", "Taliban", "A", "P"), ("2021-08-03", "contests", None, "A", "P"),
        ("2021-08-01", "holds", "Government", "B", "P"), ("2021-09-05", "holds", "Government", "B", "P"),
    ]  # fmt: skip
    assert pairs[0][0].outlet == "my-map"
    assert pairs[0][0].guessed == ("published",)


def test_hxl_tags_say_which_column_is_which(tmp_path: Path) -> None:
    text = "a,b,c,d,e\n#adm2+code,#adm2+name,#adm1+name,#date,#status+control\nX1,A,P,2021-08-01,Taliban\n"
    [claim] = claims(write(tmp_path, text))
    assert (claim.place.name, claim.place.within, claim.actor) == ("A", "P", "Taliban")


def test_a_spreadsheet_is_read_like_its_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([])
    sheet.append(["unit", "parent", "date", "holder"])
    sheet.append(["A", "P", date(2021, 8, 1), "Taliban"])
    book.save(tmp_path / "map.xlsx")
    [claim] = claims(tmp_path / "map.xlsx")
    assert (claim.place.name, claim.start, claim.actor) == ("A", "2021-08-01", "Taliban")


MAPPING = """
outlet = "Conflict desk"
[columns]
unit = "Rayon"
date = "Tag"
holder = "Wer"
relation = "Was"
speaker = "Quelle"
[values.holder]
TB = "Taliban"
[values.relation]
erobert = "gains"
[constants]
parent = "Afghanistan"
modality = "claimed"
"""


def test_a_mapping_reads_any_other_columns_and_a_dry_run_shows_them(tmp_path: Path) -> None:
    table = write(
        tmp_path, "Rayon,Tag,Wer,Was,Quelle\nA,2021-08-01,TB,erobert,Tolo\nB,2021-08-01,TB,verloren,Tolo\n"
    )
    mapping = write(tmp_path, MAPPING, "mapping.toml")
    [(document, claim)], [problem] = items(table, mapping)
    assert claim
    assert document.outlet == "Conflict desk"
    assert (claim.relation, claim.actor, claim.place.within, claim.modality) == (
        "gains",
        "Taliban",
        "Afghanistan",
        "claimed",
    )
    assert (problem.line, "verloren" in problem.reason) == (3, True)
    shown = datasets.preview(table, Defaults(mapping=mapping))
    assert shown[0].startswith("gains | Taliban | A, Afghanistan | 2021-08-01 | claimed | said by Tolo")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[columns]\nunit = 'a'\ndate = 'b'\n", "holder is missing"),
        ("[columns]\nunits = 'a'\n", "did you mean 'unit'"),
        ("columns = 3\n", "must be a table"),
        ("not toml", "cannot be read"),
    ],
)
def test_a_wrong_mapping_is_a_setup_error(tmp_path: Path, text: str, reason: str) -> None:
    table = write(tmp_path, "a,b,c\n1,2021-01-01,3\n")
    with pytest.raises(ConfigError, match=reason):
        list(datasets.read(table, Defaults(mapping=write(tmp_path, text, "m.toml"))))


GOOD = "A,P,2021-08-01,Taliban"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("B,P,yesterday,Taliban", "no date"),
        ("B,P,2999-01-01,Taliban", "future"),
        (",P,2021-08-01,Taliban", "unit is empty"),
        ("B,P,2021-08-01,Taliban,and,more", "6 cells under 4 columns"),
        ("B,P,2021-08-01,Tali\udcffban", "not UTF-8"),
        ("B,P,2021-08-01,Tali\0ban", "NUL"),
        ("A,P,2021-08-01,Government", "the same id"),
        ('B,P,2021-08-01,"Tal" iban', "broken CSV"),
    ],
)
def test_a_bad_row_costs_only_itself(tmp_path: Path, bad: str, reason: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(
        "\n".join(["unit,parent,date,holder", GOOD, bad, "C,P,2021-08-01,Taliban"]).encode(
            errors="surrogateescape"
        )
    )
    if "\0" in bad:  # far from the head, where a NUL means a binary file
        path.write_bytes(path.read_bytes().replace(b"C,P", b"C,P,2021-08-01,Taliban\n" * 4000 + b"C,P", 1))
        path.write_bytes(
            ("unit,parent,date,holder\n" + f"{GOOD}\n" * 4000 + bad + "\nC,P,2021-08-01,Taliban\n").encode()
        )
    pairs, [problem] = items(path)
    assert [claim.place.name for _, claim in pairs if claim] == ["A", "C"]
    assert reason in problem.reason
    assert problem.line in {3, 4002}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("unit,unit,date,holder\n", "two columns are called unit"),
        ("place,when,colour\nA,2021-08-01,red\n", "no column for date, holder"),
        ("event_date,event_type,sub_event_type,actor1,locaton\n", "is 'locaton' your 'location'?"),
        ("a\0b,c\n", "binary"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(tmp_path: Path, text: str, reason: str) -> None:
    pairs, [problem] = items(write(tmp_path, text))
    assert not pairs
    assert reason in problem.reason


def test_broken_spreadsheets_are_problems(tmp_path: Path) -> None:
    write(tmp_path, "no zip", "a.xlsx")
    [problem] = items(tmp_path / "a.xlsx")[1]
    assert "no workbook" in problem.reason
    book = openpyxl.Workbook()
    book.save(tmp_path / "b.xlsx")
    assert "empty" in items(tmp_path / "b.xlsx")[1][0].reason
    (tmp_path / "c.xlsx").write_bytes((tmp_path / "b.xlsx").read_bytes()[:-400])
    assert items(tmp_path / "c.xlsx")[1]


def test_our_own_control_csv_comes_back_as_a_map(tmp_path: Path) -> None:
    with (tmp_path / "control.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            ["unit_id", "unit_name", "level", "parent_id", "parent_name", "code", "date", "state", "holder"]
        )
        out.writerow(["AF1", "A", "2", "AF", "P", "", "2021-08-01", "held", "taliban"])
        out.writerow(["AF2", "B", "2", "AF", "P", "", "2021-08-01", "contested", ""])
        out.writerow(["AF3", "C", "2", "AF", "P", "", "2021-08-01", "unknown", ""])
    assert [(c.place.name, c.place.within, c.relation, c.actor) for c in claims(tmp_path / "control.csv")] == [
        ("A", "P", "holds", "taliban"), ("B", "P", "contests", None),
    ]  # fmt: skip


def test_a_table_with_the_newest_day_first_keeps_since_when(tmp_path: Path) -> None:
    days = ["2021-08-04,Taliban", "2021-08-03,Taliban", "2021-08-02,Taliban", "2021-08-01,Government"]
    text = "district,date,holder\n" + "".join(f"A,{day}\n" for day in days)
    starts = {claim.actor: claim.start for claim in claims(write(tmp_path, text))}  # the last row of each
    assert starts == {"Taliban": "2021-08-02", "Government": "2021-08-01"}


def test_what_was_so_on_a_day_to_come_is_a_problem_whenever_it_was_published(tmp_path: Path) -> None:
    path = write(tmp_path, "unit,date,holder\nA,2121-08-01,Taliban\n")
    [problem] = datasets.read(path, Defaults(published=date(2021, 8, 9)))
    assert isinstance(problem, Problem)
    assert "lies in the future" in problem.reason


def test_a_cut_table_in_utf_16_keeps_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_bytes("unit,date,holder\nA,2021-08-01,Taliban\n".encode("utf-16") + b"\n")
    pairs, [problem] = items(path)
    assert len(pairs) == 1
    assert (problem.kind, "UTF-16" in problem.reason) == ("encoding", True)


def test_a_workbook_that_says_it_is_smaller_than_it_is_loses_no_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["unit", "date", "holder"], ["A", "2021-08-01", "x"], ["B", "2021-08-01", "x"]):
        book.active.append(row)
    book.save(tmp_path / "honest.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "honest.xlsx") as honest,
        zipfile.ZipFile(tmp_path / "a.xlsx", "w") as made,
    ):
        for name in honest.namelist():
            made.writestr(name, honest.read(name).replace(b'ref="A1:C3"', b'ref="A1:B2"'))
    assert [claim.place.name for claim in claims(tmp_path / "a.xlsx")] == ["A", "B"]


def test_what_ends_before_it_begins_is_a_problem(tmp_path: Path) -> None:
    row = "9,1,A,B,,,,1,Kunduz,P,D,Afghanistan,1,1,2021-08-31,2021-08-01"
    pairs, [problem] = items(write(tmp_path, f"{UCDP}\n{row}\n"))
    assert not pairs
    assert "ends on 2021-08-01, before it begins" in problem.reason

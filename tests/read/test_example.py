"""The bundled example is whole: it reads without a problem, its gold fits, no province is left out."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from whoholds.model import Document
from whoholds.read import Defaults, read
from whoholds.read.syndication import Stories

EXAMPLE = Path(__file__).parents[2] / "examples" / "afghanistan-2021"
SEATS = {
    "Badakhshan": "Fayzabad", "Badghis": "Qala-e-Naw", "Baghlan": "Pul-e-Khumri", "Balkh": "Mazar-e-Sharif", "Daykundi": "Nili",
    "Faryab": "Maymana", "Ghor": "Feroz Koh", "Helmand": "Lashkar Gah", "Jawzjan": "Sheberghan", "Kapisa": "Mahmud-e-Raqi",
    "Kunar": "Asadabad", "Laghman": "Mehtarlam", "Logar": "Pul-e-Alam", "Nangarhar": "Jalalabad", "Nimroz": "Zaranj",
    "Nuristan": "Parun", "Paktia": "Gardez", "Paktika": "Sharana", "Panjshir": "Panjshir", "Parwan": "Charikar",
    "Samangan": "Aybak", "Takhar": "Taloqan", "Uruzgan": "Tarinkot", "Wardak": "Maidan Shar", "Zabul": "Qalat",
}  # fmt: skip


@pytest.fixture(scope="module")
def reports() -> dict[str, Document]:
    got = list(read(EXAMPLE / "reports.jsonl", Defaults()))
    assert all(isinstance(report, Document) for report in got)
    return {report.name: report for report in got if isinstance(report, Document)}


@pytest.fixture(scope="module")
def gold() -> dict[str, list[dict[str, Any]]]:
    lines = (EXAMPLE / "gold.jsonl").read_text().splitlines()
    return {record["id"]: record["claims"] for record in map(json.loads, lines)}


def test_every_report_is_marked_invented_and_cites_nothing_real(reports: dict[str, Document]) -> None:
    assert len(reports) >= 45
    assert all(
        report.synthetic and (report.url or "").startswith("https://example.org/")
        for report in reports.values()
    )
    assert len({report.url for report in reports.values()}) == len(reports)


def test_gold_claims_are_copied_from_their_reports(
    reports: dict[str, Document], gold: dict[str, list[dict[str, Any]]]
) -> None:
    assert gold.keys() == reports.keys()
    assert [] in gold.values()
    for name, claims in gold.items():
        for claim in claims:
            assert claim["quote"] in claim["sentence"]
            assert claim["sentence"] in reports[name].text
            assert claim["start"] is None or claim["start"][:10] <= str(reports[name].published)


def test_every_province_is_reported_before_and_after_its_capital_changed_hands(
    gold: dict[str, list[dict[str, Any]]],
) -> None:
    actors = {actor["id"]: actor for actor in tomllib.loads((EXAMPLE / "actors.toml").read_text())["actor"]}
    names = {
        alias.lower(): id_ for id_, actor in actors.items() for alias in [actor["name"], *actor["aliases"]]
    }
    said: dict[str, set[tuple[str, str | None]]] = {}
    for claims in gold.values():
        for claim in claims:
            if (
                claim["place"]["name"]
                and claim["actor"]
                and claim["start"]
                and claim["polarity"] == "affirmed"
            ):
                actor = names.get(claim["actor"].lower().removeprefix("the "))
                said.setdefault(claim["place"]["name"], set()).add((claim["start"], actor))
    with (EXAMPLE / "truth.csv").open() as file:
        truth = list(csv.DictReader(file))
    for province in {row["unit"] for row in truth}:
        took = min(row["date"] for row in truth if row["unit"] == province and row["holder"] == "taliban")
        said_here = said[SEATS.get(province, province)]
        assert any(actor == "government" and "2021" <= day < took for day, actor in said_here), province
        assert any(actor == "taliban" and day >= "2021-08" for day, actor in said_here), province
    assert any(actor == "resistance" for _, actor in said["Panjshir"])


def test_the_copies_in_it_are_found_and_nothing_else(reports: dict[str, Document]) -> None:
    stories = Stories()
    names = {report.id: report.name for report in reports.values()}
    found = {
        tuple(sorted((names[copy.first], names[copy.second])))
        for report in reports.values()
        for copy in stories.add(report)
    }
    assert found == {
        ("afg-005", "afg-006"), ("afg-015", "afg-016"), ("afg-028", "afg-030"), ("afg-038", "afg-039"), ("afg-056", "afg-057"),
    }  # fmt: skip

"""The main job: reports in, sourced map out."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from whoholds.pipeline.project import Project

pytestmark = [pytest.mark.model]

STORY = """\
KABUL - The Taliban now controls virtually all of Afghanistan, but about 70 miles north of the capital, in the \
Panjshir Valley, a force that says it will resist them is forming.

On its map, the Frontier Monitor, a think tank, labels Panjshir province as controlled by the resistance. Some former officials estimated that it had between 2,000 and 2,500 fighters.

A former vice president declared himself caretaker president and called for peace talks. In the 1990s the \
Northern Alliance held the valley against the Taliban.
"""
REPORT = {
    "id": "story", "outlet": "Harbour Times", "url": "https://example.org/story", "published": "2021-08-19",
    "title": "A force gathers in the last valley", "language": "en", "text": STORY, "synthetic": True,
}  # fmt: skip


def whoholds(*args: object, input_: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "whoholds", *map(str, args)]
    return subprocess.run(command, capture_output=True, input=input_, env={**os.environ, "PYTHONPATH": "src"})


def jsonl(path: Path, *reports: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(report) + "\n" for report in reports), encoding="utf8")
    return path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    report = jsonl(folder / "report.jsonl", REPORT)
    assert whoholds("init", folder / "p", "--country", "AFG", "--start", "2021-06-01").returncode == 0
    done = whoholds("read", "-p", folder / "p", report)
    assert done.returncode == 0, done.stderr
    return folder / "p"


def test_one_story_colours_one_province_differently(story: Path, tmp_path: Path) -> None:
    done = whoholds("export", "-p", story, tmp_path / "control.csv", "--on", "2021-08-19")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "control.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 398
    for row in rows:
        if row["parent_name"] == "Panjshir":
            assert row["state"] in ("held", "unconfirmed")
            assert "resistance" in row["holder"]
        else:
            assert (row["state"], row["holder"]) == ("held", "taliban"), row["unit_id"]


def test_why_prints_quote_speaker_and_outlet(story: Path) -> None:
    done = whoholds("why", "-p", story, "Panjshir", "--on", "2021-08-19")
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "controlled by the resistance" in text
    assert "Frontier Monitor" in text
    assert "Harbour Times" in text


def test_why_as_json_has_the_contracts_keys(story: Path) -> None:
    found = json.loads(
        whoholds("why", "-p", story, "Bazarak, Panjshir", "--on", "2021-08-19", "--json").stdout
    )
    assert {"unit", "on", "known", "state", "holder", "p", "claims"} <= set(found)
    first = found["claims"][0]
    keys = {"id", "quote", "sentence", "speaker", "outlet", "published", "url", "relation", "actor", "delta"}
    assert keys <= set(first)
    assert first["quote"] in STORY
    assert [abs(c["delta"]) for c in found["claims"]] == sorted(
        (abs(c["delta"]) for c in found["claims"]), reverse=True
    )


def test_an_ambiguous_name_lists_the_candidates(story: Path) -> None:
    done = whoholds("why", "-p", story, "Dawlatabad", "--on", "2021-08-19")
    assert done.returncode == 2
    assert b"Balkh" in done.stderr
    assert b"Faryab" in done.stderr


def test_diff_tells_the_change_its_day_and_a_claim(story: Path) -> None:
    found = json.loads(whoholds("diff", "-p", story, "2021-06-01", "2021-08-19", "--json").stdout)
    panjshir = [c for c in found if ".panjshir." in c["unit_id"]]
    assert panjshir
    assert all(c["to_holder"] != "taliban" and c["claim"] for c in panjshir)


def test_bad_input_is_one_problem_each_and_the_rest_is_read(tmp_path: Path) -> None:
    good = {**REPORT, "id": "good", "text": "The Taliban captured Kunduz on Sunday, officials said."}
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "empty.txt").write_bytes(b"")
    mixed = tmp_path / "mixed.jsonl"
    undated = {**REPORT, "id": "undated", "published": None}
    german = {
        **REPORT, "id": "german", "language": None,
        "text": "Die Regierung hat am Montag mitgeteilt, dass ihre Truppen die Stadt nach langen Kämpfen verlassen haben.",
    }  # fmt: skip
    huge = {**REPORT, "id": "huge", "text": "The Taliban captured Kunduz. " * 350_000}
    lines = [json.dumps(undated), "{broken", json.dumps(german), json.dumps(huge), json.dumps(good)]
    mixed.write_text("\n".join(lines) + "\n", encoding="utf8")
    (tmp_path / "page.html").write_bytes(
        b'<html><head><meta charset="utf-8"></head><body><p>\xff\xfe\xfa\x81 caf\xe9</p></body></html>'
    )
    assert whoholds("init", tmp_path / "p", "--country", "AFG", "--start", "2021-06-01").returncode == 0
    sources = [tmp_path / name for name in ("binary.txt", "empty.txt", "mixed.jsonl", "page.html")]
    done = whoholds("read", "-p", tmp_path / "p", *sources)
    problems = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert len(problems) == 7, problems
    assert all(":" in line for line in problems)
    with Project.open(tmp_path / "p").ledger() as ledger:
        assert [d.name for d in ledger.documents()] == ["good"]


def content(folder: Path) -> str:
    return str(json.loads(whoholds("log", "-p", folder, "--verify", "--json").stdout)["content"])


def test_reading_twice_adds_nothing(story: Path, tmp_path: Path) -> None:
    before = content(story)
    again = whoholds("read", "-p", story, jsonl(tmp_path / "report.jsonl", REPORT))
    assert again.returncode == 0
    assert content(story) == before


@pytest.mark.slow
def test_killed_and_read_again_is_one_clean_run(tmp_path: Path) -> None:
    reports = jsonl(
        tmp_path / "reports.jsonl",
        *(
            {**REPORT, "id": f"r{i}", "text": f"The Taliban captured Kunduz on Sunday, {i} officials said."}
            for i in range(200)
        ),
    )
    for name in ("clean", "killed"):
        assert whoholds("init", tmp_path / name, "--country", "AFG", "--start", "2021-06-01").returncode == 0
    assert whoholds("read", "-p", tmp_path / "clean", reports).returncode == 0
    command = [sys.executable, "-m", "whoholds", "read", "-p", str(tmp_path / "killed"), str(reports)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": "src"}, stdout=subprocess.DEVNULL)
    while process.poll() is None and _lines(tmp_path / "killed") < 60:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert whoholds("read", "-p", tmp_path / "killed", reports).returncode == 0
    assert content(tmp_path / "killed") == content(tmp_path / "clean")


def _lines(folder: Path) -> int:
    with Project.open(folder).ledger(read_only=True) as ledger:
        return len(ledger)


def test_a_rejected_claim_loses_its_colour_and_stays_in_the_ledger(story: Path) -> None:
    claims = json.loads(
        whoholds("why", "-p", story, "Bazarak, Panjshir", "--on", "2021-08-19", "--json").stdout
    )["claims"]
    (map_label,) = [c["id"] for c in claims if "controlled by the resistance" in c["quote"]]
    done = whoholds("judge", "-p", story, map_label[:10], "reject", "--by", "ana", "--reason", "a test")
    assert done.returncode == 0, done.stderr
    after = json.loads(
        whoholds("why", "-p", story, "Bazarak, Panjshir", "--on", "2021-08-19", "--json").stdout
    )
    assert map_label not in [c["id"] for c in after["claims"]]
    whoholds("judge", "-p", story, map_label, "accept", "--by", "ben", "--reason", "seen the map")
    again = json.loads(
        whoholds("why", "-p", story, "Bazarak, Panjshir", "--on", "2021-08-19", "--json").stdout
    )
    assert again["claims"] == claims


def test_the_same_question_as_we_had_it_then_gets_the_same_answer(tmp_path: Path) -> None:
    project = tmp_path / "p"
    assert whoholds("init", project, "--country", "AFG", "--start", "2021-06-01").returncode == 0
    whoholds("read", "-p", project, jsonl(tmp_path / "one.jsonl", REPORT))
    asked = ("why", "-p", project, "Bazarak, Panjshir", "--on", "2021-08-19", "--json")
    before, edition = json.loads(whoholds(*asked).stdout), edition_id(project)
    moment = datetime.now(UTC).isoformat()
    later = {
        **REPORT,
        "id": "later",
        "published": "2021-09-06",
        "text": "The Taliban captured Bazarak on Monday, residents said.",
    }
    whoholds("read", "-p", project, jsonl(tmp_path / "two.jsonl", later))
    assert edition_id(project) != edition
    assert json.loads(whoholds(*asked, "--recorded", moment).stdout) == before
    assert edition_id(project, "--recorded", moment) == edition


def edition_id(project: Path, *options: str) -> str:
    done = whoholds("export", "-p", project, project / "map.geojson", "--on", "2021-08-19", *options)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().split("edition ")[1]

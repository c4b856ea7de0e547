"""Nobody private gets a page, whatever a report says of them; and a switch takes every person out of all that is made."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from whoholds.cli import whoholds
from whoholds.code import Actors
from whoholds.code.standing import Heard, readings
from whoholds.pipeline.actors import everyone, listing
from whoholds.pipeline.project import Project

pytestmark = pytest.mark.model

PRIVATE = {
    "Bashir Noorani": "A shopkeeper named Bashir Noorani joined the Hill League.",
    "Laila Sharifi": "Laila Sharifi, 43, a teacher in the town, backs the Hill League.",
    "Nader Akbari": "The doctor Nader Akbari called for a truce.",
    "Zahra Karimi": "Zahra Karimi, whose son was killed, demanded the release of prisoners.",
    "Farid Rostam": "The commander's brother, Farid Rostam, opposes the Hill League.",
    "Yusuf Daneshi": "One of the victims, Yusuf Daneshi, had joined the Hill League in May.",
    "Hamid Sultani": "Witness Hamid Sultani said the Hill League had 300 fighters and called for talks.",
    "Mina Rahimi": "A nurse, Mina Rahimi, urged the Hill League to leave.",
    "Karim Latifi": "Karim Latifi surrendered to the Hill League.",
    "Omid Safi": "Omid Safi (a farmer) rejected the offer of the Hill League.",
    "Rahim Popal": "A shopkeeper named Rahim Popal controls Kapisa.",
    "Tariq Zazai": "Tariq Zazai, a farmer, seized control of Takhar on Monday.",
}
PUBLIC = {
    "General Omar Zarifi": "General Omar Zarifi leads the Hill League.",
    "Sima Wardak": "Sima Wardak, the governor of Herat, rejected the demand.",
}
WORDS = """\
Elders of Kohistan backed the Hill League. Some 200 policemen joined the Hill League. Former fighters of the north \
pledged support to the Hill League. Both sides called for a truce. A general in the city offered talks. \
Local militias joined the Hill League. The River Front opposes the Hill League.
"""
HELD = "The Hill League holds Panjshir. General Omar Zarifi holds Badakhshan, the governor of Herat, Sima Wardak, said."


def project(folder: Path, settings: str = "") -> Path:
    text = "\n\n".join([HELD, WORDS, *PUBLIC.values(), *PRIVATE.values()])
    base = {"outlet": "Harbour Times", "published": "2021-08-18", "language": "en", "synthetic": True}
    report = base | {
        "id": "1",
        "url": "https://example.org/1",
        "title": "Omar Zarifi takes Badakhshan",
        "text": text,
    }
    (folder / "reports.jsonl").write_text(json.dumps(report) + "\n", encoding="utf-8")
    made = folder / "p"
    for command in (
        ["init", str(made), "--country", "AFG", "--level", "1", "--start", "2021-08-16"],
        ["read", "-p", str(made), str(folder / "reports.jsonl")],
    ):
        run = CliRunner().invoke(whoholds, command)
        assert run.exit_code == 0, run.output
    toml = made / "whoholds.toml"
    text = toml.read_text(encoding="utf-8").replace("[code]", "[code]\nthreshold = 0.3")
    toml.write_text(text.replace("[publish]", f"[publish]\n{settings}"), "utf-8")
    return made


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    return project(tmp_path_factory.mktemp("private"))


@pytest.fixture(scope="module")
def names(story):
    return {row["name"] for row in listing(Project.open(story))}


def test_a_party_and_persons_in_public_roles_have_a_page(names):
    assert {"Hill League", "River Front", "General Omar Zarifi"} <= names


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_a_private_person_has_none(names, name):
    assert not [n for n in names if name in n or name.split()[1] in n]


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_nor_is_a_private_person_named_as_an_actor_on_the_page_of_another(story, name):
    said = [
        (line["actor"], line.get("other"))
        for page in everyone(Project.open(story))
        for kind in ("strengths", "alignments", "stances")
        for line in page[kind]
    ]
    assert said
    assert not [pair for pair in said if name in str(pair) or name.split()[1] in str(pair)]


@pytest.mark.parametrize("unit", ["Kapisa", "Takhar"])
def test_nor_does_a_private_person_hold_a_place_on_the_map(story, unit):
    run = CliRunner().invoke(whoholds, ["why", "-p", str(story), unit, "--on", "2021-08-18", "--json"])
    assert run.exit_code == 0, run.output
    assert json.loads(run.output)["state"] == "unknown"
    assert not [word for word in ("Popal", "Zazai") if word in run.output]


def test_words_that_only_describe_have_none(names):
    assert names == {"Hill League", "River Front", "General Omar Zarifi", "Sima Wardak"} & names


def test_a_page_asked_for_says_why_there_is_none(story):
    run = CliRunner().invoke(whoholds, ["who", "-p", str(story), "Elders of Kohistan"])
    assert run.exit_code != 0
    assert "names no party and no person in a public role" in str(run.exception)


def test_by_default_persons_in_public_roles_are_named(story):
    run = CliRunner().invoke(
        whoholds, ["why", "-p", str(story), "Badakhshan", "--on", "2021-08-18", "--json"]
    )
    assert "Omar Zarifi" in run.output
    assert "Sima Wardak" in run.output


def test_the_proposals_are_a_file_that_the_project_can_take(story, tmp_path):
    file = tmp_path / "proposed.toml"
    run = CliRunner().invoke(whoholds, ["who", "-p", str(story), "--proposals", str(file)])
    assert run.exit_code == 0, run.output
    listed = {actor.name: actor for actor in Actors.from_toml(file, "AFG").actors}
    assert {"Hill League", "River Front", "General Omar Zarifi"} <= set(listed)
    assert (listed["General Omar Zarifi"].kind, listed["Hill League"].kind) == ("person", None)
    assert not [n for n in listed for private in PRIVATE if private.split()[1] in n]


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    """Everything that a project makes which names no persons: site, exports, feeds, and what the verbs print."""
    folder = tmp_path_factory.mktemp("nobody")
    made = project(folder, 'persons = false\nspeakers = "names"')
    texts = {}
    for command in (
        ["publish", "-p", str(made), str(folder / "site")],
        ["export", "-p", str(made), str(folder / "claims.csv")],
        ["export", "-p", str(made), str(folder / "map.geojson")],
        ["who", "-p", str(made)],
        ["who", "-p", str(made), "--json", "Hill League"],
        ["why", "-p", str(made), "Panjshir", "--on", "2021-08-18", "--json"],
        ["why", "-p", str(made), "Badakhshan", "--on", "2021-08-18", "--json"],
    ):
        run = CliRunner().invoke(whoholds, command)
        assert run.exit_code == 0, run.output
        texts[" ".join(command[:1] + command[3:])] = run.output
    for file in [*sorted(folder.glob("site/**/*")), folder / "claims.csv", folder / "map.geojson"]:
        if file.is_file() and file.suffix not in (".png", ".svg") and "vendor" not in file.parts:
            texts[file.name] = file.read_bytes().decode("utf-8", "replace")
    return texts


@pytest.mark.parametrize(
    "surname", ["Zarifi", "Wardak, ", "Sima", *(name.split()[1] for name in sorted(PRIVATE))]
)
def test_the_switch_takes_every_person_out_of_all_that_is_made(without, surname):
    assert len(without) > 20
    assert [name for name, text in without.items() if surname in text] == []


def test_what_is_no_person_stays(without):
    assert "Hill League" in without["who"]
    assert "River Front" in without["who"]


@pytest.mark.parametrize(
    ("name", "sentence", "reading"),
    [
        ("Harakat Nujum", "Harakat Nujum rejected the offer.", "party"),
        ("Sipah Nur", "A Sipah Nur spokesman rejected the offer.", "party"),
        ("Sipah Nur", "Two members of Sipah Nur called for talks.", "party"),
        ("Sipah Nur", "The Sipah Nur has rejected the offer.", "party"),
        ("Omar Tarin", "Omar Tarin rejected the offer.", None),
        ("Omar Tarin", "Two members of Omar Tarin's family called for talks.", None),
        ("Omar Tarin", "The shopkeeper, the Omar Tarin of old, rejected the offer.", None),
    ],
)
def test_a_group_with_the_name_of_nobody_is_known_by_what_only_groups_have(name, sentence, reading):
    heard = [(name, Heard(name=name, sentence=sentence))]
    assert readings(heard, lambda _: False).get(name) == reading

"""What is said of an actor, from reports to the answer of ``who`` and its page: a made-up story."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from whoholds.cli import whoholds
from whoholds.errors import ConfigError
from whoholds.pipeline.actors import everyone, who
from whoholds.pipeline.actors_text import in_words
from whoholds.pipeline.project import Project
from whoholds.publish.site import actors as page

pytestmark = pytest.mark.model

TEXT = """\
The National Resistance Front holds Panjshir. A provincial official said the National Resistance Front had about \
2,000 fighters. A defence official put its strength at between 5,000 and 6,000 men.

A third official denied that the National Resistance Front had more than 1,000 fighters. A spokesman for the Front \
refused to say how many men it has. Turkey backs the National Resistance Front, a diplomat said. A spokesman for the \
Front called for talks. General Omar Tarin leads the National Resistance Front.
"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("actors")
    base = {"outlet": "Harbour Times", "published": "2021-08-18", "language": "en", "synthetic": True}
    copied = {"id": "2", "outlet": "Lowland Herald", "published": "2021-08-19"}
    report = base | {"id": "1", "url": "https://example.org/1", "text": TEXT}
    lines = "".join(json.dumps(r) + "\n" for r in (report, report | copied))
    (folder / "reports.jsonl").write_text(lines, encoding="utf-8")
    run = CliRunner()
    made = run.invoke(
        whoholds, ["init", str(folder / "p"), "--country", "AFG", "--level", "1", "--start", "2021-08-01"]
    )
    assert made.exit_code == 0, made.output
    done = run.invoke(whoholds, ["read", "-p", str(folder / "p"), str(folder / "reports.jsonl")])
    assert done.exit_code == 0, done.output
    return folder / "p"


@pytest.fixture(scope="module")
def answer(story):
    return who(Project.open(story), "National Resistance Front")


def test_two_ranges_with_their_speakers_one_denial_and_nothing_for_the_refusal(answer):
    told = [(x["low"], x["high"], x["speaker"], x["polarity"]) for x in answer["strengths"]]
    assert told == [
        (2000, 2000, ["provincial official"], "affirmed"),
        (5000, 6000, ["defence official"], "affirmed"),
        (1000, None, ["third official"], "denied"),
    ]


def test_a_copy_of_a_story_counts_once(answer):
    assert len({x["id"] for x in answer["strengths"]}) == len(answer["strengths"]) == 3


def test_who_stands_with_it_and_what_it_asks_for(answer):
    assert {(x["actor"], x["kind"], x["other"]) for x in answer["alignments"]} >= {
        ("Turkey", "backs", "National Resistance Front")
    }
    (stance,) = answer["stances"]
    assert (stance["kind"], stance["topic"], stance["speaker"]) == (
        "calls",
        "talks",
        ["spokesman for the Front"],
    )


def test_what_it_holds_comes_from_the_map(answer):
    assert [unit["name"] for unit in answer["holds"]] == ["Panjshir, Afghanistan"]
    assert answer["over_time"][-1]["units"] == 1


def test_each_line_stands_in_the_terminal_with_its_quote(answer):
    text = in_words(answer)
    assert "5,000 to 6,000 men" in text
    assert all(f"“{x['quote']}”" in text for k in ("strengths", "alignments", "stances") for x in answer[k])


def test_the_verb_answers_as_json(story):
    done = CliRunner().invoke(whoholds, ["who", "-p", str(story), "--json", "National Resistance Front"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["stances"][0]["topic"] == "talks"


def test_an_actor_nobody_speaks_of_is_an_error_that_lists_those_there_are(story):
    with pytest.raises(ConfigError, match=r"nobody speaks of 'Moon Army'.*national_resistance_front"):
        who(Project.open(story), "Moon Army")


def test_a_switch_drops_all_persons(story):
    settings = story / "whoholds.toml"
    before = settings.read_text(encoding="utf-8")
    try:
        assert "Omar Tarin" in json.dumps(everyone(Project.open(story)))
        settings.write_text(_without_persons(before), encoding="utf-8")
        assert '"actor": "General Omar Tarin"' not in json.dumps(everyone(Project.open(story)))
    finally:
        settings.write_text(before, encoding="utf-8")


def _without_persons(text: str) -> str:
    if "[publish]" in text:
        return text.replace("[publish]", "[publish]\npersons = false", 1)
    return text + "\n[publish]\npersons = false\n"


def test_the_page_shows_the_two_ranges_and_strikes_the_denial_out(answer):
    text = page.render([answer], title="Story", synthetic=True)
    assert text.count('class="bar range') == 2
    assert text.count('<span class="denied">') == 1
    assert "how many men" not in text.replace(answer["strengths"][0]["sentence"], "")
    assert page.INVENTED in text


def test_an_editor_judges_a_statement_and_the_page_says_so(story, tmp_path):
    own = tmp_path / "p"
    shutil.copytree(story, own)
    about, rest = "National Resistance Front", ["--by", "ana", "--reason", "another front"]
    said = {x["low"]: x["id"] for x in who(Project.open(own), about)["strengths"]}
    for command in (
        ["judge", "-p", str(own), said[5000], "reject", *rest],
        ["judge", "-p", str(own), said[2000][:10], "amend", "--set", "high=2500", "--set", "unit=men", *rest],
    ):
        done = CliRunner().invoke(whoholds, command)
        assert done.exit_code == 0, done.output
    answer = who(Project.open(own), about)
    told = {x["id"]: (x["low"], x["high"], x["unit"], x["verdict"]) for x in answer["strengths"]}
    assert told[said[5000]] == (5000, 6000, "men", "reject")
    assert told[said[2000]] == (2000, 2500, "men", "amend")
    assert "rejected by an editor: another front" in in_words(answer)
    assert page.render([answer], title="Story").count('class="bar range') == 1
    done = CliRunner().invoke(whoholds, ["log", "-p", str(own), "--verify"])
    assert done.exit_code == 0, done.output


def test_actors_merged_in_the_file_are_one_and_split_again_are_two_while_the_ledger_stays(story, tmp_path):
    own = tmp_path / "p"
    shutil.copytree(story, own)
    settings, file = own / "whoholds.toml", own / "actors.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[project]", '[project]\nactors = "actors.toml"', 1),
        encoding="utf-8",
    )
    front = '[[actor]]\nid = "front"\nname = "National Resistance Front"\nkind = "armed group"\nparents = ["union"]\n'
    union = '[[actor]]\nid = "union"\nname = "Valley Union"\n'
    apart = front + union + '[[actor]]\nid = "ankara"\nname = "Turkey"\nkind = "state"\n'
    as_one = front + 'aliases = ["Turkey"]\nformerly = ["ankara"]\n' + union

    def told(text):
        file.write_text(text, encoding="utf-8")
        project = Project.open(own)
        with project.ledger(read_only=True) as ledger:
            return ledger.content(), who(project, "front"), who(project, "ankara")

    before, one, two = told(apart)
    assert (one["id"], two["id"]) == ("front", "ankara")
    assert [parent["name"] for parent in one["parents"]] == ["Valley Union"]
    merged, both, same = told(as_one)
    assert both == same
    assert {x["id"] for x in both["alignments"]} == {
        x["id"] for x in (*one["alignments"], *two["alignments"])
    }
    assert told(apart) == (before, one, two)
    assert merged == before


def test_the_queue_lists_statements_until_an_editor_judged_them_copies_once(story, tmp_path):
    own = tmp_path / "p"
    shutil.copytree(story, own)
    cli = CliRunner()
    listed = ["queue", "-p", str(own), "--statements", "--json"]
    before = json.loads(cli.invoke(whoholds, listed).stdout)
    strengths = [item for item in before if item["why"].startswith("strength")]
    assert len(strengths) == 3
    assert all(item["quote"] in TEXT for item in strengths)
    judged = ["judge", "-p", str(own), strengths[0]["claim"], "accept", "--by", "ana", "--reason", "read it"]
    assert cli.invoke(whoholds, judged).exit_code == 0
    after = json.loads(cli.invoke(whoholds, listed).stdout)
    assert {item["claim"] for item in before} - {item["claim"] for item in after} == {strengths[0]["claim"]}
    assert "not judged yet" in cli.invoke(whoholds, listed[:-1]).stdout

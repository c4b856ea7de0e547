"""Feeds tell what became known when; a feed reader understands them; retractions are entries."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import feedparser
import pytest
from synthetic import HOSTILE

from whoholds.model import Judgement
from whoholds.publish import feeds


def changes(edition):
    state, holder = edition.then.state, edition.then.holder
    return int(((state[:, 1:] != state[:, :-1]) | (holder[:, 1:] != holder[:, :-1])).sum())


@pytest.fixture(scope="module")
def folder(edition, tmp_path_factory):
    out = tmp_path_factory.mktemp("feeds")
    feeds.write(edition, out)
    return out


def test_a_reader_gets_every_change_newest_first(edition, folder):
    feed = feedparser.parse((folder / "map.atom").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == changes(edition)
    moments = [entry.updated for entry in feed.entries]
    assert moments == sorted(moments, reverse=True)
    assert len({entry.id for entry in feed.entries}) == len(moments)
    assert "invented" in feed.feed.title
    assert feed.entries[0].link.startswith("../index.html#/XVR")


def test_json_feed_says_the_same(edition, folder):
    feed = json.loads((folder / "map.json").read_text())
    atom = feedparser.parse((folder / "map.atom").read_bytes())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]
    assert [item["content_text"] for item in feed["items"]] == [entry.summary for entry in atom.entries]


def test_each_parent_and_actor_has_its_own(edition, folder):
    whole = {item["id"] for item in json.loads((folder / "map.json").read_text())["items"]}
    parts = [json.loads(p.read_text())["items"] for p in sorted(folder.glob("parent-*.json"))]
    assert len(parts) == len(edition.parents)
    assert {item["id"] for items in parts for item in items} == whole
    assert sum(map(len, parts)) == len(whole)
    assert {p.name for p in folder.glob("actor-*.json")} == {"actor-crown.json", "actor-league.json"}


def test_a_change_that_hindsight_took_back_says_so(made, tmp_path):
    now = made(10, 20).now
    rumour = replace(now, state=now.state.copy(), holder=now.holder.copy())
    rumour.state[0, :10], rumour.holder[0, :10] = 0, 0
    believed = replace(rumour, holder=rumour.holder.copy())
    believed.holder[0, 5:7] = 1
    edition = made(10, 20, now=rumour, then=believed)
    feeds.write(edition, tmp_path)
    items = json.loads((tmp_path / "map.json").read_text())["items"]
    told = {
        i["date_published"][:10]: i["content_text"]
        for i in items
        if edition.units[0].name + "," in i["title"]
    }
    assert "Taken back: as known on 2031-01-20, this day is “Crown Guard”" in told["2031-01-06"]
    assert "Taken back" not in told["2031-01-08"]


def test_a_rejected_claim_is_an_entry(made, tmp_path):
    import synthetic

    districts, _ = synthetic.country(10)
    attested, bearings, _ = synthetic.evidence(districts, 20, 10, synthetic.np.random.default_rng(1))
    verdict = Judgement(claim=attested[0].claim.id, verdict="reject", by="Ana", reason="an old photograph")
    attested[0] = replace(attested[0], judgement=verdict)
    feeds.write(made(10, 20, attested=attested, bearings=bearings), tmp_path)
    items = json.loads((tmp_path / "map.json").read_text())["items"]
    told = [item for item in items if item["title"].startswith("Retracted")]
    assert len(told) == 1
    assert "an old photograph" in told[0]["content_text"]
    assert "Ana" not in json.dumps(items)


def test_a_rejected_claim_on_a_whole_country_does_not_fill_the_feed(made, tmp_path):
    plain = made(40, 60)
    claim = plain.bearings[0].testimony.claim
    everywhere = tuple(
        replace(plain.bearings[0], testimony=replace(plain.bearings[0].testimony, unit=unit.id))
        for unit in plain.units
    )
    cited = tuple(replace(c, verdict="reject" if c.id == claim else None) for c in plain.cited)
    feeds.write(replace(plain, bearings=everywhere, cited=cited), tmp_path)
    for name in ("map", *(feeds.stem("parent", parent.id) for parent in plain.parents)):
        items = json.loads((tmp_path / f"{name}.json").read_text())["items"]
        told = [item["title"] for item in items if item["title"].startswith("Retracted")]
        assert len(told) == 1
        assert told[0].endswith(" and 39 more")


def test_links_lead_to_units_whatever_they_are_called(made, tmp_path):
    plain = made(10, 20)
    odd = replace(plain.units[0], id="Ж 1?/#%")
    now, then = (
        replace(s, posteriors=replace(s.posteriors, units=(odd.id, *s.posteriors.units[1:])))
        for s in (plain.now, plain.then)
    )
    edition = made(10, 20, units=[odd, *plain.units[1:]], now=now, then=then)
    feeds.write(edition, tmp_path)
    links = [entry.link for entry in feedparser.parse((tmp_path / "map.atom").read_bytes()).entries]
    assert any(link.startswith("../index.html#/%D0%96%201%3F%2F%23%25?on=2031-") for link in links)


def test_a_rejected_claim_is_no_reason_for_a_change(made, tmp_path):
    plain = made(10, 20)
    quoted = {c.id: f"“{c.claim.quote}” ({c.document.outlet}" for c in plain.cited}
    rejected = tuple(replace(c, verdict="reject", reason="a misreading") for c in plain.cited)
    for run, edition in (("kept", plain), ("rejected", replace(plain, cited=rejected))):
        feeds.write(edition, tmp_path / run)
        items = json.loads((tmp_path / run / "map.json").read_text())["items"]
        reasons = [
            i
            for i in items
            if i["title"][:9] != "Retracted" and any(q in i["content_text"] for q in quoted.values())
        ]
        assert bool(reasons) == (run == "kept")


def test_the_ids_of_changes_last_from_edition_to_edition(made, tmp_path):
    feeds.write(made(10, 20), tmp_path / "a")
    feeds.write(made(10, 20, content="more", version="0.2"), tmp_path / "b")
    first, second = (
        [item["id"] for item in json.loads((tmp_path / run / "map.json").read_text())["items"]]
        for run in "ab"
    )
    assert first == second


def test_hostile_text_stays_text(tmp_path):
    import synthetic

    edition = synthetic.hostile()
    feeds.write(edition, tmp_path)
    told = json.loads((tmp_path / "map.json").read_text())["items"]
    named = {u.name for u in edition.units if any(item["title"].startswith(u.name) for item in told)}
    assert {HOSTILE[0], HOSTILE[3], HOSTILE[8]} & named
    space = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.parse(tmp_path / "map.atom").getroot().findall(f"{space}entry")
    assert [entry.find(f"{space}title").text for entry in entries] == [item["title"] for item in told]
    assert [entry.find(f"{space}content").text for entry in entries] == [
        item["content_text"] for item in told
    ]
    assert {child.tag for entry in entries for child in entry.iter()} == {
        space + name for name in ("entry", "id", "title", "updated", "link", "content")
    }
    assert "javascript:" not in (tmp_path / "map.atom").read_text()


def test_ids_that_no_file_can_be_called_get_files_of_their_own():
    assert feeds.stem("parent", "AFG.panjshir") == "parent-AFG.panjshir"
    others = [feeds.stem("parent", name) for name in ("Ж/1", "Б/1", "../1", "x" * 200)]
    assert len(set(others)) == 4
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,80}", name) for name in others)


def test_words_that_are_withheld_leave_no_empty_quotes(made, tmp_path):
    plain = made(10, 20)
    bare = tuple(replace(c, claim=replace(c.claim, quote="", sentence="")) for c in plain.cited)
    feeds.write(replace(plain, cited=bare), tmp_path)
    items = json.loads((tmp_path / "map.json").read_text())["items"]
    assert any("A claim (Daily Varrin, " in item["content_text"] for item in items)
    assert not any("“”" in item["content_text"] for item in items)

"""The page of the actors: every text is escaped, links are web links, pictures have words."""

import re
from html.parser import HTMLParser

from whoholds.publish.site import actors
from whoholds.publish.site.actor_map import DAYS, ActorMaps

EVIL = '"><script>alert(1)</script>'
LINE = {
    "id": "ab", "actor": EVIL, "start": None, "end": None, "speaker": [EVIL], "by_party": False, "modality": "asserted",
    "polarity": "affirmed", "quote": EVIL, "sentence": EVIL, "outlet": EVIL, "published": "2021-08-19",
    "url": "javascript:alert(1)", "verdict": "", "reason": "",
}  # fmt: skip
ANSWER = {
    "id": EVIL, "name": EVIL, "listed": True, "kind": "party", "aliases": [EVIL], "side": "x",
    "sides": [{"side": EVIL, "from": "2021-08-01", "to": None}], "parents": [{"id": "y", "name": EVIL}], "on": "2021-08-19", "known": "2021-08-19",
    "units": 34, "holds": [{"unit": "x", "name": EVIL}],
    "over_time": [{"day": "2021-08-01", "units": 0}, {"day": "2021-08-05", "units": 2}],
    "strengths": [
        LINE | {"low": 300, "high": None, "unit": EVIL, "qualifier": "at least"},
        LINE | {"low": None, "high": 5000, "unit": "men", "qualifier": "at most", "modality": "possible"},
    ],
    "alignments": [LINE | {"kind": "backs", "other": "Hill <League>", "role": EVIL, "actor_id": EVIL, "other_id": "hill_league"}, LINE | {"kind": "leads", "other": None, "role": None, "actor_id": "x", "other_id": ""}],
    "stances": [LINE | {"kind": "calls", "topic": EVIL}],
}  # fmt: skip


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.ids, self.headings, self.pictures = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [found["href"]] if "href" in found else []
        self.ids += [found["id"]] if "id" in found else []
        self.headings += [tag] if re.fullmatch(r"h\d", tag) else []
        if tag == "svg":
            self.pictures.append(found)


def read(*answers):
    reader = Reader()
    reader.feed(actors.render(answers, title=EVIL))
    return reader


def test_no_text_of_a_report_becomes_markup():
    found = read(ANSWER)
    assert "script" not in found.tags
    assert EVIL not in actors.render([ANSWER], title=EVIL)


def test_a_strength_without_bounds_or_of_nobody_breaks_nothing():
    none, zero = ({"low": n, "high": n, "unit": "men", "qualifier": ""} for n in (None, 0))
    page = actors.render([ANSWER | {"strengths": [LINE | none, LINE | zero]}], title="x")
    assert "an unknown number of men" in page
    assert ">0 men<" in page
    both = actors.render([ANSWER | {"strengths": [LINE | zero, LINE | zero | {"high": 100}]}], title="x")
    (x,) = re.findall(r'class="bar range" x="([\d.-]+)"', both)
    assert float(x) >= actors.LEFT - 3


def test_only_web_links_are_links():
    assert not [href for href in read(ANSWER).links if href.startswith("javascript")]


def test_the_policy_allows_no_script():
    assert "script-src" not in actors.CSP
    assert "default-src 'none'" in actors.render([ANSWER], title="x")


def test_every_picture_says_in_words_what_it_shows():
    pictures = read(ANSWER).pictures
    assert len(pictures) == 3
    assert all(p["role"] == "img" and p["aria-label"] for p in pictures)


def test_ids_are_unique_and_links_inside_the_page_lead_somewhere():
    found = read(ANSWER, ANSWER | {"id": "other"})
    assert len(set(found.ids)) == len(found.ids)
    assert {h[1:] for h in found.links if h.startswith("#")} <= set(found.ids)


def test_an_actor_without_statements_has_no_empty_headings():
    bare = ANSWER | {
        "strengths": [],
        "alignments": [],
        "stances": [],
        "over_time": [],
        "holds": [],
        "sides": [],
    }
    assert read(bare).headings == ["h1", "h2"]


def test_an_open_end_is_drawn_open():
    assert actors.render([ANSWER], title="x").count('class="open"') == 2


def test_what_an_editor_rejected_is_struck_out_and_in_no_picture():
    rejected = LINE | {"verdict": "reject", "reason": "the other front"}
    said = ANSWER | {
        "strengths": [rejected | {"low": 300, "high": 400, "unit": "men", "qualifier": "between"}],
        "alignments": [
            rejected
            | {"kind": "backs", "other": "Hill League", "role": None, "actor_id": "x", "other_id": "y"}
        ],
        "stances": [],
    }
    text = actors.render([said], title="x")
    assert text.count('<span class="denied">') == text.count("rejected by an editor: the other front") == 2
    assert 'class="bar range' not in text
    assert 'class="edge"' not in text


def test_what_it_is_part_of_and_with_whom_it_stood_when():
    plain = ANSWER | {
        "kind": "armed group",
        "aliases": [],
        "sides": [{"side": "junta", "from": "2021-05-01", "to": "2021-06-30"}],
    }
    text = actors.render([plain | {"parents": [{"id": "y", "name": "Mountain Union"}]}], title="x")
    assert "armed group; part of Mountain Union" in text
    assert "junta, 2021-05-01 to 2021-06-30" in text
    assert "listed by no editor" in actors.render(
        [plain | {"kind": None, "listed": False, "parents": []}], title="x"
    )


def test_maps_show_what_each_actor_held_on_its_last_day_and_before(edition):
    maps = ActorMaps(edition)
    states = edition.now.posteriors.states
    for actor in edition.actors:
        held = edition.now.holder == states.index(actor.id)
        drawn = re.findall(r"<figure>.*?</figure>", maps.of(actor.id))
        assert len(drawn) <= DAYS
        assert bool(drawn) == bool(held.any())
        if drawn:
            assert drawn[-1].count("<use href") == held[:, -1].sum()
            assert f"on {edition.last}: {held[:, -1].sum()} of {len(edition.units)} units" in drawn[-1]
    assert maps.of("nobody") == ""


def test_every_shape_that_a_map_uses_is_there_once(edition):
    text = actors.render([ANSWER | {"id": edition.actors[0].id}], title="x", maps=ActorMaps(edition))
    ids = re.findall(r'id="(unit-\d+)"', text)
    assert len(ids) == len(set(ids)) == len(edition.units)
    assert {h[1:] for h in re.findall(r'<use (?:class="ground" )?href="([^"]+)"', text)} <= {*ids, "ground"}
    assert "style=" not in text


def test_the_files_lie_beside_the_map(tmp_path):
    assert [p.name for p in actors.write([ANSWER], tmp_path, title="x")] == ["actors.html", "actors.css"]
